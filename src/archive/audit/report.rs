//! What checking an archive found. Plain data.

use serde::Serialize;

use crate::archive::format::counts::Counts;
use crate::archive::format::manifest::Manifest;
use crate::archive::format::reconciliation::Reconciliation;
use crate::archive::format::share::ShareNumber;
use crate::archive::format::volume::VolumeNumber;
use crate::diagnostic::Problems;
use crate::seal::{SealReport, Stamped};

/// What checking an archive found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Reference of the mailing.
    pub reference: Option<String>,
    /// Name and version of the tool that made the archive.
    pub tool: Option<String>,
    /// SHA-256 of the manifest's file.
    pub manifest_sha256: Option<String>,
    /// What the batch was expected to make, made and could not; of a volume, its part.
    pub reconciliation: Option<Reconciliation>,
    /// Which share of a plan was checked, where it is one.
    pub share: Option<ShareNumber>,
    /// Which volume was checked, where it is one by itself.
    pub volume: Option<VolumeNumber>,
    /// How many volumes a whole archive is split into.
    pub volumes: usize,
    /// How many shares an index is of.
    pub shares: usize,
    /// How many files are as the manifest says, itself not counted.
    pub sound: usize,
    /// Pages of the PDFs among them.
    pub pages: u64,
    /// What the manifest lists by channel and by language.
    pub counts: Counts,
    /// What of the pack beside the archive is as it was made, where there is one.
    pub pack: Option<CheckedPack>,
    /// The seal of the manifest, where it has one that is as it was made.
    pub manifest_seal: Option<SealReport>,
    /// The seals of documents that are as they were made, those alike together.
    pub seals: Vec<SealGroup>,
    /// Everything that is wrong.
    pub problems: Problems,
}

impl Report {
    /// Whether the archive is as it was made.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.problems.has_errors()
    }

    /// Counts a sound file.
    pub(super) fn count(&mut self, pages: u32) {
        self.sound += 1;
        self.pages += u64::from(pages);
    }

    /// Takes over what was counted of a share; its table is none of the archive's files.
    pub(super) fn take(&mut self, share: Self) {
        self.sound += share.sound.saturating_sub(1);
        self.pages += share.pages;
        for group in share.seals {
            self.count_seals(&group.seal, group.documents);
        }
    }

    /// Counts a sound seal.
    pub(super) fn count_seal(&mut self, seal: &SealReport) {
        self.count_seals(seal, 1);
    }

    fn count_seals(&mut self, seal: &SealReport, documents: usize) {
        let by = |stamped: &Option<Stamped>| stamped.as_ref().map(|one| (one.by.clone(), one.faith.clone()));
        let is_alike = |group: &&mut SealGroup| {
            let known = &group.seal;
            (&known.key, &known.faith, known.claimed) == (&seal.key, &seal.faith, seal.claimed)
                && by(&known.stamped) == by(&seal.stamped)
        };
        match self.seals.iter_mut().find(is_alike) {
            Some(group) => group.documents += documents,
            None => self.seals.push(SealGroup { documents, seal: seal.clone() }),
        }
    }

    /// Notes what the archive says of itself.
    pub(super) fn describe(&mut self, manifest: Manifest, manifest_sha256: String) {
        self.counts = Counts::count(&manifest.files);
        self.manifest_sha256 = Some(manifest_sha256);
        self.reference = Some(manifest.reference);
        self.tool = Some(manifest.tool);
        self.share = manifest.share.map(|record| record.share);
        self.volume = manifest.volume;
        self.volumes = manifest.volumes.len();
        self.shares = manifest.shares.len();
        self.reconciliation = Some(manifest.reconciliation);
    }
}

/// Seals that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealGroup {
    /// How many documents have one.
    pub documents: usize,
    /// The first of them.
    #[serde(flatten)]
    pub seal: SealReport,
}

/// What checking a pack found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CheckedPack {
    /// How many files are as the pack's list says, itself not counted.
    pub sound: usize,
    /// Pages of the PDFs among them.
    pub pages: u64,
    /// How many recipients it is for, where it is not for all of the archive.
    #[serde(skip_serializing_if = "is_all")]
    pub only: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_all(only: &usize) -> bool {
    *only == 0
}
