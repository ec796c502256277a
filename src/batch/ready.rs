//! A recipient whose documents can be tried: its plan, and what is asked of a worker for each document.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, codes};
use crate::mailing::Paper;
use crate::plan::{MergeFields, Plan, PlannedDocument, PlannedRecipient};
use crate::worker::Trial;

/// A recipient whose documents can be tried in a language.
#[derive(Debug)]
pub struct Ready {
    /// The plan it is in, with others.
    pub(super) plan: Arc<Plan>,
    pub(super) planned: PlannedRecipient,
    pub(super) language: String,
    /// A hash of the fonts and files that its documents are set with.
    pub(super) files: String,
    /// What is asked of a worker, by document and paper.
    trials: Mutex<BTreeMap<(String, &'static str), Arc<Trial>>>,
}

impl Ready {
    /// A recipient of a plan that was made in the language alone.
    pub(super) fn new(plan: Arc<Plan>, planned: PlannedRecipient, language: &str) -> Self {
        let (files, language) = (plan.trial_files(), language.to_owned());
        Self { plan, planned, language, files, trials: Mutex::default() }
    }

    /// The recipient's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.planned.id()
    }

    /// Whether it is a recipient in a language.
    pub(super) fn is_of(&self, recipient: &str, language: &str) -> bool {
        self.id() == recipient && self.language == language
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Its document of an id.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&PlannedDocument> {
        self.planned.documents.iter().find(|document| document.document == id && document.copy.is_none())
    }

    /// All its documents.
    #[must_use]
    pub fn documents(&self) -> &[PlannedDocument] {
        &self.planned.documents
    }

    /// The path of a template and of all parts it includes, the template first.
    #[must_use]
    pub fn paths(&self, template: &str) -> Vec<String> {
        let listing = self.plan.templates().listing();
        let main = listing.path(&self.language, template).map(str::to_owned);
        let parts =
            listing.parts(&self.language, template).iter().filter(|part| Some(*part) != main.as_ref());
        main.iter().cloned().chain(parts.cloned()).collect()
    }

    /// The merge fields of a document.
    #[must_use]
    pub fn fields(&self, document: &PlannedDocument) -> Option<MergeFields> {
        self.plan.merge_fields(&self.planned, document)
    }

    /// What is asked of a worker.
    pub(super) fn trial(
        &self,
        document: &PlannedDocument,
        paper: Option<Paper>,
    ) -> Result<Arc<Trial>, Diagnostic> {
        let key = (document.key(), paper.map_or("", Paper::name));
        let mut trials = self.trials.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(trial) = trials.get(&key) {
            return Ok(Arc::clone(trial));
        }
        let trial = self.plan.trial(&self.planned, document, paper).ok_or_else(|| {
            Diagnostic::new(codes::INTERNAL, format!("{} is not in the plan", document.locale))
                .blocking(self.planned.id())
        })?;
        let trial = Arc::new(trial);
        trials.insert(key, Arc::clone(&trial));
        Ok(trial)
    }

    /// Language and file name of a template, by its path; the language is empty where all share it.
    pub(super) fn key(&self, path: &str) -> (String, String) {
        let folder = self.plan.mailing().templates.trim_end_matches('/');
        let inside = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
        let (language, file) = inside.split_once('/').unwrap_or(("", inside));
        (language.to_owned(), file.to_owned())
    }
}
