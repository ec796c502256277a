//! Plans the recipients that a person looks at, and those whom a person turns to next, and keeps them until a file of the mailing is saved.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ready::Ready;
use crate::diagnostic::{Checked, Problems};
use crate::mailing::Look;
use crate::plan::{self, Roster, Unfinished};
use crate::recipient::Environment;
use crate::register::KeyUse;
use crate::worker::Isolation;

/// How many recipients are kept that were looked at last, and are looked at next.
const KEPT: usize = 32;

/// How many recipients before and after the one that is looked at are planned together: most of the time that a plan takes is the same
/// for one recipient and for several.
const TOGETHER: (usize, usize) = (4, 9);

/// How many before and after it are to be ready: whoever turns pages quickly is at the last of them when the next ones are planned.
const NEAR: (usize, usize) = (2, 5);

/// Recipients that are ready.
#[derive(Debug)]
pub(super) struct Readied {
    root: PathBuf,
    mailing: String,
    isolation: Isolation,
    environment: Environment,
    kept: Mutex<Kept>,
    /// Held while recipients are planned: whoever misses one then may find it afterwards.
    planning: Mutex<()>,
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

impl Readied {
    pub(super) fn new(
        root: PathBuf,
        mailing: String,
        isolation: Isolation,
        environment: Environment,
    ) -> Self {
        Self { root, mailing, isolation, environment, kept: Mutex::default(), planning: Mutex::default() }
    }

    /// Who is listed, and which templates there are, as the files are now.
    pub(super) fn roster(&self) -> Arc<Checked<Option<Roster>>> {
        let mut kept = lock(&self.kept);
        self.renew(&mut kept);
        if let Some(roster) = &kept.roster {
            return Arc::clone(roster);
        }
        let roster = Arc::new(plan::roster(&self.root, &self.mailing, &self.isolation, self.environment));
        if let Some(Roster { mailing, .. }) = &roster.value {
            kept.places.extend(mailing.places(&self.root));
            kept.look = Look::at(&kept.places, None);
        }
        kept.roster = Some(Arc::clone(&roster));
        roster
    }

    /// A recipient in a language.
    pub(super) fn get(&self, recipient: &str, language: &str) -> Result<Arc<Ready>, Problems> {
        // The lists say which files to look at, too.
        let roster = self.roster();
        if let Some(ready) = lock(&self.kept).take_up(recipient, language) {
            return Ok(ready);
        }
        let _turn = lock(&self.planning);
        let look = {
            let mut kept = lock(&self.kept);
            if let Some(ready) = kept.take_up(recipient, language) {
                return Ok(ready);
            }
            kept.look.clone()
        };
        let together = roster.value.as_ref().map(|roster| beside(roster, recipient, language, TOGETHER));
        // What is wrong with others says nothing of this one.
        let planned = match together.filter(|together| together.len() > 1) {
            Some(together) => self.plan(&together, language).or_else(|_| self.plan_one(recipient, language)),
            None => self.plan_one(recipient, language),
        };
        let is_it = |ready: &&Arc<Ready>| ready.is_of(recipient, language);
        let planned = planned.and_then(|(found, problems)| match found.iter().find(is_it).cloned() {
            Some(it) => Ok((it, found)),
            None => Err(problems),
        });
        let mut kept = lock(&self.kept);
        match planned {
            Ok((it, found)) => {
                kept.keep(found, &look);
                kept.take_up(recipient, language);
                Ok(it)
            }
            Err(problems) => kept.before.iter().find(is_it).cloned().ok_or(problems),
        }
    }

    /// Whether a recipient is ready in a language, as the files are now.
    pub(super) fn has(&self, recipient: &str, language: &str) -> bool {
        let mut kept = lock(&self.kept);
        self.renew(&mut kept);
        kept.ready.iter().any(|ready| ready.is_of(recipient, language))
    }

    /// Plans those beside a recipient, where one of the nearest is not ready. Whoever plans already does it for all.
    pub(super) fn look_ahead(&self, recipient: &str, language: &str) {
        let Ok(_turn) = self.planning.try_lock() else { return };
        let roster = self.roster();
        let Some(roster) = &roster.value else { return };
        let (missing, look) = {
            let kept = lock(&self.kept);
            let is_missing = |id: &String| !kept.ready.iter().any(|ready| ready.is_of(id, language));
            if !beside(roster, recipient, language, NEAR).iter().any(is_missing) {
                return;
            }
            let mut missing = beside(roster, recipient, language, TOGETHER);
            missing.retain(is_missing);
            (missing, kept.look.clone())
        };
        if let Ok((found, _)) = self.plan(&missing, language) {
            let mut kept = lock(&self.kept);
            kept.keep(found, &look);
            kept.take_up(recipient, language);
        }
    }

    /// Lets all go but the one that was looked at last.
    pub(super) fn rest(&self) {
        let mut kept = lock(&self.kept);
        kept.ready = kept.ready.pop().into_iter().collect();
        kept.before = kept.before.pop().into_iter().collect();
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

    fn plan_one(&self, recipient: &str, language: &str) -> Result<(Vec<Arc<Ready>>, Problems), Problems> {
        self.plan(&[recipient.to_owned()], language)
    }

    /// Plans some recipients in a language; also returns what planning found.
    fn plan(&self, ids: &[String], language: &str) -> Result<(Vec<Arc<Ready>>, Problems), Problems> {
        let options = plan::PlanOptions {
            only: ids.to_vec(),
            locale: Some(language.to_owned()),
            // A person looks at what is being written.
            unfinished: Unfinished::Ignore,
            key: KeyUse::Trial,
            isolation: self.isolation.clone(),
            environment: self.environment,
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&self.root, &self.mailing, &options);
        let Some(plan) = plan.map(Arc::new) else { return Err(problems) };
        plan.rest();
        let planned = plan.recipients().filter_map(Result::ok);
        let wanted = planned.filter(|planned| ids.iter().any(|id| id == planned.id()));
        let ready = wanted.map(|planned| Arc::new(Ready::new(Arc::clone(&plan), planned, language)));
        Ok((ready.collect(), problems))
    }
}

impl Kept {
    /// A recipient that is ready, the latest from now on.
    fn take_up(&mut self, recipient: &str, language: &str) -> Option<Arc<Ready>> {
        let at = self.ready.iter().position(|ready| ready.is_of(recipient, language))?;
        let ready = self.ready.remove(at);
        self.ready.push(Arc::clone(&ready));
        Some(ready)
    }

    /// Keeps recipients that were planned, unless a file was saved meanwhile.
    fn keep(&mut self, found: Vec<Arc<Ready>>, look: &Look) {
        if self.look != *look {
            return;
        }
        self.ready.retain(|old| !found.iter().any(|new| new.is_of(old.id(), old.language())));
        let surplus = (self.ready.len() + found.len()).saturating_sub(KEPT).min(self.ready.len());
        self.ready.drain(..surplus);
        self.ready.extend(found);
    }
}

/// The ids of a recipient and of those before and after it, in the order in which a person goes through them.
fn beside(roster: &Roster, recipient: &str, language: &str, (before, after): (usize, usize)) -> Vec<String> {
    let order = roster.order(language);
    let Some(at) = order.iter().position(|(listed, _)| listed.id == recipient) else { return Vec::new() };
    let those = order.iter().take(at + after + 1).skip(at.saturating_sub(before));
    those.map(|(listed, _)| listed.id.clone()).collect()
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
