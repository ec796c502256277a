//! What the mailing is, as the preflight finds it, kept until one of its files is saved.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, TryLockError, mpsc};
use std::time::Duration;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::words::LANGUAGES;
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, Scope, Severity, grouped};
use crate::locale::state_name_in;
use crate::mailing::{self, Look, Mailing};
use crate::plan::{self, Choice, PlannedRecipient};
use crate::recipient::{Channel, Recipient};
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
    /// The errors and warnings about one recipient alone, by its id.
    pub(super) about: HashMap<String, Vec<Diagnostic>>,
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
    pub(super) emails: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) channel: Option<Channel>,
    /// The language it is written to in; `None` where there are templates in none.
    pub(super) language: Option<String>,
    /// That language, and why it.
    pub(super) choice: Option<Choice>,
    pub(super) documents: usize,
    /// How many problems are about it alone.
    pub(super) problems: usize,
    /// Of which kinds they are.
    pub(super) kinds: BTreeSet<&'static str>,
    pub(super) is_blocked: bool,
    /// Where it is listed.
    pub(super) location: Location,
    /// What a workbook says of it, by the names of the fields; empty where it can be changed here.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What names it, in all languages, folded.
    named: String,
}

impl Row {
    /// Whether each word that is searched for occurs in what names the recipient.
    pub(super) fn is_about(&self, searched: &[String]) -> bool {
        searched.iter().all(|word| self.named.contains(word.as_str()))
    }
}

/// The words of what is searched for, as they are compared.
pub(super) fn words_of(searched: &str) -> Vec<String> {
    fold(searched).split_whitespace().map(str::to_owned).collect()
}

/// A text as it is compared: case and accents say nothing.
pub(super) fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// How long a page waits for what is being read anew, before it shows what was read last.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was read last, and of which files.
#[derive(Debug, Default)]
pub(super) struct Reading(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    kept: Mutex<Kept>,
    /// Held by who reads.
    turn: Mutex<()>,
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
}

impl Reading {
    /// The mailing as it is now.
    pub(super) fn get(&self, source: &Source) -> Arc<Read> {
        self.0.get(source)
    }

    /// The mailing as it is now, or else, where reading it takes long, as it was read last; whether it is as it is now.
    pub(super) fn get_soon(&self, source: &Source) -> (Arc<Read>, bool) {
        let kept = self.0.kept(source);
        let Some(last) = kept.read else { return (self.0.get(source), true) };
        if Look::at(&kept.places, None) == kept.look {
            return (last, true);
        }
        // What is being read already was waited for by who asked first.
        if matches!(self.0.turn.try_lock(), Err(TryLockError::WouldBlock)) {
            return (last, false);
        }
        let (sender, receiver) = mpsc::channel();
        let (shared, own) = (Arc::clone(&self.0), source.clone());
        let begun = std::thread::Builder::new().spawn(move || {
            // Nobody may wait any more.
            let _ = sender.send(shared.get(&own));
        });
        match begun.ok().and_then(|_| receiver.recv_timeout(PATIENCE).ok()) {
            Some(read) => (read, true),
            None => (last, false),
        }
    }
}

impl Shared {
    fn kept(&self, source: &Source) -> Kept {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.places.insert(source.root.join(&source.file));
        kept.clone()
    }

    fn get(&self, source: &Source) -> Arc<Read> {
        // Who asks meanwhile waits for what is being read.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.kept(source);
        if let Some(read) = kept.read.filter(|_| Look::at(&kept.places, None) == kept.look) {
            return read;
        }
        // The files are looked at before they are read: what is saved meanwhile is seen the next time.
        let Source { root, file, threads, isolation } = source;
        let mailing = mailing::read_with_gaps(root, file).value;
        let mut places = mailing.as_ref().map_or(kept.places, |mailing| mailing.places(root));
        places.insert(root.join(file));
        let look = Look::at(&places, None);
        // What is still to be filled in is told by the plan.
        let mailing = mailing.filter(|mailing| mailing.gaps().is_empty());
        let read = Arc::new(read(root, file, mailing, *threads, isolation));
        let new = Kept { places, look, read: Some(Arc::clone(&read)) };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = new;
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
        choice: planned.language.clone(),
        emails: recipient.emails.clone(),
        documents: planned.documents.len(),
        problems: problems.len(),
        kinds: problems.iter().map(|problem| problem.code.name).collect(),
        location: recipient.location.clone(),
        facts: facts(recipient),
        is_blocked: planned.is_blocked() || problems.iter().any(stops),
    }
}

/// A recipient that cannot be read.
fn unread_row(id: &str, problems: &Problems) -> Row {
    let location = problems.iter().find_map(|problem| problem.location.clone());
    Row {
        id: id.to_owned(),
        state: None,
        names: Vec::new(),
        addressee: None,
        emails: Vec::new(),
        groups: Vec::new(),
        channel: None,
        language: None,
        choice: None,
        documents: 0,
        problems: problems.iter().count(),
        kinds: problems.iter().map(|problem| problem.code.name).collect(),
        is_blocked: true,
        location: location.unwrap_or_else(|| Location::file("")),
        facts: Vec::new(),
        named: fold(id),
    }
}

/// What a workbook says of a recipient.
fn facts(recipient: &Recipient) -> Vec<(&'static str, String)> {
    if !matches!(recipient.location.place, Some(Place::Cell { .. })) {
        return Vec::new();
    }
    let join = |texts: &mut dyn Iterator<Item = &str>| texts.collect::<Vec<_>>().join("; ");
    let channels: Vec<&str> = recipient.channels.iter().map(|channel| channel.name()).collect();
    let languages: Vec<&str> = recipient.languages.iter().map(|language| language.value.as_str()).collect();
    let address: Vec<String> = recipient.address.all().map(|lines| lines.join(", ")).collect();
    let all = [
        ("id", recipient.id.value.clone()),
        ("kind", recipient.kind.name().to_owned()),
        ("iso", recipient.iso.as_ref().map(|iso| iso.value.clone()).unwrap_or_default()),
        ("group", join(&mut recipient.group.iter())),
        ("addressee.name", recipient.addressee.name.clone().unwrap_or_default()),
        ("addressee.office", recipient.addressee.office.value.clone()),
        ("ministry", join(&mut recipient.ministry.texts())),
        ("address", address.join("; ")),
        ("city", join(&mut recipient.city.texts())),
        ("channels", channels.join("; ")),
        ("emails", recipient.emails.join("; ")),
        ("fax", recipient.fax.clone().unwrap_or_default()),
        ("telephone", recipient.telephone.clone().unwrap_or_default()),
        ("languages", languages.join("; ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
