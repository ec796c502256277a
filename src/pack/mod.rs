//! Packs: what an office needs to send an archive, channel by channel and language by language.
//!
//! Works from a finished archive alone, never from templates or recipient lists. Sends nothing: the single documents stay in the
//! archive, and a pack names them. The same archive gives the same pack.

mod desk;
pub mod email;
mod found;
mod lists;
mod messages;
mod model;
mod print;
mod second_try;
mod sending;
mod staging;
mod stored;
mod task;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::archive::layout::{PACK_LIST_PATH, folder_of};
use crate::archive::{ArchiveAt, Lock, PackList, open_sound};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::recipient::Asked;

pub use found::{FoundPack, find_packs, read_file};
pub use model::{Count, PackEvent, PackOptions, Packed};
pub use second_try::{Undelivered, look_over, next_channel};
pub use sending::{Group, Sending, groups, sendings};
pub use stored::put;

use desk::Desk;
use staging::Staging;

/// Name of the folder a pack takes inside an archive's folder.
pub const FOLDER: &str = PackList::FOLDER;

/// The folder a pack takes if none is given: that of its archive, whose folder or ZIP file is given.
#[must_use]
pub fn default_folder(archive: &Path) -> PathBuf {
    folder_of(archive).join(FOLDER)
}

/// The folder a pack for some recipients only takes if none is given.
#[must_use]
pub fn default_folder_of_part(archive: &Path) -> PathBuf {
    folder_of(archive).join(PackList::PART)
}

/// The folder that a pack of what failed takes if none is given: it bears the number of the ledger's last line, so that none is
/// written over.
#[must_use]
pub fn default_folder_of_second_tries(archive: &Path, lines: usize) -> PathBuf {
    folder_of(archive).join(format!("{}-{lines:04}", PackList::AGAIN))
}

/// Takes the lock of the mailing that an archive was built by, so that nothing changes until the pack is made; `None` for an archive
/// that was moved elsewhere.
///
/// # Errors
///
/// Another command is at work on the mailing.
pub fn lock(archive: &Path) -> Result<Option<Lock>, Diagnostic> {
    Lock::take_if_built_in(&folder_of(archive))
}

/// Makes the folder that a pack is put in, if there is none; returns it. All that [`pack`] writes is beneath it.
///
/// # Errors
///
/// It cannot be made.
pub fn prepare(to: &Path) -> Result<PathBuf, Diagnostic> {
    staging::prepare(to)
}

/// The folders that [`prepare`] makes for a pack, the innermost first.
#[must_use]
pub fn missing_folders(to: &Path) -> Vec<PathBuf> {
    staging::missing(to)
}

/// Removes folders that were made for a pack and are empty, since there was none to put in them.
pub fn withdraw(folders: &[PathBuf]) {
    staging::withdraw(folders);
}

/// Makes the pack of an archive (its ZIP file, or the folder it lies in) in the folder `to`, whose earlier pack it replaces in one
/// step. `None` if it was stopped before.
///
/// # Errors
///
/// The archive cannot be read, is of a format before 3, or was altered; a file cannot be written. What was in the folder is
/// then left as it was.
pub fn pack(
    archive: impl Into<ArchiveAt>,
    to: &Path,
    options: &PackOptions<'_>,
    events: &mut dyn FnMut(PackEvent),
) -> Result<Option<Packed>, Problems> {
    let archive = archive.into();
    let _lock = match &options.lock {
        Some(lock) => Some(lock.clone()),
        None => lock(archive.path())?,
    };
    let archive = open_sound(&archive)?;
    let manifest = archive.manifest();
    let mut office = manifest.office.clone().ok_or_else(too_old)?;
    options.apply(&mut office);
    let mut sendings = sendings(manifest);
    let mut list = PackList::new(&manifest.reference, archive.manifest_sha256(), Vec::new());
    if !options.only.is_empty() {
        let wanted = find(&sendings, &options.only)?;
        sendings.retain(|sending| wanted.contains(sending.recipient()));
        list.only = wanted.into_iter().collect();
    }
    if let Some(failed) = &options.undelivered {
        list.second_tries = second_try::turn(&mut sendings, failed);
        list.only = Vec::new();
    }
    let groups = groups(sendings);
    let staging = Staging::begin(to)?;
    let desk = Desk::new(&archive, office, &staging)?;
    let Some(made) = task::run(&desk, &groups, options, events)? else { return Ok(None) };
    let Checked { value: files, mut problems } = made;
    problems.extend(options.undelivered.as_deref().map(look_over).unwrap_or_default());
    let count_of_files = files.len();
    let kept = staging.write_with(&PACK_LIST_PATH, |file| list.write_with(files.entries()?, file));
    let kept = kept.map_err(|error| staging.unwritable(&error))?;
    let counts = groups.iter().map(count_sendings).collect();
    let mut packed = Packed {
        folder: to.to_owned(),
        reference: manifest.reference.clone(),
        list_sha256: kept.hash,
        counts,
        files: count_of_files,
        problems,
    };
    drop(desk);
    packed.problems.extend(staging.commit()?);
    events(PackEvent::Finished);
    Ok(Some(packed))
}

/// The ids of the recipients asked for.
fn find(sendings: &[Sending<'_>], only: &[String]) -> Result<BTreeSet<String>, Problems> {
    let mut asked = Asked::new(only);
    sendings.iter().for_each(|sending| sending.meet(&mut asked));
    let Checked { value: ids, problems } = asked.ids();
    if problems.is_empty() { Ok(ids) } else { Err(problems) }
}

fn count_sendings(group: &Group<'_>) -> Count {
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
        codes::ARCHIVE_TOO_OLD,
        "the archive does not say what labels and covers print: it is of an earlier format",
    )
    .with_hint("build the archive again with this version of convoke, or send it as it was sent before")
}
