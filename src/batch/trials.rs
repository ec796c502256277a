//! Keeps warm what trying texts of templates needs, so that a page follows what a person types.
//!
//! The worker is kept with its caches for as long as fonts and layout stay the same. Texts that are tried are handed over in memory:
//! nothing on the disk is touched.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::readied::Readied;
use super::ready::Ready;
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::mailing::Paper;
use crate::plan::{PlannedDocument, Roster};
use crate::recipient::Environment;
use crate::template::{EMAIL, EMAIL_HTML, Email, TextOrigin};
use crate::typeset::{self, with_worker_pool};
use crate::worker::{self, Isolation, PagePoint, Trial, TriedText, View, Worker};

/// The longest that a text may take that is tried: a person waits for it.
const LONGEST: Duration = Duration::from_secs(10);

/// Tries texts of a mailing's templates.
#[derive(Debug)]
pub struct Trials {
    readied: Readied,
    isolation: Isolation,
    workshop: Mutex<Option<Workshop>>,
}

/// A worker that is warm.
#[derive(Debug)]
struct Workshop {
    /// A hash of the fonts and files it has.
    files: String,
    limits: worker::JobLimits,
    worker: Worker,
    is_apart: bool,
    /// How many pages a document had last, by its id and language.
    pages: BTreeMap<(String, String), usize>,
}

/// A text of a template that takes the place of the one on the disk.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The template's path, relative to the mailing's folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Trials {
    /// Tries texts of the mailing that a file describes, in workers that are isolated like this; databases of its lists are where
    /// `environment` says.
    #[must_use]
    pub fn new(root: PathBuf, mailing: String, isolation: Isolation, environment: Environment) -> Self {
        let readied = Readied::new(root, mailing, isolation.clone(), environment);
        Self { readied, isolation, workshop: Mutex::default() }
    }

    /// Who is listed, and which templates there are, as the files are now.
    pub fn roster(&self) -> Arc<Checked<Option<Roster>>> {
        self.readied.roster()
    }

    /// A recipient whose documents can be tried in a language.
    ///
    /// # Errors
    ///
    /// Why there is no plan for it.
    pub fn ready(&self, recipient: &str, language: &str) -> Result<Arc<Ready>, Problems> {
        self.readied.get(recipient, language)
    }

    /// Whether nobody waits for a recipient in a language.
    #[must_use]
    pub fn is_ready(&self, recipient: &str, language: &str) -> bool {
        self.readied.has(recipient, language)
    }

    /// Makes those ready whom a person turns to next, so that nobody waits for them; what cannot be planned is told when it is asked for.
    pub fn look_ahead(&self, recipient: &str, language: &str) {
        self.readied.look_ahead(recipient, language);
    }

    /// Lets the worker go, and recipients that are not looked at, until a text is tried again: what takes long has the memory meanwhile.
    pub fn rest(&self) {
        *lock(&self.workshop) = None;
        self.readied.rest();
    }

    /// Sets a document with a text that is not saved, and draws a page of it.
    pub fn draw(
        &self,
        ready: &Ready,
        document: &PlannedDocument,
        edited: Option<Edited>,
        paper: Option<Paper>,
        view: &View,
    ) -> TriedText {
        let drawn = self.work(ready, document, edited, paper, |worker, trial| worker.try_text(trial, view));
        let mut tried = drawn.unwrap_or_else(|problems| TriedText { problems, ..TriedText::default() });
        if let Some(workshop) = lock(&self.workshop).as_mut().filter(|_| tried.pages > 0) {
            workshop.pages.insert(pages_key(document), tried.pages);
        }
        tried.problems = ready.plan.place_in_files(document, tried.problems);
        tried
    }

    /// Finds where the text at a point of a page is written, of a text that is not saved.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn find(
        &self,
        ready: &Ready,
        document: &PlannedDocument,
        edited: Option<Edited>,
        paper: Option<Paper>,
        point: PagePoint,
    ) -> Result<Option<TextOrigin>, Problems> {
        self.work(ready, document, edited, paper, |worker, trial| worker.find(trial, point))?
    }

    /// Merges the e-mail that brings a recipient its documents, with a text that is not saved.
    pub fn email(&self, ready: &Ready, edited: Option<Edited>) -> Checked<Option<Email>> {
        let Ready { plan, planned, language, .. } = ready;
        let mut texts = plan.texts_of(language);
        if let Some(Edited { path, text }) = edited {
            let (language, file) = ready.key(&path);
            texts.insert((language, file), text);
        }
        let limits = plan.trial_limits(LONGEST);
        let opened = worker::open_templates(&plan.mailing().templates, &texts, &self.isolation, limits);
        let Checked { value: templates, mut problems } = opened;
        for file in [EMAIL, EMAIL_HTML].into_iter().filter(|file| templates.listing().has(language, file)) {
            if let Some(shape) = plan.shape_of_email(language, file) {
                problems.extend(templates.check(language, file, &shape));
            }
        }
        let email =
            if problems.has_errors() { None } else { plan.email_by(templates.as_ref(), planned, None) };
        let email = email.transpose().unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        Checked::new(email, problems)
    }

    /// Has something done by the worker, which is made anew where fonts or files changed.
    fn work<T: Send>(
        &self,
        ready: &Ready,
        document: &PlannedDocument,
        edited: Option<Edited>,
        paper: Option<Paper>,
        ask: impl FnOnce(&mut Worker, &Trial) -> T + Send,
    ) -> Result<T, Problems> {
        let mut trial = Trial::clone(&*ready.trial(document, paper)?);
        if let Some(Edited { path, text }) = edited {
            let (language, file) = ready.key(&path);
            trial.replace(&language, &file, text);
        }
        let mut workshop = lock(&self.workshop);
        let mut at_work = match workshop.take().filter(|workshop| workshop.fits(ready)) {
            Some(at_work) => at_work,
            None => Workshop::new(ready, &self.isolation)?,
        };
        trial.facts.pages = at_work.pages.get(&pages_key(document)).copied().unwrap_or(1);
        let Workshop { worker, is_apart, .. } = &mut at_work;
        let done = if *is_apart {
            Ok(ask(worker, &trial))
        } else {
            let done = with_worker_pool(|| ask(worker, &trial));
            typeset::evict();
            done
        };
        *workshop = Some(at_work);
        Ok(done?)
    }
}

impl Workshop {
    fn new(ready: &Ready, isolation: &Isolation) -> Result<Self, Diagnostic> {
        let limits = ready.plan.trial_limits(LONGEST);
        let workplace = ready.plan.trial_workplace(isolation, limits)?;
        Ok(Self {
            files: ready.files.clone(),
            limits,
            worker: workplace.worker(),
            is_apart: workplace.is_apart(),
            pages: BTreeMap::new(),
        })
    }

    fn fits(&self, ready: &Ready) -> bool {
        self.files == ready.files && self.limits == ready.plan.trial_limits(LONGEST)
    }
}

/// A document by its id and language.
fn pages_key(document: &PlannedDocument) -> (String, String) {
    (document.document.clone(), document.locale.clone())
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
