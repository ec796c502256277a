//! A recipient as files hold it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::channel::Channel;
use super::model::{Copy, Kind};
use crate::input::{At, Words};
use crate::locale::{Addressee, LocalLines, LocalText};

/// A file of recipients.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientFile {
    /// Version of this file's format; 1.
    pub format: u32,
    /// The recipients.
    pub recipients: Vec<RecipientEntry>,
}

/// One recipient of a file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientEntry {
    /// Id, unique in the mailing; ISO alpha-3 codes for States.
    pub id: At<String>,
    /// State or organisation.
    pub kind: Kind,
    /// ISO 3166-1 alpha-3 code; States must have one.
    pub iso: Option<At<String>>,
    /// Whom the letter addresses.
    pub addressee: Addressee,
    /// Name of the ministry, or of the organisation.
    pub ministry: LocalText,
    /// Postal address, a line each; city and country follow from `city` and `iso` where no line says them. For all languages, or by
    /// language.
    #[serde(default)]
    pub address: LocalLines,
    /// City, as in running text.
    #[serde(default)]
    pub city: LocalText,
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<At<String>>,
    /// Fax number, as it is dialled from abroad.
    pub fax: Option<At<String>>,
    /// Telephone number, which couriers ask for.
    pub telephone: Option<At<String>>,
    /// Channels in order of preference.
    pub channels: Vec<Channel>,
    /// Languages of correspondence in order of preference.
    pub languages: Vec<At<String>>,
    /// Language of its courtesy translations instead of the mailing's; `none` for no translation.
    pub second_language: Option<At<String>>,
    /// Groups it belongs to, by names of the office's own: documents and enclosures may be for some groups only.
    #[serde(default)]
    pub group: Words,
    /// Copies to other addresses.
    #[serde(default)]
    pub copies: Vec<Copy>,
    /// Values of the extra fields that the mailing declares.
    #[serde(default)]
    pub fields: BTreeMap<String, At<String>>,
}
