//! Doing something again whenever a file of the mailing was saved.
//!
//! Files are looked at a few times a second: their names, sizes and times. That works on every file system, and a mailing has few.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::outcome::Outcome;
use super::setting::Setting;
use super::text::{DIM, Text};
use super::{interrupt, render};
use crate::diagnostic::counted;
use crate::mailing;
use crate::typeset;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(200);

/// How deep folders are looked through: those of templates have few in each other.
const DEEPEST: usize = 8;

/// What is known of each file, by its path.
type Look = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Does the work now and after each change of a file of the mailing, until interrupted; what goes wrong is told, and the next change
/// awaited. `made` is a folder that the work writes to, whose files are none of the mailing's.
pub(super) fn repeat(setting: &Setting, made: Option<&Path>, work: impl Fn() -> Outcome) -> Outcome {
    interrupt::listen();
    let mut places = BTreeSet::new();
    loop {
        places = find_places(setting, places);
        let before = look(&places, made);
        let outcome = work();
        typeset::evict();
        if render::is_lost() {
            return outcome;
        }
        let told = format!("watching {}; Ctrl-C ends", counted(before.len(), "file"));
        render::err(Text::new().paint(DIM, told).end());
        await_change(&before, || look(&places, made));
    }
}

/// Waits for a look that differs from that before and is the same twice, as it is once a program has saved all of its files.
fn await_change(before: &Look, look: impl Fn() -> Look) {
    let mut last = before.clone();
    loop {
        std::thread::sleep(PAUSE);
        let now = look();
        if now != *before && now == last {
            return;
        }
        last = now;
    }
}

/// The files and folders that the mailing is made from. While it cannot be read, they are those of before.
fn find_places(setting: &Setting, before: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let file = setting.root.join(&setting.mailing);
    let Some(mailing) = mailing::read(&setting.root, &setting.mailing).value else {
        return before.into_iter().chain([file]).collect();
    };
    let lists = mailing.recipients.iter().flat_map(|source| {
        let source = &source.value;
        [Some(source.file.clone()), source.columns.clone()].into_iter().flatten()
    });
    let assets = mailing.assets.iter().map(|(_, asset)| asset.file.value.clone());
    let named = lists.chain(assets).chain([mailing.templates.value.clone()]);
    named.map(|name| setting.root.join(name)).chain([file]).collect()
}

fn look(places: &BTreeSet<PathBuf>, made: Option<&Path>) -> Look {
    let made = made.and_then(|made| made.canonicalize().ok());
    let mut seen = Look::new();
    for place in places {
        add(place, made.as_deref(), DEEPEST, &mut seen);
    }
    seen
}

/// Adds a file, or the files beneath a folder; a file that is not there is one that has not been saved yet.
fn add(path: &Path, made: Option<&Path>, depth: usize, seen: &mut Look) {
    let Ok(metadata) = fs::metadata(path) else { return };
    if !metadata.is_dir() {
        seen.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
        return;
    }
    let is_made = made.is_some_and(|made| path.canonicalize().is_ok_and(|path| path == made));
    let Some(depth) = depth.checked_sub(1).filter(|_| !is_made) else { return };
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Programs keep what is not saved yet in such files.
        if !name.starts_with(['.', '~', '#']) && !name.ends_with('~') {
            add(&entry.path(), made, depth, seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test's own file needs no atomic writing")]
    fn write(path: &Path, text: &str) {
        fs::write(path, text).unwrap();
    }

    #[test]
    fn files_that_are_saved_added_and_removed_are_seen_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let places = BTreeSet::from([folder.path().to_owned(), at("not there")]);
        let made = tempfile::tempdir_in(folder.path()).unwrap();
        write(&at("a.hbs"), "a");
        let seen = || look(&places, Some(made.path()));
        let before = seen();
        assert_eq!(before.keys().collect::<Vec<_>>(), [&at("a.hbs")]);
        for name in [".a.hbs.swp", "~$list.xlsx", "a.hbs~"] {
            write(&at(name), "b");
        }
        write(&made.path().join("FRA.pdf"), "c");
        assert_eq!(seen(), before);
        write(&at("a.hbs"), "saved");
        let saved = seen();
        assert_ne!(saved, before);
        write(&at("b.hbs"), "");
        assert_ne!(seen(), saved);
        await_change(&before, seen);
    }
}
