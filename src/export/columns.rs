//! The columns of a table of recipients: all that some recipient has a value in, and those that every table has.

use std::collections::{BTreeMap, BTreeSet};

use crate::locale::{LocalLines, LocalText, OwnTitle, StyleParts};
use crate::recipient::{Channel, Copy, Recipient};

/// One column, by what it holds of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Id,
    Kind,
    Iso,
    Office,
    Name,
    Gender,
    Rank,
    /// A title of its own, in a language and for a gender or for all.
    Title(String, Option<&'static str>),
    /// A language, a gender or all, and a part of the forms of address, by its place in [`StyleParts::NAMES`].
    Style(String, Option<&'static str>, usize),
    /// In a language, or in all.
    Ministry(Option<String>),
    Address(Option<String>),
    City(Option<String>),
    Emails,
    Fax,
    Telephone,
    Channels,
    Languages,
    SecondLanguage,
    Group,
    /// A copy, from zero, and a part of it, by its place in [`COPY_PARTS`], in a language or in all.
    Copy(usize, usize, Option<String>),
    Field(String),
}

const COPY_PARTS: [&str; 8] = ["to", "address", "city", "iso", "channel", "email", "fax", "telephone"];

/// The columns that some recipients need.
#[derive(Debug, Default)]
pub(super) struct Needed {
    optional: BTreeSet<Column>,
    ministries: BTreeSet<String>,
    addresses: BTreeSet<String>,
    /// The languages of each part of a copy that is there.
    copies: BTreeMap<(usize, usize), BTreeSet<String>>,
    cities: BTreeSet<String>,
    /// Languages of recipients whose text is the same in all: they get it in columns of these, where others have texts by language.
    languages: BTreeSet<String>,
}

impl Needed {
    /// Notes what a recipient needs.
    pub(super) fn add(&mut self, recipient: &Recipient) {
        let styles = recipient.addressee.styles.iter();
        for (language, style) in styles {
            let all = std::iter::once((None, style.for_all()));
            let genders = style.genders().map(|(gender, parts)| (Some(gender), parts.clone()));
            for (gender, style) in all.chain(genders) {
                let given =
                    StyleParts::NAMES.iter().enumerate().filter(|(_, name)| style.get(name).is_some());
                self.optional.extend(given.map(|(part, _)| Column::Style(language.clone(), gender, part)));
            }
        }
        for (language, title) in &recipient.addressee.title {
            let parts = title.parts().into_iter();
            self.optional.extend(parts.map(|(gender, _)| Column::Title(language.clone(), gender)));
        }
        self.ministries.extend(recipient.ministry.languages().map(str::to_owned));
        self.addresses.extend(recipient.address.languages().map(str::to_owned));
        self.cities.extend(recipient.city.languages().map(str::to_owned));
        self.languages.extend(recipient.languages.iter().map(|language| language.value.clone()));
        for (number, copy) in recipient.copies.iter().enumerate() {
            for part in 0..COPY_PARTS.len() {
                let languages = copy_languages(copy, part);
                if !languages.is_empty() || !copy_part(copy, part, None).is_empty() {
                    self.copies.entry((number, part)).or_default().extend(languages);
                }
            }
        }
        self.optional.extend(recipient.fields.keys().cloned().map(Column::Field));
        if recipient.second_language.is_some() {
            self.optional.insert(Column::SecondLanguage);
        }
        if recipient.telephone.is_some() {
            self.optional.insert(Column::Telephone);
        }
        if !recipient.group.is_empty() {
            self.optional.insert(Column::Group);
        }
        if recipient.addressee.rank.is_some() {
            self.optional.insert(Column::Rank);
        }
    }

    /// All columns, in the order of the table.
    pub(super) fn columns(&self) -> Vec<Column> {
        let mut columns = self.optional.clone();
        columns.extend([Column::Id, Column::Kind, Column::Iso, Column::Office, Column::Name, Column::Gender]);
        columns.extend([Column::Emails, Column::Fax, Column::Channels, Column::Languages]);
        let languages = |known: &BTreeSet<String>| -> Vec<Option<String>> {
            if known.is_empty() {
                return vec![None];
            }
            known.union(&self.languages).cloned().map(Some).collect()
        };
        columns.extend(languages(&self.ministries).into_iter().map(Column::Ministry));
        columns.extend(languages(&self.addresses).into_iter().map(Column::Address));
        columns.extend(languages(&self.cities).into_iter().map(Column::City));
        for ((number, part), known) in &self.copies {
            let of_language = |language| Column::Copy(*number, *part, language);
            columns.extend(languages(known).into_iter().map(of_language));
        }
        columns.into_iter().collect()
    }
}

impl Column {
    /// The heading.
    pub(super) fn heading(&self) -> String {
        let of = |name: &str, language: &Option<String>| match language {
            Some(language) => format!("{name}.{language}"),
            None => name.to_owned(),
        };
        match self {
            Self::Id => "id".to_owned(),
            Self::Kind => "kind".to_owned(),
            Self::Iso => "iso".to_owned(),
            Self::Office => "addressee.office".to_owned(),
            Self::Name => "addressee.name".to_owned(),
            Self::Gender => "addressee.gender".to_owned(),
            Self::Rank => "addressee.rank".to_owned(),
            Self::Title(language, gender) => [Some("addressee.title"), Some(language), *gender]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("."),
            Self::Style(language, gender, part) => {
                let part = StyleParts::NAMES.get(*part).copied();
                [Some("addressee.styles"), Some(language), *gender, part]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(".")
            }
            Self::Ministry(language) => of("ministry", language),
            Self::Address(language) => of("address", language),
            Self::City(language) => of("city", language),
            Self::Emails => "emails".to_owned(),
            Self::Fax => "fax".to_owned(),
            Self::Telephone => "telephone".to_owned(),
            Self::Channels => "channels".to_owned(),
            Self::Languages => "languages".to_owned(),
            Self::SecondLanguage => "second_language".to_owned(),
            Self::Group => "group".to_owned(),
            Self::Copy(number, part, language) => {
                let part = COPY_PARTS.get(*part).unwrap_or(&"");
                of(&format!("copies.{}.{part}", number + 1), language)
            }
            Self::Field(name) => format!("fields.{name}"),
        }
    }

    /// What a recipient has in it.
    pub(super) fn value(&self, recipient: &Recipient) -> String {
        let addressee = &recipient.addressee;
        match self {
            Self::Id => recipient.id.value.clone(),
            Self::Kind => recipient.kind.name().to_owned(),
            Self::Iso => recipient.iso.as_ref().map(|iso| iso.value.clone()).unwrap_or_default(),
            Self::Office => addressee.office.value.clone(),
            Self::Name => addressee.name.clone().unwrap_or_default(),
            Self::Gender => addressee.gender.map(|gender| gender.name().to_owned()).unwrap_or_default(),
            Self::Rank => addressee.rank.as_ref().map(|rank| rank.value.clone()).unwrap_or_default(),
            Self::Title(language, gender) => {
                let parts = addressee.title.get(language).map(OwnTitle::parts).unwrap_or_default();
                let title = parts.into_iter().find(|(of, _)| of == gender);
                title.map(|(_, title)| title.to_owned()).unwrap_or_default()
            }
            Self::Style(language, gender, part) => {
                let parts = addressee.styles.get(language).and_then(|style| match gender {
                    None => Some(style.for_all()),
                    Some(gender) => {
                        style.genders().find(|(of, _)| of == gender).map(|(_, parts)| parts.clone())
                    }
                });
                parts.and_then(|parts| parts.get(StyleParts::NAMES.get(*part)?)).unwrap_or_default()
            }
            Self::Ministry(language) => local(&recipient.ministry, language.as_deref()),
            Self::Address(language) => lines(&recipient.address, language.as_deref()),
            Self::City(language) => local(&recipient.city, language.as_deref()),
            Self::Emails => recipient.emails.join("; "),
            Self::Fax => recipient.fax.clone().unwrap_or_default(),
            Self::Telephone => recipient.telephone.clone().unwrap_or_default(),
            Self::Channels => join(recipient.channels.iter().copied().map(Channel::name)),
            Self::Languages => join(recipient.languages.iter().map(|language| language.value.as_str())),
            Self::SecondLanguage => {
                recipient.second_language.as_ref().map(|tag| tag.value.clone()).unwrap_or_default()
            }
            Self::Group => join(recipient.group.iter()),
            Self::Copy(number, part, language) => {
                let copy = recipient.copies.get(*number);
                copy.map(|copy| copy_part(copy, *part, language.as_deref())).unwrap_or_default()
            }
            Self::Field(name) => recipient.fields.get(name).cloned().unwrap_or_default(),
        }
    }
}

fn join<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

/// A part of a copy, in a language or, with none, as far as it is the same in all.
fn copy_part(copy: &Copy, part: usize, language: Option<&str>) -> String {
    let Copy { to, address, city, iso, channel, email, fax, telephone } = copy;
    let parts = [
        local(to, language),
        lines(address, language),
        local(city, language),
        iso.as_ref().map(|iso| iso.value.clone()).unwrap_or_default(),
        channel.name().to_owned(),
        email.clone().unwrap_or_default(),
        fax.clone().unwrap_or_default(),
        telephone.clone().unwrap_or_default(),
    ];
    parts.into_iter().nth(part).unwrap_or_default()
}

/// The languages that a part of a copy is given in, if it is not the same in all.
fn copy_languages(copy: &Copy, part: usize) -> Vec<String> {
    let owned = |languages: &mut dyn Iterator<Item = &str>| languages.map(str::to_owned).collect();
    match COPY_PARTS.get(part) {
        Some(&"to") => owned(&mut copy.to.languages()),
        Some(&"address") => owned(&mut copy.address.languages()),
        Some(&"city") => owned(&mut copy.city.languages()),
        _ => Vec::new(),
    }
}

/// A text in a language, or that for all.
fn local(text: &LocalText, language: Option<&str>) -> String {
    match (text, language) {
        (LocalText::Same(text), _) => text.clone(),
        (LocalText::ByLanguage(texts), Some(language)) => {
            texts.iter().find(|(tag, _)| tag == language).map(|(_, text)| text.clone()).unwrap_or_default()
        }
        (LocalText::ByLanguage(_), None) => String::new(),
    }
}

/// The lines of an address in a language, or those for all.
fn lines(address: &LocalLines, language: Option<&str>) -> String {
    let lines = match (address, language) {
        (LocalLines::Same(lines), _) => Some(lines.as_slice()),
        (LocalLines::ByLanguage(_), Some(language)) => address.get(language),
        (LocalLines::ByLanguage(_), None) => None,
    };
    lines.unwrap_or_default().join("\n")
}
