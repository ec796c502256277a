//! Texts of a language outside its templates and pack: those of the mailing, and names of States.

use std::collections::BTreeMap;

use super::model::{ExportFile, ExportUnit, value_segments};
use super::piece::Kind;
use super::yaml_edit::{find, insertion, replace_ranges, scalar};
use crate::beneath::read_text_within;
use crate::diagnostic::{Diagnostic, LineIndex, Location, Problems, codes};
use crate::input::{self, Node, Value, quoted};
use crate::locale::is_language;
use crate::translate::desk::Desk;
use crate::translate::files::{COUNTRIES, Files};
use crate::translate::track::Standing;
use crate::translate::unit::Unit;

/// The mailing's file as XLIFF files name it.
const MAILING: &str = "mailing.yaml";

/// The names of a State, by their keys.
const NAMES: [&str; 6] = ["short", "in_text", "of", "formal", "formal_of", "postal"];

/// New values by file and key, and by index in a list.
pub(in crate::translate) type Changes = BTreeMap<(String, String), BTreeMap<usize, String>>;

/// The texts of both files.
pub(in crate::translate) struct Outside {
    mailing: Sheet,
    countries: Sheet,
    target: String,
    pub(in crate::translate) files: Vec<ExportFile>,
}

/// A YAML file that texts are written into.
struct Sheet {
    path: String,
    text: String,
    node: Option<Node>,
}

impl Sheet {
    fn read(desk: &Desk, path: String) -> Self {
        let text = read_text_within(desk.root(), &path).unwrap_or_default();
        let node = input::parse(&text, &path).ok();
        Self { path, text, node }
    }
}

impl Outside {
    /// Whether a file of an XLIFF file is one of these.
    pub(in crate::translate) fn has(file: &str) -> bool {
        [MAILING, COUNTRIES].contains(&file)
    }

    /// Reads both files; `file` is the mailing's. States that need no names have none to be translated.
    pub(in crate::translate) fn read(desk: &Desk, file: &str, source: &Files, target: &Files) -> Self {
        let mailing = Sheet::read(desk, file.to_owned());
        let countries = Sheet::read(desk, target.path(COUNTRIES));
        let original = Sheet::read(desk, source.path(COUNTRIES));
        let files = vec![
            ExportFile {
                name: MAILING.to_owned(),
                units: units_of_mailing(&mailing, &source.tag, &target.tag),
            },
            ExportFile {
                name: COUNTRIES.to_owned(),
                units: units_of_states(desk, &target.tag, &original, &countries),
            },
        ];
        Self { mailing, countries, target: target.tag.clone(), files }
    }

    /// The files that change: path, text now, text afterwards.
    ///
    /// # Errors
    ///
    /// A value cannot be put into its file.
    pub(in crate::translate) fn write(
        &self,
        changes: &Changes,
    ) -> Result<Vec<(String, String, String)>, Problems> {
        let of = |file: &str| -> Vec<(&str, &BTreeMap<usize, String>)> {
            let own = changes.iter().filter(|((name, _), _)| name == file);
            own.map(|((_, key), values)| (key.as_str(), values)).collect()
        };
        let mut written = Vec::new();
        let mailing = of(MAILING).into_iter().map(|(key, values)| (format!("{key}.{}", self.target), values));
        let countries = of(COUNTRIES).into_iter().map(|(key, values)| (format!("countries.{key}"), values));
        for (sheet, changes) in
            [(&self.mailing, mailing.collect::<Vec<_>>()), (&self.countries, countries.collect())]
        {
            if !changes.is_empty() {
                written.push((sheet.path.clone(), sheet.text.clone(), sheet.with(&changes)?));
            }
        }
        Ok(written)
    }
}

fn units_of_mailing(sheet: &Sheet, source: &str, target: &str) -> Vec<ExportUnit> {
    let mut found = Vec::new();
    if let Some(node) = &sheet.node {
        find_texts(node, &mut Vec::new(), source, &mut found);
    }
    let unit = |(key, node): (String, &Node)| {
        let (original, translated) = (node.get(source)?, node.get(target));
        let standing = if translated.is_some() { Standing::Done } else { Standing::ToDo };
        Some(export(key, original, translated, standing, &sheet.path))
    };
    found.into_iter().filter_map(unit).collect()
}

/// Finds the texts that are given by language, each with its keys.
fn find_texts<'a>(node: &'a Node, path: &mut Vec<String>, source: &str, found: &mut Vec<(String, &'a Node)>) {
    match &node.value {
        Value::Map(entries) => {
            let is_by_language = node.get(source).is_some_and(is_text)
                && entries.iter().all(|(key, _, value)| is_language(key) && is_text(value));
            if is_by_language {
                // What goes along in a language are files.
                if path.as_slice() != ["enclosures"] {
                    found.push((path.join("."), node));
                }
                return;
            }
            for (key, _, below) in entries {
                path.push(key.clone());
                find_texts(below, path, source, found);
                path.pop();
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let id = item.get("id").and_then(Node::text).map(str::to_owned);
                path.push(id.unwrap_or_else(|| (index + 1).to_string()));
                find_texts(item, path, source, found);
                path.pop();
            }
        }
        Value::Scalar(_) | Value::Null(_) => {}
    }
}

fn is_text(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(_) => true,
        Value::List(items) => !items.is_empty() && items.iter().all(|item| item.text().is_some()),
        Value::Map(_) | Value::Null(_) => false,
    }
}

fn units_of_states(desk: &Desk, tag: &str, original: &Sheet, countries: &Sheet) -> Vec<ExportUnit> {
    let states = original.node.as_ref().and_then(|node| node.get("countries"));
    let Some(Value::Map(states)) = states.map(|node| &node.value) else { return Vec::new() };
    let needed =
        states.iter().filter(|(code, ..)| desk.states(tag).is_none_or(|states| states.contains(code)));
    let target = |path: &[&str]| countries.node.as_ref().and_then(|node| find(node, path));
    let mut units = Vec::new();
    for (code, _, state) in needed {
        let own = target(&["countries", code]);
        let same =
            |key: &&str| own.and_then(|own| own.get(key)?.text()) == state.get(key).and_then(Node::text);
        let is_copy = own.is_some() && NAMES.iter().all(same);
        for key in NAMES {
            let Some(name) = state.get(key).filter(|name| is_text(name)) else { continue };
            let translated = own.and_then(|own| own.get(key)).filter(|name| is_text(name));
            if translated.is_none() && target(&["forms", key]).is_some() {
                continue;
            }
            let standing = if translated.is_none() || is_copy { Standing::ToDo } else { Standing::Done };
            units.push(export(format!("{code}.{key}"), name, translated, standing, &countries.path));
        }
    }
    units
}

fn export(id: String, source: &Node, target: Option<&Node>, standing: Standing, path: &str) -> ExportUnit {
    let text = |node: &Node| match &node.value {
        Value::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("\n"),
        _ => node.text().unwrap_or_default().to_owned(),
    };
    let translated = target.map(text).unwrap_or_default();
    let segments = value_segments(&text(source), &translated);
    let location = Location::at(path, target.unwrap_or(source).place.clone());
    let target = Unit { text: translated, location, range: 0..0, key: id.clone(), without: Vec::new() };
    ExportUnit { id, standing, kind: Kind::Value, target, segments }
}

impl Sheet {
    /// The file's text with new values of keys with dots: in the place of those that are there, or as new keys.
    fn with(&self, changes: &[(String, &BTreeMap<usize, String>)]) -> Result<String, Problems> {
        let lines = LineIndex::new(&self.text);
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        // A State that the file does not have gets all its names at once.
        let mut added: BTreeMap<(&str, &str), Vec<(&str, String)>> = BTreeMap::new();
        for (key, values) in changes {
            let path: Vec<&str> = key.split('.').collect();
            let present = self.node.as_ref().and_then(|node| find(node, &path));
            if let Some(node) = present {
                self.replace(node, values, &lines, &mut edits).ok_or_else(|| self.failed(key))?;
                continue;
            }
            let (name, above) = path.split_last().ok_or_else(|| self.failed(key))?;
            let map = self.node.as_ref().and_then(|node| find(node, above));
            let value = written(values, map.is_some_and(holds_lists)).ok_or_else(|| self.failed(key))?;
            match map {
                Some(map) => {
                    let place = insertion(&self.text, &lines, map, name, &value);
                    put(&mut edits, place.ok_or_else(|| self.failed(key))?);
                }
                None => {
                    let [above, state] = above else { return Err(self.failed(key).into()) };
                    added.entry((*above, *state)).or_default().push((*name, value));
                }
            }
        }
        for ((above, state), names) in added {
            let map = self.node.as_ref().and_then(|node| find(node, &[above]));
            let names: Vec<String> =
                names.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let value = format!("{{ {} }}", names.join(", "));
            let place = map.and_then(|map| insertion(&self.text, &lines, map, state, &value));
            put(&mut edits, place.ok_or_else(|| self.failed(state))?);
        }
        let text = replace_ranges(&self.text, &edits);
        self.check(&text, changes)?;
        Ok(text)
    }

    fn replace(
        &self,
        node: &Node,
        values: &BTreeMap<usize, String>,
        lines: &LineIndex,
        edits: &mut BTreeMap<usize, (usize, String)>,
    ) -> Option<()> {
        for (index, value) in values {
            let node = match &node.value {
                Value::List(items) => items.get(*index)?,
                _ if *index == 0 => node,
                _ => return None,
            };
            let range = scalar(&self.text, lines, node)?;
            edits.insert(range.start, (range.end, quoted(value)));
        }
        Some(())
    }

    /// Reads what is to be written again: each value is what it should be.
    fn check(&self, text: &str, changes: &[(String, &BTreeMap<usize, String>)]) -> Result<(), Problems> {
        let node = input::parse(text, &self.path)?;
        for (key, values) in changes {
            let found = find(&node, &key.split('.').collect::<Vec<_>>());
            let value = |index: usize| match found.map(|node| &node.value) {
                Some(Value::List(items)) => items.get(index)?.text(),
                _ => found?.text(),
            };
            if values.iter().any(|(index, text)| value(*index) != Some(text)) {
                return Err(self.failed(key).into());
            }
        }
        Ok(())
    }

    fn failed(&self, key: &str) -> Diagnostic {
        Diagnostic::new(codes::XLIFF_VALUE, format!("the value of `{key}` cannot be put into the file"))
            .with_location(Location::file(self.path.clone()))
            .with_field(key)
            .with_hint("write it into the file by hand")
    }
}

/// Whether the values of a map are lists, as a signatory's titles are in each language.
fn holds_lists(map: &Node) -> bool {
    let Value::Map(entries) = &map.value else { return false };
    entries.iter().any(|(_, _, value)| matches!(value.value, Value::List(_)))
}

/// New values of a key as YAML: one, or a list of all its lines.
fn written(values: &BTreeMap<usize, String>, as_list: bool) -> Option<String> {
    if !values.keys().copied().eq(0..values.len()) {
        return None;
    }
    let texts: Vec<String> = values.values().map(|text| quoted(text)).collect();
    match texts.as_slice() {
        [text] if !as_list => Some(text.clone()),
        texts => Some(format!("[{}]", texts.join(", "))),
    }
}

/// Adds what is put in at a place; several at one place follow each other.
fn put(edits: &mut BTreeMap<usize, (usize, String)>, (at, text): (usize, String)) {
    edits.entry(at).or_insert_with(|| (at, String::new())).1.push_str(&text);
}
