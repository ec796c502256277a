//! A recipient as it was understood, in words to be looked over.

use serde::Serialize;

use crate::recipient::{Channel, Recipient};

/// A recipient in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownRecipient {
    /// Its id.
    pub id: String,
    /// `state` or `organisation`.
    pub kind: &'static str,
    /// The ISO code of a State.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
    /// The person, if one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `masculine` or `feminine`, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<&'static str>,
    /// The office, or the title of the person's own.
    pub office: String,
    /// The ministry or organisation.
    pub ministry: String,
    /// The lines of the address.
    pub address: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Channels in order of preference.
    pub channels: Vec<&'static str>,
    /// Languages in order of preference.
    pub languages: Vec<String>,
}

impl From<&Recipient> for ShownRecipient {
    fn from(recipient: &Recipient) -> Self {
        let languages: Vec<String> =
            recipient.languages.iter().map(|language| language.value.clone()).collect();
        let first = languages.first().map_or("en", String::as_str);
        let addressee = &recipient.addressee;
        let title = addressee
            .styles
            .values()
            .find_map(|style| style.title.clone().or_else(|| style.of(addressee.gender)?.title.clone()));
        Self {
            id: recipient.id.value.clone(),
            kind: recipient.kind.name(),
            iso: recipient.iso.as_ref().map(|iso| iso.value.clone()),
            name: addressee.name.clone(),
            gender: addressee.gender.map(crate::locale::Gender::name),
            office: title.unwrap_or_else(|| addressee.office.value.clone()),
            ministry: recipient.ministry.get_or_first(first).to_owned(),
            address: recipient.address.get_or_first(first).to_vec(),
            emails: recipient.emails.clone(),
            channels: recipient.channels.iter().copied().map(Channel::name).collect(),
            languages,
        }
    }
}

impl ShownRecipient {
    /// What is said of it, a line each: who, where, how.
    #[must_use]
    pub fn lines(&self) -> [String; 3] {
        let name = self.name.as_deref().map(|name| match self.gender {
            Some(gender) => format!("{name} ({gender})"),
            None => name.to_owned(),
        });
        let who = [name.as_deref(), Some(&self.office), Some(&self.ministry)];
        let who: Vec<&str> = who.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let emails = self.emails.join(", ");
        let (channels, languages) = (self.channels.join(", "), self.languages.join(", "));
        let how: Vec<&str> =
            [channels.as_str(), &emails, &languages].into_iter().filter(|part| !part.is_empty()).collect();
        [who.join(" · "), self.address.join(" / "), how.join(" · ")]
    }
}
