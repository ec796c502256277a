//! A new language: the folder of another one, copied, with everything still to be translated, and what Unicode CLDR knows of it.

use std::path::Path;

use icu_locale_core::LanguageIdentifier;

use super::begin;
use super::files::{COUNTRIES, Files, PACK, languages};
use super::state::{FILE, State};
use super::track::mark;
use crate::beneath::{Folder, read_text_within};
use crate::diagnostic::{Diagnostic, Location, codes, did_you_mean, io_text};
use crate::input::write_atomically;
use crate::locale::{CldrLanguage, Direction, direction_of, find_cldr, find_language, near_language};

/// The files of a new language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Their paths, relative to the mailing's folder.
    pub files: Vec<String>,
    /// What CLDR knows of the language, which is in them.
    pub cldr: Option<CldrLanguage>,
}

/// Makes the folder of a language from that of another; `templates` is the folder of all languages, relative to `root`.
///
/// # Errors
///
/// The tag is not one of BCP 47 or has a folder already, the source has none, or a file cannot be written; nothing is
/// left behind then.
pub fn new(root: &Path, templates: &str, tag: &str, from: &str) -> Result<Begun, Box<Diagnostic>> {
    let wrong = |message: String, hint: String| {
        Err(Box::new(Diagnostic::new(codes::LOCALE_NEW, message).with_hint(hint)))
    };
    match LanguageIdentifier::try_from_str(tag) {
        Ok(known) if known.to_string() == tag && find_language(tag).is_some() => {}
        Ok(known) if known.to_string() != tag => {
            return wrong(format!("`{tag}` is written `{known}`"), format!("write `{known}`"));
        }
        _ => {
            let hint = match find_language(tag).or_else(|| near_language(tag)) {
                Some(named) => format!("write `{named}`"),
                None => "write a BCP 47 tag, such as pt or pt-BR".to_owned(),
            };
            return wrong(format!("`{tag}` is not a language tag"), hint);
        }
    }
    let known = languages(root, templates);
    if !known.iter().any(|known| known == from) {
        return wrong(
            format!("there is no language `{from}` to begin from"),
            did_you_mean(from, known.iter().map(String::as_str)),
        );
    }
    let target = root.join(templates).join(tag);
    if target.exists() {
        return wrong(
            format!("`{templates}/{tag}` is there already"),
            format!("see what it lacks with `convoke locale status {tag}`"),
        );
    }
    let source = Files::read(root, templates, from);
    let cldr = find_cldr(tag);
    let files = copy(root, templates, tag, &source, cldr.as_ref()).map_err(|error| {
        Box::new(
            Diagnostic::new(codes::WRITE, format!("the folder cannot be made ({})", io_text(&error)))
                .with_location(Location::file(format!("{templates}/{tag}")))
                .with_hint("check that the folder of the templates can be written to"),
        )
    })?;
    Ok(Begun { files, cldr })
}

fn copy(
    root: &Path,
    templates: &str,
    tag: &str,
    source: &Files,
    cldr: Option<&CldrLanguage>,
) -> std::io::Result<Vec<String>> {
    let parent = root.join(templates);
    let temporary = tempfile::Builder::new().prefix(".new-").tempdir_in(&parent)?;
    let folder = temporary.path().join(tag);
    let made = Folder::open(temporary.path())?;
    made.make_folder(tag)?;
    let mut written = Vec::new();
    for name in source.templates.keys().map(String::as_str).chain([PACK, COUNTRIES]) {
        let from = source.path(name);
        if !root.join(&from).exists() {
            continue;
        }
        let text = read_text_within(root, &from)?;
        let text = match (name, cldr) {
            (COUNTRIES, Some(cldr)) => begin::countries(tag, cldr),
            (PACK, Some(cldr)) => begin::fill_pack(&for_language(&text, &source.tag, tag), &source.tag, cldr),
            (PACK | COUNTRIES, None) => for_language(&text, &source.tag, tag),
            _ => text,
        };
        write_atomically(&folder.join(name), text.as_bytes())?;
        written.push(format!("{templates}/{tag}/{name}"));
    }
    let mut copy = Files { tag: tag.to_owned(), folder: format!("{templates}/{tag}"), ..Files::default() };
    copy.templates.clone_from(&source.templates);
    let state = mark(&State::new(&source.tag), source, &copy, |_, _| false);
    write_atomically(&folder.join(FILE), state.to_yaml().as_bytes())?;
    written.push(format!("{templates}/{tag}/{FILE}"));
    made.rename(tag, &Folder::open(&parent)?, tag)?;
    Ok(written)
}

/// A file of a pack that says it is for another language, with that language's direction.
fn for_language(text: &str, from: &str, to: &str) -> String {
    let direction = match direction_of(to) {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    let lines = text.split_inclusive('\n').map(|line| match line.trim_end().split_once(':') {
        Some(("locale", value)) if value.trim().trim_matches(['"', '\'']) == from => {
            format!("locale: {to}\n")
        }
        Some(("direction", _)) => format!("direction: {direction}\n"),
        _ => line.to_owned(),
    });
    lines.collect()
}
