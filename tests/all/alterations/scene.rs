//! Archives to alter, in one ZIP file and in volumes, with a pack; and ways to alter them.

use convoke::digest::hash_bytes;
use std::fs;
use std::path::{Path, PathBuf};

use convoke::archive::{Opened, PackFile, PackKind, PackList};
use convoke::recipient::Channel;
use serde_json::Value;

use super::{ARCHIVE, MANIFEST, ZIP};
use crate::broken::archives::{Files, content, pack, unpack};
use crate::diff::copy;
use crate::folder::Folder;

/// Whole archives, that of one mailing and that of another, each in one ZIP file and in volumes; and copies to alter.
pub(super) struct Scene {
    pub(super) folder: Folder,
    /// Path in the archive of the letter that is altered, and of another.
    pub(super) letters: [String; 2],
}

impl Scene {
    pub(super) fn new() -> Self {
        let folder = Folder::started();
        for name in ["whole", "other"] {
            if name == "other" {
                folder.edit("recipients/ministries.yaml", "Banjul, THE GAMBIA", "Bakau, THE GAMBIA");
            }
            folder.run(&["build"]).ends_with(0);
            copy(&folder.path(ARCHIVE), &folder.path(name));
            write_pack(&folder.path(name));
            folder.run(&["build", "--volume-size", "4"]).ends_with(0);
            copy(&folder.path(ARCHIVE), &folder.path(&format!("{name}-volumes")));
        }
        let manifest: Value = serde_json::from_str(&folder.read("whole/manifest.json")).expect("JSON");
        let files = manifest["files"].as_array().expect("files");
        let letters = ["FRA", "KEN"].map(|recipient| {
            let is_letter = |file: &&Value| file["recipient"] == recipient && file["document"] == "letter";
            files.iter().find(is_letter).expect("a letter")["path"].as_str().expect("a path").to_owned()
        });
        Self { folder, letters }
    }

    pub(super) fn letter(&self) -> &str {
        &self.letters[0]
    }

    /// A file of the copy.
    pub(super) fn altered(&self, name: &str) -> PathBuf {
        self.folder.path("altered").join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        convoke::input::write_atomically(&self.altered(name), bytes).expect("written");
    }

    /// Changes the bytes of a file of the copy.
    pub(super) fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.altered(name)).expect("a file");
        change(&mut bytes);
        self.write(name, &bytes);
    }

    /// Flips a bit in the middle of a file, where its bytes stand in the ZIP file.
    pub(super) fn flip(&self, name: &str) {
        let inside = fs::read(self.altered(name)).expect("a file");
        self.change(ZIP, |bytes| {
            let at = position(bytes, &inside) + inside.len() / 2;
            bytes[at] ^= 1;
        });
    }

    /// Puts the ZIP file together anew from changed files.
    pub(super) fn repack(&self, change: impl FnOnce(&mut Files)) {
        self.change(ZIP, |bytes| {
            let mut files = unpack(bytes);
            change(&mut files);
            *bytes = pack(&files);
        });
    }

    /// Edits the manifest in the ZIP file.
    pub(super) fn edit(&self, edit: impl FnOnce(&mut Value)) {
        self.repack(|files| edited(content(files, MANIFEST), edit));
    }

    /// Edits what the manifest in the ZIP file says of the letter.
    pub(super) fn edit_letter(&self, key: &str, value: &str) {
        self.edit(|manifest| letter_of(manifest, self.letter())[key] = value.into());
    }

    pub(super) fn pack_list(&self, change: impl FnOnce(&mut PackList)) {
        self.change("pack/pack.json", |bytes| {
            let mut list = PackList::read(bytes.as_slice()).expect("a list");
            change(&mut list);
            bytes.clear();
            list.write_json(bytes).expect("written");
        });
    }
}

pub(super) fn letter_of<'a>(manifest: &'a mut Value, path: &str) -> &'a mut Value {
    let files = manifest["files"].as_array_mut().expect("files");
    files.iter_mut().find(|file| file["path"] == path).expect("the letter")
}

pub(super) fn edited(bytes: &mut Vec<u8>, edit: impl FnOnce(&mut Value)) {
    let mut manifest = serde_json::from_slice(bytes).expect("JSON");
    edit(&mut manifest);
    *bytes = serde_json::to_vec_pretty(&manifest).expect("JSON");
    bytes.push(b'\n');
}

pub(super) fn position(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|window| window == needle).expect("the bytes")
}

/// A pack as small as can be: a file for each channel.
fn write_pack(archive: &Path) {
    let opened = Opened::open(archive).expect("an archive");
    let mut list = PackList::new(&opened.manifest().reference, opened.manifest_sha256(), Vec::new());
    for (channel, language, kind) in [
        (Channel::Pouch, "fr", PackKind::PrintRun),
        (Channel::Post, "en", PackKind::PrintRun),
        (Channel::EMail, "en", PackKind::EMail),
    ] {
        let path = format!("{}/{language}/all.txt", channel.name());
        let bytes = path.as_bytes();
        convoke::input::write_atomically(&archive.join(PackList::FOLDER).join(&path), bytes)
            .expect("written");
        list.files.push(PackFile {
            sha256: hash_bytes(bytes),
            bytes: bytes.len() as u64,
            kind,
            channel: Some(channel),
            language: Some(language.into()),
            recipients: 1,
            pages: None,
            path: path.parse().expect("a path"),
        });
    }
    let mut json = Vec::new();
    list.write_json(&mut json).expect("written");
    convoke::input::write_atomically(&archive.join(PackList::FOLDER).join(PackList::FILE), &json)
        .expect("written");
}
