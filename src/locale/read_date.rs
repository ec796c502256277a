//! Reads a date where a person writes one, and says what to write where it cannot be read.

use jiff::civil::Date;

use super::short_year::read_short_year;
use super::written::{WrittenDate, name_of_month, read_written_date};
use super::written_days::read_written_days;
use super::written_time::{WrittenTime, Zone, find_time};

/// Why a text is not read as a date, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFault {
    /// Whether it may be two days.
    pub is_ambiguous: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl DateFault {
    fn new(message: String, hint: String) -> Self {
        Self { is_ambiguous: false, message, hint }
    }
}

/// Reads a date as [`read_written_date`] does.
///
/// # Errors
///
/// It is none, or has a time too. `takes_time` says whether a moment could be written there, as RFC 3339 has it.
pub fn read_date(text: &str, months: &[Vec<String>], takes_time: bool) -> Result<Date, DateFault> {
    match read_written_date(text, months) {
        Some(WrittenDate::One(day)) => Ok(day),
        Some(WrittenDate::Either(one, other)) => Err(DateFault {
            is_ambiguous: true,
            ..DateFault::new(
                format!("`{text}` may be {one} or {other}"),
                format!("write the year first: {one} or {other}"),
            )
        }),
        Some(WrittenDate::Beyond(last)) => Err(DateFault::new(
            format!("`{text}` is not a date"),
            format!("{:04}-{:02} has {} days", last.year(), last.month(), last.day()),
        )),
        None => Err(explain(text, months, takes_time)),
    }
}

fn explain(text: &str, months: &[Vec<String>], takes_time: bool) -> DateFault {
    if let Some(time) = find_time(text)
        && let Some(day) = day_beside(&time, months)
    {
        return if takes_time { explain_moment(text, day, &time) } else { explain_time(text, day) };
    }
    let explained = explain_days(text, months).or_else(|| explain_short_year(text, months));
    explained.or_else(|| explain_parts(text, months)).unwrap_or_else(|| {
        DateFault::new(
            format!("`{text}` is not a date"),
            "write it as 2027-03-09, or with the name of the month in the mailing's default language"
                .to_owned(),
        )
    })
}

/// Several days where one is read.
fn explain_days(text: &str, months: &[Vec<String>]) -> Option<DateFault> {
    match read_written_days(text, months)[..] {
        [] => None,
        [(first, last)] => Some(DateFault::new(
            format!("`{text}` is several days"),
            format!("write one: the first is {first}, and the last {last}"),
        )),
        [(first, last), (other, end), ..] => Some(DateFault {
            is_ambiguous: true,
            ..DateFault::new(
                format!("`{text}` may be {first} to {last} or {other} to {end}"),
                "write one day, with the year first".to_owned(),
            )
        }),
    }
}

/// A year of two figures, which is never filled up.
fn explain_short_year(text: &str, months: &[Vec<String>]) -> Option<DateFault> {
    let days = read_short_year(text, months);
    let days = match find_time(text).filter(|_| days.is_empty()) {
        Some(time) => read_short_year(time.before.trim(), months),
        None => days,
    };
    let shown: Vec<String> = days.iter().map(Date::to_string).collect();
    let hint = format!("write the whole year, and first: {}", shown.join(" or "));
    let fault = DateFault::new(format!("`{text}` has a year of two figures"), hint);
    (!days.is_empty()).then_some(DateFault { is_ambiguous: days.len() > 1, ..fault })
}

/// A day with words beside it, or without its year.
fn explain_parts(text: &str, months: &[Vec<String>]) -> Option<DateFault> {
    if let Some(day) = day_within(text, months) {
        let weekday = format!("{:?}", day.weekday());
        let hint = format!("write {day} alone, which is a {weekday}");
        return Some(DateFault::new(format!("`{text}` is not a date"), hint));
    }
    let (_, rest) = name_of_month(&text.to_lowercase(), months)?;
    let mut numbers = rest.split(|c: char| !c.is_numeric()).filter(|part| !part.is_empty()).peekable();
    let has_day = numbers.peek().is_some() && numbers.all(|number| number.chars().count() <= 2);
    has_day.then(|| {
        DateFault::new(format!("`{text}` has no year"), "write the year too, as in 2027-03-09".to_owned())
    })
}

/// A day with a time where a day alone is read.
fn explain_time(text: &str, day: Date) -> DateFault {
    DateFault::new(
        format!("`{text}` has a time, and only its day would be printed"),
        format!("write {day}, and the time in the text of the letter"),
    )
}

/// A moment in another form than that of RFC 3339.
fn explain_moment(text: &str, day: Date, time: &WrittenTime) -> DateFault {
    let (hour, minute) = time.time;
    let written = |minutes: i32| {
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("{day}T{hour:02}:{minute:02}:00{sign}{hours:02}:{minutes:02}")
    };
    match &time.zone {
        Zone::Offset(minutes) => DateFault::new(
            format!("`{text}` is not a date and time as they are read here"),
            format!("write {}", written(*minutes)),
        ),
        Zone::Unsaid => DateFault::new(
            format!("`{text}` has no offset from UTC"),
            format!("add it, as in {}, or leave out the time", written(60)),
        ),
        Zone::Named(name) => DateFault::new(
            format!("`{text}` has no offset from UTC in numbers"),
            format!("write that of `{name}`, as in {}, or leave out the time", written(60)),
        ),
    }
}

/// The day that stands before a time, or behind it.
fn day_beside(time: &WrittenTime, months: &[Vec<String>]) -> Option<Date> {
    let is_no_digit = |c: char| !c.is_ascii_digit();
    let before = time.before.trim_end_matches(is_no_digit);
    [before, time.before.as_str(), time.after.trim()].into_iter().find_map(|text| day_within(text, months))
}

/// The day in a text that has other words too, such as the day of the week.
fn day_within(text: &str, months: &[Vec<String>]) -> Option<Date> {
    let text = text.to_lowercase();
    let is_month = |word: &str| {
        let mut names = months.iter().flatten().map(|name| name.to_lowercase());
        names.any(|name| !name.is_empty() && word.contains(&name))
    };
    let kept = text.split_whitespace().filter(|word| word.contains(char::is_numeric) || is_month(word));
    match read_written_date(&kept.collect::<Vec<_>>().join(" "), months)? {
        WrittenDate::One(day) => Some(day),
        WrittenDate::Either(..) | WrittenDate::Beyond(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, takes_time: bool) -> String {
        let months = "January February March April May June July August September October November December";
        let months = vec![months.split(' ').map(str::to_owned).collect()];
        match read_date(text, &months, takes_time) {
            Ok(day) => day.to_string(),
            Err(fault) => format!("{}; {}", fault.message, fault.hint),
        }
    }

    #[test]
    fn a_time_is_never_dropped_from_a_day() {
        for text in [
            "2027-03-09T10:00",
            "2027-03-09T10:00:00+02:00",
            "2027-03-09T22:00:00Z",
            "9 March 2027, 10:00",
            "9 March 2027 at 10 a.m.",
            "9 March 2027 10h00",
            "10:00 on 9 March 2027",
            "Tuesday, 9 March 2027, 10:00 CET",
        ] {
            let said = told(text, false);
            assert!(
                said.ends_with(
                    "only its day would be printed; write 2027-03-09, and the time in the text of the letter"
                ),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn moments_are_answered_by_what_to_write() {
        for (text, hint) in [
            ("2026-11-28 09:00 UTC+3", "write 2026-11-28T09:00:00+03:00"),
            ("28 November 2026, 2:30 pm GMT-3:30", "write 2026-11-28T14:30:00-03:30"),
            ("28.11.2026 09:00 +05:45", "write 2026-11-28T09:00:00+05:45"),
            ("2026-11-28T09:00:00+01:00[Europe/Zurich]", "write 2026-11-28T09:00:00+01:00"),
            ("2026-11-28T14:30", "add it, as in 2026-11-28T14:30:00+01:00, or leave out the time"),
            ("28 November 2026, 14h30", "add it, as in 2026-11-28T14:30:00+01:00, or leave out the time"),
            (
                "2026-11-28 09:00 CET",
                "write that of `cet`, as in 2026-11-28T09:00:00+01:00, or leave out the time",
            ),
        ] {
            let said = told(text, true);
            assert!(said.ends_with(&format!("; {hint}")), "{text}: {said}");
        }
    }

    #[test]
    fn what_is_no_day_is_answered_by_what_to_write() {
        for (text, said) in [
            ("2026-11-31", "`2026-11-31` is not a date; 2026-11 has 30 days"),
            ("29 February 2027", "`29 February 2027` is not a date; 2027-02 has 28 days"),
            (
                "Saturday, 28 November 2026",
                "`Saturday, 28 November 2026` is not a date; write 2026-11-28 alone, which is a Saturday",
            ),
            (
                "Mon 9 March 2027",
                "`Mon 9 March 2027` is not a date; write 2027-03-09 alone, which is a Tuesday",
            ),
            ("9 March 2027", "2027-03-09"),
        ] {
            assert_eq!(told(text, true), said);
        }
        for (text, said) in [
            (
                "9-13 March 2027",
                "`9-13 March 2027` is several days; write one: the first is 2027-03-09, and the last 2027-03-13",
            ),
            (
                "9/3/2027 - 10/4/2027",
                "`9/3/2027 - 10/4/2027` may be 2027-03-09 to 2027-04-10 or 2027-09-03 to 2027-10-04; write one day, with the year first",
            ),
            ("8.3.27", "`8.3.27` has a year of two figures; write the whole year, and first: 2027-03-08"),
            (
                "12/3/26",
                "`12/3/26` has a year of two figures; write the whole year, and first: 2026-03-12 or 2026-12-03",
            ),
            (
                "9 March 27, 10:00",
                "`9 March 27, 10:00` has a year of two figures; write the whole year, and first: 2027-03-09",
            ),
            ("9 March", "`9 March` has no year; write the year too, as in 2027-03-09"),
            ("9-13 March", "`9-13 March` has no year; write the year too, as in 2027-03-09"),
        ] {
            assert_eq!(told(text, true), said);
        }
        for text in ["March 2027", "March", "today", "46354", "2027-03-09T25:00"] {
            assert!(told(text, true).contains("write it as 2027-03-09"), "{text}: {}", told(text, true));
        }
    }
}
