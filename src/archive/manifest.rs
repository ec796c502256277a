//! The manifest: the versioned list of every file of an archive, with hashes and provenance.
//!
//! Plain data that is written as JSON and read back; it makes no files and checks none.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io;

use serde::ser::{SerializeMap, Serializer as _};
use serde::{Deserialize, Serialize};

use super::office::{Delivery, Office};
use super::spool::Stream;
use crate::digest::{Hashed, to_hex};
use crate::recipient::Channel;
use crate::register::{Hashes, document_key};

/// Name of the manifest in the archive.
pub const FILE: &str = "manifest.json";

/// The format version this crate writes. Version 2 brought volumes; version 3 what the dispatch office works by.
pub const FORMAT: u32 = 3;

/// The oldest format version this crate reads.
pub const OLDEST_FORMAT: u32 = 1;

/// Name and version of the tool, as manifests give it.
pub(super) const TOOL: &str = concat!("convoke ", env!("CARGO_PKG_VERSION"));

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the manifest's format.
    pub format: u32,
    /// Name and version of the tool that made the archive.
    pub tool: String,
    /// Reference of the mailing.
    pub reference: String,
    /// The date the documents bear, in RFC 3339 with the mailing's offset.
    pub issued_at: String,
    /// The date by which forms are to be returned, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_deadline: Option<String>,
    /// Languages made although their translation was stale or incomplete, because that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale_languages: Vec<String>,
    /// What the dispatch office prints and sends by; manifests before format 3 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
    /// Which volume this is the manifest of; absent for a whole archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<VolumeNumber>,
    /// The volumes a whole archive is split into; empty where it is one ZIP file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// What was expected, produced and blocked.
    pub reconciliation: Reconciliation,
    /// Every file but the manifest itself, in the archive's order.
    pub files: Vec<Entry>,
}

/// Which volume of an archive one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeNumber {
    /// Its number, from one.
    pub number: u32,
    /// Whether no other follows.
    pub is_last: bool,
}

/// One of the ZIP files an archive is split into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the manifest in it.
    pub manifest_sha256: String,
    /// How many files it holds, register and manifest included.
    pub files: usize,
    /// Recipients whose documents it holds: how many.
    pub recipients: usize,
}

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path inside the archive, with forward slashes.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// SHA-256 of the file, in hexadecimal; the writer fills it in.
    #[serde(default)]
    pub sha256: String,
    /// Size in bytes; the writer fills it in.
    #[serde(default)]
    pub bytes: u64,
    /// Number of pages of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Id of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// ISO 3166-1 alpha-3 code of the recipient, where it is a State.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
    /// Name of the recipient as in a list, in the document's language; the register is sorted by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Id of the document, such as `letter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Language of the document, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether it is a courtesy translation that goes along with the document in the recipient's own language.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub courtesy: bool,
    /// Serial the document bears, such as `DM-1132/045`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Serial of the document it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The addressee as printed, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressee: Vec<String>,
    /// How it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whom this file is a copy for; absent for an original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    pub enclosures: Vec<String>,
    /// SHA-256 of everything the document says: what a release freezes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// SHA-256 of each thing it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Box<Sources>>,
}

/// A copy of a document that goes to another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRecord {
    /// Whom it goes to.
    pub to: String,
    /// How it is sent.
    pub channel: Channel,
}

/// SHA-256 of each thing a document was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The merge fields' values, besides what only the locale pack says.
    pub data: String,
    /// The template with its partials, layout and assets.
    pub template: String,
    /// The locale pack.
    pub locale: String,
    /// The font files, in order.
    pub fonts: String,
}

/// What a batch was expected to make, what it made, and what it could not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// Recipients.
    pub recipients: Tally,
    /// Documents, copies included.
    pub documents: Tally,
    /// Recipients nothing was made for, and why.
    pub blocked: Vec<Blocked>,
}

/// How many were expected and how many were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// How many the plan holds, blocked ones included.
    pub expected: usize,
    /// How many the archive holds.
    pub produced: usize,
}

/// A recipient nothing was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// Id of the recipient.
    pub recipient: String,
    /// Why: the problems that block it.
    pub reasons: Vec<String>,
}

impl Manifest {
    /// Writes the manifest as the JSON text of its file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write_json(self, self.files.iter().map(Ok), out)
    }

    /// Content hashes of the original documents, by recipient: what [`release`](crate::register::Register::release)
    /// freezes.
    #[must_use]
    pub fn content_hashes(&self) -> BTreeMap<String, Hashes> {
        let mut found: BTreeMap<String, Hashes> = BTreeMap::new();
        for entry in self.files.iter().filter(|entry| entry.copy_to.is_none()) {
            if let (Some(recipient), Some(document), Some(locale), Some(content)) =
                (&entry.recipient, &entry.document, &entry.locale, &entry.content)
            {
                let hashes = found.entry(recipient.clone()).or_default();
                hashes.insert(document_key(document, locale), content.clone());
            }
        }
        found
    }
}

/// Whether a format is one that this version reads.
pub(super) fn is_known(format: u32) -> bool {
    (OLDEST_FORMAT..=FORMAT).contains(&format)
}

/// Writes a manifest whose files come one after the other instead of from its own list.
///
/// # Errors
///
/// When it cannot be written, or a file's entry cannot be had.
pub(super) fn write_json<E: Borrow<Entry> + Serialize>(
    head: &Manifest,
    files: impl Iterator<Item = io::Result<E>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Manifest {
        format,
        tool,
        reference,
        issued_at,
        registration_deadline,
        stale_languages,
        office,
        volume,
        volumes,
        reconciliation,
        files: _,
    } = head;
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("format", format)?;
    map.serialize_entry("tool", tool)?;
    map.serialize_entry("reference", reference)?;
    map.serialize_entry("issued_at", issued_at)?;
    if let Some(deadline) = registration_deadline {
        map.serialize_entry("registration_deadline", deadline)?;
    }
    if !stale_languages.is_empty() {
        map.serialize_entry("stale_languages", stale_languages)?;
    }
    if let Some(office) = office {
        map.serialize_entry("office", office)?;
    }
    if let Some(volume) = volume {
        map.serialize_entry("volume", volume)?;
    }
    if !volumes.is_empty() {
        map.serialize_entry("volumes", volumes)?;
    }
    map.serialize_entry("reconciliation", reconciliation)?;
    map.serialize_entry("files", &Stream::new(files))?;
    SerializeMap::end(map)?;
    out.write_all(b"\n")
}

/// Reads a manifest, with its hash, without holding its text; none where it cannot be read or is of a format this version
/// does not know.
pub(super) fn read(file: impl io::Read) -> Option<(Manifest, String)> {
    const BUFFER: usize = 1 << 16;
    let mut hashed = Hashed::new(file);
    let mut manifest: Manifest =
        serde_json::from_reader(io::BufReader::with_capacity(BUFFER, &mut hashed)).ok()?;
    manifest.files.shrink_to_fit();
    is_known(manifest.format).then(|| (manifest, to_hex(&hashed.finalize())))
}
