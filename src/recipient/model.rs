//! The one model of a recipient, whatever file it came from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LocalText;
use crate::diagnostic::Location;
use crate::input::At;

/// What stands for a second language where a recipient gets no courtesy translation.
pub const NO_SECOND_LANGUAGE: &str = "none";

/// What a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A State, named by its ISO code.
    State,
    /// An organisation, which has no ISO code.
    Organisation,
}

/// Gender of the addressee; it is never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Addressed in the masculine.
    Masculine,
    /// Addressed in the feminine.
    Feminine,
}

/// How a document reaches its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Diplomatic pouch.
    Pouch,
    /// Ordinary post.
    Post,
    /// Registered post.
    RegisteredPost,
    /// Fax.
    Fax,
    /// E-mail.
    EMail,
    /// By hand to a mission.
    ByHand,
}

impl Channel {
    /// Its name, as recipient lists write it: `registered-post`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pouch => "pouch",
            Self::Post => "post",
            Self::RegisteredPost => "registered-post",
            Self::Fax => "fax",
            Self::EMail => "e-mail",
            Self::ByHand => "by-hand",
        }
    }
}

/// Forms of address that replace those of the locale pack, for one recipient in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// Honorific before the name, such as `The Honorable`.
    pub honorific: Option<String>,
    /// Title of the office, complete, such as `Secretary of State of the United States of America`.
    pub title: Option<String>,
    /// The whole inside address above the ministry, a line each.
    pub lines: Option<Vec<String>>,
    /// Salutation with its punctuation.
    pub salutation: Option<String>,
    /// Form of address within a sentence, as in the close.
    pub vocative: Option<String>,
    /// The complimentary close, complete.
    pub close: Option<String>,
}

/// The person or office a letter is addressed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// Name of the person; a recipient without one is addressed by office.
    pub name: Option<String>,
    /// Gender of the person.
    pub gender: Option<Gender>,
    /// Office, a key of the locale pack's `address.offices`.
    pub office: At<String>,
    /// Rank that brings another style of address, a key of the locale pack's `address.ranks`.
    pub rank: Option<At<String>>,
    /// Forms of address that replace the locale pack's, by language.
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
}

/// A recipient's letter sent also to another address, marked as a copy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    /// Whom the copy goes to, such as `Permanent Mission of France, Geneva`.
    pub to: String,
    /// Its postal address, a line each.
    pub address: Vec<String>,
    /// How it is sent.
    pub channel: Channel,
    /// E-mail address, where the channel is e-mail.
    pub email: Option<String>,
    /// Fax number, where the channel is fax.
    pub fax: Option<String>,
}

/// One addressee of the mailing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Id, unique in the mailing; ISO alpha-3 codes for States.
    pub id: At<String>,
    /// State or organisation.
    pub kind: Kind,
    /// ISO 3166-1 alpha-3 code; states have one.
    pub iso: Option<At<String>>,
    /// Whom the letter addresses.
    pub addressee: Addressee,
    /// Name of the ministry, or of the organisation.
    pub ministry: LocalText,
    /// Postal address, lines as given, country last in capitals.
    pub address: Vec<String>,
    /// City, as it stands in running text.
    pub city: LocalText,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Fax number, as it is dialled from abroad.
    pub fax: Option<String>,
    /// Channels in order of preference.
    pub channels: Vec<Channel>,
    /// Languages of correspondence in order of preference, as BCP 47 tags.
    pub languages: Vec<At<String>>,
    /// Language of its courtesy translations instead of the mailing's; `none` for no translation.
    pub second_language: Option<At<String>>,
    /// Copies to other addresses.
    pub copies: Vec<Copy>,
    /// Values of the extra fields that the mailing declares.
    pub fields: BTreeMap<String, String>,
    /// Where the recipient stands.
    pub location: Location,
}

impl Recipient {
    /// How its documents are sent, or those of a copy, counted from zero: by the first of its channels.
    #[must_use]
    pub fn channel(&self, copy: Option<usize>) -> Option<Channel> {
        match copy {
            Some(copy) => self.copies.get(copy).map(|copy| copy.channel),
            None => self.channels.first().copied(),
        }
    }
}
