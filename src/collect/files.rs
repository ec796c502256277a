//! Which files were returned: those given, and all in the folders given, in the order of their paths.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text};

/// How many folders deep files are looked for.
const MAX_DEPTH: usize = 32;

/// Lists the files, each once. Symbolic links in folders are listed as files and never followed.
///
/// # Errors
///
/// A path given is missing, or a folder cannot be read.
pub(super) fn list(returns: &[PathBuf]) -> Result<Vec<PathBuf>, Problems> {
    let Listing { mut files, problems } = Listing::read(returns);
    if !problems.is_empty() {
        return Err(problems);
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// The files found so far, and the folders that cannot be read.
#[derive(Default)]
struct Listing {
    files: Vec<PathBuf>,
    problems: Problems,
}

impl Listing {
    fn read(returns: &[PathBuf]) -> Self {
        let mut listing = Self::default();
        for path in returns {
            match fs::metadata(path) {
                Ok(found) if found.is_dir() => listing.add_folder(path, 0),
                Ok(_) => listing.files.push(path.clone()),
                Err(error) => listing.problems.push(unreadable(path, &io_text(&error))),
            }
        }
        listing
    }

    fn add_folder(&mut self, folder: &Path, depth: usize) {
        let found = match fs::read_dir(folder) {
            Ok(found) if depth < MAX_DEPTH => found,
            Ok(_) => return self.problems.push(unreadable(folder, "it lies too deep in other folders")),
            Err(error) => return self.problems.push(unreadable(folder, &io_text(&error))),
        };
        for found in found {
            match found.and_then(|found| Ok((found.path(), found.file_type()?))) {
                Ok((path, kind)) if kind.is_dir() => self.add_folder(&path, depth + 1),
                Ok((path, _)) => self.files.push(path),
                Err(error) => self.problems.push(unreadable(folder, &io_text(&error))),
            }
        }
    }
}

fn unreadable(path: &Path, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::RETURN_UNREADABLE, format!("the returns cannot be read ({cause})"))
        .with_location(Location::file(path_text(path)))
        .with_hint("give the paths of returned forms, or of the folder they are in")
}
