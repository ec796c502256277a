//! How returned forms are collected.

use std::num::NonZeroUsize;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use crate::register::FormKeys;

/// How returned forms are collected.
#[derive(Debug, Clone, Copy)]
pub struct CollectOptions<'a> {
    /// How many files are read at a time; the result does not depend on it.
    pub jobs: NonZeroUsize,
    /// The keys that forms were made with; without them no form can be verified.
    pub keys: Option<&'a FormKeys>,
    /// The day it is. What a form says to have been changed later says nothing about its order among others.
    pub now: Option<Date>,
    /// The table of answers that people entered.
    pub entered: Option<&'a Path>,
    /// Whether answers that nobody can verify count where there are no others.
    pub accepts_unverified: bool,
    /// The folder that the paths of files are shown from; as they are given where there is none.
    pub shown_from: Option<&'a Path>,
}

impl Default for CollectOptions<'_> {
    fn default() -> Self {
        Self {
            jobs: NonZeroUsize::MIN,
            keys: None,
            now: None,
            entered: None,
            accepts_unverified: false,
            shown_from: None,
        }
    }
}

impl CollectOptions<'_> {
    /// Whether a moment has come somewhere on the earth by the end of the day it is.
    pub(super) fn has_come(&self, at: Timestamp) -> bool {
        /// The zone in which a day ends last, in hours from UTC.
        const LAST: i8 = -12;
        let end = self.now.and_then(|now| {
            let next = now.tomorrow().ok()?.at(0, 0, 0, 0);
            Some(next.to_zoned_datetime(TimeZone::fixed(Offset::constant(LAST))).ok()?.timestamp())
        });
        end.is_none_or(|end| at < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_the_day_has_come_anywhere_on_earth() {
        let options =
            CollectOptions { now: Some(jiff::civil::date(2004, 6, 5)), ..CollectOptions::default() };
        for (at, has_come) in [
            ("2004-06-05T23:59:59-12:00", true),
            ("2004-06-06T09:00:00+09:00", true),
            ("2004-06-06T00:00:00-12:00", false),
            ("2038-12-31T23:59:59Z", false),
        ] {
            assert_eq!(options.has_come(at.parse().unwrap()), has_come, "{at}");
        }
        let ever = "2038-12-31T23:59:59Z".parse().unwrap();
        assert!(CollectOptions::default().has_come(ever), "nobody says what day it is");
    }
}
