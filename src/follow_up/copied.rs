//! What of the first mailing's files the new one has too: layout, partials, packs, fonts, pictures and the templates that are kept.

use std::collections::BTreeSet;
use std::path::Path;

use crate::beneath::{FileKind, list_within, look_within, read_within};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text};
use crate::mailing::{GENRES, Mailing};
use crate::starter::{NewFile, Translated, genre_texts};
use crate::translate::state;

/// The folder of finished PDFs, which do not go along again.
const ENCLOSURES: &str = "enclosures";

/// Files that the new mailing begins with, and which of them are translations of each other.
#[derive(Debug, Default)]
pub(super) struct Copied {
    pub(super) files: Vec<NewFile>,
    pub(super) translated: Vec<Translated>,
    /// Languages that the genre has no texts in.
    pub(super) without_texts: Vec<String>,
}

/// The languages that the new mailing needs: those of its letters, its default, and those that these are translated from.
pub(super) fn languages(root: &Path, mailing: &Mailing, used: &BTreeSet<String>) -> BTreeSet<String> {
    let templates = mailing.templates.as_str();
    let mut languages = used.clone();
    languages.insert(mailing.default_language.value.clone());
    languages.extend(mailing.second_language.iter().map(|language| language.value.clone()));
    loop {
        let sources: Vec<String> = languages
            .iter()
            .filter_map(|language| state::source_of(root, templates, language))
            .filter(|source| !languages.contains(source))
            .collect();
        if sources.is_empty() {
            break;
        }
        languages.extend(sources);
    }
    let is_there = |language: &String| {
        look_within(root, &format!("{templates}/{language}/locale.yaml")).is_ok_and(|kind| kind.is_some())
    };
    languages.retain(is_there);
    languages
}

/// Gathers the files: all that languages share, the packs, templates but those `dropped`, and the texts of the genre.
///
/// # Errors
///
/// A file cannot be read.
pub(super) fn gather(
    root: &Path,
    mailing: &Mailing,
    languages: &BTreeSet<String>,
    dropped: &BTreeSet<&str>,
    genre: &str,
) -> Result<Copied, Problems> {
    let templates = mailing.templates.as_str();
    let mut copied = Copied::default();
    let copy = |path: &str, files: &mut Vec<NewFile>| -> Result<(), Problems> {
        let bytes = read_within(root, path).map_err(|error| {
            Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({})", io_text(&error)))
                .with_location(Location::file(path))
                .with_hint("check its name and that you may read it")
        })?;
        files.push(NewFile::new(path, bytes));
        Ok(())
    };
    for name in files_in(root, templates) {
        copy(&format!("{templates}/{name}"), &mut copied.files)?;
    }
    for folder in ["fonts", GENRES] {
        for name in files_in(root, &format!("{templates}/{folder}")) {
            copy(&format!("{templates}/{folder}/{name}"), &mut copied.files)?;
        }
    }
    for (_, asset) in mailing.assets.iter() {
        if !copied.files.iter().any(|file| file.name == asset.file.value) {
            copy(&asset.file.value, &mut copied.files)?;
        }
    }
    for language in languages {
        let folder = format!("{templates}/{language}");
        let own = genre_texts(genre, language);
        let is_own = |name: &str| own.iter().any(|text| text.file == name);
        let kept = files_in(root, &folder);
        for name in kept.iter().filter(|name| !dropped.contains(name.as_str()) && !is_own(name)) {
            copy(&format!("{folder}/{name}"), &mut copied.files)?;
        }
        copied
            .files
            .extend(own.iter().map(|text| NewFile::new(format!("{folder}/{}", text.file), text.text)));
        if own.is_empty() {
            copied.without_texts.push(language.clone());
        }
    }
    copied.translated = translated(root, templates, languages, genre);
    Ok(copied)
}

/// The texts of the genre in languages that are translations and whose source has them too.
fn translated(root: &Path, templates: &str, languages: &BTreeSet<String>, genre: &str) -> Vec<Translated> {
    let names = |language: &str| -> Vec<String> {
        genre_texts(genre, language).iter().map(|text| text.file.to_owned()).collect()
    };
    let mut translated = Vec::new();
    for language in languages {
        let Some(source) = state::source_of(root, templates, language) else { continue };
        let files = names(language);
        if !files.is_empty() && !names(&source).is_empty() {
            translated.push(Translated { language: language.clone(), files });
        }
    }
    translated
}

/// The names of the files in a folder, in order; none where there is no folder.
fn files_in(root: &Path, folder: &str) -> Vec<String> {
    let mut names = list_within(root, folder).unwrap_or_default();
    names.retain(|name| {
        let kind = look_within(root, &format!("{folder}/{name}"));
        !name.starts_with('.') && name != ENCLOSURES && kind.is_ok_and(|kind| kind == Some(FileKind::File))
    });
    names.sort();
    names
}
