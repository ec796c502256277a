//! Reads the forms ministries sent back into a table, and says of every file what became of it.
//!
//! Only the archive of what was sent is asked: a form says which it is, and what its fields take is read from the form as
//! it was issued, never from the one that came back. No returned file is changed, moved or left out.

mod answers;
mod barcode;
mod examine;
mod files;
mod gather;
mod issued;
mod model;
mod status;
mod tables;
mod versions;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::archive::Opened;
use crate::diagnostic::Problems;

use examine::Examined;
use issued::Issued;
pub use model::{Collected, Column, FieldProblem, Returned, Row, Unanswered};
pub use status::{AnswerVersion, ReturnStatus};
pub use tables::{CSV, JSON, XLSX, default_folder, write};

/// Reads returned files, and those in folders, against the archive of what was sent; `jobs` of them at a time.
///
/// `progress` is told how many of how many files are done.
///
/// # Errors
///
/// A path given is not there, or the archive holds no form.
pub fn collect(
    returns: &[PathBuf],
    archive: &Opened,
    jobs: NonZeroUsize,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Collected, Problems> {
    let paths = files::list(returns)?;
    let issued = Issued::read(archive)?;
    let mut examined: Vec<Option<Examined>> = Vec::new();
    examined.resize_with(paths.len(), || None);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs.get().min(paths.len()) {
            let (sender, next, paths, issued) = (sender.clone(), &next, &paths, &issued);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(index) else { return };
                    if sender.send((index, examine::examine(path, issued))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (done, (index, file)) in receiver.iter().enumerate() {
            if let Some(place) = examined.get_mut(index) {
                *place = Some(file);
            }
            progress(done + 1, paths.len());
        }
    });
    let mut examined: Vec<Examined> = examined.into_iter().flatten().collect();
    versions::decide(&mut examined);
    Ok(gather::gather(examined, &issued))
}
