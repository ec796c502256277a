//! The register's file as any YAML, with every check that keeps numbers sound.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::entry::{MAX_NUMBER, RegisterEntry, Release, ReleasedArchive, is_sha256};
use super::numbers::Register;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::{At, decode};

/// The formats that are read: a register of format 2 knows the key of its forms, one of format 3 the archives that have gone out.
const FORMATS: [u32; 3] = [1, 2, 3];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    reference: String,
    #[serde(default)]
    form_key: Option<String>,
    #[serde(default)]
    archives: Vec<FileArchive>,
    #[serde(default)]
    entries: Vec<FileEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileArchive {
    folder: String,
    manifest: At<String>,
    at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    number: At<u32>,
    recipient: String,
    #[serde(default)]
    replaces: Option<u32>,
    #[serde(default)]
    released: Option<FileRelease>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRelease {
    at: String,
    documents: BTreeMap<String, String>,
}

/// Reads a register and checks that its numbers can be trusted.
pub(super) fn parse(text: &str, file: &str) -> Checked<Register> {
    let Checked { value, mut problems } = decode::<File>(text, file);
    let Some(read) = value else { return Checked::new(Register::default(), problems) };
    if !FORMATS.contains(&read.format) {
        problems.push(
            Diagnostic::new(codes::REGISTER_FORMAT, format!("format {} is not known", read.format))
                .with_location(Location::file(file))
                .with_hint("this version reads formats 1 to 3; use the convoke that wrote the file"),
        );
    }
    problems.extend(check(&read.entries, file));
    problems.extend(check_archives(&read.archives, file));
    let archives = read.archives.into_iter().map(|FileArchive { folder, manifest, at }| ReleasedArchive {
        folder,
        manifest_sha256: manifest.value,
        at,
    });
    let mut register =
        Register { form_key: read.form_key, archives: archives.collect(), ..Register::new(read.reference) };
    for entry in read.entries {
        let release = entry.released.map(|release| Release { at: release.at, documents: release.documents });
        register.slots.insert(RegisterEntry {
            number: entry.number.value,
            recipient: &entry.recipient,
            replaces: entry.replaces,
            released: release.as_ref(),
        });
    }
    Checked::new(register, problems)
}

/// An archive is known by its manifest alone.
fn check_archives(archives: &[FileArchive], file: &str) -> Problems {
    let wrong = archives.iter().filter(|archive| !is_sha256(&archive.manifest));
    let problems = wrong.map(|FileArchive { folder, manifest, .. }| {
        let message = format!("the hash of the manifest of {folder} is not a SHA-256");
        Diagnostic::new(codes::REGISTER_HASH, message)
            .with_location(manifest.location(file))
            .with_hint("restore the register from version control")
    });
    problems.collect()
}

/// Numbers are unique, and a recipient's later numbers each replace the one before.
fn check(entries: &[FileEntry], file: &str) -> Problems {
    let mut problems = Problems::new();
    let mut numbers = BTreeSet::new();
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sorted: Vec<&FileEntry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.number.value);
    for entry in sorted {
        let FileEntry { number: At { value: number, .. }, recipient, replaces, released } = entry;
        let mut report = |code, message: String, hint: &str| {
            let problem = Diagnostic::new(code, message).with_location(entry.number.location(file));
            problems.push(problem.about(recipient).with_hint(hint));
        };
        if *number == 0 || *number > MAX_NUMBER {
            report(
                codes::REGISTER_NUMBER,
                format!("{number} is not a number a recipient can have"),
                "numbers go from 1 to 9999999",
            );
        }
        if !numbers.insert(*number) {
            report(
                codes::REGISTER_NUMBER_TWICE,
                format!("number {number} is given twice"),
                "restore the register from version control",
            );
        }
        let before = last.insert(recipient, *number);
        if before != *replaces {
            let message = match (before, replaces) {
                (Some(before), None) => format!("{recipient} has the numbers {before} and {number}"),
                (_, Some(replaces)) => {
                    format!("number {number} replaces {replaces}, which is not {recipient}'s last")
                }
                (None, None) => continue,
            };
            report(codes::REGISTER_REPLACES, message, "a later number says which one it `replaces`");
        }
        for (key, hash) in released.iter().flat_map(|release| &release.documents) {
            if !is_sha256(hash) {
                report(
                    codes::REGISTER_HASH,
                    format!("the hash of {key} under number {number} is not a SHA-256"),
                    "restore the register from version control",
                );
            }
        }
    }
    problems
}
