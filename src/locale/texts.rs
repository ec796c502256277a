//! Changing every text of a pack that a reader sees.

use super::countries::{Country, EarlierNames};
use super::model::{AddressWords, Dates, Forms, Genders, LocaleFile, MonthPairs, Prepositions, Ranges};
use super::pack::LocalePack;

impl LocalePack {
    /// Replaces labels, months, patterns, forms of address and country names by what `change` makes of them; keys,
    /// settings and the patterns of address lines stay.
    pub fn change_texts(&mut self, change: impl Fn(&str) -> String) {
        let change = |text: &mut String| *text = change(text);
        let LocaleFile { labels, dates, prepositions, address, .. } = &mut self.file;
        labels.values_mut().for_each(change);
        let Dates {
            months,
            months_in,
            month_pairs,
            contractions: _,
            first_day: _,
            date,
            dateline,
            range,
            range_plain,
        } = dates;
        months.value.iter_mut().for_each(change);
        months_in.iter_mut().flat_map(|months| &mut months.value).for_each(change);
        [date, dateline].into_iter().for_each(|text| change(&mut text.value));
        for Ranges { day, month, year, years } in [range, range_plain] {
            [day, month, year, years].into_iter().for_each(|text| change(&mut text.value));
        }
        if let Some(MonthPairs { year, years }) = month_pairs {
            [year, years].into_iter().for_each(|text| change(&mut text.value));
        }
        if let Some(Prepositions { in_place, in_month, of_month, inflects_place: _, changes: _ }) =
            prepositions
        {
            [in_place, in_month, of_month].into_iter().for_each(|text| change(&mut text.value));
        }
        let Forms { lines: _, close, offices, ranks } = address;
        change(&mut close.value);
        for Genders { masculine, feminine, unknown } in offices.values_mut().chain(ranks.values_mut()) {
            for AddressWords { honorific, title, salutation, vocative } in [masculine, feminine, unknown] {
                let words = [honorific, title, salutation, vocative].into_iter().flatten();
                words.for_each(|text| change(&mut text.value));
            }
        }
        for country in self.countries.countries.values_mut() {
            let Country { short, in_text, of, formal, formal_of, earlier, .. } = country;
            [short, in_text, of, formal, formal_of].into_iter().for_each(change);
            for EarlierNames { short, in_text, of, formal, formal_of, .. } in earlier {
                [short, in_text, of, formal, formal_of].into_iter().for_each(change);
            }
        }
    }
}
