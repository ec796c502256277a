//! The genre that a mailing is begun with: its rules and files, from those embedded or from an office's own folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::embedded::LETTERS;
use super::genres::GENRES;
use crate::beneath::{FileKind, list_within, look_within, read_within};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean, io_text, path_text};
use crate::mailing::{self, LETTER, Person};

/// The file of a genre's folder that has its rules and documents.
const RULES: &str = "genre.yaml";

/// A genre with its files.
#[derive(Debug, Clone)]
pub struct GenreFolder {
    rules: mailing::Genre,
    /// By path in the genre's folder, with forward slashes.
    files: BTreeMap<String, Vec<u8>>,
}

impl GenreFolder {
    /// The names of the genres embedded in the program, the ordinary letter first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        GENRES.iter().map(|genre| genre.name)
    }

    /// The genre of a name, or of a folder where the name has a slash in it.
    ///
    /// # Errors
    ///
    /// There is no such genre, or its folder cannot be used.
    pub fn find(name: &str) -> Result<Self, Problems> {
        if name.contains(['/', '\\']) {
            return Self::read(Path::new(name));
        }
        let Some(found) = GENRES.iter().find(|genre| genre.name == name) else {
            let hint = did_you_mean(name, Self::names());
            return Err(wrong(format!("there is no genre `{name}`"))
                .with_field("--genre")
                .with_hint(hint)
                .with_hint("or name a folder with a genre of your own, such as ./our-genre")
                .into());
        };
        let shared = found.shared.iter().map(|(file, content)| ((*file).to_owned(), content.to_vec()));
        let each = found.each.iter();
        let each = each.map(|(language, file, content)| (format!("{language}/{file}"), content.to_vec()));
        Self::new(shared.chain(each).collect(), name)
    }

    /// The genre of a folder.
    fn read(folder: &Path) -> Result<Self, Problems> {
        let shown = path_text(folder).to_string();
        let unreadable = |path: &str, error: &std::io::Error| {
            wrong(format!("cannot be read ({})", io_text(error)))
                .with_location(Location::file(format!("{shown}/{path}")))
                .with_hint("name a folder with a genre.yaml and its templates")
        };
        let mut files = BTreeMap::new();
        let mut add = |path: String| -> Result<(), Problems> {
            let content = read_within(folder, &path).map_err(|error| unreadable(&path, &error))?;
            files.insert(path, content);
            Ok(())
        };
        let is_template = |name: &str| !name.starts_with('.') && name.ends_with(".hbs");
        let names = list_within(folder, ".").map_err(|error| unreadable("", &error))?;
        for name in names.into_iter().filter(|name| !name.starts_with('.')) {
            match look_within(folder, &name) {
                Ok(Some(FileKind::Folder)) => {
                    let below = list_within(folder, &name).map_err(|error| unreadable(&name, &error))?;
                    for file in below.iter().filter(|file| is_template(file)) {
                        add(format!("{name}/{file}"))?;
                    }
                }
                _ if name == RULES || name.ends_with(".typ") || is_template(&name) => add(name)?,
                _ => {}
            }
        }
        Self::new(files, &shown)
    }

    fn new(files: BTreeMap<String, Vec<u8>>, folder: &str) -> Result<Self, Problems> {
        let path = format!("{folder}/{RULES}");
        let Some(text) = files.get(RULES) else {
            let problem = wrong("a genre has a file genre.yaml".to_owned())
                .with_location(Location::file(path))
                .with_hint("write one as docs/genres.md shows it");
            return Err(problem.into());
        };
        let read = mailing::Genre::parse(&String::from_utf8_lossy(text), &path);
        match read.value {
            Some(rules) if !read.problems.has_errors() => Ok(Self { rules, files }),
            _ => Err(read.problems),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.rules.genre.value
    }

    /// What its letters keep to.
    #[must_use]
    pub fn rules(&self) -> &mailing::Genre {
        &self.rules
    }

    /// Whether its letters name their sender in a sentence.
    pub(super) fn names_sender(&self) -> bool {
        self.rules.person == Person::Third
    }

    /// The files of the template folder that are the genre's, for some languages, by path from the mailing's folder; with those
    /// templates of the letters of one's own that it uses and has none of itself.
    pub(super) fn files_for(&self, languages: &[&str]) -> Vec<(String, Vec<u8>)> {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let is_chosen = |language: &str| languages.contains(&language);
        for (path, content) in LETTERS {
            let mut parts = path.split('/').skip(1);
            let (language, file) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if is_chosen(language) && self.uses(file) {
                files.insert((*path).to_owned(), content.to_vec());
            }
        }
        for (path, content) in &self.files {
            match path.split_once('/') {
                Some((language, _)) if !is_chosen(language) => {}
                None if path == RULES => {
                    if self.name() != LETTER {
                        let path = format!("templates/{}/{}.yaml", mailing::GENRES, self.name());
                        files.insert(path, content.clone());
                    }
                }
                _ => {
                    files.insert(format!("templates/{path}"), content.clone());
                }
            }
        }
        files.into_iter().collect()
    }

    /// Whether a template is one that all mailings have, or one of its documents.
    fn uses(&self, file: &str) -> bool {
        let documents = &self.rules.documents;
        let is_of = |document: &mailing::Document| {
            document.template == file || document.variants.iter().any(|variant| variant.template == file)
        };
        !file.ends_with(".typ.hbs") || documents.iter().any(is_of)
    }
}

fn wrong(message: String) -> Diagnostic {
    Diagnostic::new(codes::GENRE, message)
}
