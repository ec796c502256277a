//! Which files a mailing is made from, and whether one of them was saved.
//!
//! Files are looked at: their names, sizes and times. That works on every file system, and a mailing has few.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::model::Mailing;

/// How deep folders are looked through: those of templates have few in each other.
const DEEPEST: usize = 8;

/// What is known of each file, by its path; it differs from an earlier one if a file was saved, added or removed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Look {
    /// Looks at files, and at all beneath folders; `made` is a folder whose files are none of the mailing's.
    #[must_use]
    pub fn at(places: &BTreeSet<PathBuf>, made: Option<&Path>) -> Self {
        let made = made.and_then(|made| made.canonicalize().ok());
        let mut look = Self::default();
        for place in places {
            look.add(place, made.as_deref(), DEEPEST);
        }
        look
    }

    /// How many files there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds a file, or the files beneath a folder; a file that is not there is one that has not been saved yet.
    fn add(&mut self, path: &Path, made: Option<&Path>, depth: usize) {
        let Ok(metadata) = fs::metadata(path) else { return };
        if !metadata.is_dir() {
            self.0.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
            return;
        }
        let is_made = made.is_some_and(|made| path.canonicalize().is_ok_and(|path| path == made));
        let Some(depth) = depth.checked_sub(1).filter(|_| !is_made) else { return };
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // Programs keep what is not saved yet in such files.
            if !name.starts_with(['.', '~', '#']) && !name.ends_with('~') {
                self.add(&entry.path(), made, depth);
            }
        }
    }
}

impl Mailing {
    /// The files and folders that the mailing is made from, besides its own file.
    #[must_use]
    pub fn places(&self, root: &Path) -> BTreeSet<PathBuf> {
        let lists = self.recipients.iter().flat_map(|source| source.value.files().map(str::to_owned));
        let assets = self.assets.iter().map(|(_, asset)| asset.file.value.clone());
        lists.chain(assets).chain([self.templates.value.clone()]).map(|name| root.join(name)).collect()
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
        let seen = || Look::at(&places, Some(made.path()));
        let before = seen();
        assert_eq!(before.0.keys().collect::<Vec<_>>(), [&at("a.hbs")]);
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
    }
}
