//! Changing every text of a pack that a reader sees.

use super::countries::{Country, EarlierNames};
use super::model::{Genders, Ranges, Words};
use super::pack::LocalePack;

impl LocalePack {
    /// Replaces labels, months, patterns, forms of address and country names by what `change` makes of them; keys,
    /// settings and the patterns of address lines stay.
    pub fn change_texts(&mut self, change: impl Fn(&str) -> String) {
        let change = |text: &mut String| *text = change(text);
        let file = &mut self.file;
        file.labels.values_mut().for_each(change);
        let dates = &mut file.dates;
        dates.months.value.iter_mut().for_each(change);
        dates.months_in.iter_mut().flat_map(|months| &mut months.value).for_each(change);
        [&mut dates.date, &mut dates.dateline].into_iter().for_each(|text| change(&mut text.value));
        for Ranges { day, month, year, years } in [&mut dates.range, &mut dates.range_plain] {
            [day, month, year, years].into_iter().for_each(|text| change(&mut text.value));
        }
        change(&mut file.address.close.value);
        let forms = file.address.offices.values_mut().chain(file.address.ranks.values_mut());
        for Genders { masculine, feminine, unknown } in forms {
            for Words { honorific, title, salutation, vocative } in [masculine, feminine, unknown] {
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
