//! What a dispatch office needs to know of a mailing, so that it works from the archive alone.
//!
//! Plain data of the manifest; who prints and sends by it is elsewhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::parsed;
use crate::mailing::{EnvelopeFormat, LabelSheet, Paper, Window};
use crate::recipient::Channel;

/// What the office prints and sends by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The office's own language, as a BCP 47 tag.
    #[serde(deserialize_with = "parsed::language")]
    pub language: String,
    /// Paper of the sheets.
    pub paper: Paper,
    /// Whether print runs are printed on both sides of the paper.
    pub is_duplex: bool,
    /// Sheets that address labels are printed on.
    pub labels: LabelSheet,
    /// Envelopes, or pages for window envelopes.
    pub envelopes: EnvelopeFormat,
    /// Where a window envelope shows the address.
    pub window: Window,
    /// How e-mail is written.
    pub e_mail: EmailRules,
    /// Who sends.
    pub sender: SenderRecord,
    /// What a language brings to what is printed in it.
    #[serde(deserialize_with = "parsed::by_language")]
    pub languages: BTreeMap<String, OfficeLanguage>,
}

/// How e-mail is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailRules {
    /// The address it comes from.
    #[serde(deserialize_with = "parsed::text")]
    pub from: String,
    /// The address answers go to.
    #[serde(deserialize_with = "parsed::text")]
    pub reply_to: String,
    /// Addresses that get a copy of every message.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub cc: Vec<String>,
    /// Date and time it bears, in RFC 3339.
    #[serde(deserialize_with = "parsed::moment")]
    pub sent_at: String,
    /// The most bytes a message may have.
    pub max_bytes: u64,
}

/// Who sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderRecord {
    /// Postal address that undeliverable post goes back to, a line each.
    #[serde(deserialize_with = "parsed::texts")]
    pub lines: Vec<String>,
    /// Telephone number.
    #[serde(deserialize_with = "parsed::text")]
    pub tel: String,
    /// Fax number.
    #[serde(deserialize_with = "parsed::text")]
    pub fax: String,
    /// E-mail address.
    #[serde(deserialize_with = "parsed::text")]
    pub e_mail: String,
}

/// What a language brings to what is printed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeLanguage {
    /// Whether it is written from right to left.
    pub is_rtl: bool,
    /// Name of the organisation that sends.
    #[serde(deserialize_with = "parsed::text")]
    pub organisation: String,
    /// Name of its office that answers questions.
    #[serde(deserialize_with = "parsed::text")]
    pub office: String,
    /// What the mailing is about, in one line.
    #[serde(deserialize_with = "parsed::text")]
    pub subject: String,
    /// Date of issue.
    #[serde(deserialize_with = "parsed::text")]
    pub date: String,
    /// Names of the documents, by id.
    #[serde(default, deserialize_with = "parsed::named_texts")]
    pub documents: BTreeMap<String, String>,
    /// Labels of sheets.
    #[serde(deserialize_with = "parsed::named_texts")]
    pub labels: BTreeMap<String, String>,
    /// The families of faces that it is set in before the embedded ones, with commas between them; empty where its pack names none.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "parsed::text")]
    pub fonts: String,
}

impl Office {
    /// The families that languages name, by language.
    #[must_use]
    pub fn fonts(&self) -> BTreeMap<String, String> {
        let named = self.languages.iter().filter(|(_, language)| !language.fonts.is_empty());
        named.map(|(tag, language)| (tag.clone(), language.fonts.clone())).collect()
    }
}

/// Where a sending goes: what is sent to one address together. It is recorded with its first document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The address as a label bears it, a line each.
    #[serde(deserialize_with = "parsed::texts")]
    pub lines: Vec<String>,
    /// The recipient as in a list, in the office's language.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "parsed::text")]
    pub entity: String,
    /// The city, in the office's language.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "parsed::text")]
    pub city: String,
    /// Channels to turn to if the first one fails, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_reserve: Vec<Channel>,
    /// E-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub emails: Vec<String>,
    /// Fax number.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub fax: Option<String>,
    /// Telephone number, where a channel asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub telephone: Option<String>,
    /// The recipient's groups, by which the office may pick it out.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub group: Vec<String>,
}
