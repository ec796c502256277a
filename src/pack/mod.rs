//! Packs: what an office needs to send an archive, channel by channel and language by language.
//!
//! Works from a finished archive alone, never from templates or recipient lists. Sends nothing: the single documents stay in the
//! archive, and a pack names them. The same archive gives the same pack.

mod desk;
pub mod email;
mod lists;
mod messages;
mod print;
mod sending;
mod staging;
mod task;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::archive::{Office, Opened, PackList};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::mailing::{EnvelopeFormat, LabelSheet};
use crate::recipient::Channel;

pub use sending::{Group, Sending, groups, sendings};

use desk::Desk;
use staging::Staging;

/// Name of the folder a pack takes inside an archive's folder.
pub const FOLDER: &str = PackList::FOLDER;

/// How a pack is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many files are made at a time; the result does not depend on it.
    pub jobs: NonZeroUsize,
    /// Sheets of address labels, instead of the mailing's.
    pub labels: Option<LabelSheet>,
    /// Envelopes, instead of the mailing's.
    pub envelopes: Option<EnvelopeFormat>,
    /// Whether print runs are printed on both sides, instead of what the mailing says.
    pub is_duplex: Option<bool>,
}

impl Default for Options {
    fn default() -> Self {
        Self { jobs: NonZeroUsize::MIN, labels: None, envelopes: None, is_duplex: None }
    }
}

impl Options {
    fn apply(&self, office: &mut Office) {
        if let Some(labels) = &self.labels {
            office.labels = *labels;
        }
        office.envelopes = self.envelopes.unwrap_or(office.envelopes);
        office.is_duplex = self.is_duplex.unwrap_or(office.is_duplex);
    }
}

/// Something that happened while a pack was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The archive is read and work begins.
    Started {
        /// How many sendings there are.
        sendings: usize,
        /// How many pieces of work.
        tasks: usize,
    },
    /// One piece of work is done.
    Done {
        /// What was made, such as `pouch/fr/labels.pdf`; of several files the first, empty where there was nothing to make.
        path: String,
    },
    /// The pack is in its place.
    Finished,
}

/// A finished pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Packed {
    /// Where it is.
    pub folder: PathBuf,
    /// Reference of the mailing.
    pub reference: String,
    /// SHA-256 of its list of files, in hexadecimal.
    pub list_sha256: String,
    /// How many sendings go by which channel in which language.
    pub counts: Vec<Count>,
    /// How many files it has.
    pub files: usize,
    /// What the office has to look at: what did not fit, or is too large.
    pub problems: Vec<Diagnostic>,
}

impl Packed {
    /// Whether something needs a person to look at it.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity >= Severity::Warning)
    }
}

/// How many sendings go by one channel in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How they are sent.
    pub channel: Channel,
    /// Their language.
    pub language: String,
    /// How many.
    pub sendings: usize,
    /// How many of them are copies.
    pub copies: usize,
    /// Pages of their documents.
    pub pages: u64,
}

/// Makes the pack of an archive (its ZIP file, or the folder it lies in) in the folder `to`, whose earlier pack it replaces in one
/// step.
///
/// # Errors
///
/// The archive cannot be read, is of a format before 3, or was altered; a file cannot be written. What was in the folder is
/// then left as it was.
pub fn pack(
    archive: &Path,
    to: &Path,
    options: &Options,
    events: &mut dyn FnMut(Event),
) -> Result<Packed, Vec<Diagnostic>> {
    let archive = Opened::open(archive).map_err(|problem| vec![problem])?;
    let manifest = archive.manifest();
    let mut office = manifest.office.clone().ok_or_else(|| vec![too_old()])?;
    options.apply(&mut office);
    let groups = groups(sendings(manifest));
    let staging = Staging::begin(to).map_err(|problem| vec![problem])?;
    let desk = Desk::new(&archive, office, &staging)?;
    let (files, problems) = task::run(&desk, &groups, options.jobs, events)?;
    let count_of_files = files.len();
    let list = PackList::new(&manifest.reference, archive.manifest_sha256(), Vec::new());
    let kept = staging.write_with(PackList::FILE, |file| list.write_with(files.entries()?, file));
    let kept = kept.map_err(|error| vec![staging.unwritable(&error)])?;
    let counts = groups.iter().map(count).collect();
    let packed = Packed {
        folder: to.to_owned(),
        reference: manifest.reference.clone(),
        list_sha256: kept.hash,
        counts,
        files: count_of_files,
        problems,
    };
    drop(desk);
    staging.commit().map_err(|problem| vec![problem])?;
    events(Event::Finished);
    Ok(packed)
}

fn count(group: &Group<'_>) -> Count {
    let sendings = &group.sendings;
    Count {
        channel: group.channel,
        language: group.language.to_owned(),
        sendings: sendings.len(),
        copies: sendings.iter().filter(|sending| sending.copy_to().is_some()).count(),
        pages: sendings.iter().map(|sending| u64::from(sending.pages())).sum(),
    }
}

fn too_old() -> Diagnostic {
    Diagnostic::new(
        codes::PACK_FORMAT,
        "the archive does not say what labels and covers print: it is of an earlier format",
    )
    .with_hint("build the archive again with this version of convoke, or send it as it was sent before")
}
