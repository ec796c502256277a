//! The translators' desk: the languages of a mailing, and what each is translated from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::files::{Files, languages};
use super::state::{FILE, State};
use super::states::NamedStates;
use crate::beneath::read_text_within;
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes, did_you_mean};

/// The languages of a mailing and what they are translated from.
#[derive(Debug)]
pub struct Desk {
    root: PathBuf,
    templates: String,
    /// The language translated from where a language does not say another.
    default: String,
    languages: Vec<String>,
    shared: Files,
    /// The States that need names; `None` for all.
    states: Option<NamedStates>,
    /// The files of languages that others are translated from, each read once for all of those.
    sources: Mutex<BTreeMap<String, Arc<Files>>>,
}

/// A translation with everything read that it is compared with.
pub(super) struct Translation {
    pub(super) source: Arc<Files>,
    pub(super) target: Files,
    pub(super) state: Option<State>,
    /// The text of the state's file; empty where there is none.
    pub(super) record: String,
    /// What is wrong with the state.
    pub(super) problems: Problems,
}

impl Translation {
    /// The state; where there is none, that of a translation not begun.
    pub(super) fn state_or_new(&self) -> State {
        self.state.clone().unwrap_or_else(|| State::new(&self.source.tag))
    }
}

impl Desk {
    /// The desk of the languages in a folder; `templates` is relative to `root`, `default` the mailing's default language.
    #[must_use]
    pub fn open(root: &Path, templates: &str, default: &str) -> Self {
        Self {
            root: root.to_owned(),
            templates: templates.to_owned(),
            default: default.to_owned(),
            languages: languages(root, templates),
            shared: Files::read(root, templates, ""),
            states: None,
            sources: Mutex::default(),
        }
    }

    /// The same desk, at which only the States of a list need names.
    #[must_use]
    pub fn for_states(self, states: NamedStates) -> Self {
        Self { states: Some(states), ..self }
    }

    /// The codes of the States that need names in a language; `None` for all.
    pub(super) fn states(&self, language: &str) -> Option<&BTreeSet<String>> {
        self.states.as_ref().map(|states| states.of(language))
    }

    /// The languages, in order.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The mailing's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the languages, relative to the mailing's.
    pub(super) fn templates(&self) -> &str {
        &self.templates
    }

    /// The files all languages share.
    pub(super) fn shared(&self) -> &Files {
        &self.shared
    }

    /// A translation and its source.
    ///
    /// # Errors
    ///
    /// The language is not there, or is translated from no other.
    pub(super) fn translation(&self, tag: &str) -> Result<Translation, Problems> {
        let found = self.find_translation(tag)?;
        Ok(found.ok_or_else(|| {
            Diagnostic::new(
                codes::TRANSLATION_ORIGINAL,
                format!("`{tag}` is translated from no other language"),
            )
            .with_hint("others are translated from it")
        })?)
    }

    /// A translation and its source; `None` for a language that is translated from no other.
    ///
    /// # Errors
    ///
    /// The language or its source is not there.
    pub(super) fn find_translation(&self, tag: &str) -> Result<Option<Translation>, Problems> {
        if !self.is_known(tag) {
            return Err(self
                .report_unknown(codes::LOCALE_UNKNOWN, tag, format!("there is no language `{tag}`"))
                .into());
        }
        let record_path = format!("{}/{tag}/{FILE}", self.templates);
        let state = State::read(&self.root, &record_path);
        let (state, problems) = (state.value, state.problems);
        let source = match &state {
            Some(state) => state.source.value.clone(),
            // What the default language is translated from cannot be translated from it.
            None if self.default == tag || self.source_of_default().as_deref() == Some(tag) => {
                return if problems.is_empty() { Ok(None) } else { Err(problems) };
            }
            None => self.default.clone(),
        };
        if source == tag || !self.is_known(&source) {
            let message = format!("there is no language `{source}` to translate `{tag}` from");
            let location = state.map_or_else(
                || Location::file(record_path.as_str()),
                |state| state.source.location(&record_path),
            );
            return Err(self
                .report_unknown(codes::TRANSLATION_SOURCE, &source, message)
                .with_location(location)
                .into());
        }
        let source = self.source(&source);
        let target = Files::read(&self.root, &self.templates, tag);
        let record = read_text_within(&self.root, &record_path).unwrap_or_default();
        Ok(Some(Translation { source, target, state, record, problems }))
    }

    /// The files of a language that others are translated from, as they were when they were first asked for.
    fn source(&self, tag: &str) -> Arc<Files> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(Files::read(&self.root, &self.templates, tag));
        Arc::clone(sources.entry(tag.to_owned()).or_insert_with(read))
    }

    fn is_known(&self, tag: &str) -> bool {
        self.languages.iter().any(|known| known == tag)
    }

    fn report_unknown(&self, code: &'static Code, tag: &str, message: String) -> Diagnostic {
        Diagnostic::new(code, message).with_hint(did_you_mean(tag, self.languages.iter().map(String::as_str)))
    }

    fn source_of_default(&self) -> Option<String> {
        let path = format!("{}/{}/{FILE}", self.templates, self.default);
        State::read(&self.root, &path).value.map(|state| state.source.value)
    }
}
