//! Where the workers put finished documents: on the archive's shelf, or loose in a folder when only some recipients
//! were asked for.

use std::fs;
use std::path::{Path, PathBuf};

use super::make::Made;
use super::write::unwritable;
use crate::archive::{Shelf, Shelved};
use crate::diagnostic::Diagnostic;
use crate::input::write_atomically;
use crate::plan::PlannedRecipient;

/// A place for documents that all workers share.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Shelf(Shelf),
    Loose(PathBuf),
}

/// What is left to know of a document once it is written.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) pages: usize,
    pub(super) data_hash: String,
    pub(super) entity: String,
    pub(super) addressee: Vec<String>,
    /// Where it was put on the archive's shelf; `None` for a loose document.
    pub(super) shelved: Option<Shelved>,
}

impl Place {
    /// Writes a recipient's documents.
    ///
    /// # Errors
    ///
    /// A file cannot be written, which stops the build.
    pub(super) fn keep(&self, planned: &PlannedRecipient, made: Vec<Made>) -> Result<Vec<Kept>, Diagnostic> {
        let documents = planned.documents.iter().zip(made);
        let kept = documents.map(|(document, made)| {
            let shelved = match self {
                Self::Shelf(shelf) => Some(shelf.put(&document.path, &made.bytes)?),
                Self::Loose(folder) => {
                    write_loose(&folder.join(&document.path), &made.bytes)?;
                    None
                }
            };
            Ok(Kept {
                pages: made.pages,
                data_hash: made.data_hash,
                entity: made.entity,
                addressee: made.addressee,
                shelved,
            })
        });
        kept.collect()
    }
}

fn write_loose(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| write_atomically(path, bytes))
        .map_err(|error| unwritable(path, &error))
}
