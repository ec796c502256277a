//! Reads the forms ministries sent back into a table, and says of every file what became of it.
//!
//! Only the archive of what was sent is asked: a form says which it is, and what its fields take is read from the form as
//! it was issued, never from the one that came back. Whether it is genuine, its keyed hash
//! says. No returned file is changed, moved or left out.

mod answers;
mod dates;
mod entered;
mod examine;
mod file;
mod files;
mod form_asked;
mod form_file;
mod gather;
mod identify;
mod issued;
mod kept;
mod keys;
mod model;
mod options;
mod plausible;
mod registered;
mod renamed;
mod round;
mod settle;
mod status;
mod system;
mod tables;
mod versions;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::archive::Opened;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::ledger;
use crate::typeset;
use crate::worker::ReadingRoom;

pub use answers::{FieldPart, field_part};
use entered::Entered;
pub use entered::{EnteredStatus, NewAnswer, write_template};
use examine::{Examined, examine};
pub use form_asked::{AskedForm, ask_form};
pub use form_file::{fill_form, filled_path, read_form};
use issued::Issued;
pub use kept::{check_registrations, read_registrations};
pub use keys::find_keys;
pub use model::{AskedField, Collected, Column, FieldProblem, MAX_NAMED, Returned, Row, Unanswered};
pub use options::CollectOptions;
pub use registered::{Delegation, Participant, find_registered};
pub use round::{CollectRound, RoundResult, find_answers};
pub use status::{AnswerVersion, ReturnStatus};
pub use tables::{CSV, JSON, XLSX, default_folder, write};

/// Reads returned files, and those in folders, against the archive of what was sent.
///
/// Where readers are processes, a file that ends its reader is a line like any other. `progress` is told how many of how many
/// files are done.
///
/// # Errors
///
/// A path given is not there, the archive holds no form, or no thread or process can be started.
pub fn collect(
    returns: &[PathBuf],
    archive: &Opened,
    options: &CollectOptions<'_>,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Collected, Problems> {
    let paths = files::list(returns)?;
    let issued = Issued::read(archive, options.keys, &mut room.reader())?;
    let mut reader = room.reader();
    let entered = match options.entered {
        Some(path) => {
            let recipients = issued.expected().filter_map(|entry| entry.recipient.as_deref()).collect();
            let columns = issued.columns(&mut reader)?;
            Entered::read(path, options.shown_from, &recipients, &columns, &mut reader)?
        }
        None => Entered::default(),
    };
    let mut examined = examine_all(&paths, &issued, options, room, progress)?;
    examined.extend(entered::to_lines(&entered, &issued, &mut reader)?);
    settle::settle_named(&mut examined, &entered);
    versions::decide(&mut examined, options);
    settle::settle_scans(&mut examined);
    Ok(gather::gather(examined, &issued, options.accepts_unverified))
}

/// Does a round of collecting for a mailing: reads what came back, writes the tables, and books who has answered.
///
/// # Errors
///
/// Those of [`collect`]; or a table cannot be written. What came back is in the tables whatever becomes of the ledger.
pub fn collect_round(
    round: &CollectRound<'_>,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<RoundResult, Problems> {
    if round.archive.is_stored() && round.output.is_none() {
        return Err(Diagnostic::new(codes::STORE_LOOSE, "tables of answers are not made in a store")
            .with_field("--output")
            .with_hint("name a folder of this machine")
            .into());
    }
    let archive = Opened::open(round.archive)?;
    let Checked { value: keys, mut problems } = find_keys(round.root, round.key, &archive)?;
    let found = find_answers(round.root);
    let options = CollectOptions {
        jobs: round.jobs,
        keys: keys.as_ref(),
        now: round.now,
        entered: round.answers.or(found.as_deref()),
        accepts_unverified: round.accepts_unverified,
        shown_from: round.shown_from,
    };
    let collected = collect(round.returns, &archive, &options, room, progress)?;
    let default = || default_folder(round.archive.path(), &collected.reference);
    let folder = round.output.map_or_else(default, Path::to_owned);
    let written = write(&collected, &folder)?.report_to(&mut problems);
    // The ledger is beside archives of this machine.
    let local = Some(round.archive.path()).filter(|_| !round.archive.is_stored());
    let book = |archive| ledger::book_answers(archive, &collected.answers(), round.booked_at);
    let booked = match local.map(book) {
        None => None,
        Some(Ok(booked)) => booked,
        Some(Err(of_ledger)) => {
            problems.extend(of_ledger);
            None
        }
    };
    Ok(RoundResult { collected, written, booked, problems })
}

/// The ids of the documents of an archive that are forms.
///
/// # Errors
///
/// A document cannot be read, no process can be started to read one in, or there is no form.
pub fn form_documents(archive: &Opened, room: &ReadingRoom) -> Result<Vec<String>, Diagnostic> {
    let issued = Issued::read(archive, None, &mut room.reader())?;
    Ok(issued.form_documents().iter().map(|id| (*id).to_owned()).collect())
}

/// Examines files in several threads, each with a reader of its own; the lines are in the order of the files.
fn examine_all(
    paths: &[PathBuf],
    issued: &Issued<'_>,
    options: &CollectOptions<'_>,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Examined>, Diagnostic> {
    let mut examined: Vec<Vec<Examined>> = Vec::new();
    examined.resize_with(paths.len(), Vec::new);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for number in 0..options.jobs.get().min(paths.len()) {
            let (sender, next) = (sender.clone(), &next);
            let read = move || {
                let mut reader = room.reader();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(index) else { return };
                    if sender.send((index, examine(path, options.shown_from, issued, &mut reader))).is_err() {
                        return;
                    }
                }
            };
            match std::thread::Builder::new().spawn_scoped(scope, read) {
                Ok(_) => {}
                Err(error) if number == 0 => return Err(typeset::no_thread(&error)),
                // Those that could be started do the work of all.
                Err(_) => break,
            }
        }
        drop(sender);
        for (done, (index, file)) in receiver.iter().enumerate() {
            if let Some(place) = examined.get_mut(index) {
                *place = file?;
            }
            progress(done + 1, paths.len());
        }
        Ok(())
    })?;
    Ok(examined.into_iter().flatten().collect())
}
