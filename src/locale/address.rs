//! Forms of address: office, gender, rank and overrides drive inside address, salutation and close together.

use std::collections::BTreeMap;

use super::addressee::{Addressee, Style};
use super::countries::CountryNames;
use super::model::{AddressWords, Genders};
use super::pack::LocalePack;
use super::pattern::fill;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;

/// How one addressee is addressed in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormOfAddress {
    /// Lines of the inside address: name and office.
    pub lines: Vec<String>,
    /// Salutation with its punctuation.
    pub salutation: String,
    /// Form of address within a sentence.
    pub vocative: String,
    /// The complimentary close.
    pub close: String,
}

impl LocalePack {
    /// Addresses somebody; `entity` is the name of the ministry or organisation.
    ///
    /// Gender is never guessed: a named person without one is addressed in the doubled form, and so is an office without a
    /// name. The address is empty if the pack lacks the office; [`check_addressee`](Self::check_addressee) says so.
    #[must_use]
    pub fn address(
        &self,
        addressee: &Addressee,
        country: Option<CountryNames<'_>>,
        entity: &str,
    ) -> FormOfAddress {
        let forms = &self.file.address;
        let Some(office) = forms.offices.get(&addressee.office.value) else {
            return FormOfAddress::default();
        };
        let rank = addressee.rank.as_ref().and_then(|rank| forms.ranks.get(&rank.value));
        let gender = addressee.name.as_ref().and(addressee.gender);
        let words = Chosen {
            office: office.words(gender),
            rank: rank.map(|rank| rank.words(gender)),
            style: addressee.styles.get(&self.file.locale.value),
        };
        self.compose(addressee.name.as_deref().unwrap_or(""), country, entity, &words)
    }

    /// Finds offices and ranks that the pack lacks, and a named person whose gender is unknown.
    ///
    /// `location` is that of the addressee's recipient; the recipient itself is the caller's to name.
    pub fn check_addressee(&self, addressee: &Addressee, location: &Location) -> Problems {
        let forms = &self.file.address;
        let mut problems = Problems::new();
        let mut unknown =
            |code, field: &str, what: &str, key: &At<String>, known: &BTreeMap<String, Genders>| {
                if !known.contains_key(&key.value) {
                    problems.push(
                        Diagnostic::new(code, format!("unknown {what} `{}`", key.value))
                            .with_location(key.location(&location.file))
                            .with_field(field)
                            .with_hint(did_you_mean(key, known.keys().map(String::as_str))),
                    );
                }
            };
        unknown(codes::OFFICE_UNKNOWN, "addressee.office", "office", &addressee.office, &forms.offices);
        if let Some(rank) = &addressee.rank {
            unknown(codes::RANK_UNKNOWN, "addressee.rank", "rank", rank, &forms.ranks);
        }
        if addressee.name.is_some() && addressee.gender.is_none() {
            problems.push(
                Diagnostic::new(
                    codes::GENDER_UNKNOWN,
                    "a named addressee without gender gets the doubled form",
                )
                .with_location(location.clone())
                .with_field("addressee.gender")
                .with_hint("add `gender: feminine` or `gender: masculine`"),
            );
        }
        problems
    }

    fn compose(
        &self,
        name: &str,
        country: Option<CountryNames<'_>>,
        entity: &str,
        words: &Chosen<'_>,
    ) -> FormOfAddress {
        let names = country.unwrap_or(CountryNames {
            short: entity,
            in_text: entity,
            of: entity,
            formal: entity,
            formal_of: entity,
        });
        let values = [
            ("short", names.short),
            ("in_text", names.in_text),
            ("of", names.of),
            ("formal", names.formal),
            ("formal_of", names.formal_of),
            ("entity", entity),
        ];
        let word = |over: fn(&Style) -> &Option<String>, part: fn(&AddressWords) -> &Option<At<String>>| {
            words.style.and_then(|style| over(style).clone()).unwrap_or_else(|| {
                let pattern = words.rank.and_then(|rank| part(rank).as_ref()).or(part(words.office).as_ref());
                pattern.map_or_else(String::new, |pattern| fill(pattern, &values))
            })
        };
        let honorific = word(|style| &style.honorific, |words| &words.honorific);
        let title = word(|style| &style.title, |words| &words.title);
        let salutation = word(|style| &style.salutation, |words| &words.salutation);
        let vocative = word(|style| &style.vocative, |words| &words.vocative);
        let lines = match words.style.and_then(|style| style.lines.clone()) {
            Some(lines) => lines,
            None => {
                let lines = &self.file.address.lines;
                let patterns = if name.is_empty() { &lines.unnamed } else { &lines.named };
                let values = [("honorific", honorific.as_str()), ("name", name), ("title", &title)];
                patterns.iter().map(|pattern| fill(pattern, &values).trim().to_owned()).collect()
            }
        };
        let close = words
            .style
            .and_then(|style| style.close.clone())
            .unwrap_or_else(|| fill(&self.file.address.close, &[("vocative", &vocative)]));
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        FormOfAddress { lines, salutation, vocative, close }
    }
}

/// The words that office, rank and gender choose, and the addressee's own.
struct Chosen<'a> {
    office: &'a AddressWords,
    rank: Option<&'a AddressWords>,
    style: Option<&'a Style>,
}
