//! The moment a mailing is issued, which dates everything in it.

use std::fmt;

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use serde::de::{Deserialize, Deserializer, Error};

/// A day, in seconds.
const DAY: i32 = 86_400;

/// Date and time of issue with the offset from UTC, as written in `mailing.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuedAt {
    /// Date and time on the wall of the place of issue.
    pub local: DateTime,
    /// Offset from UTC.
    pub offset: Offset,
}

impl IssuedAt {
    /// Reads RFC 3339, such as `2004-05-10T09:00:00+02:00`, in all its forms: `t` and `z` in lower case, a space for the `T`,
    /// fractions, and a leap second, which counts as the second before it. Seconds may be left out.
    ///
    /// `None` for what cannot date a PDF file: years have four digits, and offsets are shorter than a day.
    ///
    /// A date alone is noon of that day in UTC, which is on that date almost everywhere.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(date) = text.parse::<Date>()
            && text.len() == "2004-05-10".len()
        {
            return Self::of(date.at(12, 0, 0, 0), Offset::UTC);
        }
        let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
        let offset = pieces.to_numeric_offset()?;
        Self::of(pieces.date().to_datetime(pieces.time()?), offset)
    }

    /// A moment, if it can date a PDF file.
    fn of(local: DateTime, offset: Offset) -> Option<Self> {
        let at = Self { local, offset };
        let is_datable = at.local.year() >= 0 && offset.seconds().abs() < DAY && offset.seconds() % 60 == 0;
        Some(at).filter(|at| is_datable && at.zoned().is_ok())
    }

    /// Reads a date, such as `2004-05-10`, or the date of a moment as [`parse`](Self::parse) reads it.
    #[must_use]
    pub fn parse_date(text: &str) -> Option<Date> {
        let day = text.parse().ok().filter(|_| text.len() == "2004-05-10".len());
        day.or_else(|| Self::parse(text).map(|moment| moment.date()))
    }

    /// The moment in a time zone that has its offset.
    ///
    /// # Errors
    ///
    /// The moment lies outside of the years that can be computed with.
    pub fn zoned(&self) -> Result<ZonedDateTime, jiff::Error> {
        self.local.to_zoned_datetime(TimeZone::fixed(self.offset))
    }

    /// The date of issue.
    #[must_use]
    pub fn date(&self) -> Date {
        self.local.date()
    }
}

impl fmt::Display for IssuedAt {
    /// Writes it as RFC 3339 does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        write!(f, "{}{sign}{:02}:{:02}", self.local, minutes.abs() / 60, minutes.abs() % 60)
    }
}

impl<'de> Deserialize<'de> for IssuedAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` is not a date such as 2004-05-10, nor one with time and offset such as 2004-05-10T09:00:00+02:00"
            ))
        })
    }
}
