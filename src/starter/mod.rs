//! A new mailing from files embedded in the program, so that starting one needs nothing else.
//!
//! [`write_own`] starts a mailing of one's own from what was answered, [`write_sample`] the repository's own one. Both write all their
//! files or none, beside whatever the folder holds, and never over an existing file.

mod answers;
mod begin;
mod document_line;
mod embedded;
mod following;
mod genre_folder;
mod genres;
mod install;
mod interview;
mod mailing_file;
mod own;
mod picture;
mod published;
mod read;
mod refusal;
mod scalar;
mod topic;

use std::path::Path;

pub use answers::Answers;
pub use begin::{NewFile, Translated, begin};
pub use following::{GenreText, genre_name, genre_texts};
pub use genre_folder::GenreFolder;
pub use interview::{Interview, Question};
pub use picture::check_picture;
pub use refusal::Refusal;
pub use topic::Topic;

use self::embedded::{GITIGNORE, SAMPLE_OWN, SHARED};
use self::install::Staged;
use crate::diagnostic::Problems;
use crate::mailing;
use crate::schema;
use crate::translate::{Desk, state};
pub use embedded::IGNORED;

/// A mailing that was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its files, by their paths in its folder.
    pub files: Vec<String>,
    /// The keys of `mailing.yaml` that are still empty.
    pub empty: Vec<String>,
    /// Whether a `.gitignore` was there, which is kept: it may not have the lines of [`IGNORED`].
    pub has_kept_ignored: bool,
}

/// Starts the sample, which is the repository's own mailing with three recipients.
///
/// # Errors
///
/// One of its files is there already, or cannot be written; nothing is written then.
pub fn write_sample(root: &Path) -> Result<Started, Problems> {
    let files = SHARED.iter().chain(SAMPLE_OWN).map(|(name, content)| ((*name).to_owned(), content.to_vec()));
    let mut files: Vec<(String, Vec<u8>)> = files.chain(schemas()).collect();
    let has_kept_ignored = keep_ignored(root, &mut files);
    let staged = Staged::new(root, files)?;
    Ok(Started { files: staged.install()?, empty: Vec::new(), has_kept_ignored })
}

/// Starts a mailing of one's own: letters of a genre in the languages chosen, which name no event, and `mailing.yaml` with what was
/// answered.
///
/// # Errors
///
/// One of its files is there already, or cannot be written; nothing is written then.
pub fn write_own(root: &Path, answers: &Answers, genre: &GenreFolder) -> Result<Started, Problems> {
    let files = own::files(answers, genre);
    let mailing = files.iter().find(|(name, _)| name == "mailing.yaml");
    let empty =
        mailing.map(|(_, text)| mailing::list_empty(&String::from_utf8_lossy(text))).unwrap_or_default();
    let mut files: Vec<(String, Vec<u8>)> = files.into_iter().chain(schemas()).collect();
    let has_kept_ignored = keep_ignored(root, &mut files);
    let mut staged = Staged::new(root, files)?;
    note_translations(&mut staged, answers)?;
    Ok(Started { files: staged.install()?, empty, has_kept_ignored })
}

/// Leaves out the `.gitignore` where one is there, as in a folder that is under version control already.
fn keep_ignored(root: &Path, files: &mut Vec<(String, Vec<u8>)>) -> bool {
    let (name, _) = GITIGNORE;
    let is_there = root.join(name).symlink_metadata().is_ok();
    if is_there {
        files.retain(|(file, _)| file != name);
    }
    is_there
}

fn schemas() -> impl Iterator<Item = (String, Vec<u8>)> {
    schema::ALL.into_iter().map(|described| (described.path(), described.json().into_bytes()))
}

/// Notes of each language but the default one that it says what that one says.
fn note_translations(staged: &mut Staged, answers: &Answers) -> Result<(), Problems> {
    let desk = Desk::open(staged.path(), "templates", answers.default_language());
    for language in answers.languages().into_iter().skip(1) {
        desk.mark_done(language, &[], true)?;
        staged.note(format!("templates/{language}/{}", state::FILE));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests;
