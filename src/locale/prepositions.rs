//! The event's place and month with the preposition before them, elided and contracted as the language does.

use jiff::civil::Date;

use super::model::Prepositions;
use super::pack::LocalePack;
use super::pattern::fill;

impl LocalePack {
    /// The place after "in"; `inflected` is the form the mailing gives for it. `None` where the pack has no such phrase, or
    /// the language inflects places and no form is given.
    #[must_use]
    pub fn in_place(&self, place: &str, inflected: Option<&str>) -> Option<String> {
        let words = self.file.prepositions.as_ref()?;
        let place = inflected.or(Some(place).filter(|_| !words.inflects_place))?;
        Some(words.change(fill(&words.in_place, &[("place", place)])))
    }

    /// The months of a range after "in".
    #[must_use]
    pub fn in_month(&self, start: Date, end: Date) -> Option<String> {
        let words = self.file.prepositions.as_ref()?;
        Some(words.change(fill(&words.in_month, &[("month", &self.months_in(start, end))])))
    }

    /// The months of a range after "of".
    #[must_use]
    pub fn of_month(&self, start: Date, end: Date) -> Option<String> {
        let words = self.file.prepositions.as_ref()?;
        Some(words.change(fill(&words.of_month, &[("month", &self.months_of(start, end))])))
    }
}

impl Prepositions {
    /// Writes the beginning of a phrase as the longest change that fits it says.
    fn change(&self, phrase: String) -> String {
        let fitting =
            self.changes.iter().filter_map(|(from, to)| Some((from.len(), to, begins_so(&phrase, from)?)));
        match fitting.max_by_key(|(length, ..)| *length) {
            Some((_, to, rest)) => format!("{to}{rest}"),
            None => phrase,
        }
    }
}

/// What follows the beginning of a phrase, letters in brackets included; `None` if the phrase begins otherwise.
fn begins_so<'a>(phrase: &'a str, beginning: &str) -> Option<&'a str> {
    let (fixed, sets) = beginning.split_at(beginning.find('[').unwrap_or(beginning.len()));
    let rest = phrase.strip_prefix(fixed)?;
    let sets = sets.split('[').skip(1).map(|set| set.trim_end_matches(']'));
    sets.zip(rest.chars().map(Some).chain(std::iter::repeat(None)))
        .all(|(set, letter)| letter.is_some_and(|letter| set.contains(letter)))
        .then_some(rest)
}
