//! What is kept between pages: what was made of files until one of them is saved, and a file that was given and not taken over yet.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::digest::hash_bytes;
use crate::mailing::Look;
use crate::translate::{LanguageStatus, NamedStates};

/// What is kept of the languages.
#[derive(Debug, Default)]
pub(super) struct KeptLanguages {
    /// The States to which letters go; `None` where a list cannot be read.
    pub(super) states: Kept<Option<NamedStates>>,
    /// What each language lacks.
    pub(super) statuses: Kept<Vec<LanguageStatus>>,
    /// The file of a translation tool that was looked at.
    pub(super) held: Held,
}

/// What was made of some files, until one of them is saved.
#[derive(Debug)]
pub(super) struct Kept<T>(Mutex<Option<(Look, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// What is made of the files at some places, made anew if one of them changed.
    pub(super) fn get(&self, places: &BTreeSet<PathBuf>, make: impl FnOnce() -> T) -> Arc<T> {
        // Who asks meanwhile waits for what is being made; files are looked at before, so that what is saved meanwhile is seen the
        // next time.
        let mut kept = lock(&self.0);
        let look = Look::at(places, None);
        if let Some((_, made)) = kept.as_ref().filter(|(known, _)| *known == look) {
            return Arc::clone(made);
        }
        let made = Arc::new(make());
        *kept = Some((look, Arc::clone(&made)));
        made
    }
}

/// A file that a person gave, until it is taken over or another is given.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<Option<HeldFile>>);

/// The file.
#[derive(Debug, Clone)]
pub(super) struct HeldFile {
    /// Its hash, by which a page names it.
    pub(super) hash: String,
    /// Its name, for messages.
    pub(super) name: String,
    pub(super) text: Arc<str>,
}

impl Held {
    /// Holds a file.
    pub(super) fn hold(&self, name: String, text: &str) -> HeldFile {
        let file = HeldFile { hash: hash_bytes(text), name, text: text.into() };
        *lock(&self.0) = Some(file.clone());
        file
    }

    /// The file of a hash, if it is held.
    pub(super) fn find(&self, hash: &str) -> Option<HeldFile> {
        lock(&self.0).clone().filter(|file| file.hash == hash)
    }

    /// Lets the file go.
    pub(super) fn let_go(&self) {
        *lock(&self.0) = None;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
