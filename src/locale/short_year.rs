//! Dates whose year has two figures, which are never read: the days that may be meant are named.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::digits::to_ascii_digit;
use super::written::{WrittenDate, name_of_month, read_written_date};

/// The days of this century that a date with a year of two figures may be; none for what is no such date.
pub(super) fn read_short_year(text: &str, months: &[Vec<String>]) -> Vec<Date> {
    let text: String = text.nfkc().map(to_ascii_digit).filter(|c| !"'’‘".contains(*c)).collect();
    let numbers = find_numbers(&text);
    if !(2..=3).contains(&numbers.len()) || numbers.iter().any(|(_, length)| *length > 2) {
        return Vec::new();
    }
    // A year never stands before the name of a month.
    let is_last = |(at, length): &(usize, usize)| {
        text.get(at + length..).is_some_and(|rest| name_of_month(&rest.to_lowercase(), months).is_none())
    };
    let last = numbers.last().copied().filter(is_last);
    // Where the year stands first, hyphens stand between.
    let first = numbers.first().copied().filter(|_| text.contains('-') && numbers.len() == 3);
    let years = last.into_iter().chain(first).filter(|(_, length)| *length == 2);
    let mut days = Vec::new();
    for (at, _) in years {
        let Some((before, year)) = text.split_at_checked(at) else { continue };
        let read: Vec<Date> = match read_written_date(&format!("{before}20{year}"), months) {
            Some(WrittenDate::One(day)) => vec![day],
            Some(WrittenDate::Either(one, other)) => vec![one, other],
            Some(WrittenDate::Beyond(_)) | None => Vec::new(),
        };
        days.extend(read.into_iter().filter(|day| !days.contains(day)).collect::<Vec<_>>());
    }
    days
}

/// Where the numbers of a text begin, and how long each is.
fn find_numbers(text: &str) -> Vec<(usize, usize)> {
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match numbers.last_mut() {
            Some((start, length)) if *start + *length == at => *length += 1,
            _ => numbers.push((at, 1)),
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_may_be_meant_are_named() {
        let months = "January February March April May June July August September October November December";
        let months = vec![months.split(' ').map(str::to_owned).collect()];
        for (text, days) in [
            ("12/3/26", "2026-03-12 2026-12-03"),
            ("13/3/26", "2026-03-13"),
            ("8.3.27", "2027-03-08"),
            ("12-03-27", "2027-03-12 2027-12-03 2012-03-27"),
            ("27-03-09", "2009-03-27 2027-03-09"),
            ("9 March 27", "2027-03-09"),
            ("March 9, '27", "2027-03-09"),
            ("٨.٣.٢٧", "2027-03-08"),
            ("9 March", ""),
            ("9-13 March", ""),
            ("12 13 March", ""),
            ("9 March 2027", ""),
            ("31.2.27", ""),
            ("12/3", ""),
            ("1.2.3.04", ""),
            ("", ""),
        ] {
            let shown: Vec<String> = read_short_year(text, &months).iter().map(Date::to_string).collect();
            assert_eq!(shown.join(" "), days, "{text}");
        }
    }
}
