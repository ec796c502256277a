//! The files of a language, and the texts in them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::unit::{Unit, read_without};
use crate::beneath::read_text_within;
use crate::diagnostic::Location;
use crate::input::{self, Node, Value};
use crate::template::{self, Kind, Role, Source};

/// The file of a language's labels, patterns and forms of address.
pub(super) const PACK: &str = "locale.yaml";

/// The file of a language's names of States.
pub(super) const COUNTRIES: &str = "countries.yaml";

/// Keys of a pack below which there is no text for readers.
const NOT_PROSE: [&str; 6] = ["format", "locale", "name", "direction", "typography", "persons"];

/// The files of one language, or of those all languages share.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The language; empty for what all languages share.
    pub tag: String,
    /// The folder, relative to the mailing's.
    pub folder: String,
    /// Templates by file name.
    pub templates: BTreeMap<String, Source>,
    /// `locale.yaml`, where it can be read.
    pub pack: Option<Node>,
    /// The text of `locale.yaml`.
    pub pack_text: String,
}

impl Files {
    /// Reads a language's files; `templates` is the folder of all languages relative to `root`. What cannot be read is
    /// reported by those who use it.
    #[must_use]
    pub(super) fn read(root: &Path, templates: &str, tag: &str) -> Self {
        let folder = if tag.is_empty() { templates.to_owned() } else { format!("{templates}/{tag}") };
        let mut files = Self { tag: tag.to_owned(), folder, ..Self::default() };
        let full = root.join(&files.folder);
        for entry in fs::read_dir(&full).into_iter().flatten().filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            // HTML frames the text of an e-mail and has no words of its own.
            if !name.ends_with(".hbs") || Kind::from_file_name(&name) == Kind::Html || name.starts_with('.') {
                continue;
            }
            if let Ok(text) = read_text_within(root, &files.path(&name)) {
                files.insert(name, text);
            }
        }
        files.pack_text = read_text_within(root, &files.path(PACK)).unwrap_or_default();
        files.pack = input::parse(&files.pack_text, &files.path(PACK)).ok().filter(|_| !tag.is_empty());
        files
    }

    /// Adds a template or replaces it.
    pub(super) fn insert(&mut self, name: String, text: String) {
        let source = Source::new(self.path(&name), text);
        self.templates.insert(name, source);
    }

    /// The path of one of its files, relative to the mailing's folder.
    #[must_use]
    pub(super) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// The texts of a template, in order.
    #[must_use]
    pub(super) fn units(&self, name: &str) -> Vec<Unit> {
        self.templates.get(name).map(read_units).unwrap_or_default()
    }

    /// The texts of `locale.yaml`, in order: labels, patterns and forms of address.
    #[must_use]
    pub(super) fn pack_units(&self) -> Vec<Unit> {
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
            unit.without = read_without(comments.chain(beside));
        }
        units
    }
}

/// The texts of a template, in order.
pub(super) fn read_units(source: &Source) -> Vec<Unit> {
    let mut before = 0;
    let mut units = Vec::new();
    for range in template::texts(source) {
        units.push(Unit {
            text: source.part(range.clone()).to_owned(),
            location: source.locate(range.start),
            key: String::new(),
            without: read_without(comments(source, before..range.end)),
            range: range.clone(),
        });
        before = range.end;
    }
    units
}

/// The languages that have a folder with a pack, in order.
#[must_use]
pub(super) fn languages(root: &Path, templates: &str) -> Vec<String> {
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

fn collect(path: &str, key: &str, node: &Node, units: &mut Vec<Unit>) {
    let text = match &node.value {
        Value::Map(entries) => {
            for (name, _, below) in entries {
                collect(path, &format!("{key}.{name}"), below, units);
            }
            return;
        }
        // The rows of a table, such as how ministries are named: counted from one.
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Map(_))) => {
            for (index, item) in items.iter().enumerate() {
                collect(path, &format!("{key}.{}", index + 1), item, units);
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
fn comments(source: &Source, range: Range<usize>) -> impl Iterator<Item = &str> {
    let tags = source.tags().within(&range).iter().filter(|tag| tag.role == Role::Comment);
    tags.filter_map(|tag| source.part(tag.range.clone()).strip_prefix("{{!--")?.strip_suffix("--}}"))
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
                let texts = |files: &Files| files.units(name).into_iter().map(|u| u.text).collect::<Vec<_>>();
                let (source, target) = (texts(&english), texts(&files));
                assert_eq!(source.len(), target.len(), "{tag} {name}\n{source:#?}\n{target:#?}");
            }
        }
        assert!(english.pack_units().iter().any(|unit| unit.key == "labels.tel" && unit.text == "Tel:"));
    }
}
