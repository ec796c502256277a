//! Puts the files of a new mailing into its folder: all of them or none, and none in place of another.

use std::io;
use std::path::Path;

use tempfile::TempDir;

use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, io_text, path_text};
use crate::input::{write_atomically, write_privately};

/// Files that are made ready in a folder of their own, in the mailing's.
#[derive(Debug)]
pub(super) struct Staged {
    root: Folder,
    /// Removed with what is left in it.
    stage: TempDir,
    names: Vec<String>,
}

impl Staged {
    /// Makes files ready in the folder of a mailing, which is made where it is missing.
    pub(super) fn new(root: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Self, Problems> {
        let folder = Folder::create(root).map_err(|error| unwritable(root, &error))?;
        refuse_overwriting(&folder, files.iter().map(|(name, _)| name.as_str()))?;
        let stage = tempfile::Builder::new().prefix(".init-").tempdir_in(root);
        let stage = stage.map_err(|error| unwritable(root, &error))?;
        let mut staged = Self { root: folder, stage, names: Vec::new() };
        for (name, content) in files {
            staged.add(name, &content)?;
        }
        Ok(staged)
    }

    /// Where the files are as long as they are made ready.
    pub(super) fn path(&self) -> &Path {
        self.stage.path()
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: String, content: &[u8]) -> Result<(), Diagnostic> {
        let path = self.stage.path().join(&name);
        write_atomically(&path, content).map_err(|error| unwritable(&path, &error))?;
        self.note(name);
        Ok(())
    }

    /// Adds a file that its owner alone may read.
    pub(super) fn add_privately(&mut self, name: String, content: &[u8]) -> Result<(), Diagnostic> {
        let path = self.stage.path().join(&name);
        write_privately(&path, content).map_err(|error| unwritable(&path, &error))?;
        self.note(name);
        Ok(())
    }

    /// Adds a file that is made ready already.
    pub(super) fn note(&mut self, name: String) {
        self.names.push(name);
    }

    /// Moves the files to where they belong and returns their names; moves those back that were moved if one cannot be.
    pub(super) fn install(mut self) -> Result<Vec<String>, Problems> {
        self.names.sort();
        self.names.dedup();
        refuse_overwriting(&self.root, self.names.iter().map(String::as_str))?;
        let stage = Folder::open(self.stage.path()).map_err(|error| unwritable(self.stage.path(), &error))?;
        let made = self.missing_folders();
        for (at, name) in self.names.iter().enumerate() {
            if let Err(error) = stage.move_to(name, &self.root) {
                self.undo(&stage, at, &made);
                return Err(unwritable(&self.root.path().join(name), &error).into());
            }
        }
        Ok(self.names)
    }

    /// The folders that moving makes, each before those in it.
    fn missing_folders(&self) -> Vec<String> {
        let above = |name: &String| {
            let ends: Vec<usize> = name.match_indices('/').map(|(at, _)| at).collect();
            ends.into_iter().filter_map(|at| name.get(..at).map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut folders: Vec<String> = self.names.iter().flat_map(above).collect();
        folders.sort();
        folders.dedup();
        folders.retain(|folder| matches!(self.root.look_up(folder), Ok(None)));
        folders
    }

    fn undo(&self, stage: &Folder, moved: usize, made: &[String]) {
        for name in self.names.iter().take(moved) {
            let _ = self.root.move_to(name, stage);
        }
        for folder in made.iter().rev() {
            let _ = match folder.rsplit_once('/') {
                Some((above, name)) => self.root.folder(above).and_then(|above| above.remove_empty(name)),
                None => self.root.remove_empty(folder),
            };
        }
    }
}

/// Refuses to write where something is already.
fn refuse_overwriting<'a>(root: &Folder, names: impl Iterator<Item = &'a str>) -> Result<(), Problems> {
    let taken: Vec<&str> = names.filter(|name| !root.is_free(name).unwrap_or_default()).collect();
    let Some(first) = taken.first() else { return Ok(()) };
    let what = match taken.len() - 1 {
        0 => format!("`{first}` is there already"),
        more => format!("`{first}` and {} are there already", counted(more, "other file")),
    };
    let mut problem = Diagnostic::new(codes::INIT_OVERWRITE, what)
        .with_location(Location::file(path_text(root.path())))
        .with_hint("move it away, or name another folder, as in `convoke init my-mailing`");
    if taken.len() > 1 {
        problem = problem.with_excerpt(taken.join("\n"));
    }
    Err(problem.into())
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder is one you may write to")
}
