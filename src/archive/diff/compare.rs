//! The comparison of two manifests, file by file.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Change, ChangeReason, ChangedBlock, ChangedEnclosure, Diff, DocumentVersion, How};
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::manifest::Manifest;

/// What identifies a document: recipient, document, language, whom it is a copy for, and its number among equal ones.
type Key<'a> = ([&'a str; 3], Option<&'a str>, usize);

/// Something in the old archive and in the new one.
type Pair<T> = (Option<T>, Option<T>);

/// Compares the documents; `altered` are the recipients whose files were altered.
pub(super) fn compare_documents(old: &Manifest, new: &Manifest, altered: &BTreeSet<&str>, diff: &mut Diff) {
    let has_new_key = old.form_key.is_some() && new.form_key.is_some() && old.form_key != new.form_key;
    let pairs = pair(key_documents(&old.files), key_documents(&new.files));
    for ((known, copy_to, _), (old, new)) in pairs {
        let [recipient, document, locale] = known.map(str::to_owned);
        let (how, reasons) = match (old, new) {
            (Some(old), Some(new)) => {
                let reasons = find_reasons(old, new, altered.contains(recipient.as_str()), has_new_key);
                let is_moved = reasons.is_empty() && old.path != new.path;
                (if is_moved { How::Moved } else { How::Changed }, reasons)
            }
            (None, _) => (How::Added, explain_missing(&recipient, altered)),
            (_, None) => (How::Removed, explain_missing(&recipient, altered)),
        };
        if how == How::Changed && reasons.is_empty() {
            diff.unchanged += 1;
            continue;
        }
        let copy_to = copy_to.map(str::to_owned);
        let (old, new) = (old.map(describe), new.map(describe));
        diff.changes.push(Change { recipient, document, locale, copy_to, how, reasons, old, new });
    }
}

/// Why a document is in one archive only: unknown, unless it was altered.
fn explain_missing(recipient: &str, altered: &BTreeSet<&str>) -> Vec<ChangeReason> {
    if altered.contains(recipient) { vec![ChangeReason::Altered] } else { Vec::new() }
}

fn describe(entry: &Entry) -> DocumentVersion {
    DocumentVersion { path: entry.path.to_string(), serial: entry.serial.clone() }
}

/// Compares the enclosures.
pub(super) fn compare_enclosures(old: &Manifest, new: &Manifest, diff: &mut Diff) {
    let (was, is) = (list_recipients(old), list_recipients(new));
    for (path, (old, new)) in pair_by_path(old, new, |role| role == Role::Enclosure) {
        let Some(how) = compare_hashes(old, new) else { continue };
        let goes_to = if how == How::Removed { &was } else { &is };
        let recipients = goes_to.get(path).map_or(0, BTreeSet::len);
        diff.enclosures.push(ChangedEnclosure { path: path.to_owned(), how, recipients });
    }
}

/// Counts the changed files that are neither documents nor enclosures.
pub(super) fn compare_others(old: &Manifest, new: &Manifest, diff: &mut Diff) {
    let is_other = |role| !matches!(role, Role::Document | Role::Enclosure);
    for (old, new) in pair_by_path(old, new, is_other).into_values() {
        match compare_hashes(old, new) {
            Some(How::Added) => diff.others.added += 1,
            Some(How::Removed) => diff.others.removed += 1,
            Some(How::Changed | How::Moved) => diff.others.changed += 1,
            None => {}
        }
    }
}

/// Compares the recipients that are blocked.
pub(super) fn compare_blocked(old: &Manifest, new: &Manifest, diff: &mut Diff) {
    let list = |manifest: &Manifest| {
        let blocked = manifest.reconciliation.blocked.clone();
        blocked.into_iter().map(|blocked| (blocked.recipient, blocked.reasons))
    };
    for (recipient, (old, new)) in pair(list(old), list(new)) {
        if old != new {
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            diff.blocked.push(ChangedBlock { recipient, old, new });
        }
    }
}

/// Pairs what has the same key in both.
fn pair<K: Ord, T>(
    old: impl IntoIterator<Item = (K, T)>,
    new: impl IntoIterator<Item = (K, T)>,
) -> BTreeMap<K, Pair<T>> {
    let mut pairs: BTreeMap<K, Pair<T>> = BTreeMap::new();
    for (key, value) in old {
        pairs.entry(key).or_insert((None, None)).0 = Some(value);
    }
    for (key, value) in new {
        pairs.entry(key).or_insert((None, None)).1 = Some(value);
    }
    pairs
}

/// The documents with their keys.
fn key_documents(files: &[Entry]) -> Vec<(Key<'_>, &Entry)> {
    let mut seen: BTreeMap<([&str; 3], Option<&str>), usize> = BTreeMap::new();
    let documents = files.iter().filter(|entry| entry.role == Role::Document);
    let keyed = documents.map(|entry| {
        let known = [&entry.recipient, &entry.document, &entry.locale];
        let known = known.map(|part| part.as_deref().unwrap_or_default());
        let count = seen.entry((known, entry.copy_to.as_deref())).or_default();
        *count += 1;
        ((known, entry.copy_to.as_deref(), *count), entry)
    });
    keyed.collect()
}

fn pair_by_path<'a>(
    old: &'a Manifest,
    new: &'a Manifest,
    wanted: impl Fn(Role) -> bool,
) -> BTreeMap<&'a str, Pair<&'a Entry>> {
    let list = |manifest: &'a Manifest| {
        let files = manifest.files.iter().filter(|entry| wanted(entry.role));
        files.map(|entry| (entry.path.as_str(), entry)).collect::<Vec<_>>()
    };
    pair(list(old), list(new))
}

/// How a file known by its path changed; `None` if it did not.
fn compare_hashes(old: Option<&Entry>, new: Option<&Entry>) -> Option<How> {
    match (old, new) {
        (None, _) => Some(How::Added),
        (_, None) => Some(How::Removed),
        (Some(old), Some(new)) => (old.sha256 != new.sha256).then_some(How::Changed),
    }
}

/// The recipients each enclosure goes to, by its path.
fn list_recipients(manifest: &Manifest) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in &manifest.files {
        for path in &entry.enclosures {
            found.entry(path).or_default().extend(entry.recipient.as_deref());
        }
    }
    found
}

/// Why a document is not the same. What it was made from counts only if its bytes differ.
fn find_reasons(old: &Entry, new: &Entry, is_altered: bool, has_new_key: bool) -> Vec<ChangeReason> {
    let mut reasons = Vec::new();
    if old.sha256 != new.sha256 {
        reasons.extend(compare_sources(old, new));
        if reasons.is_empty() && !is_altered {
            let is_known = old.sources.is_some() && new.sources.is_some();
            reasons.push(match (is_known, has_new_key) {
                (false, _) => ChangeReason::Unknown,
                (true, true) => ChangeReason::Key,
                (true, false) => ChangeReason::Tool,
            });
        }
    }
    let mut add = |differs: bool, reason| {
        if differs {
            reasons.push(reason);
        }
    };
    add(old.serial != new.serial, ChangeReason::Serial);
    add(old.replaces != new.replaces, ChangeReason::Replaces);
    add(old.channel != new.channel, ChangeReason::Channel);
    add(old.addressee != new.addressee, ChangeReason::Addressee);
    add(old.copies != new.copies, ChangeReason::Copies);
    add(old.enclosures != new.enclosures, ChangeReason::Enclosures);
    add(old.courtesy != new.courtesy, ChangeReason::Courtesy);
    if is_altered && (old.sha256 != new.sha256 || old.path != new.path || !reasons.is_empty()) {
        reasons.insert(0, ChangeReason::Altered);
    }
    reasons
}

/// Which of the things it was made from differ.
fn compare_sources(old: &Entry, new: &Entry) -> Vec<ChangeReason> {
    let (Some(old), Some(new)) = (&old.sources, &new.sources) else { return Vec::new() };
    let sources = [
        (&old.data, &new.data, ChangeReason::Data),
        (&old.template, &new.template, ChangeReason::Template),
        (&old.locale, &new.locale, ChangeReason::Language),
        (&old.fonts, &new.fonts, ChangeReason::Fonts),
    ];
    sources.into_iter().filter(|(old, new, _)| old != new).map(|(.., reason)| reason).collect()
}
