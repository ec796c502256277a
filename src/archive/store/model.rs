//! What a writer is told of an archive, and what it tells once the archive is in place. Plain data.

use std::path::PathBuf;

use jiff::civil;
use serde::{Deserialize, Serialize};

use crate::archive::format::office::Office;
use crate::archive::format::reconciliation::BlockedRecord;
use crate::archive::format::volume::Volume;

/// What an archive is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Reference of the mailing.
    pub reference: String,
    /// The date the documents bear, in RFC 3339 with the mailing's offset.
    pub issued_at: String,
    /// The same date as a clock on the wall there shows it: the time of the ZIP file's entries.
    pub time: civil::DateTime,
    /// The date by which forms are to be returned, as `YYYY-MM-DD`.
    pub registration_deadline: Option<String>,
    /// Languages made although their translation was stale or incomplete.
    pub stale_languages: Vec<String>,
    /// What the dispatch office prints and sends by.
    pub office: Option<Office>,
    /// Fingerprint of the key that the forms are made with.
    pub form_key: Option<String>,
}

/// What a document, or the text of an e-mail, was made from, as hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// Of all that makes it what it is, its text among that.
    pub key: String,
    /// Of the same with the values merged into its text instead of that text; empty in what earlier versions noted.
    #[serde(default)]
    pub values: String,
    /// Of its text; empty in what earlier versions noted, and for an e-mail, which is one.
    #[serde(default)]
    pub text: String,
}

/// What a batch was expected to make, blocked recipients included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// How many recipients.
    pub recipients: usize,
    /// How many documents.
    pub documents: usize,
    /// Recipients nothing was made for, and why.
    pub blocked: Vec<BlockedRecord>,
}

/// An archive that is in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// SHA-256 of the manifest's file, which names every other file's.
    pub manifest_sha256: String,
    /// The ZIP file; the first of several volumes.
    pub zip: PathBuf,
    /// SHA-256 of the ZIP file.
    pub zip_sha256: String,
    /// Size of the ZIP file in bytes.
    pub zip_bytes: u64,
    /// The volumes, where the archive is split into some.
    pub volumes: Vec<Volume>,
    /// Where it is, and what became of what was there before.
    pub placed: Placed,
}

/// How an archive took its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The folder that the archive is in.
    pub folder: PathBuf,
    /// Whether it was there already, and was left as it was.
    pub is_unchanged: bool,
    /// The archive that has gone out, beside which it stands.
    pub beside: Option<PathBuf>,
    /// Where the pack of the archive that it replaced was put.
    pub stale_pack: Option<PathBuf>,
    /// Where the table of documents that somebody had changed was put.
    pub kept_table: Option<PathBuf>,
}
