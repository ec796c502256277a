//! The list of a pack: what was made from an archive for the office to send, with hashes.
//!
//! Plain data that is written as JSON and read back; the pack's files are made and checked elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::ser::{SerializeMap, Serializer as _};
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::layout;
use super::manifest::TOOL;
use super::parsed;
use super::stream::Stream;
use super::versioned::{self, Unread};
use crate::archive::problem;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::names::ArchivePath;
use crate::recipient::{Carrier, Channel, Handover};

/// What a pack holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackList {
    /// Version of the list's format.
    pub format: u32,
    /// Name and version of the tool that made the pack.
    #[serde(deserialize_with = "parsed::text")]
    pub tool: String,
    /// Reference of the mailing.
    #[serde(deserialize_with = "parsed::text")]
    pub reference: String,
    /// SHA-256 of the manifest of the archive it was made from, in hexadecimal.
    #[serde(deserialize_with = "parsed::sha256")]
    pub manifest_sha256: String,
    /// Ids of the recipients it is for; none for a pack of the whole archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "parsed::texts")]
    pub only: Vec<String>,
    /// Sendings that go another way than the archive has it, since that failed; then it is for them alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_tries: Vec<SecondTry>,
    /// Every file but the list itself, in the order the office works.
    pub files: Vec<PackFile>,
}

/// A sending that goes another way than the archive has it, since that failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondTry {
    /// Id of the recipient.
    #[serde(deserialize_with = "parsed::text")]
    pub recipient: String,
    /// Which of its copies it is, from one; absent for the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
    /// How it is sent now.
    pub channel: Channel,
}

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// Path inside the pack, with forward slashes.
    pub path: ArchivePath,
    /// SHA-256 of the file, in hexadecimal.
    #[serde(deserialize_with = "parsed::sha256")]
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What it is.
    pub kind: PackKind,
    /// The channel it is for, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Its language, as a BCP 47 tag; that of the sendings it is for, unless it is a list of the office's.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "parsed::some_language")]
    pub language: Option<String>,
    /// How many sendings it holds or names: originals of a recipient, or the documents of one copy.
    pub recipients: usize,
    /// Number of pages of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// What a file of a pack is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackKind {
    /// Documents one behind the other, for the print shop.
    PrintRun,
    /// Address labels.
    Labels,
    /// Envelopes.
    Envelopes,
    /// Pages that show the address through the window of an envelope.
    AddressPages,
    /// Cover sheets for fax.
    FaxCovers,
    /// What goes into which pouch.
    PouchList,
    /// What is handed over where, to be signed for.
    DeliveryList,
    /// What the courier service takes, with what its waybills ask for.
    CourierList,
    /// A message, ready to be sent.
    EMail,
    /// The register of the archive.
    Register,
    /// Any other list.
    List,
}

impl PackKind {
    /// Its name in words, for several: `print runs`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PrintRun => "print runs",
            Self::Labels => "labels",
            Self::Envelopes => "envelopes",
            Self::AddressPages => "address pages",
            Self::FaxCovers => "fax covers",
            Self::PouchList => "pouch lists",
            Self::DeliveryList => "delivery lists",
            Self::CourierList => "courier lists",
            Self::EMail => "e-mails",
            Self::Register => "registers",
            Self::List => "lists",
        }
    }

    /// Whether the files of this kind for a channel must together hold every sending that goes by it.
    #[must_use]
    pub fn is_complete(self) -> bool {
        !matches!(self, Self::Register | Self::List)
    }

    /// Whether it is for the office, which reads all of a channel in its own language.
    #[must_use]
    pub fn is_for_the_office(self) -> bool {
        matches!(self, Self::PouchList | Self::DeliveryList | Self::CourierList | Self::Register | Self::List)
    }

    /// What carries what goes by a channel: a pack has it for every sending.
    #[must_use]
    pub fn carrier(channel: Channel) -> Self {
        match channel.carrier() {
            Carrier::EMail => Self::EMail,
            Carrier::Fax => Self::FaxCovers,
            Carrier::Paper => Self::PrintRun,
        }
    }

    /// The list that is signed when documents are handed over.
    #[must_use]
    pub fn signed_list(handover: Handover) -> Self {
        match handover {
            Handover::Pouch => Self::PouchList,
            Handover::Delivery => Self::DeliveryList,
            Handover::Courier => Self::CourierList,
        }
    }
}

impl PackList {
    /// Name of the list in the pack.
    pub const FILE: &str = layout::PACK_LIST;

    /// The folder of a pack, in the archive's.
    pub const FOLDER: &str = layout::PACK;

    /// The folder of a pack for some recipients only, in the archive's.
    pub const PART: &str = layout::PACK_PART;

    /// What the folders of packs of what failed begin with, in the archive's.
    pub const AGAIN: &str = layout::PACK_AGAIN;

    /// The format version this crate writes and reads.
    pub const FORMAT: u32 = 1;

    /// The list of files made by this version from the archive of a mailing with this manifest.
    #[must_use]
    pub fn new(reference: &str, manifest_sha256: &str, files: Vec<PackFile>) -> Self {
        Self {
            format: Self::FORMAT,
            tool: TOOL.into(),
            reference: reference.to_owned(),
            manifest_sha256: manifest_sha256.to_owned(),
            only: Vec::new(),
            second_tries: Vec::new(),
            files,
        }
    }

    /// How this pack sends each document of its archive; `None` for one that it does not send.
    pub fn channels<'a>(&'a self) -> impl Fn(&Entry) -> Option<Channel> + 'a {
        let only: BTreeSet<&str> = self.only.iter().map(String::as_str).collect();
        let again: BTreeMap<(&str, Option<u32>), Channel> =
            self.second_tries.iter().map(|one| ((one.recipient.as_str(), one.copy), one.channel)).collect();
        move |entry| {
            let recipient = entry.recipient.as_deref().unwrap_or_default();
            let own = entry.channel.filter(|_| only.is_empty() || only.contains(recipient))?;
            if again.is_empty() { Some(own) } else { again.get(&(recipient, entry.copy_number)).copied() }
        }
    }

    /// Writes the list as the JSON text of its file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_with(self.files.iter().map(Ok), out)
    }

    /// Writes the list with files that come one after the other instead of its own.
    pub(crate) fn write_with<E: Serialize>(
        &self,
        files: impl Iterator<Item = io::Result<E>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let Self { format, tool, reference, manifest_sha256, only, second_tries, files: _ } = self;
        let mut serializer = serde_json::Serializer::pretty(&mut *out);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", format)?;
        map.serialize_entry("tool", tool)?;
        map.serialize_entry("reference", reference)?;
        map.serialize_entry("manifest_sha256", manifest_sha256)?;
        if !only.is_empty() {
            map.serialize_entry("only", only)?;
        }
        if !second_tries.is_empty() {
            map.serialize_entry("second_tries", second_tries)?;
        }
        map.serialize_entry("files", &Stream::new(files))?;
        SerializeMap::end(map)?;
        out.write_all(b"\n")
    }

    /// Reads the JSON text of a list, of a format this version knows; the text is never in memory as a whole.
    ///
    /// # Errors
    ///
    /// It is not a pack's list, or has another format.
    pub fn read(reader: impl io::Read) -> Result<Self, Diagnostic> {
        let unreadable = |cause: String| problem::pack_unreadable(Self::FILE, &cause);
        let (list, _) = versioned::read::<Self>(reader, check_format, |cause| match cause {
            Unread::Bytes(error) => unreadable(io_text(&error)),
            Unread::Text(error) => unreadable(error.to_string()),
        })?;
        check_format(list.format)?;
        Ok(list)
    }
}

fn check_format(format: u32) -> Result<(), Diagnostic> {
    if format == PackList::FORMAT {
        return Ok(());
    }
    let hint = format!("this version reads format {}; use the convoke that made the pack", PackList::FORMAT);
    let message = format!("`{}` has format {format}", PackList::FILE);
    Err(Diagnostic::new(codes::PACK_FORMAT, message).with_hint(hint))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let file = PackFile {
            path: "pouch/fr/labels.pdf".parse().unwrap(),
            sha256: "cd".repeat(32),
            bytes: 7,
            kind: PackKind::Labels,
            channel: Some(Channel::Pouch),
            language: Some("fr".into()),
            recipients: 3,
            pages: Some(1),
        };
        let list = PackList {
            format: PackList::FORMAT,
            tool: TOOL.into(),
            reference: "DM-1132".into(),
            manifest_sha256: "ab".repeat(32),
            only: vec!["FRA".into()],
            second_tries: vec![SecondTry { recipient: "FRA".into(), copy: Some(1), channel: Channel::Post }],
            files: vec![file],
        };
        let mut bytes = Vec::new();
        list.write_json(&mut bytes).unwrap();
        assert_eq!(PackList::read(bytes.as_slice()).unwrap(), list);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("\"kind\": \"labels\",\n      \"channel\": \"pouch\""), "{text}");
        let newer = text.replacen("\"format\": 1", "\"format\": 2", 1);
        assert_eq!(PackList::read(newer.as_bytes()).unwrap_err().code, "pack-format");
        let other = text.replacen("\"tool\"", "\"tule\"", 1);
        assert_eq!(PackList::read(other.as_bytes()).unwrap_err().code, "pack-unreadable");
        assert_eq!(serde_json::to_string(&PackKind::EMail).unwrap(), "\"e-mail\"");
    }
}
