//! The archives of the mailing, with what the ledger says of each.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use axum::response::Response;

use super::answer::told;
use super::state::Desk;
use super::words::{Words, filled};
use crate::archive::{self, Manifest, Opened, Role, layout};
use crate::diagnostic::{Checked, Diagnostic, Problems, path_text};
use crate::ledger::{self, Approval, LedgerEntry, LedgerScope, SendingState, approvals, standings};
use crate::mailing::Mailing;

/// How much of a hash tells archives apart for the eye.
const SHORT: usize = 12;

/// All archives of a mailing, the newest first.
#[derive(Debug)]
pub(in crate::desk) struct Shelf {
    pub(in crate::desk) archives: Vec<Result<Listed, (String, Diagnostic)>>,
    /// How many persons have to approve one.
    pub(in crate::desk) needed: usize,
    /// The lines of the ledger.
    pub(in crate::desk) entries: Vec<LedgerEntry>,
    /// What is wrong with the ledger.
    pub(in crate::desk) ledger_problems: Problems,
}

/// An archive.
#[derive(Debug)]
pub(in crate::desk) struct Listed {
    /// The name of its folder.
    pub(in crate::desk) name: String,
    pub(in crate::desk) folder: PathBuf,
    pub(in crate::desk) is_newest: bool,
    pub(in crate::desk) opened: Opened,
}

impl Shelf {
    /// The archives of a mailing, and its ledger; one that cannot be read has no entries, and is told where it matters.
    pub(in crate::desk) fn of(root: &Path, mailing: &Mailing) -> Self {
        let output = root.join(&mailing.output);
        let folders = archive::find_all(&output, &mailing.reference);
        let archives = folders.into_iter().enumerate().map(|(number, folder)| {
            let name = path_text(folder.file_name().unwrap_or_default().as_ref());
            let opened = Opened::open(&folder).map_err(|problem| (name.clone(), problem))?;
            Ok(Listed { name, folder, is_newest: number == 0, opened })
        });
        let read = ledger::read(&ledger::path(&output, &mailing.reference));
        let Checked { value: entries, problems: ledger_problems } =
            read.unwrap_or_else(|problem| Checked::new(Vec::new(), problem));
        Self {
            archives: archives.collect(),
            needed: mailing.dispatch.approvals.value as usize,
            entries,
            ledger_problems,
        }
    }

    /// The same of the mailing as it is now.
    pub(in crate::desk) fn now(desk: &Desk) -> Option<Self> {
        desk.read().mailing.as_ref().map(|mailing| Self::of(&desk.root, mailing))
    }

    /// The archive whose manifest has this SHA-256.
    pub(in crate::desk) fn find(&self, hash: &str) -> Option<&Listed> {
        self.archives
            .iter()
            .filter_map(|archive| archive.as_ref().ok())
            .find(|archive| archive.hash() == hash)
    }

    /// Who approved an archive.
    pub(in crate::desk) fn approval(&self, archive: &Listed) -> Approval<'_> {
        approvals(&self.entries, archive.hash())
    }

    /// Whether as many persons as have to approved an archive.
    pub(in crate::desk) fn is_approved(&self, archive: &Listed) -> bool {
        self.given(archive) >= self.needed
    }

    /// How many persons approved all of an archive.
    fn given(&self, archive: &Listed) -> usize {
        ledger::count_whole(&self.approval(archive), archive.manifest(), self.needed)
    }

    /// The newest archive.
    pub(in crate::desk) fn newest(&self) -> Option<&Listed> {
        self.archives.first().and_then(|archive| archive.as_ref().ok())
    }

    /// How many sendings of an archive went out and are not known to have failed.
    pub(in crate::desk) fn sent(&self, archive: &Listed) -> usize {
        let scope = LedgerScope::new(archive.manifest(), archive.hash());
        let standings = standings(&self.entries, &scope);
        standings.values().filter(|standing| SendingState::is_out(standing.state)).count()
    }
}

impl Listed {
    pub(in crate::desk) fn manifest(&self) -> &Manifest {
        self.opened.manifest()
    }

    /// SHA-256 of its manifest, which names it.
    pub(in crate::desk) fn hash(&self) -> &str {
        self.opened.manifest_sha256()
    }

    /// The path of its page.
    pub(in crate::desk) fn path(&self) -> String {
        format!("/make/{}", self.hash())
    }

    /// The names of its ZIP files: one, or its volumes.
    pub(in crate::desk) fn zip_names(&self) -> Vec<String> {
        let manifest = self.manifest();
        match manifest.volumes.is_empty() {
            true => vec![layout::zip_name(&manifest.reference)],
            false => manifest.volumes.iter().map(|volume| volume.file.as_str().to_owned()).collect(),
        }
    }

    pub(in crate::desk) fn documents(&self) -> usize {
        self.manifest().files.iter().filter(|entry| entry.role == Role::Document).count()
    }
}

/// How many of how many persons approved an archive.
pub(in crate::desk) fn approved(words: &Words, archive: &Listed, shelf: &Shelf) -> String {
    filled(&words.make.approvals, &[&shelf.given(archive).min(shelf.needed), &shelf.needed])
}

/// The archive whose manifest has this SHA-256.
pub(in crate::desk) fn find(desk: &Desk, hash: &str) -> Option<Listed> {
    let archives = Shelf::now(desk)?.archives.into_iter();
    archives.filter_map(Result::ok).find(|archive| archive.hash() == hash)
}

/// The answer where an archive, or a file of it, is no longer there.
pub(in crate::desk) fn gone(words: &Words) -> Response {
    told(words, StatusCode::NOT_FOUND, &words.make.gone, &words.make.gone_hint)
}

/// The beginning of a hash.
pub(in crate::desk) fn short(hash: &str) -> &str {
    hash.get(..SHORT).unwrap_or(hash)
}
