//! The archives of one mailing, side by side in its output folder: the first, and each that was made after the one before it had
//! gone out.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::owner;
use crate::archive::format::layout::{self, edition_name, edition_of};
use crate::beneath::{FileKind, Folder};
use crate::names::safe_file_name;
use crate::register::Register;

/// What has the name of an edition, by number, and whether it is an archive of the mailing.
#[derive(Debug)]
pub(super) struct Editions(BTreeMap<u32, bool>);

impl Editions {
    /// Finds the editions of the mailing with this reference.
    pub(super) fn find(output: &Folder, reference: &str) -> io::Result<Self> {
        let base = safe_file_name(reference);
        let mut editions = BTreeMap::new();
        for found in output.list()? {
            let Some(number) = edition_of(&base, &found.name) else { continue };
            let is_archive = || {
                let manifest = format!("{}/{}", found.name, layout::MANIFEST);
                output.look_up(&manifest).is_ok_and(|found| found == Some(FileKind::File))
                    && (number == 1
                        || owner::find(output, &found.name).is_some_and(|owner| owner == reference))
            };
            editions.insert(number, found.kind == FileKind::Folder && is_archive());
        }
        Ok(Self(editions))
    }

    /// The number of the newest archive.
    pub(super) fn newest(&self) -> Option<u32> {
        self.0.iter().rev().find(|(_, is_archive)| **is_archive).map(|(number, _)| *number)
    }

    /// The number of the next archive: one that nothing has, and that no archive had which has gone out.
    pub(super) fn next(&self, register: &Register) -> u32 {
        let base = register.reference().map(safe_file_name).unwrap_or_default();
        let released = register.archives().iter().filter_map(|archive| edition_of(&base, &archive.folder));
        released.chain(self.0.keys().copied()).max().unwrap_or_default().saturating_add(1)
    }
}

/// The folder of the newest archive of the mailing with this reference, in its output folder; `None` if there is none.
#[must_use]
pub fn find_newest(output: &Path, reference: &str) -> Option<PathBuf> {
    let newest = Editions::find(&Folder::open(output).ok()?, reference).ok()?.newest()?;
    Some(output.join(edition_name(&safe_file_name(reference), newest)))
}

/// The folders of all archives of the mailing with this reference, in its output folder, the newest first.
#[must_use]
pub fn find_all(output: &Path, reference: &str) -> Vec<PathBuf> {
    let Some(Editions(found)) =
        Folder::open(output).ok().and_then(|folder| Editions::find(&folder, reference).ok())
    else {
        return Vec::new();
    };
    let base = safe_file_name(reference);
    let archives = found.iter().rev().filter(|(_, is_archive)| **is_archive);
    archives.map(|(number, _)| output.join(edition_name(&base, *number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_an_archive_of_the_mailing_and_the_next_has_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Folder::open(folder.path()).expect("a folder");
        let register = Register::new("A/1");
        let find = || Editions::find(&output, "A/1").expect("a list");
        assert_eq!((find().newest(), find().next(&register)), (None, 1));
        let make = |name: &str, reference: Option<&str>| {
            let made = output.make_folder(name).expect("a folder");
            if let Some(reference) = reference {
                let manifest = format!("{{\"reference\": \"{reference}\", \"files\": []}}");
                made.write_own(layout::MANIFEST, manifest.as_bytes()).expect("a file");
            }
        };
        make("A-1", Some("A/1"));
        make("A-1.2", Some("A/1"));
        assert_eq!((find().newest(), find().next(&register)), (Some(2), 3));
        // Somebody's folder, another mailing's archive, and names of no edition.
        make("A-1.3", None);
        make("A-1.4", Some("A-1.4"));
        for name in ["A-1.05", "A-1.x", "A-1.1", "A-1-7", "A-1.99999999999"] {
            make(name, Some("A/1"));
        }
        assert_eq!((find().newest(), find().next(&register)), (Some(2), 5));
        assert_eq!(find_newest(folder.path(), "A/1"), Some(folder.path().join("A-1.2")));
        assert_eq!(find_newest(folder.path(), "B"), None);
        assert_eq!(find_all(folder.path(), "A/1"), ["A-1.2", "A-1"].map(|name| folder.path().join(name)));
        assert!(find_all(folder.path(), "B").is_empty());
    }
}
