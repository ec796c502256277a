//! The one model of a recipient, whatever file it came from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::channel::Channel;
use super::known_by::KnownBy;
use crate::diagnostic::Location;
use crate::input::{At, Words};
use crate::locale::{Addressee, LocalLines, LocalText, PostalPlace};

/// The second language of a recipient that gets no courtesy translation.
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

impl Kind {
    /// The name, as recipient lists write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
        }
    }
}

/// A recipient's letter sent also to another address, marked as a copy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    /// Whom the copy goes to, such as `Permanent Mission of France, Geneva`; for all languages, or by language.
    pub to: LocalText,
    /// Its postal address, a line each; for all languages, or by language.
    #[serde(default)]
    pub address: LocalLines,
    /// City of its address, such as the host city of a permanent mission.
    #[serde(default)]
    pub city: LocalText,
    /// ISO 3166-1 alpha-3 code of the State it is in.
    pub iso: Option<At<String>>,
    /// How it is sent.
    pub channel: Channel,
    /// E-mail address, where the channel is e-mail.
    pub email: Option<String>,
    /// Fax number, where the channel is fax.
    pub fax: Option<String>,
    /// Telephone number, where the channel is a courier.
    pub telephone: Option<String>,
}

impl Copy {
    /// Where it goes.
    #[must_use]
    pub fn place(&self) -> PostalPlace<'_> {
        let state = self.iso.as_ref().map(|iso| iso.value.as_str());
        PostalPlace { lines: &self.address, city: &self.city, state }
    }
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
    /// Postal address, a line each, as far as city and State do not say it; for all languages, or by language.
    pub address: LocalLines,
    /// City, as in running text.
    pub city: LocalText,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Fax number, as it is dialled from abroad.
    pub fax: Option<String>,
    /// Telephone number, which couriers ask for.
    pub telephone: Option<String>,
    /// Channels in order of preference.
    pub channels: Vec<Channel>,
    /// Languages of correspondence in order of preference, as BCP 47 tags.
    pub languages: Vec<At<String>>,
    /// Language of its courtesy translations instead of the mailing's; `none` for no translation.
    pub second_language: Option<At<String>>,
    /// Groups it belongs to, by names of the office's own.
    pub group: Words,
    /// Copies to other addresses.
    pub copies: Vec<Copy>,
    /// Values of the extra fields that the mailing declares.
    pub fields: BTreeMap<String, String>,
    /// Where the recipient is listed.
    pub location: Location,
}

impl Recipient {
    /// Holds it against what a person asks for.
    pub fn meet(&self, asked: &mut Asked) {
        let groups: Vec<&str> = self.group.iter().collect();
        let names = self.ministry.texts().chain(self.addressee.name.as_deref());
        asked.meet(&KnownBy {
            id: &self.id.value,
            iso: self.iso.as_ref().map(|iso| iso.value.as_str()),
            groups: &groups,
            names: &Vec::from_iter(names),
        });
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> PostalPlace<'_> {
        let state = self.iso.as_ref().map(|iso| iso.value.as_str());
        PostalPlace { lines: &self.address, city: &self.city, state }
    }

    /// Whether post carries its documents.
    #[must_use]
    pub fn is_posted(&self) -> bool {
        self.channels.first().is_some_and(|channel| channel.is_posted())
    }

    /// How its documents are sent, or those of a copy, counted from zero: by the first of its channels.
    #[must_use]
    pub fn channel(&self, copy: Option<usize>) -> Option<Channel> {
        match copy {
            Some(copy) => self.copies.get(copy).map(|copy| copy.channel),
            None => self.channels.first().copied(),
        }
    }
}
