//! Approving an archive: by one person or by several, for all of it or some channels and languages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::append::Ledger;
use super::approval::{Approval, approvals};
use super::entry::LedgerEntry;
use super::event::LedgerEvent;
use crate::archive::{self, Lock, Manifest, Owner, layout};
use crate::batch::{self, Frozen};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean, path_text};
use crate::mailing::{self, Mailing};
use crate::pack::{groups, sendings};
use crate::recipient::Channel;

/// What a person approves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToApprove {
    /// SHA-256 of the manifest of the archive that the person has looked at; the newest, whichever that is, where it is `None`.
    pub archive: Option<String>,
    /// Who approves: a name. `None` releases the archive without one, where the mailing asks for one approval.
    pub by: Option<String>,
    /// The channels; all where there are none.
    pub channels: Vec<Channel>,
    /// The languages; all where there are none.
    pub languages: Vec<String>,
    /// Whether languages that were made although their translation was stale go out.
    pub allows_stale: bool,
    /// Whether the others go out although some recipients are blocked.
    pub allows_incomplete: bool,
    /// What the person adds.
    pub text: Option<String>,
}

/// What came of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// The folder of the archive, as seen from the mailing's.
    pub folder: PathBuf,
    /// SHA-256 of its manifest, which is what was approved.
    pub archive: String,
    /// How many persons approved all of it, and how many the mailing asks for.
    pub persons: (usize, usize),
    /// Whether the same person approved the same before; nothing was booked then.
    pub is_known: bool,
    /// The numbers that are frozen, once as many approved it as the mailing asks for.
    pub frozen: Option<Frozen>,
    /// The path of the ledger.
    pub ledger: PathBuf,
}

/// Approves the newest archive of a mailing at `now`: books who approved which archive, by its hash. Once all of it is approved by as
/// many persons as the mailing asks for, the archive is released: it stays as it is, and its numbers are frozen.
///
/// # Errors
///
/// There is no archive, it is not as it was made, incomplete or in a stale language, or a file cannot be read or written.
pub fn approve(root: &Path, file: &str, wanted: ToApprove, now: Timestamp) -> Result<Approved, Problems> {
    let wanted = &wanted.ordered();
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
    check_name(wanted, &mailing, file)?;
    let (lock, folder) = lock_newest(root, file, &mailing)?;
    let reference = mailing.reference.value.as_str();
    let opened = batch::open_archive(root, &folder)?;
    let archive = opened.manifest_sha256().to_owned();
    check_archive(wanted, &archive, &folder)?;
    let problems = check(opened.manifest(), wanted, &folder);
    if problems.has_errors() {
        return Err(problems);
    }
    let mut ledger = Ledger::open(&root.join(&mailing.output), reference, lock, now)?;
    let is_known =
        approvals(ledger.entries(), &archive).has(wanted.by.as_deref(), &wanted.channels, &wanted.languages);
    if !is_known {
        ledger.append(LedgerEntry {
            by: wanted.by.as_deref().map(str::trim).map(str::to_owned),
            channels: wanted.channels.clone(),
            languages: wanted.languages.clone(),
            text: describe(opened.manifest(), wanted),
            ..LedgerEntry::new(LedgerEvent::Approved, &archive, now)
        })?;
    }
    let needed = mailing.dispatch.approvals.value as usize;
    let given = approvals(ledger.entries(), &archive);
    let persons = count_whole(&given, opened.manifest(), needed);
    let frozen = match persons >= needed {
        true => Some(batch::freeze(root, &folder, &opened, &now.to_string())?),
        false => None,
    };
    let ledger = super::file::path(Path::new(&mailing.output), reference);
    Ok(Approved { folder, archive, persons: (persons, needed), is_known, frozen, ledger })
}

impl ToApprove {
    /// Channels and languages in their order, each once: the same approval is written in the same way.
    fn ordered(mut self) -> Self {
        self.channels.sort();
        self.channels.dedup();
        self.languages.sort();
        self.languages.dedup();
        self
    }
}

/// How many persons approved all of an archive, where so many are needed.
#[must_use]
pub fn count_whole(given: &Approval<'_>, manifest: &Manifest, needed: usize) -> usize {
    let groups = groups(sendings(manifest));
    groups
        .into_iter()
        .map(|group| given.count(group.channel, group.language, needed))
        .min()
        .unwrap_or_default()
}

/// Refuses to approve another archive than the one that the person has looked at.
fn check_archive(wanted: &ToApprove, archive: &str, folder: &Path) -> Result<(), Diagnostic> {
    if wanted.archive.as_deref().is_none_or(|seen| seen == archive) {
        return Ok(());
    }
    let message = "the archive is no longer the one that was looked at: the mailing was built again since";
    Err(Diagnostic::new(codes::APPROVAL, message)
        .with_location(Location::file(path_text(&folder.join(layout::MANIFEST))))
        .with_hint("look at the new one, and approve that"))
}

/// Refuses an approval that names nobody, unless it is a release and one approval is enough.
fn check_name(wanted: &ToApprove, mailing: &Mailing, file: &str) -> Result<(), Diagnostic> {
    let needed = &mailing.dispatch.approvals;
    match &wanted.by {
        Some(by) if by.trim().is_empty() => {
            let problem = Diagnostic::new(codes::APPROVAL, "nobody is named who approves").with_field("--by");
            Err(problem.with_hint("give your name: `--by \"Anna Martin\"`"))
        }
        None if needed.value > 1 => {
            let message =
                format!("the mailing asks for {} approvals, and each names who gives it", needed.value);
            Err(Diagnostic::new(codes::APPROVAL, message)
                .with_location(needed.location(file))
                .with_field("dispatch.approvals")
                .with_hint("give your name: `--by \"Anna Martin\"`"))
        }
        _ => Ok(()),
    }
}

/// What the entry says besides who approved what: what was approved although something was to be said of it.
fn describe(manifest: &Manifest, wanted: &ToApprove) -> Option<String> {
    let stale = wanted.allows_stale.then(|| stale(manifest, wanted)).filter(|stale| !stale.is_empty());
    let stale = stale.map(|languages| format!("although stale: {}", languages.join(", ")));
    let blocked = manifest.reconciliation.blocked.len();
    let blocked =
        (wanted.allows_incomplete && blocked > 0).then(|| format!("although {blocked} are blocked"));
    let unnamed = wanted.by.is_none().then(|| "released; no name was given".to_owned());
    let parts: Vec<String> =
        unnamed.into_iter().chain(wanted.text.clone()).chain(stale).chain(blocked).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The stale languages among those that are approved.
fn stale<'a>(manifest: &'a Manifest, wanted: &ToApprove) -> Vec<&'a str> {
    let is_wanted = |tag: &&String| wanted.languages.is_empty() || wanted.languages.contains(tag);
    manifest.stale_languages.iter().filter(is_wanted).map(String::as_str).collect()
}

fn check(manifest: &Manifest, wanted: &ToApprove, folder: &Path) -> Problems {
    let at = Location::file(path_text(&folder.join(layout::MANIFEST)));
    let refuse = |message: String, hint: String| {
        Diagnostic::new(codes::APPROVAL, message).with_location(at.clone()).with_hint(hint)
    };
    let mut problems = Problems::new();
    let blocked = manifest.reconciliation.blocked.len();
    if blocked > 0 && !wanted.allows_incomplete {
        let message = format!("the archive is incomplete: {blocked} of its recipients are blocked");
        problems.push(refuse(
            message,
            "mend them and build again, or send the others with `--allow-incomplete`".to_owned(),
        ));
    }
    let stale = stale(manifest, wanted);
    if !stale.is_empty() && !wanted.allows_stale {
        let message = format!("it was made although the translation is not up to date: {}", stale.join(", "));
        let hint = "have it translated and build again, name other languages with `--language`, or use `--allow-stale`";
        problems.push(refuse(message, hint.to_owned()));
    }
    let found = groups(sendings(manifest));
    let channels: BTreeSet<Channel> = found.iter().map(|group| group.channel).collect();
    let languages: BTreeSet<&str> = found.iter().map(|group| group.language).collect();
    for channel in wanted.channels.iter().filter(|channel| !channels.contains(channel)) {
        let known: Vec<&str> = channels.iter().map(|channel| channel.name()).collect();
        let message = format!("the archive has nothing that goes by {}", channel.name());
        problems.push(refuse(message, format!("it has {}", known.join(", "))));
    }
    for language in wanted.languages.iter().filter(|tag| !languages.contains(tag.as_str())) {
        let message = format!("the archive has nothing in `{language}`");
        problems.push(refuse(message, did_you_mean(language, languages.iter().copied())));
    }
    problems
}

/// Opens the ledger of a mailing and its newest archive, to book something.
///
/// # Errors
///
/// There is no archive, it or the ledger cannot be read, or another command is at work on the mailing.
pub fn open(root: &Path, file: &str, now: Timestamp) -> Result<(Ledger, archive::Opened), Problems> {
    open_with(root, file, now, |folder| Ok(archive::Opened::open(&root.join(folder))?))
}

/// The same, once all of the archive is as it was made.
///
/// # Errors
///
/// As [`open`], or the archive is not as it was made.
pub fn open_sound(root: &Path, file: &str, now: Timestamp) -> Result<(Ledger, archive::Opened), Problems> {
    open_with(root, file, now, |folder| batch::open_archive(root, folder))
}

fn open_with(
    root: &Path,
    file: &str,
    now: Timestamp,
    open: impl FnOnce(&Path) -> Result<archive::Opened, Problems>,
) -> Result<(Ledger, archive::Opened), Problems> {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
    let (lock, folder) = lock_newest(root, file, &mailing)?;
    let reference = mailing.reference.value.as_str();
    let opened = open(&folder)?;
    let ledger = Ledger::open(&root.join(&mailing.output), reference, lock, now)?;
    Ok((ledger, opened))
}

/// Takes the lock of a mailing and finds its newest archive. Nothing is made where there is none.
fn lock_newest(root: &Path, file: &str, mailing: &Mailing) -> Result<(Lock, PathBuf), Diagnostic> {
    let reference = mailing.reference.value.as_str();
    let first = layout::archive_folder(&mailing.output, reference);
    batch::find_archive(root, &mailing.output, &first, reference)?;
    let owner = Owner { reference: reference.to_owned(), file: Some(root.join(file)) };
    let lock = Lock::take(&root.join(&first), &owner)?;
    Ok((lock, batch::find_archive(root, &mailing.output, &first, reference)?))
}
