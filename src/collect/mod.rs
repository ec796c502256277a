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
mod form_file;
mod gather;
mod identify;
mod issued;
mod keys;
mod model;
mod options;
mod plausible;
mod renamed;
mod settle;
mod status;
mod system;
mod tables;
mod versions;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::archive::Opened;
use crate::diagnostic::{Diagnostic, Problems};
use crate::typeset;
use crate::worker::ReadingRoom;

use entered::Entered;
pub use entered::write_template;
use examine::{Examined, examine};
pub use form_file::{fill_form, filled_path, read_form};
use issued::Issued;
pub use keys::find_keys;
pub use model::{Collected, Column, FieldProblem, MAX_NAMED, Returned, Row, Unanswered};
pub use options::CollectOptions;
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
            Entered::read(path, &recipients, &columns, &mut reader)?
        }
        None => Entered::default(),
    };
    let mut examined = examine_all(&paths, &issued, options.jobs, room, progress)?;
    examined.extend(entered::to_lines(&entered, &issued, &mut reader)?);
    versions::decide(&mut examined, options);
    settle::settle(&mut examined, &entered);
    Ok(gather::gather(examined, &issued, options.accepts_unverified))
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
    jobs: NonZeroUsize,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Examined>, Diagnostic> {
    let mut examined: Vec<Vec<Examined>> = Vec::new();
    examined.resize_with(paths.len(), Vec::new);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for number in 0..jobs.get().min(paths.len()) {
            let (sender, next) = (sender.clone(), &next);
            let read = move || {
                let mut reader = room.reader();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(index) else { return };
                    if sender.send((index, examine(path, issued, &mut reader))).is_err() {
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
