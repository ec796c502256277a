//! XLIFF 2.1 out and in, so that a language can be worked on in the translators' own tools.
//!
//! A unit is one [text](super::unit::Unit) with its stable id; merge fields, blocks and calls are protected inline codes.
//! What comes back is text: codes are put in from the language's own files by their numbers, never from the file read.
//! Core of XLIFF 2.1 (OASIS Standard, 13 February 2018), whose namespace is that of 2.0.

mod apply;
mod inline;
mod model;
mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::desk::{Desk, Translation};
use super::state::{FILE, State};
use super::unit::{Files, PACK};
use crate::diagnostic::{Diagnostic, Location, codes, did_you_mean, has_errors};
use crate::input::{self, Node, Value, quoted, write_atomically};
use crate::locale;
use crate::mailing::Mailing;
use crate::template;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The language.
    pub tag: String,
    /// How many texts changed.
    pub changed: usize,
    /// How many texts are newly marked as translated.
    pub done: usize,
    /// The files that changed, relative to the mailing's folder.
    pub files: Vec<String>,
}

/// A language's texts with their sources as an XLIFF file; sample values come from the mailing.
///
/// # Errors
///
/// The language is not there or is translated from no other.
pub fn export(desk: &Desk, mailing: &Mailing, tag: &str) -> Result<String, Vec<Diagnostic>> {
    let Translation { source, target, state, problems } = desk.translation_of(tag)?;
    if has_errors(&problems) {
        return Err(problems);
    }
    let state = state.unwrap_or_else(|| State { source: source.tag.clone().into(), ..State::default() });
    let pack = locale::read(desk.root(), desk.templates(), &source.tag).value;
    let mut values = serde_json::Value::Null;
    if let Some(pack) = &pack {
        let document = mailing.documents.first().map_or("", |document| document.id.as_str());
        values = template::shape(mailing, pack, document);
        // Of a recipient there are only names of fields; a State of the pack is a better sample.
        let names = pack.country_codes().find_map(|code| pack.country(code, mailing.issued_at.local.date()));
        if let (Some(names), Some(country)) = (names, values.pointer_mut("/recipient/country")) {
            *country = serde_json::json!({
                "short": names.short,
                "in_text": names.in_text,
                "of": names.of,
                "formal": names.formal,
                "formal_of": names.formal_of,
            });
        }
    }
    let files = model::files(&source, &target, &state);
    Ok(write::document(&source.tag, tag, &files, &target.folder, &values))
}

/// Takes the translations of an XLIFF file over into the files of its language. Texts whose target did not change keep
/// every byte; those whose state is `translated`, `reviewed` or `final` are marked as translated.
///
/// # Errors
///
/// Everything that is wrong with the file: it is unreadable or for other languages, a unit is unknown, its source has
/// changed since it was exported, or its codes are not all there. Nothing is written then.
pub fn import(desk: &Desk, file: &Path) -> Result<Imported, Vec<Diagnostic>> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let read = read::read(&text(file, &name)?, &name).map_err(|problem| vec![problem])?;
    let Translation { source, target, state, problems } = desk.translation_of(&read.target)?;
    if has_errors(&problems) {
        return Err(problems);
    }
    if read.source != source.tag {
        let message = format!(
            "the file translates from `{}`, `{}` is translated from `{}`",
            read.source, read.target, source.tag
        );
        let problem = Diagnostic::new(codes::XLIFF_LANGUAGES, message)
            .with_location(Location::file(name))
            .with_hint(format!("export again with `convoke locale export {}`", read.target));
        return Err(vec![problem]);
    }
    let state = state.unwrap_or_else(|| State { source: source.tag.clone().into(), ..State::default() });
    let known = model::files(&source, &target, &state);
    let mut edits = Edits::default();
    let mut problems = Vec::new();
    for unit in read.units.iter().filter(|unit| !unit.id.is_empty()) {
        let found = known.iter().find(|file| file.name == unit.file);
        let found = found.and_then(|file| file.units.iter().find(|known| known.id == unit.id));
        let Some(text) = found else {
            let ids = known.iter().flat_map(|file| file.units.iter().map(|unit| unit.id.as_str()));
            problems.push(
                Diagnostic::new(
                    codes::XLIFF_UNIT,
                    format!("there is no text `{}` in {}", unit.id, unit.file),
                )
                .with_location(Location::text(&name, unit.line, 1))
                .with_field(&unit.id)
                .with_hint(did_you_mean(&unit.id, ids))
                .with_hint("or export again: the source has changed since"),
            );
            continue;
        };
        match apply::apply(unit, text, &name) {
            Ok(applied) => edits.add(&unit.file, text, applied),
            Err(found) => problems.extend(found),
        }
    }
    if has_errors(&problems) {
        return Err(problems);
    }
    edits.write(desk, &source, &target, &state)
}

/// The file's text, bounded.
fn text(file: &Path, name: &str) -> Result<String, Vec<Diagnostic>> {
    let wrong = |message: String| {
        vec![
            Diagnostic::new(codes::XLIFF_UNREADABLE, message).with_location(Location::file(name)).with_hint(
                "name the file that `convoke locale export` wrote, as saved by the translation tool",
            ),
        ]
    };
    let size =
        std::fs::metadata(file).map_err(|error| wrong(format!("the file cannot be read ({error})")))?.len();
    if size > read::MAX_BYTES {
        return Err(wrong(format!("the file has {size} bytes, more than are read")));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(format!("the file cannot be read ({error})")))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("the file is not UTF-8 text".to_owned()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What changes in the files of a language.
#[derive(Debug, Default)]
struct Edits {
    changed: usize,
    /// New texts of templates, by file and where they stand.
    templates: BTreeMap<String, BTreeMap<usize, (usize, String)>>,
    /// New values of `locale.yaml`, by key and index in its list.
    pack: BTreeMap<(String, usize), String>,
    /// File and id of the texts that are translated.
    done: BTreeSet<(String, String)>,
}

impl Edits {
    fn add(&mut self, file: &str, unit: &model::ExportUnit, applied: apply::Applied) {
        self.changed += usize::from(!applied.changed.is_empty());
        for (index, text) in applied.changed {
            if file == PACK {
                self.pack.insert((unit.target.key.clone(), index), text);
            } else {
                let range = &unit.target.range;
                let edits = self.templates.entry(file.to_owned()).or_default();
                edits.insert(range.start, (range.end, text));
            }
        }
        if applied.done {
            self.done.insert((file.to_owned(), unit.id.clone()));
        }
    }

    fn write(
        self,
        desk: &Desk,
        source: &Files,
        target: &Files,
        state: &State,
    ) -> Result<Imported, Vec<Diagnostic>> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (file, edits) in &self.templates {
            let mut text = target.templates.get(file).cloned().unwrap_or_default();
            for (start, (end, new)) in edits.iter().rev() {
                text.replace_range(*start..*end, new);
            }
            texts.insert(file.clone(), text);
        }
        if !self.pack.is_empty() {
            texts.insert(PACK.to_owned(), pack(target, &self.pack).map_err(|problem| vec![problem])?);
        }
        let mut after = Files { tag: target.tag.clone(), folder: target.folder.clone(), ..Files::default() };
        after.templates.clone_from(&target.templates);
        after.pack_text.clone_from(&target.pack_text);
        for (file, text) in &texts {
            if file == PACK {
                after.pack_text.clone_from(text)
            } else {
                drop(after.templates.insert(file.clone(), text.clone()))
            }
        }
        after.pack = input::parse(&after.pack_text, &after.path(PACK)).ok();
        let before = state.to_yaml();
        let mut done = 0;
        for (file, id) in &self.done {
            let open = if file == PACK {
                state.track_pack(source, target)
            } else {
                state.track(source, target, file)
            };
            done += usize::from(
                open.iter().any(|text| text.id == *id && text.standing != super::state::Standing::Done),
            );
        }
        let marked = state
            .marked(source, &after, |file, text| self.done.contains(&(file.to_owned(), text.id.clone())));
        if done > 0 && marked.to_yaml() != before {
            texts.insert(FILE.to_owned(), marked.to_yaml());
        }
        let mut imported =
            Imported { tag: target.tag.clone(), changed: self.changed, done, files: Vec::new() };
        for (file, text) in texts {
            let path = target.path(&file);
            write_atomically(&desk.root().join(&path), text.as_bytes()).map_err(|error| {
                vec![
                    Diagnostic::new(codes::WRITE, format!("the file cannot be written ({error})"))
                        .with_location(Location::file(path.clone()))
                        .with_hint(format!(
                            "written already: {}; import again when it can be",
                            imported.files.join(", ")
                        )),
                ]
            })?;
            imported.files.push(path);
        }
        Ok(imported)
    }
}

/// `locale.yaml` with new values in their places; all else stays as it is.
fn pack(target: &Files, values: &BTreeMap<(String, usize), String>) -> Result<String, Diagnostic> {
    let path = target.path(PACK);
    let failed = |key: &str| {
        Diagnostic::new(codes::XLIFF_VALUE, format!("the value of `{key}` cannot be put into the file"))
            .with_location(Location::file(path.clone()))
            .with_field(key)
            .with_hint("write it into the file by hand")
    };
    let mut places: BTreeMap<usize, (usize, &String, &str)> = BTreeMap::new();
    for ((key, index), value) in values {
        let node = target.pack.as_ref().and_then(|node| find(node, key));
        let node = match node.map(|node| (&node.value, node)) {
            Some((Value::List(items), _)) => items.get(*index),
            Some((_, node)) if *index == 0 => Some(node),
            _ => None,
        };
        let range = node.and_then(|node| scalar(&target.pack_text, node)).ok_or_else(|| failed(key))?;
        places.insert(range.start, (range.end, value, key));
    }
    let mut text = target.pack_text.clone();
    for (start, (end, value, _)) in places.iter().rev() {
        text.replace_range(*start..*end, &quoted(value));
    }
    // Read again: each value is what it should be.
    let node = input::parse(&text, &path)?;
    for ((key, index), value) in values {
        let found = find(&node, key).and_then(|node| match &node.value {
            Value::List(items) => items.get(*index)?.text(),
            _ => node.text(),
        });
        if found != Some(value) {
            return Err(failed(key));
        }
    }
    Ok(text)
}

/// The node of a key with dots.
fn find<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    key.split('.').try_fold(node, |node, name| node.get(name))
}

/// Where a scalar stands in the text of its file, quotes included.
fn scalar(text: &str, node: &Node) -> Option<std::ops::Range<usize>> {
    let crate::diagnostic::Place::Text { line, column } = node.place else { return None };
    let before: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let rest = text.get(before..)?;
    let start = before + rest.char_indices().nth(column as usize - 1)?.0;
    let rest = text.get(start..)?;
    let length = match rest.chars().next()? {
        '"' => {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end?.0 + 1
        }
        '\'' => {
            let mut from = 1;
            loop {
                let at = from + rest.get(from..)?.find('\'')?;
                if rest.get(at + 1..)?.starts_with('\'') {
                    from = at + 2;
                } else {
                    break at + 1;
                }
            }
        }
        _ => {
            let line = rest.lines().next()?;
            let flow = |(at, c): (usize, char)| {
                matches!(c, ',' | '}' | ']')
                    .then_some(at)
                    .or((c == '#' && line.get(..at)?.ends_with(' ')).then_some(at))
            };
            let end = line.char_indices().find_map(flow).unwrap_or(line.len());
            line.get(..end)?.trim_end().len()
        }
    };
    (length > 0).then_some(start..start + length)
}
