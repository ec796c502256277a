//! Days from one to another as people write them: `9-13 March 2027`, `du 9 au 13 mars 2027`, `2027年3月9日至13日`.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::digits::to_ascii_digit;
use super::written::{WrittenDate, name_of_month, read_written_date, with_name};

/// What stands between the first day and the last, with spaces where it is a word.
const TO: [&str; 17] = [
    "–",
    "—",
    "-",
    "‐",
    "−",
    "~",
    "/",
    "至",
    "到",
    " to ",
    " through ",
    " until ",
    " au ",
    " al ",
    " по ",
    " إلى ",
    " الى ",
];

/// What stands between two days that follow each other.
const AND: [&str; 7] = [" and ", " & ", " et ", " y ", " и ", "和", " و"];

/// Reads the first and the last of several days, with the names of months that `months` has; two readings where day and month cannot be
/// told apart, none for what is no days.
#[must_use]
pub fn read_written_days(text: &str, months: &[Vec<String>]) -> Vec<(Date, Date)> {
    let text: String = text.nfkc().map(to_ascii_digit).flat_map(char::to_lowercase).collect();
    let with = |signs: &[&'static str]| -> Vec<(Date, Date)> {
        let parts = signs.iter().flat_map(|sign| split_each(&text, sign));
        parts
            .map(|(first, last)| read_both(first, last, months))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    };
    let days = with(&TO);
    if !days.is_empty() {
        return days;
    }
    with(&AND).into_iter().filter(|(first, last)| first.tomorrow().is_ok_and(|next| next == *last)).collect()
}

/// What stands before a sign and behind it, wherever it is.
fn split_each<'a>(text: &'a str, sign: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.match_indices(sign)
        .filter_map(move |(at, found)| Some((text.get(..at)?, text.get(at + found.len()..)?)))
}

/// Reads two days, of which one may leave out what the other says.
fn read_both(first: &str, last: &str, months: &[Vec<String>]) -> Vec<(Date, Date)> {
    let (first, last) = (keep(first, months), keep(last, months));
    let readings = match (readings(&first, months), readings(&last, months)) {
        (Some(first), Some(last)) => first.into_iter().zip(last).collect(),
        (None, Some(last)) => before(&first, last, months),
        (Some(first), None) => {
            first.into_iter().filter_map(|day| Some((day, after(&last, day, months)?))).collect()
        }
        (None, None) => within_month(&first, &last, months).into_iter().collect::<Vec<_>>(),
    };
    let mut readings: Vec<(Date, Date)> = readings.into_iter().filter(|(first, last)| first < last).collect();
    readings.dedup();
    readings
}

/// A text without the words beside its numbers and months, such as the day of the week.
fn keep(text: &str, months: &[Vec<String>]) -> String {
    let is_kept =
        |word: &&str| word.contains(|c: char| c.is_ascii_digit()) || name_of_month(word, months).is_some();
    text.split_whitespace().filter(is_kept).collect::<Vec<_>>().join(" ")
}

/// What a date may be, the reading with the day first before the other.
fn readings(text: &str, months: &[Vec<String>]) -> Option<[Date; 2]> {
    match read_written_date(text, months)? {
        WrittenDate::One(day) => Some([day, day]),
        WrittenDate::Either(day_first, month_first) => Some([day_first, month_first]),
        WrittenDate::Beyond(_) => None,
    }
}

/// The days up to `last`, where the first says its day alone, or its day and month.
fn before(first: &str, last: [Date; 2], months: &[Vec<String>]) -> Vec<(Date, Date)> {
    if let Some(day) = day_alone(first) {
        return last
            .into_iter()
            .filter_map(|last| Some((last.with().day(day).build().ok()?, last)))
            .collect();
    }
    let of_year = |year: i16| {
        let sign = first.trim_end_matches('.').chars().find(|c| "./-".contains(*c)).unwrap_or(' ');
        readings(&format!("{}{sign}{year}", first.trim_end_matches(sign)), months)
    };
    let in_year = |before: i16| -> Vec<(Date, Date)> {
        let days = last.into_iter().enumerate().filter_map(|(position, last)| {
            let first = of_year(last.year() - before)?.get(position).copied()?;
            (first < last).then_some((first, last))
        });
        days.collect()
    };
    // Days may go over the end of a year.
    let same_year = in_year(0);
    if same_year.is_empty() { in_year(1) } else { same_year }
}

/// The last day, where it says its day alone, or its month and day.
fn after(last: &str, first: Date, months: &[Vec<String>]) -> Option<Date> {
    if let Some(day) = day_alone(last) {
        return first.with().day(day).build().ok();
    }
    let in_year = |year: i16| match name_of_month(last, months) {
        Some((month, rest)) => readings(&format!("{year}-{month}-{}", day_alone(&rest)?), months),
        None => None,
    };
    let day = |year| in_year(year).map(|[day, _]| day);
    day(first.year()).filter(|last| *last > first).or_else(|| day(first.year() + 1))
}

/// Days of one month that is named before them: `March 9-13, 2027`.
fn within_month(first: &str, last: &str, months: &[Vec<String>]) -> Option<(Date, Date)> {
    let (month, day) = name_of_month(first, months)?;
    let WrittenDate::One(last) = with_name(month, last)? else { return None };
    Some((last.with().day(day_alone(&day)?).build().ok()?, last))
}

/// The number of a day, with nothing beside it but what makes it one: `9`, `9.`, `9th`, `1er`, `9日`.
fn day_alone(text: &str) -> Option<i8> {
    const LONGEST: usize = 3;
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let day = numbers.next().filter(|day| day.len() <= 2)?;
    let others = text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).count();
    (numbers.next().is_none() && others <= LONGEST).then(|| day.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(names: &str) -> Vec<Vec<String>> {
        names.split('/').map(|form| form.split_whitespace().map(str::to_owned).collect()).collect()
    }

    #[track_caller]
    fn hold(names: &str, cases: &[(&str, &str)]) {
        for (text, meant) in cases {
            let found = read_written_days(text, &months(names));
            let shown: Vec<String> = found.iter().map(|(first, last)| format!("{first} {last}")).collect();
            assert_eq!(shown.join(", "), *meant, "{text}");
        }
    }

    #[test]
    fn days_in_numbers_are_read_where_they_mean_one_first_and_last_day() {
        hold(
            "",
            &[
                ("9-13.03.2027", "2027-03-09 2027-03-13"),
                ("9.-13.3.2027", "2027-03-09 2027-03-13"),
                ("30.03.–02.04.2027", "2027-03-30 2027-04-02"),
                ("28.12.-03.01.2027", "2026-12-28 2027-01-03"),
                ("2027-03-09/2027-03-13", "2027-03-09 2027-03-13"),
                ("2027-03-09 to 2027-03-13", "2027-03-09 2027-03-13"),
                ("13/03/2027 - 17/03/2027", "2027-03-13 2027-03-17"),
                ("12/03 - 14/03/2027", "2027-03-12 2027-03-14"),
                ("09/03/2027 - 10/04/2027", "2027-03-09 2027-04-10, 2027-09-03 2027-10-04"),
                ("12/03/2027 - 10/04/2027", "2027-03-12 2027-04-10"),
                ("13-9.03.2027", ""),
                ("2027-03-09", ""),
                ("12-03-2027", ""),
                ("31-40.03.2027", ""),
                ("9-13 2027", ""),
                ("", ""),
            ],
        );
    }

    #[test]
    fn days_are_read_in_the_words_of_six_languages() {
        hold(
            "January February March April May June July August September October November December",
            &[
                ("9-13 March 2027", "2027-03-09 2027-03-13"),
                ("9 – 13 March 2027", "2027-03-09 2027-03-13"),
                ("9 to 13 March 2027", "2027-03-09 2027-03-13"),
                ("from 9 to 13 March 2027", "2027-03-09 2027-03-13"),
                ("Tuesday 9 to Saturday 13 March 2027", "2027-03-09 2027-03-13"),
                ("9th-13th March 2027", "2027-03-09 2027-03-13"),
                ("March 9-13, 2027", "2027-03-09 2027-03-13"),
                ("March 30 - April 2, 2027", "2027-03-30 2027-04-02"),
                ("30 March - 2 April 2027", "2027-03-30 2027-04-02"),
                ("30 December - 2 January 2027", "2026-12-30 2027-01-02"),
                ("9 March 2027 - 13 March 2027", "2027-03-09 2027-03-13"),
                ("9 and 10 March 2027", "2027-03-09 2027-03-10"),
                ("9 and 13 March 2027", ""),
                ("9-13 March", ""),
                ("9 March 2027", ""),
                ("March-April 2027", ""),
                ("30-31 February 2027", ""),
            ],
        );
        hold(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            &[
                ("du 9 au 13 mars 2027", "2027-03-09 2027-03-13"),
                ("du mardi 30 mars au vendredi 2 avril 2027", "2027-03-30 2027-04-02"),
                ("du 1er au 3 mars 2027", "2027-03-01 2027-03-03"),
                ("les 9 et 10 mars 2027", "2027-03-09 2027-03-10"),
            ],
        );
        hold(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            &[
                ("del 9 al 13 de marzo de 2027", "2027-03-09 2027-03-13"),
                ("9 y 10 de marzo de 2027", "2027-03-09 2027-03-10"),
                ("30 de marzo al 2 de abril de 2027", "2027-03-30 2027-04-02"),
            ],
        );
        hold(
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            &[
                ("9–13 марта 2027 г.", "2027-03-09 2027-03-13"),
                ("с 9 по 13 марта 2027 года", "2027-03-09 2027-03-13"),
                ("9 и 10 марта 2027 года", "2027-03-09 2027-03-10"),
            ],
        );
        hold(
            "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
            &[
                ("2027年3月9日至13日", "2027-03-09 2027-03-13"),
                ("2027年3月30日至4月2日", "2027-03-30 2027-04-02"),
                ("2027年12月30日至1月2日", "2027-12-30 2028-01-02"),
                ("2027年3月9日和10日", "2027-03-09 2027-03-10"),
            ],
        );
        hold(
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
            &[
                ("من 9 إلى 13 مارس 2027", "2027-03-09 2027-03-13"),
                ("٩-١٣ مارس ٢٠٢٧", "2027-03-09 2027-03-13"),
                ("9 و10 مارس 2027", "2027-03-09 2027-03-10"),
            ],
        );
    }
}
