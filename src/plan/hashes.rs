//! Hashes of what shapes the documents of a language, besides the data.

use std::collections::BTreeMap;

use super::sources::Sources;
use crate::mailing::Mailing;
use crate::template::{EMAIL, EMAIL_HTML, Listing};

/// Hashes of what shapes a language's documents besides the data, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleHashes {
    /// Of each document's template by its file name: the partials it includes, the layout and the assets count too.
    pub templates: BTreeMap<String, String>,
    /// Of the templates of its e-mails, in the same way.
    pub email: String,
    /// The locale pack.
    pub locale: String,
}

/// Hashes what shapes the documents of a language.
pub(super) fn hash_language(
    sources: &Sources,
    listing: &Listing,
    mailing: &Mailing,
    language: &str,
) -> LocaleHashes {
    let files = mailing.templates_of_documents().map(|(_, template)| template.to_owned());
    let hash = |parts: &[String]| sources.digest(&mailing.templates, parts, language);
    let templates = files.map(|file| {
        let hash = hash(listing.parts(language, &file));
        (file, hash)
    });
    let email = [EMAIL, EMAIL_HTML].map(|file| listing.parts(language, file)).concat();
    let locale = sources.packs.get(language).cloned().unwrap_or_default();
    LocaleHashes { templates: templates.collect(), email: hash(&email), locale }
}
