//! The packs that lie in the folder of an archive, and their files as their lists have them.

use std::io::{self, Read as _};
use std::path::Path;

use crate::archive::{PackFile, PackList};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::digest::hash_bytes;

/// A pack that lies in the folder of an archive.
#[derive(Debug)]
pub struct FoundPack {
    /// The name of its folder.
    pub name: String,
    /// Its list; or why it cannot be read.
    pub list: Result<PackList, Diagnostic>,
}

/// Finds the packs in the folder of an archive: the one of all of it first, those made later behind.
#[must_use]
pub fn find_packs(archive: &Path) -> Vec<FoundPack> {
    let Ok(folder) = Folder::open(archive) else { return Vec::new() };
    let is_pack = |name: &str| {
        name.strip_prefix(PackList::FOLDER).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let found = folder.list().unwrap_or_default().into_iter();
    let mut names: Vec<String> = found
        .filter(|found| found.kind == FileKind::Folder && is_pack(&found.name))
        .map(|found| found.name)
        .collect();
    names.sort();
    let packs = names.into_iter().filter_map(|name| {
        let path = format!("{name}/{}", PackList::FILE);
        let list = match folder.open_file(&path) {
            Ok((list, _)) => PackList::read(list),
            // It was not finished, or is something of the office's own.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => Err(unusable(archive, &path, io_text(&error))),
        };
        Some(FoundPack { name, list })
    });
    packs.collect()
}

/// Reads a file of a pack as its list has it.
///
/// # Errors
///
/// It cannot be read, or was altered.
pub fn read_file(archive: &Path, pack: &str, file: &PackFile) -> Result<Vec<u8>, Diagnostic> {
    let path = format!("{pack}/{}", file.path);
    let read = Folder::open(archive).and_then(|folder| {
        let (found, length) = folder.open_file(&path)?;
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(file.bytes)).unwrap_or_default());
        found.take(file.bytes + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    let bytes = read.map_err(|error| unusable(archive, &path, io_text(&error)))?;
    if hash_bytes(&bytes) == file.sha256 {
        Ok(bytes)
    } else {
        Err(unusable(archive, &path, "it was altered".to_owned()))
    }
}

fn unusable(archive: &Path, path: &str, cause: String) -> Diagnostic {
    Diagnostic::new(codes::SEND_PACK, format!("the pack cannot be used ({cause})"))
        .with_location(Location::file(path_text(&archive.join(path))))
        .with_hint("make it again with `convoke pack`")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use std::fs;

    use super::*;
    use crate::archive::PackKind;

    #[test]
    fn packs_are_found_by_their_lists_and_files_read_as_they_were_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let file = |path: &str, text: &str| PackFile {
            path: path.parse().expect("a path"),
            sha256: hash_bytes(text),
            bytes: text.len() as u64,
            kind: PackKind::List,
            channel: None,
            language: None,
            recipients: 1,
            pages: None,
        };
        let list =
            PackList::new("DM-1132", &hash_bytes(""), vec![file("a.csv", "one"), file("b.csv", "two")]);
        for name in ["pack", "pack-undelivered-0003", "pack-notes", "packing", "post"] {
            fs::create_dir(root.join(name)).expect("a folder");
            if name != "pack-notes" {
                let text = serde_json::to_string(&list).expect("JSON");
                fs::write(root.join(name).join("pack.json"), text).expect("a file");
            }
        }
        fs::create_dir(root.join("pack-broken")).expect("a folder");
        fs::write(root.join("pack-broken/pack.json"), "{").expect("a file");
        let found = find_packs(root);
        let names: Vec<(&str, bool)> =
            found.iter().map(|pack| (pack.name.as_str(), pack.list.is_ok())).collect();
        assert_eq!(names, [("pack", true), ("pack-broken", false), ("pack-undelivered-0003", true)]);
        fs::write(root.join("pack/a.csv"), "one").expect("a file");
        fs::write(root.join("pack/b.csv"), "other").expect("a file");
        let read = |number: usize| read_file(root, "pack", &list.files[number]);
        assert_eq!(read(0), Ok(b"one".to_vec()));
        assert!(read(1).is_err_and(|problem| problem.message.contains("altered")));
    }
}
