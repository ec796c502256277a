//! Texts that merged without a problem before, by a hash of all that they are merged from: they are not merged again to be checked.
//!
//! What makes documents merges them all the same, and tells what is wrong then: whoever forges the note of what was tried gains no
//! document.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::inputs::hash_program;
use super::sources::{Sources, hash_parts};
use crate::archive::Tried;
use crate::fonts::Fonts;
use crate::mailing::Mailing;
use crate::template::{EMAIL, EMAIL_HTML, Listing};

/// The texts that an output folder has a note of.
#[derive(Debug)]
pub(super) struct KnownTexts {
    /// A hash of what all texts of a template in a language are merged from, by language and template.
    shared: BTreeMap<(String, String), String>,
    tried: Mutex<Tried>,
}

impl KnownTexts {
    /// Reads the note of an output folder.
    pub(super) fn read(
        output: &Path,
        (mailing, sources, fonts): (&Mailing, &Sources, &Fonts),
        listing: &Listing,
    ) -> Self {
        let fonts = fonts.digest();
        let limits = format!("{} {}", mailing.limits.seconds.value, mailing.limits.mebibytes.value);
        let files: Vec<&str> =
            mailing.templates_of_documents().map(|(_, template)| template).chain([EMAIL]).collect();
        let hash = |language: &String, file: &str| {
            let mut parts = listing.parts(language, file).to_vec();
            if file == EMAIL {
                parts.extend_from_slice(listing.parts(language, EMAIL_HTML));
            }
            let template = sources.digest(&mailing.templates, &parts, language);
            let pack = sources.packs.get(language).map_or("", String::as_str);
            let hash = hash_parts(&["text", &hash_program(), &fonts, &limits, &template, pack]);
            ((language.clone(), file.to_owned()), hash)
        };
        let hashes = |language| files.iter().map(move |file| hash(language, file));
        let shared = sources.packs.keys().flat_map(hashes).collect();
        Self { shared, tried: Mutex::new(Tried::read_texts(output)) }
    }

    /// The hash of a text of a template that is merged from these values.
    pub(super) fn key(&self, language: &str, template: &str, context: &Value) -> Option<String> {
        let shared = self.shared.get(&(language.to_owned(), template.to_owned()))?;
        Some(hash_parts(&[shared, &context.to_string()]))
    }

    /// Whether a text of this hash merged without a problem.
    pub(super) fn has(&self, key: &str) -> bool {
        self.lock().has(key)
    }

    /// Notes that it did.
    pub(super) fn add(&self, key: String) {
        self.lock().add(key);
    }

    /// What was tried, with what was added.
    pub(super) fn into_tried(self) -> Tried {
        self.tried.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Tried> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
