//! The columns of a table of recipients: all that some recipient has a value in, and those that every table has.

use std::collections::BTreeSet;

use crate::locale::{LocalText, OwnTitle, StyleParts};
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
    /// A language, a gender or all, and a part of the forms of address, by its place in [`STYLE_PARTS`].
    Style(String, Option<&'static str>, usize),
    /// In a language, or in all.
    Ministry(Option<String>),
    Address,
    City(Option<String>),
    Emails,
    Fax,
    Telephone,
    Channels,
    Languages,
    SecondLanguage,
    Group,
    /// A copy, from zero, and a part of it, by its place in [`COPY_PARTS`].
    Copy(usize, usize),
    Field(String),
}

const STYLE_PARTS: [&str; 6] = ["honorific", "title", "lines", "salutation", "vocative", "close"];
const COPY_PARTS: [&str; 6] = ["to", "address", "channel", "email", "fax", "telephone"];

/// The columns that some recipients need.
#[derive(Debug, Default)]
pub(super) struct Needed {
    optional: BTreeSet<Column>,
    ministries: BTreeSet<String>,
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
                let parts = (0..STYLE_PARTS.len()).filter(|part| style_part(&style, *part).is_some());
                self.optional.extend(parts.map(|part| Column::Style(language.clone(), gender, part)));
            }
        }
        for (language, title) in &recipient.addressee.title {
            let parts = title.parts().into_iter();
            self.optional.extend(parts.map(|(gender, _)| Column::Title(language.clone(), gender)));
        }
        self.ministries.extend(recipient.ministry.languages().map(str::to_owned));
        self.cities.extend(recipient.city.languages().map(str::to_owned));
        self.languages.extend(recipient.languages.iter().map(|language| language.value.clone()));
        for (number, copy) in recipient.copies.iter().enumerate() {
            let parts = (0..COPY_PARTS.len()).filter(|part| !copy_part(copy, *part).is_empty());
            self.optional.extend(parts.map(|part| Column::Copy(number, part)));
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
        columns.extend([Column::Address, Column::Emails, Column::Fax, Column::Channels, Column::Languages]);
        let by_language = |known: &BTreeSet<String>, column: fn(Option<String>) -> Column| -> Vec<Column> {
            if known.is_empty() {
                return vec![column(None)];
            }
            known.union(&self.languages).cloned().map(|language| column(Some(language))).collect()
        };
        columns.extend(by_language(&self.ministries, Column::Ministry));
        columns.extend(by_language(&self.cities, Column::City));
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
                let part = STYLE_PARTS.get(*part).copied();
                [Some("addressee.styles"), Some(language), *gender, part]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(".")
            }
            Self::Ministry(language) => of("ministry", language),
            Self::Address => "address".to_owned(),
            Self::City(language) => of("city", language),
            Self::Emails => "emails".to_owned(),
            Self::Fax => "fax".to_owned(),
            Self::Telephone => "telephone".to_owned(),
            Self::Channels => "channels".to_owned(),
            Self::Languages => "languages".to_owned(),
            Self::SecondLanguage => "second_language".to_owned(),
            Self::Group => "group".to_owned(),
            Self::Copy(number, part) => {
                format!("copies.{}.{}", number + 1, COPY_PARTS.get(*part).unwrap_or(&""))
            }
            Self::Field(name) => format!("fields.{name}"),
        }
    }

    /// What a recipient has in it.
    pub(super) fn value(&self, recipient: &Recipient) -> String {
        let local = |text: &LocalText, language: &Option<String>| match (text, language) {
            (LocalText::Same(text), _) => text.clone(),
            (LocalText::ByLanguage(texts), Some(language)) => texts
                .iter()
                .find(|(tag, _)| tag == language)
                .map(|(_, text)| text.clone())
                .unwrap_or_default(),
            (LocalText::ByLanguage(_), None) => String::new(),
        };
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
                parts.and_then(|parts| style_part(&parts, *part)).unwrap_or_default()
            }
            Self::Ministry(language) => local(&recipient.ministry, language),
            Self::Address => recipient.address.join("\n"),
            Self::City(language) => local(&recipient.city, language),
            Self::Emails => recipient.emails.join("; "),
            Self::Fax => recipient.fax.clone().unwrap_or_default(),
            Self::Telephone => recipient.telephone.clone().unwrap_or_default(),
            Self::Channels => join(recipient.channels.iter().copied().map(Channel::name)),
            Self::Languages => join(recipient.languages.iter().map(|language| language.value.as_str())),
            Self::SecondLanguage => {
                recipient.second_language.as_ref().map(|tag| tag.value.clone()).unwrap_or_default()
            }
            Self::Group => join(recipient.group.iter()),
            Self::Copy(number, part) => {
                recipient.copies.get(*number).map(|copy| copy_part(copy, *part)).unwrap_or_default()
            }
            Self::Field(name) => recipient.fields.get(name).cloned().unwrap_or_default(),
        }
    }
}

fn join<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

fn style_part(style: &StyleParts, part: usize) -> Option<String> {
    let StyleParts { honorific, title, lines, salutation, vocative, close } = style;
    let lines = lines.as_ref().map(|lines| lines.join("\n"));
    [honorific.clone(), title.clone(), lines, salutation.clone(), vocative.clone(), close.clone()]
        .into_iter()
        .nth(part)?
}

fn copy_part(copy: &Copy, part: usize) -> String {
    let Copy { to, address, channel, email, fax, telephone } = copy;
    let parts = [
        to.clone(),
        address.join("\n"),
        channel.name().to_owned(),
        email.clone().unwrap_or_default(),
        fax.clone().unwrap_or_default(),
        telephone.clone().unwrap_or_default(),
    ];
    parts.into_iter().nth(part).unwrap_or_default()
}
