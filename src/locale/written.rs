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
}

/// Reads a date: year, month and day; day, month and year, where full stops stand between them or the day cannot be a month; or with
/// the name of a month. `months` are the names of the twelve months, in each form a language has. `None` for what is no date.
#[must_use]
pub fn read_written_date(text: &str, months: &[Vec<String>]) -> Option<WrittenDate> {
    let text: String = text.nfkc().map(to_ascii_digit).flat_map(char::to_lowercase).collect();
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return ymd(&text[..4], &text[4..6], &text[6..]).map(WrittenDate::One);
    }
    match name_of_month(text, months) {
        Some((month, rest)) => with_name(month, &rest).map(WrittenDate::One),
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
        (4, 1..=2) => ymd(first, second, third).map(WrittenDate::One),
        (1..=2, 4) if separator == '.' => ymd(third, second, first).map(WrittenDate::One),
        (1..=2, 4) => match (ymd(third, second, first), ymd(third, first, second)) {
            (Some(one), Some(other)) if one != other => Some(WrittenDate::Either(one, other)),
            (one, other) => one.or(other).map(WrittenDate::One),
        },
        _ => None,
    }
}

/// The month whose name is in a text, and the text without it; the longest name, since one may be the beginning of another.
fn name_of_month(text: &str, months: &[Vec<String>]) -> Option<(usize, String)> {
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

/// Reads what stands around the name of a month: a day and a year of four digits, and words that are not numbers.
fn with_name(month: usize, rest: &str) -> Option<Date> {
    let numbers: Vec<&str> =
        rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    // Ordinals, articles and the word for a year: no word that long belongs to a date.
    const LONGEST: usize = 4;
    if words.into_iter().any(|word| word.chars().count() > LONGEST) {
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

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let all = [year, month, day].into_iter().all(is_number);
    all.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()).flatten()
}
