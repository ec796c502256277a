//! What a program is told of its batch, and what is kept of it on disk.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::batch::{BuildEvent, Summary};
use crate::diagnostic::Problems;

/// Most problems that are told of a batch.
const MOST_PROBLEMS: usize = 1000;

/// Where a batch stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::service) enum BatchStage {
    /// Its recipients are still coming.
    Coming,
    /// It waits for its turn.
    #[default]
    Waiting,
    /// It is being made.
    UnderWay,
    /// The archive is there.
    Made,
    /// Nothing was made; `problems` say why.
    Refused,
}

/// What a program is told of its batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service) struct BatchState {
    /// What the batch is known by.
    pub(in crate::service) id: String,
    /// Where it stands.
    pub(in crate::service) stage: BatchStage,
    /// How many recipients there are, once they are read.
    pub(in crate::service) recipients: usize,
    /// How many of them are done, made or blocked.
    pub(in crate::service) done: usize,
    /// How many of them get nothing.
    pub(in crate::service) blocked: usize,
    /// How many documents are made.
    pub(in crate::service) documents: usize,
    /// How many pages they have together.
    pub(in crate::service) pages: usize,
    /// The archive, where it is made.
    pub(in crate::service) archive: Option<BatchArchive>,
    /// What is wrong, and what is worth knowing; the first thousand.
    pub(in crate::service) problems: Problems,
    /// How many problems there are beyond those.
    pub(in crate::service) problems_left_out: usize,
}

/// The archive of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service) struct BatchArchive {
    /// The path of its ZIP file in the batch's output folder.
    pub(in crate::service) file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(in crate::service) sha256: String,
    /// SHA-256 of its manifest.
    pub(in crate::service) manifest_sha256: String,
}

impl BatchState {
    /// Whether nothing more becomes of it.
    pub(in crate::service) fn is_over(&self) -> bool {
        matches!(self.stage, BatchStage::Made | BatchStage::Refused)
    }

    /// Adds problems, as far as there is room for them.
    pub(super) fn add(&mut self, problems: &Problems) {
        let room = MOST_PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(problems.iter().take(room).cloned());
        self.problems_left_out += problems.len().saturating_sub(room);
    }

    /// Counts what happened.
    pub(super) fn count(&mut self, event: &BuildEvent) {
        match event {
            BuildEvent::Started { recipients, .. } => self.recipients = *recipients,
            BuildEvent::Made { documents, pages, .. } => {
                self.done += 1;
                self.documents += documents;
                self.pages += pages;
            }
            BuildEvent::Blocked { .. } => {
                self.done += 1;
                self.blocked += 1;
            }
            BuildEvent::Finished => {}
        }
    }

    /// Takes over what was made; `file` is the archive's path in the output folder.
    pub(super) fn finish(&mut self, summary: &Summary, file: String) {
        self.stage = BatchStage::Made;
        self.recipients = summary.recipients;
        self.done = summary.recipients;
        self.blocked = summary.blocked.len();
        self.documents = summary.documents;
        self.pages = summary.pages;
        self.archive = summary.archive.as_ref().map(|archive| BatchArchive {
            file,
            sha256: archive.sha256.clone(),
            manifest_sha256: archive.manifest_sha256.clone(),
        });
    }

    /// Begins anew, as after the service was ended.
    pub(super) fn waiting(id: String) -> Self {
        Self { id, ..Self::default() }
    }
}
