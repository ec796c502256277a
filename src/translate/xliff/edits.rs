//! What an import changes in the files of a language.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Applied;
use super::model::ExportUnit;
use super::outside::Outside;
use super::values::write_values;
use super::yaml_edit::replace_ranges;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text};
use crate::input::{self, write_atomically};
use crate::template::Source;
use crate::translate::desk::Desk;
use crate::translate::files::{Files, PACK};
use crate::translate::state::{FILE, State};
use crate::translate::track::{Standing, Tracked, mark, track_all};

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

/// What changes in the files of a language.
#[derive(Debug, Default)]
pub(super) struct Edits {
    changed: usize,
    /// New texts of templates, by file and position.
    templates: BTreeMap<String, BTreeMap<usize, (usize, String)>>,
    /// New values of `locale.yaml`, by key and index in its list.
    pack: BTreeMap<(String, usize), String>,
    /// New texts of the mailing and names of States, by file and key, and by index in a list.
    outside: BTreeMap<(String, String), BTreeMap<usize, String>>,
    /// File and id of the texts that are translated.
    done: BTreeSet<(String, String)>,
}

impl Edits {
    pub(super) fn add(&mut self, file: &str, unit: &ExportUnit, applied: Applied) {
        self.changed += usize::from(!applied.changed.is_empty());
        if Outside::has(file) {
            if !applied.changed.is_empty() {
                self.outside.insert((file.to_owned(), unit.id.clone()), applied.changed);
            }
            return;
        }
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

    /// Writes the files that change.
    ///
    /// # Errors
    ///
    /// A value cannot be put into `locale.yaml`, or a file cannot be written.
    pub(super) fn write(
        self,
        desk: &Desk,
        source: &Files,
        target: &Files,
        state: &State,
        outside: &Outside,
    ) -> Result<Imported, Problems> {
        let outside = outside.write(&self.outside)?;
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (file, edits) in &self.templates {
            let text = target.templates.get(file).map(Source::text).unwrap_or_default();
            texts.insert(file.clone(), replace_ranges(text, edits));
        }
        if !self.pack.is_empty() {
            texts.insert(PACK.to_owned(), write_values(target, &self.pack)?);
        }
        let mut after = Files { tag: target.tag.clone(), folder: target.folder.clone(), ..Files::default() };
        after.templates.clone_from(&target.templates);
        after.pack_text.clone_from(&target.pack_text);
        for (file, text) in &texts {
            match file.as_str() {
                PACK => after.pack_text.clone_from(text),
                _ => after.insert(file.clone(), text.clone()),
            }
        }
        after.pack = input::parse(&after.pack_text, &after.path(PACK)).ok();
        let before = state.to_yaml();
        let is_done = |file: &str, text: &Tracked| self.done.contains(&(file.to_owned(), text.id.clone()));
        let tracked = track_all(state, source, target);
        let texts_before =
            tracked.iter().flat_map(|(file, texts)| texts.iter().map(move |text| (file, text)));
        let newly =
            |(file, text): &(&String, &Tracked)| text.standing != Standing::Done && is_done(file, text);
        let done = texts_before.filter(newly).count();
        let marked = mark(state, source, &after, is_done);
        if done > 0 && marked.to_yaml() != before {
            texts.insert(FILE.to_owned(), marked.to_yaml());
        }
        let mut imported =
            Imported { tag: target.tag.clone(), changed: self.changed, done, files: Vec::new() };
        let texts = texts.into_iter().map(|(file, text)| (target.path(&file), text));
        for (path, text) in outside.into_iter().chain(texts) {
            write_atomically(&desk.root().join(&path), text.as_bytes()).map_err(|error| {
                Diagnostic::new(codes::WRITE, format!("the file cannot be written ({})", io_text(&error)))
                    .with_location(Location::file(path.clone()))
                    .with_hint(format!(
                        "written already: {}; import again when it can be",
                        imported.files.join(", ")
                    ))
            })?;
            imported.files.push(path);
        }
        Ok(imported)
    }
}
