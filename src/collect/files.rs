//! Which files were returned: those given, and all in the folders given, in the order of their paths.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Location, codes};

/// How deep folders are gone into.
const MAX_DEPTH: usize = 32;

/// Lists the files, each once. Links in folders are files of their own, and never followed.
pub(super) fn list(returns: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in returns {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => below(path, 0, &mut files, &mut problems),
            Ok(_) => files.push(path.clone()),
            Err(error) => problems.push(unreadable(path, &error.to_string())),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn below(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, problems: &mut Vec<Diagnostic>) {
    let listing = match fs::read_dir(folder) {
        Ok(listing) if depth < MAX_DEPTH => listing,
        Ok(_) => return problems.push(unreadable(folder, "it lies too deep in other folders")),
        Err(error) => return problems.push(unreadable(folder, &error.to_string())),
    };
    for found in listing {
        match found.and_then(|found| Ok((found.path(), found.file_type()?))) {
            Ok((path, kind)) if kind.is_dir() => below(&path, depth + 1, files, problems),
            Ok((path, _)) => files.push(path),
            Err(error) => problems.push(unreadable(folder, &error.to_string())),
        }
    }
}

fn unreadable(path: &Path, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::RETURN_UNREADABLE, format!("the returns cannot be read ({cause})"))
        .with_location(Location::file(path.display().to_string()))
        .with_hint("give the paths of returned forms, or of the folder they are in")
}
