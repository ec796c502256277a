//! Keeps warm what trying texts of templates needs, so that a page follows what a person types.
//!
//! The plan of the recipient that is looked at is kept until a file of the mailing is saved, the worker with its caches for as long as
//! fonts and layout stay the same. Texts that are tried are handed over in memory: nothing on the disk is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::ready::Ready;
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::mailing::{Look, Paper};
use crate::plan::{self, PlannedDocument, Roster, Unfinished};
use crate::register::KeyUse;
use crate::template::{EMAIL, EMAIL_HTML, Email, TextOrigin};
use crate::typeset::{self, with_worker_pool};
use crate::worker::{self, Isolation, PagePoint, Trial, TriedText, View, Worker};

/// The longest that a text may take that is tried: a person waits for it.
const LONGEST: Duration = Duration::from_secs(10);

/// How many recipients are kept that were looked at last.
const RECIPIENTS: usize = 24;

/// How many recipients before and after the one that is looked at are planned along with it: a person turns to them next, and most of the time
/// that a plan takes is the same for one recipient and for several.
const BESIDE: (usize, usize) = (2, 9);

/// Tries texts of a mailing's templates.
#[derive(Debug)]
pub struct Trials {
    root: PathBuf,
    mailing: String,
    isolation: Isolation,
    kept: Mutex<Kept>,
    workshop: Mutex<Option<Workshop>>,
}

/// What was read of the mailing.
#[derive(Debug, Default)]
struct Kept {
    places: BTreeSet<PathBuf>,
    look: Look,
    roster: Option<Arc<Checked<Option<Roster>>>>,
    /// Those that were looked at last, the latest at the end.
    ready: Vec<Arc<Ready>>,
    /// Those of before a file was saved: good where there is no plan now, since a template is unsound.
    before: Vec<Arc<Ready>>,
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
    /// Tries texts of the mailing that a file describes, in workers that are isolated like this.
    #[must_use]
    pub fn new(root: PathBuf, mailing: String, isolation: Isolation) -> Self {
        Self { root, mailing, isolation, kept: Mutex::default(), workshop: Mutex::default() }
    }

    /// Who is listed, and which templates there are, as the files are now.
    pub fn roster(&self) -> Arc<Checked<Option<Roster>>> {
        let mut kept = lock(&self.kept);
        self.renew(&mut kept);
        if let Some(roster) = &kept.roster {
            return Arc::clone(roster);
        }
        let roster = Arc::new(plan::roster(&self.root, &self.mailing, &self.isolation));
        if let Some(Roster { mailing, .. }) = &roster.value {
            kept.places.extend(mailing.places(&self.root));
            kept.look = Look::at(&kept.places, None);
        }
        kept.roster = Some(Arc::clone(&roster));
        roster
    }

    /// A recipient whose documents can be tried in a language.
    ///
    /// # Errors
    ///
    /// Why there is no plan for it.
    pub fn ready(&self, recipient: &str, language: &str) -> Result<Arc<Ready>, Problems> {
        // The lists say which files to look at, too.
        let roster = self.roster();
        let mut kept = lock(&self.kept);
        let is_it = |ready: &Arc<Ready>| ready.planned.id() == recipient && ready.language == language;
        if let Some(at) = kept.ready.iter().position(is_it) {
            let ready = kept.ready.remove(at);
            kept.ready.push(Arc::clone(&ready));
            return Ok(ready);
        }
        let beside = roster.value.as_ref().map(|roster| beside(roster, recipient, language));
        // What is wrong with others says nothing of this one.
        let planned = match beside.filter(|beside| beside.len() > 1) {
            Some(beside) => {
                self.plan(&beside, recipient, language).or_else(|_| self.plan_one(recipient, language))
            }
            None => self.plan_one(recipient, language),
        };
        let found = match planned {
            Ok(found) => found,
            Err(problems) => return kept.before.iter().find(|it| is_it(it)).cloned().ok_or(problems),
        };
        let is_new = |old: &Arc<Ready>| {
            found.iter().all(|new| new.planned.id() != old.planned.id() || new.language != old.language)
        };
        kept.ready.retain(is_new);
        let surplus = (kept.ready.len() + found.len()).saturating_sub(RECIPIENTS).min(kept.ready.len());
        kept.ready.drain(..surplus);
        kept.ready.extend(found);
        // The one that is looked at is the last.
        let last = kept.ready.last().cloned();
        last.filter(is_it).ok_or_else(Problems::new)
    }

    /// Lets the worker go until a text is tried again: what takes long has the memory meanwhile.
    pub fn rest(&self) {
        *lock(&self.workshop) = None;
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

    /// Forgets what was read if a file was saved since.
    fn renew(&self, kept: &mut Kept) {
        kept.places.insert(self.root.join(&self.mailing));
        let look = Look::at(&kept.places, None);
        if kept.roster.is_some() && look != kept.look {
            kept.roster = None;
            let former = std::mem::take(&mut kept.ready);
            if !former.is_empty() {
                kept.before = former;
            }
        }
        kept.look = look;
    }

    fn plan_one(&self, recipient: &str, language: &str) -> Result<Vec<Arc<Ready>>, Problems> {
        self.plan(&[recipient.to_owned()], recipient, language)
    }

    /// Plans some recipients in a language; the one that is looked at is the last of them.
    fn plan(&self, ids: &[String], recipient: &str, language: &str) -> Result<Vec<Arc<Ready>>, Problems> {
        let options = plan::PlanOptions {
            only: ids.to_vec(),
            locale: Some(language.to_owned()),
            // A person looks at what is being written.
            unfinished: Unfinished::Ignore,
            key: KeyUse::Trial,
            isolation: self.isolation.clone(),
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&self.root, &self.mailing, &options);
        let Some(plan) = plan else { return Err(problems) };
        let mut planned: Vec<_> = plan.recipients().filter_map(Result::ok).collect();
        planned.retain(|planned| ids.iter().any(|id| id == planned.id()));
        planned.sort_by_key(|planned| planned.id() == recipient);
        if planned.last().is_none_or(|planned| planned.id() != recipient) {
            return Err(problems);
        }
        let plan = Arc::new(plan);
        let ready = |planned| Arc::new(Ready::new(Arc::clone(&plan), planned, language));
        Ok(planned.into_iter().map(ready).collect())
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

/// The ids of a recipient and of those beside it, in the order in which a person goes through them.
fn beside(roster: &Roster, recipient: &str, language: &str) -> Vec<String> {
    let order = roster.order(language);
    let (before, after) = BESIDE;
    let Some(at) = order.iter().position(|(listed, _)| listed.id == recipient) else { return Vec::new() };
    let those = order.iter().take(at + after + 1).skip(at.saturating_sub(before));
    those.map(|(listed, _)| listed.id.clone()).collect()
}

/// A document by its id and language.
fn pages_key(document: &PlannedDocument) -> (String, String) {
    (document.document.clone(), document.locale.clone())
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
