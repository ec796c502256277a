//! The texts of a language's files: what a translator works on one by one, and what is compared across languages.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::input::{self, Node, Value};
use crate::template;

/// The file of a language's labels, patterns and forms of address.
pub const PACK: &str = "locale.yaml";

/// Keys of a pack below which no text for readers stands.
const NOT_PROSE: [&str; 5] = ["format", "locale", "name", "direction", "typography"];

/// One text: a paragraph or string of a template, or a value of `locale.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its text as it stands in the file; of a list, its items with line breaks between them.
    pub text: String,
    /// Where it stands.
    pub location: Location,
    /// Where it stands in a template, in bytes; empty for a value of `locale.yaml`.
    pub range: Range<usize>,
    /// Its key in `locale.yaml`, with dots; empty in a template.
    pub key: String,
    /// What the translator says it does without, in a comment before it: `without event.short_name`.
    pub without: Vec<String>,
}

impl Unit {
    /// The first line it stands on.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self.location.place {
            Some(crate::diagnostic::Place::Text { line, .. }) => line,
            _ => 1,
        }
    }
}

/// The files of one language, or of those all languages share.
#[derive(Debug, Default)]
pub struct Files {
    /// The language; empty for what all languages share.
    pub tag: String,
    /// The folder, relative to the mailing's.
    pub folder: String,
    /// Templates by file name.
    pub templates: BTreeMap<String, String>,
    /// `locale.yaml`, where it can be read.
    pub pack: Option<Node>,
    /// The text of `locale.yaml`.
    pub pack_text: String,
}

impl Files {
    /// Reads a language's files; `templates` is the folder of all languages relative to `root`. What cannot be read is
    /// reported by those who use it.
    #[must_use]
    pub fn read(root: &Path, templates: &str, tag: &str) -> Self {
        let folder = if tag.is_empty() { templates.to_owned() } else { format!("{templates}/{tag}") };
        let mut files = Self { tag: tag.to_owned(), folder, ..Self::default() };
        let full = root.join(&files.folder);
        for entry in fs::read_dir(&full).into_iter().flatten().filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            // HTML frames the text of an e-mail and has no words of its own.
            if !name.ends_with(".hbs") || name.ends_with(".html.hbs") || name.starts_with('.') {
                continue;
            }
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.templates.insert(name, text);
            }
        }
        files.pack_text = fs::read_to_string(full.join(PACK)).unwrap_or_default();
        files.pack = input::parse(&files.pack_text, &files.path(PACK)).ok().filter(|_| !tag.is_empty());
        files
    }

    /// The path of one of its files, relative to the mailing's folder.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// The texts of a template, in order.
    #[must_use]
    pub fn units(&self, name: &str) -> Vec<Unit> {
        let Some(text) = self.templates.get(name) else { return Vec::new() };
        let path = self.path(name);
        let mut before = 0;
        let mut units = Vec::new();
        for range in template::texts(name, text) {
            units.push(Unit {
                text: text.get(range.clone()).unwrap_or_default().to_owned(),
                location: place(&path, text, range.start),
                key: String::new(),
                without: without(comments(text.get(before..range.end).unwrap_or_default())),
                range: range.clone(),
            });
            before = range.end;
        }
        units
    }

    /// The texts of `locale.yaml`, in order: labels, patterns and forms of address.
    #[must_use]
    pub fn pack_units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        if let Some(Node { value: Value::Map(entries), .. }) = &self.pack {
            for (key, _, node) in entries.iter().filter(|(key, ..)| !NOT_PROSE.contains(&key.as_str())) {
                collect(&self.path(PACK), key, node, &mut units);
            }
        }
        let lines: Vec<&str> = self.pack_text.lines().collect();
        for unit in &mut units {
            let line = unit.line() as usize;
            let above = lines.get(..line.saturating_sub(1)).unwrap_or_default().iter().rev();
            let comments = above.map(|line| line.trim()).take_while(|line| line.starts_with('#'));
            let beside = lines.get(line.saturating_sub(1)).and_then(|line| Some(line.split_once(" #")?.1));
            unit.without = without(comments.chain(beside));
        }
        units
    }
}

/// The languages that have a folder with a pack, in order.
#[must_use]
pub fn languages(root: &Path, templates: &str) -> Vec<String> {
    let mut tags: Vec<String> = fs::read_dir(root.join(templates))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join(PACK).is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    tags.sort();
    tags
}

/// The place of a byte of a file.
pub(super) fn place(path: &str, text: &str, offset: usize) -> Location {
    let (line, column) = template::line_column(text, offset);
    Location::text(path, line, column)
}

fn collect(path: &str, key: &str, node: &Node, units: &mut Vec<Unit>) {
    let text = match &node.value {
        Value::Map(entries) => {
            for (name, _, below) in entries {
                collect(path, &format!("{key}.{name}"), below, units);
            }
            return;
        }
        Value::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("\n"),
        Value::Scalar(text) => text.clone(),
        Value::Null(_) => String::new(),
    };
    let location = Location::at(path, node.place.clone());
    units.push(Unit { text, location, range: 0..0, key: key.to_owned(), without: Vec::new() });
}

/// The comments in a part of a template.
fn comments(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{!--").skip(1).filter_map(|rest| Some(rest.split_once("--}}")?.0))
}

/// What comments say a text does without: the words after `without`, up to a colon.
fn without<'a>(comments: impl Iterator<Item = &'a str>) -> Vec<String> {
    let after = comments.filter_map(|comment| {
        let comment = comment.trim_start_matches('#').trim_start();
        comment.strip_prefix("without ")
    });
    after
        .flat_map(|said| said.split(':').next().unwrap_or_default().split([',', ' ']))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A problem of a text of a translation.
pub(super) fn problem(code: &'static Code, message: impl Into<String>, location: Location) -> Diagnostic {
    Diagnostic::new(code, message).with_location(location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_languages_have_as_many_texts() {
        let root = Path::new(".");
        let english = Files::read(root, "templates", "en");
        assert_eq!(languages(root, "templates"), ["ar", "en", "es", "fr", "ru", "zh"]);
        for tag in languages(root, "templates") {
            let files = Files::read(root, "templates", &tag);
            for name in english.templates.keys() {
                let count = |files: &Files| files.units(name).into_iter().map(|u| u.text).collect::<Vec<_>>();
                let (source, target) = (count(&english), count(&files));
                assert_eq!(source.len(), target.len(), "{tag} {name}\n{source:#?}\n{target:#?}");
            }
        }
        assert!(english.pack_units().iter().any(|unit| unit.key == "labels.tel" && unit.text == "Tel:"));
    }
}
