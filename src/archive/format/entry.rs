//! One file of an archive, as the manifest lists it. Plain data.

use serde::{Deserialize, Serialize};

use super::office::Delivery;
use super::parsed;
use crate::names::ArchivePath;
use crate::recipient::Channel;

/// What a file of an archive is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A document made for a recipient.
    #[default]
    Document,
    /// A finished PDF that goes along unchanged.
    Enclosure,
    /// The list of what was made for whom.
    Register,
    /// The text of the e-mail that brings a recipient its documents: plain text, or the same as HTML.
    Email,
    /// The page that tells the office what is in the archive.
    Cover,
    /// A font that the mailing brings and what is printed for it needs.
    Font,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path inside the archive, with forward slashes.
    pub path: ArchivePath,
    /// What it is.
    pub role: Role,
    /// SHA-256 of the file, in hexadecimal; the writer fills it in.
    #[serde(default, deserialize_with = "parsed::sha256")]
    pub sha256: String,
    /// Size in bytes; the writer fills it in.
    #[serde(default)]
    pub bytes: u64,
    /// Number of pages of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Id of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub recipient: Option<String>,
    /// ISO 3166-1 alpha-3 code of the recipient, where it is a State.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub iso: Option<String>,
    /// Name of the recipient as in a list, in the document's language; the register is sorted by it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub entity: Option<String>,
    /// Id of the document, such as `letter`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub document: Option<String>,
    /// Language of the document, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_language")]
    pub locale: Option<String>,
    /// Whether it is a courtesy translation that goes along with the document in the recipient's own language.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub courtesy: bool,
    /// Fields of the recipient that it prints in another language than its own, because that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub mixed: Vec<String>,
    /// Serial the document bears, such as `DM-1132/045`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_serial")]
    pub serial: Option<String>,
    /// Serial of the document it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_serial")]
    pub replaces: Option<String>,
    /// The addressee as printed, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub addressee: Vec<String>,
    /// How it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whom this file is a copy for; absent for an original.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_text")]
    pub copy_to: Option<String>,
    /// Where it goes, with all that is sent to the same address: on the first document of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Box<Delivery>>,
    /// Which of the recipient's copies it is, from one; absent for an original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_number: Option<u32>,
    /// The copies of this document that go to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<CopyRecord>,
    /// Paths, inside the archive, of the enclosures that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<ArchivePath>,
    /// Whether it is sealed, by the seal that the manifest names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// SHA-256 of everything the document says: what a release freezes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_sha256")]
    pub content: Option<String>,
    /// SHA-256 of each thing it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Box<Sources>>,
}

impl Entry {
    /// The entry of a file of which nothing but its path and its role is known yet.
    #[must_use]
    pub fn new(path: ArchivePath, role: Role) -> Self {
        Self {
            path,
            role,
            sha256: String::new(),
            bytes: 0,
            pages: None,
            recipient: None,
            iso: None,
            entity: None,
            document: None,
            locale: None,
            courtesy: false,
            mixed: Vec::new(),
            serial: None,
            replaces: None,
            addressee: Vec::new(),
            channel: None,
            copy_to: None,
            delivery: None,
            copy_number: None,
            copies: Vec::new(),
            enclosures: Vec::new(),
            sealed: false,
            content: None,
            sources: None,
        }
    }
}

#[cfg(test)]
impl Default for Entry {
    fn default() -> Self {
        let path = ArchivePath::own("letters/001.pdf");
        Self { sha256: "0".repeat(64), ..Self::new(path, Role::Document) }
    }
}

/// A copy of a document that goes to another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRecord {
    /// Whom it goes to.
    #[serde(deserialize_with = "parsed::text")]
    pub to: String,
    /// How it is sent.
    pub channel: Channel,
}

/// SHA-256 of each thing a document was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The merge fields' values, besides what only the locale pack says.
    #[serde(deserialize_with = "parsed::sha256_or_empty")]
    pub data: String,
    /// The template with its partials, layout and assets.
    #[serde(deserialize_with = "parsed::sha256_or_empty")]
    pub template: String,
    /// The locale pack.
    #[serde(deserialize_with = "parsed::sha256_or_empty")]
    pub locale: String,
    /// The font files, in order.
    #[serde(deserialize_with = "parsed::sha256_or_empty")]
    pub fonts: String,
}
