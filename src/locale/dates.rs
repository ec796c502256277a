//! Dates and ranges, by the patterns of the language. No line ends between a day and its month: the spaces there are no-break ones.

use jiff::civil::Date;

use super::model::Ranges;
use super::pack::LocalePack;
use super::pattern::fill;

/// The space at which no line ends.
const NO_BREAK_SPACE: &str = "\u{a0}";

impl LocalePack {
    fn day(&self, date: Date) -> String {
        match &self.file.dates.first_day {
            Some(first) if date.day() == 1 => first.clone(),
            _ => self.number(date.day().into()),
        }
    }

    /// A number in the language's digits.
    fn number(&self, number: i16) -> String {
        let Some(digits) = &self.file.dates.digits else { return number.to_string() };
        let own = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize)).unwrap_or(c);
        number.to_string().chars().map(own).collect()
    }

    fn month(&self, date: Date) -> &str {
        month_of(&self.file.dates.months, date)
    }

    /// The year of a date.
    #[must_use]
    pub fn year(&self, date: Date) -> String {
        self.number(date.year())
    }

    /// The months of a range, as they follow "in": "June", "June and July", "December 2004 and January 2005".
    #[must_use]
    pub fn months_in(&self, start: Date, end: Date) -> String {
        let dates = &self.file.dates;
        self.fill_months(dates.months_in.as_ref().unwrap_or(&dates.months), start, end)
    }

    /// The months of a range, as they stand in a date.
    #[must_use]
    pub fn months_of(&self, start: Date, end: Date) -> String {
        self.fill_months(&self.file.dates.months, start, end)
    }

    fn fill_months(&self, months: &[String], start: Date, end: Date) -> String {
        let dates = &self.file.dates;
        let apart = i32::from(end.year() - start.year()) * 12 + i32::from(end.month() - start.month());
        let pair = dates.month_pairs.as_ref().filter(|_| apart == 1);
        let over_years = || {
            let (first, last) = (month_and_year(&dates.date, '1'), month_and_year(&dates.date, '2'));
            format!("{first} – {last}")
        };
        let pattern = match (apart, start.year() == end.year()) {
            (0, _) => "{month1}".to_owned(),
            (_, true) => pair.map_or("{month1}–{month2}".to_owned(), |pair| pair.year.value.clone()),
            (_, false) => pair.map_or_else(over_years, |pair| pair.years.value.clone()),
        };
        let (year1, year2) = (self.number(start.year()), self.number(end.year()));
        let (month1, month2) = (month_of(months, start), month_of(months, end));
        fill(&pattern, &[("month1", month1), ("year1", &year1), ("month2", month2), ("year2", &year2)])
    }

    fn contract(&self, text: String) -> String {
        self.file.dates.contractions.iter().fold(text, |text, (from, to)| replace_words(&text, from, to))
    }

    fn fill_date(&self, pattern: &str, place: &str, date: Date) -> String {
        let (day, year) = (self.day(date), self.number(date.year()));
        let values = [("day", day.as_str()), ("month", self.month(date)), ("year", &year), ("place", place)];
        self.contract(fill(&tie_day(pattern), &values))
    }

    /// A date, such as "10 May 2004".
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        self.fill_date(&self.file.dates.date, "", date)
    }

    /// Place and date of a letter, such as "Geneva, 10 May 2004".
    #[must_use]
    pub fn dateline(&self, place: &str, date: Date) -> String {
        self.fill_date(&self.file.dates.dateline, place, date)
    }

    /// A range in running text, such as "from 24 to 26 June 2004".
    #[must_use]
    pub fn range(&self, start: Date, end: Date) -> String {
        self.fill_range(&self.file.dates.range, start, end)
    }

    /// A range in a heading or table, such as "24–26 June 2004".
    #[must_use]
    pub fn range_plain(&self, start: Date, end: Date) -> String {
        self.fill_range(&self.file.dates.range_plain, start, end)
    }

    fn fill_range(&self, patterns: &Ranges, start: Date, end: Date) -> String {
        let pattern = if start == end {
            return self.fill_date(&patterns.day, "", start);
        } else if start.year() != end.year() {
            &patterns.years
        } else if start.month() != end.month() {
            &patterns.year
        } else {
            &patterns.month
        };
        let (day1, day2) = (self.day(start), self.day(end));
        let (year1, year2) = (self.number(start.year()), self.number(end.year()));
        let values = [
            ("day1", day1.as_str()),
            ("month1", self.month(start)),
            ("year1", &year1),
            ("day2", &day2),
            ("month2", self.month(end)),
            ("year2", &year2),
        ];
        self.contract(fill(&tie_day(pattern), &values))
    }
}

/// A text with ordinary spaces for its no-break ones, as plain text has them.
#[must_use]
pub fn untied(text: &str) -> String {
    text.replace(NO_BREAK_SPACE, " ")
}

/// A pattern whose spaces between a day and its month are no-break ones, whichever comes first and whatever stands between.
fn tie_day(pattern: &str) -> String {
    let mut tied = String::with_capacity(pattern.len() + 4);
    let mut rest = pattern;
    let mut last = None;
    while let Some((before, name, after)) = next_place(rest) {
        let joined = last.is_some_and(|last| is_day_with_month(last, name, pattern));
        if joined {
            tied.push_str(&before.replace(' ', NO_BREAK_SPACE));
        } else {
            tied.push_str(before);
        }
        tied.extend(["{", name, "}"]);
        (last, rest) = (Some(name), after);
    }
    tied.push_str(rest);
    tied
}

/// The text before the next placeholder, its name, and what follows.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('{')?;
    let (name, after) = after.split_once('}')?;
    Some((before, name, after))
}

/// Whether two placeholders are a day and its month; days of one month share the one that is written.
fn is_day_with_month(one: &str, other: &str, pattern: &str) -> bool {
    let (day, month) = match (one.strip_prefix("day"), other.strip_prefix("month")) {
        (Some(day), Some(month)) => (day, month),
        _ => match (one.strip_prefix("month"), other.strip_prefix("day")) {
            (Some(month), Some(day)) => (day, month),
            _ => return false,
        },
    };
    let is_shared = |month: &str| !pattern.contains(if month == "1" { "{month2}" } else { "{month1}" });
    day == month || is_shared(month)
}

/// A month with its year as a date's pattern has them, without the day: which comes first, what stands between, and what follows
/// the year.
fn month_and_year(date: &str, number: char) -> String {
    let until_next = |text: &str| text.split('{').next().unwrap_or_default().to_owned();
    let after = |name: &str| date.split_once(name).map(|(_, after)| until_next(after)).unwrap_or_default();
    let (year, month) = (format!("{{year{number}}}"), format!("{{month{number}}}"));
    match date.find("{year}") < date.find("{month}") {
        true => format!("{year}{}{month}", after("{year}")),
        false => format!("{month}{}{year}{}", after("{month}"), after("{year}")),
    }
}

fn month_of(months: &[String], date: Date) -> &str {
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    months.get(index).map_or("", String::as_str)
}

/// Replaces whole words: neither a letter nor a digit may touch what is replaced.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::with_capacity(text.len() + to.len());
    let mut done = 0;
    for (at, _) in text.match_indices(from) {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + from.len()..));
        let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        if apart(before.chars().next_back()) && apart(after.and_then(|after| after.chars().next())) {
            replaced.push_str(before.get(done..).unwrap_or_default());
            replaced.push_str(to);
            done = at + from.len();
        }
    }
    replaced.push_str(text.get(done..).unwrap_or_default());
    replaced
}
