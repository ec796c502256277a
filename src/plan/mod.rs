//! The plan: everything a batch will make, read, resolved and checked before a page is set.
//!
//! Resolves every recipient to a language, a number, file names and merge fields, and reports every problem at
//! once. Writes nothing and sets no page. A plan keeps no recipient: it reads the lists again for whoever asks, and the text
//! of a document is merged again when it is made, so that it stays small however many recipients there are.

mod census;
mod data;
mod documents;
mod glyphs;
mod language;
mod make;
mod names;
mod office;
mod resolve;
mod roll;
mod sample;
mod shared;
mod sources;
mod tally;
mod translations;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::ZonedDateTime;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::digest::Sha256;
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::pdf::Standards;
use crate::recipient::Recipient;
use crate::register::Register;
use crate::template::Engine;

use roll::Roll;

pub use language::{Choice, Reason};
pub use make::make;
pub use tally::LanguageTally;

/// What a plan can be asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Ids of the only recipients wanted; empty for all.
    pub only: Vec<String>,
    /// Encoding of CSV recipient lists, instead of the one detected.
    pub encoding: Option<String>,
    /// The one language everything is made in, whatever the recipients' are.
    pub locale: Option<String>,
    /// Whether recipients that break layouts take the place of the mailing's, in `locale` or else the default
    /// language; only errors are reported then.
    pub sample: bool,
    /// Whether everything is made in a pseudo-language, which shows what cannot be translated and what overflows.
    pub pseudo: bool,
    /// How many threads merge texts to check them; one where it is `None`. The plan does not depend on it.
    pub jobs: Option<NonZeroUsize>,
    /// What becomes of languages whose translation is stale or incomplete.
    pub unfinished: Unfinished,
}

/// What becomes of languages that are stale or incomplete: their source has changed since they were translated, or they
/// lack something of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unfinished {
    /// They stop the build.
    #[default]
    Refuse,
    /// They are made all the same, with warnings, and the manifest says so.
    Allow,
    /// They are not looked at: for previews while translating.
    Ignore,
}

/// Hashes of what shapes a language's documents besides the data, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleHashes {
    /// Of each document's template by its file name: the partials it includes, the layout and the assets count too.
    pub templates: BTreeMap<String, String>,
    /// The locale pack.
    pub locale: String,
}

/// A document to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDocument {
    /// Which of the mailing's documents, counted from zero.
    pub index: usize,
    /// Id of the document, such as `letter`.
    pub document: String,
    /// Its language.
    pub locale: String,
    /// Which of the recipient's copies, counted from zero; `None` for the recipient's own.
    pub copy: Option<usize>,
    /// Whether it is a courtesy translation that goes along with the document in the recipient's language.
    pub courtesy: bool,
    /// Its path in the archive, with forward slashes.
    pub path: String,
}

impl PlannedDocument {
    /// What names the document within its recipient, such as `letter.fr` or `letter.fr.copy-1`.
    #[must_use]
    pub fn key(&self) -> String {
        let key = crate::register::document_key(&self.document, &self.locale);
        self.copy.map_or_else(|| key.clone(), |copy| format!("{key}.copy-{}", copy + 1))
    }
}

/// A recipient with everything its documents need.
#[derive(Debug, Clone)]
pub struct PlannedRecipient {
    /// The recipient.
    pub recipient: Recipient,
    /// The serial in force, such as `DM-1132/045`.
    pub serial: String,
    /// The serial it replaces.
    pub replaces: Option<String>,
    /// The languages it is written to in, and why; `None` where there are templates in none.
    pub language: Option<Choice>,
    /// Its documents, in the mailing's order; courtesy translations follow them.
    pub documents: Vec<PlannedDocument>,
    /// The errors that keep its documents from being made.
    pub problems: Vec<Diagnostic>,
}

impl PlannedRecipient {
    /// Whether its documents cannot be made.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Id of the recipient.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.recipient.id.value
    }
}

/// A document's text with all values merged in.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Typst markup.
    pub text: String,
    /// The values.
    pub context: Value,
}

impl Merged {
    /// Hash of the text, in hexadecimal: of all the document says.
    #[must_use]
    pub fn content_hash(&self) -> String {
        sources::hex(&Sha256::digest(&self.text))
    }

    /// The recipient's name as in a list, in the document's language.
    #[must_use]
    pub fn entity(&self) -> &str {
        self.context.pointer("/recipient/entity").and_then(Value::as_str).unwrap_or_default()
    }

    /// The addressee's lines as printed.
    #[must_use]
    pub fn addressee_lines(&self) -> Vec<String> {
        let lines = self.context.pointer("/addressee/lines").and_then(Value::as_array);
        lines.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// The checked, resolved list of everything a batch will make.
#[derive(Debug)]
pub struct Plan {
    root: PathBuf,
    mailing: Mailing,
    packs: BTreeMap<String, LocalePack>,
    /// The locale pack of the office's language, where it is no recipient's.
    office_pack: Option<LocalePack>,
    hashes: BTreeMap<String, LocaleHashes>,
    engine: Engine,
    fonts: Arc<Fonts>,
    files: Arc<BTreeMap<String, Vec<u8>>>,
    standards: Standards,
    issued_at: ZonedDateTime,
    register: Register,
    register_is_written: bool,
    unread: BTreeMap<String, Vec<Diagnostic>>,
    roll: Roll,
    /// What keeps recipients from being made, by id.
    blocked: BTreeMap<String, Vec<Diagnostic>>,
    /// How many recipients there are, and how many documents they get.
    counts: (usize, usize),
    enclosures: BTreeMap<String, Vec<u8>>,
    complete: bool,
    pseudo: bool,
    forced: Vec<String>,
    /// A hash of what all documents have in common: fonts, time, standards and versions.
    common: String,
}

impl Plan {
    /// The mailing.
    #[must_use]
    pub fn mailing(&self) -> &Mailing {
        &self.mailing
    }

    /// The mailing's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The output folder of all mailings.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.root.join(&self.mailing.output)
    }

    /// The recipients, in the order their documents are made, read from the lists once more; an error, which is the last,
    /// where a list can no longer be read or has changed.
    pub fn recipients(&self) -> impl Iterator<Item = Result<PlannedRecipient, Diagnostic>> {
        self.roll.call(&self.mailing).filter_map(|called| match called {
            Ok(called) => {
                called.planned.filter(|planned| self.roll.wants(planned.id())).map(|mut planned| {
                    resolve::number(&mut planned, &self.register);
                    names::name(&mut planned, &self.mailing, &self.register);
                    planned.problems = self.blocked.get(planned.id()).cloned().unwrap_or_default();
                    Ok(planned)
                })
            }
            Err(problem) => Some(Err(problem)),
        })
    }

    /// How many [`recipients`](Self::recipients) there are.
    #[must_use]
    pub fn recipient_count(&self) -> usize {
        self.counts.0
    }

    /// How many documents the recipients get together.
    #[must_use]
    pub fn document_count(&self) -> usize {
        self.counts.1
    }

    /// Ids of the recipients, unread ones too, whose documents cannot be made.
    pub fn blocked(&self) -> impl Iterator<Item = &str> {
        self.blocked.keys().map(String::as_str)
    }

    /// What is wrong with recipients that could not even be read, by id; nothing is made for them.
    #[must_use]
    pub fn unread(&self) -> &BTreeMap<String, Vec<Diagnostic>> {
        &self.unread
    }

    /// Whether the plan has all recipients of the mailing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the plan is in a pseudo-language.
    #[must_use]
    pub fn is_pseudo(&self) -> bool {
        self.pseudo
    }

    /// The register with the numbers of this plan; it is the caller's to write.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Whether the register's file holds all numbers of this plan already.
    #[must_use]
    pub fn is_register_written(&self) -> bool {
        self.register_is_written
    }

    /// The enclosures of the languages in use, by path in the archive.
    #[must_use]
    pub fn enclosures(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.enclosures
    }

    /// The paths in the archive of a language's enclosures.
    #[must_use]
    pub fn enclosure_paths(&self, locale: &str) -> Vec<String> {
        let enclosures = self.mailing.enclosures.get(locale);
        enclosures
            .into_iter()
            .flatten()
            .map(|enclosure| sources::enclosure_path(locale, &enclosure.file))
            .collect()
    }

    /// The languages in use that are made although stale or incomplete, in order.
    #[must_use]
    pub fn stale_languages(&self) -> &[String] {
        &self.forced
    }

    /// The languages in use.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// The hashes of a language.
    #[must_use]
    pub fn hashes(&self, locale: &str) -> Option<&LocaleHashes> {
        self.hashes.get(locale)
    }

    /// The hash of all fonts, in hexadecimal.
    #[must_use]
    pub fn fonts_hash(&self) -> String {
        self.fonts.digest()
    }

    /// The fonts of all documents.
    #[must_use]
    pub fn fonts(&self) -> Arc<Fonts> {
        Arc::clone(&self.fonts)
    }

    /// The moment the mailing is issued.
    #[must_use]
    pub fn issued_at(&self) -> &ZonedDateTime {
        &self.issued_at
    }

    /// A language's own name; its tag where its locale pack is not read.
    #[must_use]
    pub fn language_name<'a>(&'a self, tag: &'a str) -> &'a str {
        self.packs.get(tag).map_or(tag, |pack| pack.file().name.as_str())
    }

    /// The files of the fonts a mailing brings.
    pub fn added_fonts(&self) -> impl Iterator<Item = &[u8]> {
        self.fonts.added_files().map(|file| file.as_slice())
    }
}
