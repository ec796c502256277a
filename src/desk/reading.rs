//! What the mailing is, as the preflight finds it, kept until one of its files is saved.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::words::LANGUAGES;
use crate::diagnostic::{Checked, Diagnostic, Problems, Scope, Severity, grouped};
use crate::locale::state_name_in;
use crate::mailing::{self, Look, Mailing};
use crate::plan::{self, PlannedRecipient};
use crate::recipient::Channel;
use crate::worker::Isolation;

/// A mailing as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The mailing; `None` where its file cannot be read.
    pub(super) mailing: Option<Mailing>,
    /// Its recipients, in the order of their letters.
    pub(super) recipients: Vec<Row>,
    /// How many documents they get together.
    pub(super) documents: usize,
    /// Everything that is wrong, what is alike together.
    pub(super) problems: Vec<Diagnostic>,
}

impl Read {
    /// How many problems there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Whether letters can be made for everybody.
    pub(super) fn is_ready(&self) -> bool {
        self.mailing.is_some() && self.count(Severity::Error) == 0
    }
}

/// A recipient in a list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    /// Code of the State it is, or is in.
    pub(super) state: Option<String>,
    /// Names of its ministry or organisation, one for each language it is given in.
    pub(super) names: Vec<String>,
    /// Whom the letter addresses, by name.
    pub(super) addressee: Option<String>,
    pub(super) groups: Vec<String>,
    pub(super) channel: Option<Channel>,
    /// The language it is written to in; `None` where there are templates in none.
    pub(super) language: Option<String>,
    /// Why that language.
    pub(super) why: String,
    pub(super) documents: usize,
    /// How many problems are about it alone.
    pub(super) problems: usize,
    pub(super) is_blocked: bool,
    /// What names it, in all languages, folded.
    named: String,
}

impl Row {
    /// Whether each word that is searched for occurs in what names the recipient.
    pub(super) fn is_about(&self, searched: &str) -> bool {
        fold(searched).split_whitespace().all(|word| self.named.contains(word))
    }
}

/// A text as it is compared: case and accents say nothing.
fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// What was read last, and of which files.
#[derive(Debug, Default)]
pub(super) struct Reading(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    places: BTreeSet<PathBuf>,
    look: Look,
    read: Option<Arc<Read>>,
}

impl Reading {
    /// The mailing as it is now.
    pub(super) fn get(
        &self,
        root: &Path,
        file: &str,
        jobs: NonZeroUsize,
        isolation: &Isolation,
    ) -> Arc<Read> {
        // Who asks meanwhile waits for what is being read.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.places.insert(root.join(file));
        let look = Look::at(&kept.places, None);
        if let Some(read) = kept.read.as_ref().filter(|_| look == kept.look) {
            return Arc::clone(read);
        }
        // The files are looked at before they are read: what is saved meanwhile is seen the next time.
        let mailing = mailing::read(root, file).value;
        if let Some(mailing) = &mailing {
            kept.places = mailing.places(root);
            kept.places.insert(root.join(file));
        }
        kept.look = Look::at(&kept.places, None);
        let read = Arc::new(read(root, file, mailing, jobs, isolation));
        kept.read = Some(Arc::clone(&read));
        read
    }
}

fn read(
    root: &Path,
    file: &str,
    mailing: Option<Mailing>,
    jobs: NonZeroUsize,
    isolation: &Isolation,
) -> Read {
    let options =
        plan::PlanOptions { jobs: Some(jobs), isolation: isolation.clone(), ..plan::PlanOptions::default() };
    let Checked { value: plan, problems } = plan::make(root, file, &options);
    let mut read = Read { mailing, ..Read::default() };
    let mut found = problems;
    if let Some(plan) = plan {
        read.documents = plan.document_count();
        let about = by_recipient(&found);
        let rows = plan.recipients().map(|planned| {
            planned.map(|planned| row(&planned, about.get(planned.id()).map_or(&[], Vec::as_slice)))
        });
        // An error is the last.
        let (rows, unread): (Vec<_>, Vec<_>) = rows.partition(Result::is_ok);
        read.recipients = rows.into_iter().flatten().collect();
        found.extend(unread.into_iter().filter_map(Result::err));
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

fn row(planned: &PlannedRecipient, problems: &[Diagnostic]) -> Row {
    let recipient = &planned.recipient;
    let stops =
        |problem: &Diagnostic| problem.severity == Severity::Error && problem.scope == Scope::Recipient;
    let state = recipient.iso.as_ref().map(|iso| iso.value.as_str());
    let names = LANGUAGES.iter().filter_map(|words| state_name_in(&words.frame.tag, state?));
    let texts = [Some(planned.id()), state, recipient.addressee.name.as_deref()];
    let named = texts.into_iter().flatten().chain(names).chain(recipient.ministry.texts()).map(fold);
    Row {
        named: named.collect::<Vec<_>>().join("\n"),
        id: planned.id().to_owned(),
        state: recipient.iso.as_ref().map(|iso| iso.value.clone()),
        names: recipient.ministry.texts().map(str::to_owned).collect(),
        addressee: recipient.addressee.name.clone(),
        groups: recipient.group.iter().map(str::to_owned).collect(),
        channel: recipient.channels.first().copied(),
        language: planned.language.as_ref().map(|choice| choice.locale.clone()),
        why: planned.language.as_ref().map(|choice| choice.why()).unwrap_or_default(),
        documents: planned.documents.len(),
        problems: problems.len(),
        is_blocked: planned.is_blocked() || problems.iter().any(stops),
    }
}
