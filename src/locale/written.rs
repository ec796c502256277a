//! Dates as people write them.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::digits::to_ascii_digit;

/// What a written date may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenDate {
    /// One day.
    One(Date),
    /// One of two days, as the first number is the day or the month.
    Either(Date, Date),
    /// A day that its month does not have, whose last day is this.
    Beyond(Date),
}

/// Reads a date: year, month and day; day, month and year, where full stops stand between them or the day cannot be a month; or with
/// the name of a month. `months` are the names of the twelve months, in each form a language has. `None` for what is no date.
#[must_use]
pub fn read_written_date(text: &str, months: &[Vec<String>]) -> Option<WrittenDate> {
    let text: String = text.nfkc().map(to_ascii_digit).flat_map(char::to_lowercase).collect();
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return ymd(&text[..4], &text[4..6], &text[6..]);
    }
    match name_of_month(text, months) {
        Some((month, rest)) => with_name(month, &rest),
        None => in_numbers(text),
    }
}

/// Reads three numbers with one sign between them.
fn in_numbers(text: &str) -> Option<WrittenDate> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['日', '.', 'г', '일']).replace(['年', '月', '년', '월'], "-");
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-./".contains(*c))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts[..] else { return None };
    match (first.len(), third.len()) {
        (4, 1..=2) => ymd(first, second, third),
        (1..=2, 4) if separator == '.' => ymd(third, second, first),
        (1..=2, 4) => match (ymd(third, second, first), ymd(third, first, second)) {
            (Some(WrittenDate::One(one)), Some(WrittenDate::One(other))) if one != other => {
                Some(WrittenDate::Either(one, other))
            }
            (Some(WrittenDate::Beyond(_)), Some(other)) => Some(other),
            (one, other) => one.or(other),
        },
        _ => None,
    }
}

/// The month whose name is in a text, and the text without it; the longest name, since one may be the beginning of another.
pub(super) fn name_of_month(text: &str, months: &[Vec<String>]) -> Option<(usize, String)> {
    let names = months.iter().flat_map(|form| form.iter().enumerate());
    let lower =
        names.map(|(month, name)| (month + 1, name.nfkc().flat_map(char::to_lowercase).collect::<String>()));
    let found = lower.filter(|(_, name)| !name.is_empty() && text.contains(name.as_str()));
    let (month, name) = found.max_by_key(|(_, name)| name.len())?;
    // A name that begins with a digit, as in Chinese, is not to be read inside a longer number.
    let (before, after) = text.split_once(&name)?;
    let runs_on =
        before.ends_with(|c: char| c.is_ascii_digit()) && name.starts_with(|c: char| c.is_ascii_digit());
    (!runs_on).then(|| (month, format!("{before} {after}")))
}

/// Short names of the days of the week, which may be those of another day.
const WEEKDAYS: [&str; 30] = [
    "mon", "tue", "tues", "wed", "thu", "thur", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven",
    "sam", "dim", "mié", "mie", "jue", "vie", "sáb", "sab", "dom", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
];

/// Reads what stands around the name of a month: a day and a year of four digits, and words that are not numbers.
pub(super) fn with_name(month: usize, rest: &str) -> Option<WrittenDate> {
    let numbers: Vec<&str> =
        rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    // Ordinals, articles and the word for a year: no word that long belongs to a date.
    const LONGEST: usize = 4;
    if words.into_iter().any(|word| word.chars().count() > LONGEST || WEEKDAYS.contains(&word)) {
        return None;
    }
    let [first, second] = numbers[..] else { return None };
    let month = month.to_string();
    match (first.len(), second.len()) {
        (1..=2, 4) => ymd(second, &month, first),
        (4, 1..=2) => ymd(first, &month, second),
        _ => None,
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<WrittenDate> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    let (year, month, day): (i16, i8, i8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let last = Date::new(year, month, 1).ok()?.last_of_month();
    match Date::new(year, month, day) {
        Ok(date) => Some(WrittenDate::One(date)),
        Err(_) if day > last.day() => Some(WrittenDate::Beyond(last)),
        Err(_) => None,
    }
}
