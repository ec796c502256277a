//! Which archives have gone out, noted beside them too: a register that was lost, or put back to an earlier state, would give their numbers
//! again and have them replaced.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::owner::{ALL, work_on};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::names::safe_file_name;
use crate::register::{self, Register};

/// The note: on each line the hash of a manifest, and the highest number that the register had given then.
const NOTE: &str = "released";
/// The longest note that is read.
const MAX_NOTE: u64 = 1 << 20;

/// Notes in the output folder of a mailing that the archive with this manifest has gone out, with numbers of the register.
///
/// # Errors
///
/// The note cannot be written.
pub(crate) fn note_gone_out(output: &Path, register: &Register, manifest_sha256: &str) -> io::Result<()> {
    let output = Folder::open(output)?;
    let name = safe_file_name(register.reference().unwrap_or_default());
    let work = work_on(&output, &name).or_else(|_| output.make_folder(ALL)?.make_folder(&name))?;
    let noted = read(&work);
    if noted.lines().any(|line| line.starts_with(manifest_sha256)) {
        return Ok(());
    }
    work.write_own(NOTE, format!("{noted}{manifest_sha256} {}\n", highest(register)).as_bytes())
}

/// The highest number that a register has given.
fn highest(register: &Register) -> u32 {
    register.entries().map(|entry| entry.number).max().unwrap_or_default()
}

/// An error of a register that does not know an archive which has gone out.
pub(crate) fn check_register(output: &Path, reference: &str, register: &Register) -> Option<Diagnostic> {
    let folder = Folder::open(output).ok()?;
    let name = safe_file_name(reference);
    let noted = read(&work_on(&folder, &name).ok()?);
    let knows = |line: &str| {
        let (manifest, number) = line.split_once(' ').unwrap_or((line, ""));
        register.has_released(manifest)
            && number.parse::<u32>().is_ok_and(|number| number <= highest(register))
    };
    let is_behind = !noted.lines().all(knows);
    let note: PathBuf = [Path::new(ALL), Path::new(&name), Path::new(NOTE)].iter().collect();
    is_behind.then(|| {
        let message = format!("an archive of `{reference}` has gone out that the register does not know");
        Diagnostic::new(codes::REGISTER_BEHIND, message)
            .with_location(Location::file(register::FILE))
            .with_hint("restore register.yaml from a backup or from version control: its numbers would be given again")
            .with_hint(format!("if nothing has gone out, delete `{}`", path_text(&output.join(note))))
    })
}

fn read(work: &Folder) -> String {
    let mut text = String::new();
    let read = work.open_file(NOTE).and_then(|(file, _)| file.take(MAX_NOTE).read_to_string(&mut text));
    read.map(|_| text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::ReleasedArchive;

    #[test]
    fn a_register_that_does_not_know_what_has_gone_out_is_told() {
        let output = tempfile::tempdir().expect("a folder");
        let hash = "a".repeat(64);
        let mut register = Register::new("A/1");
        let told = |register: &Register| check_register(output.path(), "A/1", register).is_some();
        assert!(!told(&register));
        for _ in 0..2 {
            note_gone_out(output.path(), &register, &hash).expect("a note");
        }
        assert!(told(&register) && check_register(output.path(), "B", &register).is_none());
        register.note_archive(ReleasedArchive {
            folder: "A-1".to_owned(),
            manifest_sha256: hash.clone(),
            at: "2026-11-30T12:00:00Z".to_owned(),
        });
        assert!(!told(&register));
        note_gone_out(output.path(), &register, &"b".repeat(64)).expect("a note");
        assert!(told(&register), "it knows one of two");
    }
}
