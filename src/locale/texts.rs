//! Changing every text of a pack that a reader sees.

use super::countries::{Country, EarlierNames};
use super::forms::{AddressWords, Forms, Genders, InSentence, OfficeForms, SentenceGenders};
use super::model::{Dates, LocaleFile, MonthPairs, Prepositions, Ranges};
use super::note::NoteForms;
use super::pack::LocalePack;
use crate::input::At;

impl LocalePack {
    /// Replaces labels, months, patterns, forms of address and country names by what `change` makes of them; keys,
    /// settings and the patterns of address lines stay.
    pub fn change_texts(&mut self, change: impl Fn(&str) -> String) {
        let change = |text: &mut String| *text = change(text);
        let LocaleFile { labels, dates, prepositions, address, note, .. } = &mut self.file;
        labels.values_mut().for_each(change);
        let Dates {
            months,
            months_in,
            month_pairs,
            contractions: _,
            digits: _,
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
        let Forms {
            lines: _,
            close,
            greeting,
            in_sentence,
            ministries: _,
            inflects_titles: _,
            offices,
            ranks,
        } = address;
        let SentenceGenders { masculine, feminine, unknown } = in_sentence;
        let spoken = [masculine, feminine, unknown].into_iter().flat_map(InSentence::patterns_mut);
        spoken.for_each(|text| change(&mut text.value));
        [Some(close), greeting.as_mut()].into_iter().flatten().for_each(|text| change(&mut text.value));
        for office in offices.values_mut() {
            let OfficeForms { portfolio, close, masculine, feminine, unknown, unnamed, ranks } = office;
            [portfolio, close].into_iter().flatten().for_each(|text| change(&mut text.value));
            let words = [masculine, feminine, unknown].into_iter().chain(unnamed.all_mut());
            let words = words.chain(ranks.values_mut().flat_map(Genders::all_mut));
            words.flat_map(texts_of).for_each(|text| change(&mut text.value));
        }
        let words = ranks.values_mut().flat_map(Genders::all_mut);
        words.flat_map(texts_of).for_each(|text| change(&mut text.value));
        if let Some(NoteForms { opening, renewal, contractions: _, institutions }) = note {
            let formulae = opening.iter_mut().chain(renewal.iter_mut());
            let institutions = institutions.values_mut().flat_map(InSentence::patterns_mut);
            formulae.chain(institutions).for_each(|text| change(&mut text.value));
        }
        for country in self.countries.countries.values_mut() {
            let Country { short, in_text, of, formal, formal_of, postal, earlier, .. } = country;
            change(short);
            [in_text, of, formal, formal_of, postal].into_iter().flatten().for_each(change);
            for EarlierNames { short, in_text, of, formal, formal_of, .. } in earlier {
                [short, in_text, of, formal, formal_of].into_iter().for_each(change);
            }
        }
    }
}

fn texts_of(words: &mut AddressWords) -> impl Iterator<Item = &mut At<String>> {
    let AddressWords { honorific, title, lines, salutation, vocative, close, in_sentence } = words;
    let InSentence { name, to, pronoun } = in_sentence;
    let texts = [honorific, title, salutation, vocative, close, name, to, pronoun];
    texts.into_iter().flatten().chain(lines.iter_mut().flatten())
}
