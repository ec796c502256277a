//! A mailing begun from files that others give, as one that follows another: all of them or none.

use std::path::Path;

use super::embedded::GITIGNORE;
use super::install::Staged;
use super::keep_ignored;
use crate::diagnostic::Problems;
use crate::schema;
use crate::translate::{Desk, state};

/// A file of a mailing to be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path in the mailing's folder, with forward slashes.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
    /// Whether its owner alone may read it.
    pub is_private: bool,
}

impl NewFile {
    /// A file that is as readable as any.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: content.into(), is_private: false }
    }

    /// A file that its owner alone may read.
    pub fn private(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { is_private: true, ..Self::new(name, content) }
    }
}

/// Which texts are noted as translated: files of a language that say what those of another do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The language.
    pub language: String,
    /// Names of files in its folder.
    pub files: Vec<String>,
}

/// Begins a mailing in a folder, with the schemas and what git should not keep. Returns the names of its files.
///
/// # Errors
///
/// One of its files is there already, or cannot be written; nothing is written then.
pub fn begin(
    root: &Path,
    files: Vec<NewFile>,
    templates: &str,
    default_language: &str,
    translated: &[Translated],
) -> Result<Vec<String>, Problems> {
    let (private, open): (Vec<NewFile>, Vec<NewFile>) = files.into_iter().partition(|file| file.is_private);
    let mut open: Vec<(String, Vec<u8>)> = open.into_iter().map(|file| (file.name, file.content)).collect();
    open.push((GITIGNORE.0.to_owned(), GITIGNORE.1.to_vec()));
    open.extend(schema::ALL.into_iter().map(|described| (described.path(), described.json().into_bytes())));
    keep_ignored(root, &mut open);
    let mut staged = Staged::new(root, open)?;
    for NewFile { name, content, .. } in private {
        staged.add_privately(name, &content)?;
    }
    let desk = Desk::open(staged.path(), templates, default_language);
    for Translated { language, files } in translated {
        desk.mark_done(language, files, false)?;
        staged.note(format!("{templates}/{language}/{}", state::FILE));
    }
    staged.install()
}
