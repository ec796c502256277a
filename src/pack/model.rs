//! What making a pack is asked, and what comes of it.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::second_try::Undelivered;
use crate::archive::{Lock, Office};
use crate::diagnostic::{Problems, Severity, serialize_path};
use crate::mailing::{EnvelopeFormat, LabelSheet};
use crate::recipient::Channel;

/// How a pack is made.
#[derive(Debug, Clone)]
pub struct PackOptions<'a> {
    /// How many files are made at a time; the result does not depend on it.
    pub jobs: NonZeroUsize,
    /// Sheets of address labels, instead of the mailing's.
    pub labels: Option<LabelSheet>,
    /// Envelopes, instead of the mailing's.
    pub envelopes: Option<EnvelopeFormat>,
    /// Whether print runs are printed on both sides, instead of what the mailing says.
    pub is_duplex: Option<bool>,
    /// The only recipients it is for, by ids, names or groups; empty for all.
    pub only: Vec<String>,
    /// What failed, of which it is for alone, each with the way it goes next; `None` for a pack of the archive as it is.
    pub undelivered: Option<Vec<Undelivered>>,
    /// Set from elsewhere, it ends the work after the pieces in progress; nothing is left of the pack then.
    pub stop: Option<&'a AtomicBool>,
    /// The lock of the archive's mailing, if it is [taken](super::lock) already.
    pub lock: Option<Lock>,
}

impl Default for PackOptions<'_> {
    fn default() -> Self {
        Self {
            jobs: NonZeroUsize::MIN,
            labels: None,
            envelopes: None,
            is_duplex: None,
            only: Vec::new(),
            undelivered: None,
            stop: None,
            lock: None,
        }
    }
}

impl PackOptions<'_> {
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Whether it is for a part of the archive's sendings.
    pub(super) fn is_part(&self) -> bool {
        !self.only.is_empty() || self.undelivered.is_some()
    }

    pub(super) fn apply(&self, office: &mut Office) {
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
pub enum PackEvent {
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
    #[serde(serialize_with = "serialize_path")]
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
    pub problems: Problems,
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
