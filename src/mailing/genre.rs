//! The genre of a mailing: what its letters have to keep to, as `genres/NAME.yaml` of the template folder says it.
//!
//! The name is open, so that an office can have genres of its own: what is there is known. Only `letter`, which asks nothing, needs
//! no file.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::document::Document;
use super::outside::leads_outside;
use crate::beneath::{list_within, read_text_within};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean, io_text};
use crate::input::{At, decode};

/// The genre of a mailing that names none.
pub(crate) const LETTER: &str = "letter";

/// The folder of the genres, in that of the templates.
pub(crate) const FOLDER: &str = "genres";

/// What the letters of a genre keep to, and the documents that `convoke init --genre` begins with.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Genre {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// Its name, as `genre` of a mailing has it, and the name of this file.
    pub genre: At<String>,
    /// The grammatical person the letter is in.
    #[serde(default)]
    pub person: Person,
    /// Who may get it.
    #[serde(default)]
    pub addressees: Addressees,
    /// What its letters are numbered by.
    #[serde(default)]
    pub numbering: Numbering,
    /// The documents of a mailing that is begun with it; the first is the letter.
    #[serde(default)]
    pub documents: Vec<Document>,
}

/// The grammatical person of a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Person {
    /// Any.
    #[default]
    Any,
    /// The third alone: words of the first and second in each language's `persons` are refused.
    Third,
}

/// Who letters of a genre may go to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Addressees {
    /// Anybody.
    #[default]
    Any,
    /// Ministries and missions of States alone.
    States,
}

/// What the letters of a mailing are numbered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Each letter has a number of its own after the mailing's reference.
    #[default]
    Each,
    /// All are one text, which bears the mailing's reference alone.
    One,
}

impl Default for Genre {
    /// A letter, which keeps to nothing.
    fn default() -> Self {
        Self {
            format: At::from(1),
            genre: At::from(LETTER.to_owned()),
            person: Person::default(),
            addressees: Addressees::default(),
            numbering: Numbering::default(),
            documents: Vec::new(),
        }
    }
}

impl Genre {
    /// Reads the text of a genre; `file` is its path, as messages name it.
    ///
    /// The genre is missing only if the text cannot be read as a whole.
    pub fn parse(text: &str, file: &str) -> Checked<Option<Self>> {
        let Checked { value, mut problems } = decode::<Self>(text, file);
        if let Some(genre) = &value
            && genre.format.value != 1
        {
            let message = format!("unknown format {}", genre.format.value);
            let problem = wrong(message, genre.format.location(file))
                .with_field("format")
                .with_hint("write `format: 1`, or use a newer convoke");
            problems.push(problem);
        }
        Checked::new(value, problems)
    }
}

/// Reads the genre that a mailing names; `root` is its folder, `templates` that of its templates, `file` the mailing's.
pub(super) fn read(root: &Path, templates: &str, name: &At<String>, file: &str) -> Checked<Genre> {
    // What leads outside is told of the folder.
    if leads_outside(templates) {
        return Checked::sound(Genre::default());
    }
    let folder = format!("{}/{FOLDER}", templates.trim_end_matches('/'));
    let known = list(root, &folder);
    if !known.contains(&name.value) {
        let problems =
            if name.value == LETTER { Problems::new() } else { unknown(name, &known, &folder, file).into() };
        return Checked::new(Genre::default(), problems);
    }
    let path = format!("{folder}/{}.yaml", name.value);
    let Checked { value, mut problems } = match read_text_within(root, &path) {
        Ok(text) => Genre::parse(&text, &path),
        Err(error) => {
            let message = format!("cannot read the genre ({})", io_text(&error));
            let problem =
                wrong(message, Location::file(&path)).with_hint("check that the file is one you may read");
            Checked::new(None, problem)
        }
    };
    let genre = value.unwrap_or_default();
    if genre.genre.value != name.value && !problems.has_errors() {
        let message = format!("the file says it is of the genre `{}`", genre.genre.value);
        let hint = format!("write `genre: {}`, the name of the file", name.value);
        problems.push(wrong(message, genre.genre.location(&path)).with_field("genre").with_hint(hint));
    }
    Checked::new(genre, problems)
}

/// The names of the genres in a folder, sorted.
fn list(root: &Path, folder: &str) -> Vec<String> {
    let names = list_within(root, folder).unwrap_or_default();
    let mut names: Vec<String> =
        names.iter().filter_map(|name| name.strip_suffix(".yaml")).map(str::to_owned).collect();
    names.sort();
    names
}

fn wrong(message: String, location: Location) -> Diagnostic {
    Diagnostic::new(codes::GENRE, message).with_location(location)
}

fn unknown(name: &At<String>, known: &[String], folder: &str, file: &str) -> Diagnostic {
    let all = known.iter().map(String::as_str).chain([LETTER]);
    wrong(format!("there is no genre `{}` here", name.value), name.location(file))
        .with_field("genre")
        .with_hint(did_you_mean(name, all))
        .with_hint(format!(
            "or begin a mailing of it with `convoke init --genre`, or write {folder}/{}.yaml",
            name.value
        ))
}
