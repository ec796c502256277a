//! The manifest: the versioned list of every file of an archive, with hashes and provenance.
//!
//! Plain data that is written as JSON and read back; it makes no files and checks none.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io;

use serde::ser::{SerializeMap, Serializer as _};
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::layout;
use super::office::Office;
use super::reconciliation::Reconciliation;
use super::stream::Stream;
use super::volume::{Volume, VolumeNumber};
use crate::archive::problem::unreadable;
use crate::diagnostic::{Diagnostic, codes};
use crate::digest::{Hashed, to_hex};
use crate::register::{Hashes, document_key};

/// The format version this crate writes. Version 2 brought volumes; version 3 what the dispatch office works by.
pub const FORMAT: u32 = 3;

/// The oldest format version this crate reads.
pub(crate) const OLDEST_FORMAT: u32 = 1;

/// Name and version of the tool, as manifests give it.
pub(in crate::archive) const TOOL: &str = concat!("convoke ", env!("CARGO_PKG_VERSION"));

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
pub(in crate::archive) fn is_known(format: u32) -> bool {
    (OLDEST_FORMAT..=FORMAT).contains(&format)
}

/// Writes a manifest whose files come one after the other instead of from its own list.
///
/// # Errors
///
/// When it cannot be written, or a file's entry cannot be had.
pub(in crate::archive) fn write_json<E: Borrow<Entry> + Serialize>(
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
pub(in crate::archive) fn read(file: impl io::Read) -> Option<(Manifest, String)> {
    const BUFFER: usize = 1 << 16;
    let mut hashed = Hashed::new(file);
    let mut manifest: Manifest =
        serde_json::from_reader(io::BufReader::with_capacity(BUFFER, &mut hashed)).ok()?;
    manifest.files.shrink_to_fit();
    is_known(manifest.format).then(|| (manifest, to_hex(&hashed.finalize())))
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Reads a manifest, of a format this version knows.
pub(crate) fn parse(bytes: &[u8]) -> Result<Manifest, Diagnostic> {
    let broken = |error: serde_json::Error| unreadable(layout::MANIFEST, &error.to_string());
    let Format { format } = serde_json::from_slice(bytes).map_err(broken)?;
    if !is_known(format) {
        return Err(Diagnostic::new(codes::ARCHIVE_FORMAT, format!("the manifest has format {format}"))
            .with_hint(format!(
                "this version checks formats {OLDEST_FORMAT} to {FORMAT}; use the convoke that made the archive"
            )));
    }
    serde_json::from_slice(bytes).map_err(broken)
}
