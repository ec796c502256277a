//! Forms of address: office, gender, rank and overrides drive inside address, salutation and close together.

use super::pattern::fill;
use super::{CountryNames, Genders, LocalePack, Words};
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::input::At;
use crate::recipient::{Gender, Recipient, Style};

/// How one recipient is addressed in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
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
    /// Addresses a recipient; `entity` is the name of its ministry or organisation.
    ///
    /// Gender is never guessed: a named person without one is addressed in the doubled form, with a
    /// warning; an office without a name is addressed so as a matter of course.
    #[must_use]
    pub fn address(
        &self,
        recipient: &Recipient,
        country: Option<CountryNames<'_>>,
        entity: &str,
    ) -> (Address, Vec<Diagnostic>) {
        let addressee = &recipient.addressee;
        let mut problems = Vec::new();
        let location = || recipient.location.clone();
        let Some(office) = self.file.address.offices.get(&addressee.office.value) else {
            let known = self.file.address.offices.keys().map(String::as_str);
            problems.push(
                Diagnostic::new(
                    codes::OFFICE_UNKNOWN,
                    format!("unknown office `{}`", addressee.office.value),
                )
                .with_location(addressee.office.location(&recipient.location.file))
                .blocking(recipient.id.value.clone())
                .with_field("addressee.office")
                .with_hint(did_you_mean(&addressee.office, known)),
            );
            return (Address::default(), problems);
        };
        let rank = addressee.rank.as_ref().and_then(|rank| {
            let found = self.file.address.ranks.get(&rank.value);
            if found.is_none() {
                let known = self.file.address.ranks.keys().map(String::as_str);
                problems.push(
                    Diagnostic::new(codes::RANK_UNKNOWN, format!("unknown rank `{}`", rank.value))
                        .with_location(rank.location(&recipient.location.file))
                        .blocking(recipient.id.value.clone())
                        .with_field("addressee.rank")
                        .with_hint(did_you_mean(rank, known)),
                );
            }
            found
        });
        if addressee.name.is_some() && addressee.gender.is_none() {
            problems.push(
                Diagnostic::new(
                    codes::GENDER_UNKNOWN,
                    "a named addressee without gender gets the doubled form",
                )
                .with_location(location())
                .about(recipient.id.value.clone())
                .with_field("addressee.gender")
                .with_hint("add `gender: feminine` or `gender: masculine`"),
            );
        }
        let gender = addressee.name.as_ref().and(addressee.gender);
        let style = addressee.styles.get(&self.file.locale.value);
        let words = Chosen { office: of(office, gender), rank: rank.map(|rank| of(rank, gender)), style };
        (self.compose(recipient, country, entity, &words), problems)
    }

    fn compose(
        &self,
        recipient: &Recipient,
        country: Option<CountryNames<'_>>,
        entity: &str,
        words: &Chosen<'_>,
    ) -> Address {
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
        let word = |over: fn(&Style) -> &Option<String>, part: fn(&Words) -> &Option<At<String>>| {
            words.style.and_then(|style| over(style).clone()).unwrap_or_else(|| {
                let pattern = words.rank.and_then(|rank| part(rank).as_ref()).or(part(words.office).as_ref());
                pattern.map_or_else(String::new, |pattern| fill(pattern, &values))
            })
        };
        let honorific = word(|style| &style.honorific, |words| &words.honorific);
        let title = word(|style| &style.title, |words| &words.title);
        let salutation = word(|style| &style.salutation, |words| &words.salutation);
        let vocative = word(|style| &style.vocative, |words| &words.vocative);
        let name = recipient.addressee.name.as_deref().unwrap_or("");
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
        Address { lines, salutation, vocative, close }
    }
}

struct Chosen<'a> {
    office: &'a Words,
    rank: Option<&'a Words>,
    style: Option<&'a Style>,
}

fn of(genders: &Genders, gender: Option<Gender>) -> &Words {
    match gender {
        Some(Gender::Masculine) => &genders.masculine,
        Some(Gender::Feminine) => &genders.feminine,
        None => &genders.unknown,
    }
}
