//! The shares that an index names, opened as files of them are asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::at::ArchiveAt;
use super::zip::{self, Archive};
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::damaged;
use crate::diagnostic::Diagnostic;
use crate::digest::Sha256;

/// How many shares are open at a time: each holds the directory of its ZIP file in memory.
const MOST_OPEN: usize = 4;

/// The shares of an index.
#[derive(Debug)]
pub(super) struct Held {
    shares: Vec<ArchiveAt>,
    /// In which share a file is, by a hash of its path.
    places: HashMap<[u8; 16], u32>,
    /// Those that are open, the one used last behind.
    open: Mutex<Vec<(u32, Arc<Mutex<Archive>>)>>,
}

impl Held {
    /// The shares that an index which lies at a place names.
    pub(super) fn new(index: &ArchiveAt, manifest: &Manifest) -> Self {
        let shares = manifest.shares.iter().map(|held| index.held(&held.file)).collect();
        let mut listed = manifest.files.iter().filter(|entry| entry.recipient.is_some());
        let mut places = HashMap::new();
        for (number, held) in (0..).zip(&manifest.shares) {
            places.extend(listed.by_ref().take(held.files).map(|entry| (key(&entry.path), number)));
        }
        Self { shares, places, open: Mutex::default() }
    }

    /// The ZIP file of the share that a file is in.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub(super) fn archive_of(&self, path: &str) -> Result<Arc<Mutex<Archive>>, Diagnostic> {
        let nowhere = || damaged(format!("`{path}` is in none of the shares that the index names"));
        let number = *self.places.get(&key(path)).ok_or_else(nowhere)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match open.iter().position(|(known, _)| *known == number) {
            Some(at) => open.remove(at),
            None => {
                let at = self.shares.get(number as usize).ok_or_else(nowhere)?;
                (number, Arc::new(Mutex::new(zip::open(at)?)))
            }
        };
        if open.len() >= MOST_OPEN {
            open.remove(0);
        }
        let archive = Arc::clone(&found.1);
        open.push(found);
        Ok(archive)
    }
}

/// What a path is known by. (The first half of a SHA-256.)
fn key(path: &str) -> [u8; 16] {
    let hash = Sha256::digest(path);
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}
