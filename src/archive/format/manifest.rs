//! The manifest: the versioned list of every file of an archive, with hashes and provenance.
//!
//! Plain data that is written as JSON and read back, here alone; it makes no files and checks none.

use std::collections::BTreeMap;
use std::io;

use serde::ser::{SerializeMap, Serializer as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::entry::Entry;
use super::layout;
use super::limits::MAX_ENTRIES;
use super::office::Office;
use super::parsed;
use super::reconciliation::Reconciliation;
use super::share::{HeldShare, MAX_SHARES, ShareRecord};
use super::stream::Stream;
use super::versioned::{self, Unread};
use super::volume::{Volume, VolumeNumber};
use crate::archive::problem::{unread, unreadable};
use crate::diagnostic::{Diagnostic, codes};
use crate::names::ArchivePath;
use crate::register::{Hashes, document_key};
use crate::seal::SealRecord;

/// The format version this crate writes. Version 2 brought volumes; version 3 what the dispatch office works
/// by; version 4 forms that prove who made them; version 5 a table of documents without columns to be filled in; version 6 seals, and
/// is written where there is one; version 7 shares, and is written for them alone; version 8 an index of shares, and is written for it alone.
pub const FORMAT: u32 = 8;

/// The format version of a share.
const SHARE_FORMAT: u32 = 7;

/// The format version of an archive with a seal.
const SEALED_FORMAT: u32 = 6;

/// The format version of an archive without a seal.
const UNSEALED_FORMAT: u32 = 5;

/// The format version that a manifest is written in: the oldest that has what is in it.
pub(in crate::archive) fn format_of(manifest: &Manifest) -> u32 {
    match (&manifest.seal, &manifest.share, manifest.shares.is_empty()) {
        (_, _, false) => FORMAT,
        (_, Some(_), true) => SHARE_FORMAT,
        (Some(_), None, true) => SEALED_FORMAT,
        (None, None, true) => UNSEALED_FORMAT,
    }
}

/// The oldest format version this crate reads.
pub(crate) const OLDEST_FORMAT: u32 = 1;

/// Name and version of the tool, as manifests give it.
pub(crate) const TOOL: &str = concat!("convoke ", env!("CARGO_PKG_VERSION"));

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the manifest's format.
    pub format: u32,
    /// Name and version of the tool that made the archive.
    #[serde(deserialize_with = "parsed::text")]
    pub tool: String,
    /// Reference of the mailing.
    #[serde(deserialize_with = "parsed::text")]
    pub reference: String,
    /// The date the documents bear, in RFC 3339 with the mailing's offset.
    #[serde(deserialize_with = "parsed::moment")]
    pub issued_at: String,
    /// The date by which forms are to be returned, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_date")]
    pub registration_deadline: Option<String>,
    /// Languages made although their translation was stale or incomplete, because that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::languages")]
    pub stale_languages: Vec<String>,
    /// What the dispatch office prints and sends by; manifests before format 3 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
    /// Fingerprint of the key that the identities of forms were made with; before format 4 they had no keyed hash.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_fingerprint")]
    pub form_key: Option<String>,
    /// What documents and the manifest itself are sealed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealRecord>,
    /// Which share of a plan this is the manifest of; absent for an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<ShareRecord>,
    /// Which volume this is the manifest of; absent for a whole archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<VolumeNumber>,
    /// The volumes a whole archive is split into; empty where it is one ZIP file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// The shares that the documents lie in, where this is the manifest of an index: in its list, the files of recipients follow each other share
    /// by share.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "read_shares")]
    pub shares: Vec<HeldShare>,
    /// What was expected, produced and blocked.
    pub reconciliation: Reconciliation,
    /// Every file but the manifest itself, in the archive's order.
    #[serde(deserialize_with = "read_files")]
    pub files: Vec<Entry>,
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

    /// Reads the text of a manifest of a format this version knows, and hashes it; the text is never in memory as a whole.
    ///
    /// # Errors
    ///
    /// It has another format, is cut off or damaged, or lists more files than an archive may have.
    pub fn read(reader: impl io::Read) -> Result<(Self, String), Diagnostic> {
        let (manifest, hash) = versioned::read::<Self>(reader, check_format, |cause| match cause {
            Unread::Bytes(error) => unread(layout::MANIFEST, &error),
            Unread::Text(error) => unreadable(layout::MANIFEST, &error.to_string()),
        })?;
        check_format(manifest.format)?;
        Ok((manifest, hash))
    }

    /// The path of the manifest's own signature, where it has one: a signature of minisign is not in volumes, which would have other bytes
    /// each time.
    #[must_use]
    pub fn signature(&self) -> Option<ArchivePath> {
        let is_there = |seal: &&SealRecord| self.volume.is_none() || seal.certificate.is_some();
        self.seal.as_ref().filter(is_there).map(layout::manifest_signature)
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

/// An entry as the list of files in a manifest has it.
///
/// # Errors
///
/// It cannot be written as JSON.
pub(in crate::archive) fn listed_text(entry: &Entry) -> io::Result<Box<RawValue>> {
    // The list is in the manifest's braces, and so the entry is two steps in.
    let text = serde_json::to_string_pretty(&[[entry]])?;
    let inner = text.strip_prefix("[\n  [\n    ").and_then(|text| text.strip_suffix("\n  ]\n]"));
    let inner = inner.ok_or_else(|| io::Error::other("JSON is not indented as it was"))?;
    Ok(RawValue::from_string(inner.to_owned())?)
}

/// Writes a manifest whose files come one after the other instead of from its own list, as entries or as their [texts](listed_text).
///
/// # Errors
///
/// When it cannot be written, or a file's entry cannot be had.
pub(in crate::archive) fn write_json<E: Serialize>(
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
        form_key,
        seal,
        share,
        volume,
        volumes,
        shares,
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
    if let Some(form_key) = form_key {
        map.serialize_entry("form_key", form_key)?;
    }
    if let Some(seal) = seal {
        map.serialize_entry("seal", seal)?;
    }
    if let Some(share) = share {
        map.serialize_entry("share", share)?;
    }
    if let Some(volume) = volume {
        map.serialize_entry("volume", volume)?;
    }
    if !volumes.is_empty() {
        map.serialize_entry("volumes", volumes)?;
    }
    if !shares.is_empty() {
        map.serialize_entry("shares", shares)?;
    }
    map.serialize_entry("reconciliation", reconciliation)?;
    map.serialize_entry("files", &Stream::new(files))?;
    SerializeMap::end(map)?;
    out.write_all(b"\n")
}

fn check_format(format: u32) -> Result<(), Diagnostic> {
    if (OLDEST_FORMAT..=FORMAT).contains(&format) {
        return Ok(());
    }
    Err(Diagnostic::new(codes::ARCHIVE_FORMAT, format!("the manifest has format {format}")).with_hint(
        format!(
            "this version checks formats {OLDEST_FORMAT} to {FORMAT}; use the convoke that made the archive"
        ),
    ))
}

/// Reads the list of files, no more than an archive may have.
fn read_files<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    parsed::bounded(deserializer, "files", MAX_ENTRIES, |_| Ok(()))
}

/// Reads the list of shares, no more than a plan may have.
fn read_shares<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<HeldShare>, D::Error> {
    parsed::bounded(deserializer, "shares", MAX_SHARES as usize, |_| Ok(()))
}
