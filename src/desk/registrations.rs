//! What came back for the newest archive, as it was read last: kept until the tables or the archive change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::kept::Kept;
use super::known::Read;
use crate::archive::{self, Entry, Opened, Role, layout};
use crate::collect::{self, Collected, check_registrations, read_registrations};
use crate::diagnostic::Diagnostic;

/// What is kept of it.
pub(super) type KeptReturns = Kept<Result<ReadReturns, Diagnostic>>;

/// What came back, as it was read last.
#[derive(Debug)]
pub(super) struct ReadReturns {
    /// The folder of the newest archive.
    pub(super) folder: PathBuf,
    pub(super) archive: Opened,
    /// What was sent to each recipient, by its id.
    pub(super) sent: BTreeMap<String, Sent>,
    /// What came; `None` where nothing was read yet.
    pub(super) collected: Option<Collected>,
    /// Whether that was held against this archive.
    pub(super) is_current: bool,
}

/// What was sent to a recipient.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    /// Its name, in its language.
    pub(super) name: String,
    /// The code of the State it is.
    pub(super) state: Option<String>,
    /// Its language.
    pub(super) locale: Option<String>,
}

/// What came back; `None` where nothing was made that could be answered.
pub(super) fn returns(
    kept: &KeptReturns,
    root: &Path,
    read: &Read,
) -> Option<Arc<Result<ReadReturns, Diagnostic>>> {
    let mailing = read.mailing.as_ref()?;
    let output = root.join(&mailing.output);
    let folder = archive::find_newest(&output, &mailing.reference)?;
    let tables = collect::default_folder(&folder, &mailing.reference);
    let places = BTreeSet::from([folder.join(layout::MANIFEST), tables.join(collect::JSON)]);
    Some(kept.get(&places, || {
        let archive = Opened::open(&folder)?;
        let path = tables.join(collect::JSON);
        let collected = if path.is_file() { Some(read_registrations(&path)?) } else { None };
        let is_of_it = |collected: &Collected| check_registrations(collected, &archive, &path).is_ok();
        Ok(ReadReturns {
            is_current: collected.as_ref().is_none_or(is_of_it),
            sent: sent(&archive),
            folder,
            archive,
            collected,
        })
    }))
}

fn sent(archive: &Opened) -> BTreeMap<String, Sent> {
    let is_own = |entry: &&Entry| entry.role == Role::Document && entry.copy_to.is_none() && !entry.courtesy;
    let mut sent = BTreeMap::new();
    for entry in archive.manifest().files.iter().filter(is_own) {
        let Some(recipient) = &entry.recipient else { continue };
        sent.entry(recipient.clone()).or_insert_with(|| Sent {
            name: entry.entity.clone().unwrap_or_default(),
            state: entry.iso.clone(),
            locale: entry.locale.clone(),
        });
    }
    sent
}
