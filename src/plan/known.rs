//! Texts that merged without a problem before, by a hash of all that they are merged from: they are not merged again to be checked.
//!
//! What makes documents merges them all the same, and tells what is wrong then: whoever forges the note of what was tried gains no
//! document.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::hashes::LocaleHashes;
use super::inputs::hash_program;
use super::sources::hash_parts;
use crate::archive::Tried;
use crate::fonts::Fonts;
use crate::mailing::Mailing;
use crate::template::EMAIL;

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
        mailing: &Mailing,
        fonts: &Fonts,
        hashes: &BTreeMap<String, LocaleHashes>,
    ) -> Self {
        let fonts = fonts.digest();
        let limits = format!("{} {}", mailing.limits.seconds.value, mailing.limits.mebibytes.value);
        let hash = |template: &str, locale: &str| {
            hash_parts(&["text", &hash_program(), &fonts, &limits, template, locale])
        };
        let mut shared = BTreeMap::new();
        for (language, LocaleHashes { templates, email, locale }) in hashes {
            let templates = templates.iter().map(|(file, template)| (file.as_str(), template));
            for (file, template) in templates.chain([(EMAIL, email)]) {
                shared.insert((language.clone(), file.to_owned()), hash(template, locale));
            }
        }
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
