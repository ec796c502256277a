//! What the mailing is, as the preflight finds it, kept until one of its files is saved.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::known::{Read, row, unread_row};
use super::looking::Looking;
use crate::diagnostic::{Checked, Diagnostic, Problems, Severity, grouped};
use crate::mailing::{self, Look, Mailing};
use crate::plan;
use crate::recipient::Environment;
use crate::worker::Isolation;

/// How long a page waits for all that is to be said of a long list, before it shows what is known.
pub(super) const SOON: Duration = Duration::from_secs(1);

/// How long a page waits for what is being read anew, before it shows what was read last.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often a page that waits looks whether there is something to be shown.
const TICK: Duration = Duration::from_millis(20);

/// How what is shown of the mailing stands to what it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is what it is now.
    Now,
    /// The recipients are those of now; their letters are still looked at.
    Listed,
    /// It is what it was, before a file was saved.
    Former,
}

/// What was read last, and of which files.
#[derive(Debug, Default)]
pub(super) struct Reading(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    kept: Mutex<Kept>,
    /// Held by who reads.
    turn: Mutex<()>,
    /// How far that is.
    looking: Arc<Looking>,
}

#[derive(Debug, Default, Clone)]
struct Kept {
    places: BTreeSet<PathBuf>,
    look: Look,
    read: Option<Arc<Read>>,
}

/// What a mailing is read by.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) root: PathBuf,
    pub(super) file: String,
    pub(super) threads: NonZeroUsize,
    pub(super) isolation: Isolation,
    pub(super) environment: Environment,
}

impl Reading {
    /// The mailing as it is now.
    pub(super) fn get(&self, source: &Source) -> Arc<Read> {
        self.0.get(source)
    }

    /// The mailing as it is now, or else, where reading it takes long, what is known of it.
    pub(super) fn get_soon(&self, source: &Source) -> (Arc<Read>, Standing) {
        let shared = &self.0;
        // What is being read already was waited for by who asked first.
        let mut waited = if shared.is_at_work() { PATIENCE } else { Duration::ZERO };
        let mut begun = None;
        loop {
            let kept = shared.kept(source);
            let is_now = Look::at(&kept.places, None) == kept.look;
            if let Some(read) = kept.read.clone().filter(|_| is_now) {
                return (read, Standing::Now);
            }
            if let Some(listed) = shared.looking.listed().filter(|_| waited >= SOON) {
                return (listed, Standing::Listed);
            }
            if let Some(last) = kept.read.filter(|_| waited >= PATIENCE) {
                return (last, Standing::Former);
            }
            if begun.is_none() && !shared.is_at_work() {
                begun = Some(self.begin(source));
            }
            // The system gives no thread, or reading fell, or a file was saved meanwhile.
            if begun.as_ref().is_some_and(|begun| begun.as_ref().is_none_or(JoinHandle::is_finished)) {
                return (self.get(source), Standing::Now);
            }
            std::thread::sleep(TICK);
            waited += TICK;
        }
    }

    /// Begins to read the mailing, on a thread of its own; `None` where the system gives none.
    pub(super) fn begin(&self, source: &Source) -> Option<JoinHandle<()>> {
        let (shared, own) = (Arc::clone(&self.0), source.clone());
        std::thread::Builder::new().spawn(move || drop(shared.get(&own))).ok()
    }

    /// How far the mailing is looked at, if it is being read.
    pub(super) fn looking(&self) -> &Arc<Looking> {
        &self.0.looking
    }
}

impl Shared {
    fn kept(&self, source: &Source) -> Kept {
        let mut kept = lock(&self.kept);
        kept.places.insert(source.root.join(&source.file));
        kept.clone()
    }

    fn is_at_work(&self) -> bool {
        matches!(self.turn.try_lock(), Err(TryLockError::WouldBlock))
    }

    fn get(&self, source: &Source) -> Arc<Read> {
        // Who asks meanwhile waits for what is being read.
        let _turn = lock(&self.turn);
        let kept = self.kept(source);
        if let Some(read) = kept.read.as_ref().filter(|_| Look::at(&kept.places, None) == kept.look) {
            return Arc::clone(read);
        }
        // The files are looked at before they are read: what is saved meanwhile is seen the next time.
        let Source { root, file, .. } = source;
        let mailing = mailing::read_with_gaps(root, file).value;
        let mut places = mailing.as_ref().map_or(kept.places, |mailing| mailing.places(root));
        places.insert(root.join(file));
        let look = Look::at(&places, None);
        // What is still to be filled in is told by the plan.
        let mailing = mailing.filter(|mailing| mailing.gaps().is_empty());
        let _looking = self.looking.begin(mailing.clone(), kept.read);
        let read = Arc::new(read(source, mailing, &self.looking));
        *lock(&self.kept) = Kept { places, look, read: Some(Arc::clone(&read)) };
        read
    }
}

fn read(source: &Source, mailing: Option<Mailing>, looking: &Arc<Looking>) -> Read {
    let options = plan::PlanOptions {
        jobs: Some(source.threads),
        isolation: source.isolation.clone(),
        environment: source.environment,
        watch: Some(Arc::<Looking>::clone(looking)),
        ..plan::PlanOptions::default()
    };
    let Checked { value: plan, problems } = plan::make(&source.root, &source.file, &options);
    let mut read = Read { mailing, ..Read::default() };
    let mut found = problems;
    if let Some(plan) = plan {
        plan.rest();
        read.documents = plan.document_count();
        let mut about = by_recipient(&found);
        let rows = plan.recipients().map(|planned| {
            planned.map(|planned| row(&planned, about.get(planned.id()).map_or(&[], Vec::as_slice)))
        });
        // An error is the last.
        let (rows, unread): (Vec<_>, Vec<_>) = rows.partition(Result::is_ok);
        read.recipients = rows.into_iter().flatten().collect();
        read.recipients.extend(plan.unread().iter().map(|(id, problems)| unread_row(id, problems)));
        found.extend(unread.into_iter().filter_map(Result::err));
        for (id, problems) in plan.unread() {
            let known = about.entry(id.clone()).or_default();
            let others = problems.iter().filter(|problem| !known.contains(problem)).cloned();
            let others: Vec<Diagnostic> = others.collect();
            known.extend(others);
        }
        read.about = about;
    }
    read.problems = told(&found);
    read
}

/// Problems as people read them: errors first, what is alike together.
fn told(problems: &Problems) -> Vec<Diagnostic> {
    let all: Vec<Diagnostic> = problems.iter().cloned().collect();
    let mut told = grouped(&all);
    told.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    told
}

/// The errors and warnings about one recipient alone, by its id.
fn by_recipient(problems: &Problems) -> HashMap<String, Vec<Diagnostic>> {
    let mut about: HashMap<String, Vec<Diagnostic>> = HashMap::new();
    for problem in problems.iter().filter(|problem| problem.severity != Severity::Note) {
        if let Some(id) = &problem.subject.recipient {
            about.entry(id.clone()).or_default().push(problem.clone());
        }
    }
    about
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
