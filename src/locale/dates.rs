//! Dates and ranges, by the patterns of the language.

use jiff::civil::Date;

use super::model::Ranges;
use super::pack::LocalePack;
use super::pattern::fill;

impl LocalePack {
    fn day(&self, date: Date) -> String {
        match &self.file.dates.first_day {
            Some(first) if date.day() == 1 => first.clone(),
            _ => date.day().to_string(),
        }
    }

    fn month(&self, date: Date) -> &str {
        month_of(&self.file.dates.months, date)
    }

    /// Name of a date's month, as it follows "in".
    #[must_use]
    pub fn month_in(&self, date: Date) -> &str {
        let dates = &self.file.dates;
        month_of(dates.months_in.as_ref().unwrap_or(&dates.months), date)
    }

    fn contract(&self, text: String) -> String {
        self.file.dates.contractions.iter().fold(text, |text, (from, to)| replace_words(&text, from, to))
    }

    fn fill_date(&self, pattern: &str, place: &str, date: Date) -> String {
        let (day, year) = (self.day(date), date.year().to_string());
        let values = [("day", day.as_str()), ("month", self.month(date)), ("year", &year), ("place", place)];
        self.contract(fill(pattern, &values))
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
        let (year1, year2) = (start.year().to_string(), end.year().to_string());
        let values = [
            ("day1", day1.as_str()),
            ("month1", self.month(start)),
            ("year1", &year1),
            ("day2", &day2),
            ("month2", self.month(end)),
            ("year2", &year2),
        ];
        self.contract(fill(pattern, &values))
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
