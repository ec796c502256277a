//! Which mailing this one follows, as a reminder does, and what of that one it sends again.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::At;
use crate::recipient::Recipient;

/// The mailing that this one follows.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// Its reference.
    pub reference: At<String>,
    /// The date its letters bear.
    #[schemars(with = "String")]
    pub issued_at: At<Date>,
    /// Extra field with the serial that each recipient has in it.
    pub serial: At<String>,
    /// Ids of the documents that are sent again: they bear the serial of that mailing, and answers to them count for it.
    #[serde(default)]
    pub documents: Vec<At<String>>,
    /// Path of its ledger, as seen from this mailing's folder: reminders that went out are booked there.
    #[serde(default)]
    pub ledger: Option<At<String>>,
    /// SHA-256 of the manifest of its archive, which that ledger names.
    #[serde(default)]
    pub archive: Option<At<String>>,
}

impl Follows {
    /// The serial of a recipient in the mailing that is followed; empty where its list has none.
    #[must_use]
    pub fn serial_of<'a>(&self, recipient: &'a Recipient) -> &'a str {
        recipient.fields.get(&self.serial.value).map_or("", |serial| serial.trim())
    }

    /// Whether a document is one that is sent again.
    #[must_use]
    pub fn sends_again(&self, document: &str) -> bool {
        self.documents.iter().any(|id| id.value == document)
    }

    /// Whether a text is a serial of the mailing that is followed: its reference, a slash and a number.
    #[must_use]
    pub fn is_serial(&self, text: &str) -> bool {
        let number = text.strip_prefix(&self.reference.value).and_then(|rest| rest.strip_prefix('/'));
        number.is_some_and(|number| number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}
