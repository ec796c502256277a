//! How far a mailing is: its archive, who approved it, and what of it went out.

use std::path::Path;

use crate::archive::{self, Opened};
use crate::diagnostic::path_text;
use crate::ledger::{self, LedgerScope, approvals, standings};
use crate::mailing::Mailing;
use crate::pack::sendings;

/// How far a mailing is.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// The name of the newest archive's folder, if there is one.
    pub(super) archive: Option<String>,
    /// How many approvals it has, and how many it needs.
    pub(super) approvals: [usize; 2],
    /// Who approved it, or a part of it.
    pub(super) approved_by: Vec<String>,
    /// How many sendings there are, how many went out, and how many failed.
    pub(super) sendings: [usize; 3],
    /// How many recipients answered, and how many there are.
    pub(super) answered: [usize; 2],
}

impl Standing {
    /// How far the mailing in a folder is.
    pub(super) fn of(root: &Path, mailing: &Mailing) -> Self {
        let needed = usize::try_from(mailing.dispatch.approvals.value).unwrap_or(usize::MAX);
        let mut standing = Self { approvals: [0, needed], ..Self::default() };
        let output = root.join(&mailing.output);
        let Some(folder) = archive::find_newest(&output, &mailing.reference) else { return standing };
        standing.archive = folder.file_name().map(|name| path_text(name.as_ref()));
        // What is wrong with an archive or a ledger is told where it is worked with.
        let Ok(opened) = Opened::open(&folder) else { return standing };
        let Ok(read) = ledger::read(&ledger::path(&output, &mailing.reference)) else { return standing };
        let (manifest, hash) = (opened.manifest(), opened.manifest_sha256());
        let approval = approvals(&read.value, hash);
        standing.approvals[0] = ledger::count_whole(&approval, manifest, needed).min(needed);
        for name in approval.iter().filter_map(|entry| entry.by.as_ref()) {
            if !standing.approved_by.contains(name) {
                standing.approved_by.push(name.clone());
            }
        }
        let [mut out, mut failed, mut answered] = [0, 0, 0];
        for (sent, of) in standings(&read.value, &LedgerScope::new(manifest, hash)) {
            out += usize::from(of.state.is_out());
            failed += usize::from(of.state.has_failed());
            answered += usize::from(of.is_answered && sent.copy.is_none());
        }
        standing.sendings = [sendings(manifest).len(), out, failed];
        standing.answered = [answered, manifest.reconciliation.recipients.produced];
        standing
    }
}
