//! What an import changes in the files of a language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::apply::Applied;
use super::model::{ExportUnit, Segment};
use super::outside::Outside;
use super::piece::Piece;
use super::values::write_values;
use super::yaml_edit::replace_ranges;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text};
use crate::input::{self, write_atomically};
use crate::template::Source;
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

/// What is to change in the files of a mailing, of which nothing is written yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The language.
    pub tag: String,
    /// The texts that change or are newly marked as translated, in the order in which they came.
    pub texts: Vec<ChangedText>,
    /// How many texts are newly marked as translated.
    pub done: usize,
    /// The files, in the order in which they are written.
    pub files: Vec<ChangedFile>,
}

/// A text that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedText {
    /// The file, as XLIFF files name it.
    pub file: String,
    /// The text's id or key.
    pub id: String,
    /// What it says in the source.
    pub source: String,
    /// What it says now.
    pub before: String,
    /// What it will say, as the file has it.
    pub after: String,
    /// Whether it says something else; otherwise it is marked only.
    pub is_changed: bool,
    /// Whether it is said to be translated.
    pub done: bool,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path, relative to the mailing's folder.
    pub path: String,
    /// Its text now; empty for a file that is not there.
    pub before: String,
    /// Its text afterwards.
    pub after: String,
}

impl Changes {
    /// How many texts say something else afterwards.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.texts.iter().filter(|text| text.is_changed).count()
    }

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// A file cannot be written; those before it are.
    pub(super) fn write(&self, root: &Path) -> Result<Imported, Problems> {
        let mut imported =
            Imported { tag: self.tag.clone(), changed: self.changed(), done: self.done, files: Vec::new() };
        for ChangedFile { path, after, .. } in &self.files {
            write_atomically(&root.join(path), after.as_bytes()).map_err(|error| {
                Diagnostic::new(codes::WRITE, format!("the file cannot be written ({})", io_text(&error)))
                    .with_location(Location::file(path.clone()))
                    .with_hint(format!(
                        "written already: {}; import again when it can be",
                        imported.files.join(", ")
                    ))
            })?;
            imported.files.push(path.clone());
        }
        Ok(imported)
    }
}

/// What changes in the files of a language.
#[derive(Debug, Default)]
pub(in crate::translate) struct Edits {
    texts: Vec<ChangedText>,
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
    pub(in crate::translate) fn add(&mut self, file: &str, unit: &ExportUnit, applied: Applied) {
        let is_new = unit.standing != Standing::Done && applied.done && !Outside::has(file);
        if !applied.changed.is_empty() || is_new {
            self.texts.push(changed_text(file, unit, &applied));
        }
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

    /// The language's files as they will be.
    ///
    /// # Errors
    ///
    /// A value cannot be put into `locale.yaml`.
    pub(in crate::translate) fn after(&self, target: &Files) -> Result<Files, Diagnostic> {
        let mut after = Files { tag: target.tag.clone(), folder: target.folder.clone(), ..Files::default() };
        after.templates.clone_from(&target.templates);
        for (file, edits) in &self.templates {
            let text = target.templates.get(file).map(Source::text).unwrap_or_default();
            after.insert(file.clone(), replace_ranges(text, edits));
        }
        after.pack_text = match self.pack.is_empty() {
            true => target.pack_text.clone(),
            false => write_values(target, &self.pack)?,
        };
        after.pack = input::parse(&after.pack_text, &after.path(PACK)).ok();
        Ok(after)
    }

    /// What becomes of all files. `record` is the text of the language's `translation.yaml`.
    ///
    /// # Errors
    ///
    /// A value cannot be put into its file.
    pub(in crate::translate) fn changes(
        self,
        source: &Files,
        target: &Files,
        (state, record): (&State, &str),
        outside: &Outside,
    ) -> Result<Changes, Problems> {
        let outside = outside.write(&self.outside)?;
        let after = self.after(target)?;
        let changed = |path: String, before: &str, after: &str| ChangedFile {
            path,
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let mut files: Vec<ChangedFile> =
            outside.into_iter().map(|(path, before, after)| ChangedFile { path, before, after }).collect();
        for file in self.templates.keys() {
            let text =
                |files: &Files| files.templates.get(file).map(Source::text).unwrap_or_default().to_owned();
            files.push(changed(target.path(file), &text(target), &text(&after)));
        }
        if !self.pack.is_empty() {
            files.push(changed(target.path(PACK), &target.pack_text, &after.pack_text));
        }
        let is_done = |file: &str, text: &Tracked| self.done.contains(&(file.to_owned(), text.id.clone()));
        let tracked = track_all(state, source, target);
        let texts = tracked.iter().flat_map(|(file, texts)| texts.iter().map(move |text| (file, text)));
        let done =
            texts.filter(|(file, text)| text.standing != Standing::Done && is_done(file, text)).count();
        let marked = mark(state, source, &after, is_done).to_yaml();
        if done > 0 && marked != state.to_yaml() {
            files.push(changed(target.path(FILE), record, &marked));
        }
        Ok(Changes { tag: target.tag.clone(), texts: self.texts, done, files })
    }
}

fn changed_text(file: &str, unit: &ExportUnit, applied: &Applied) -> ChangedText {
    let said = |segment: &Segment| -> String {
        let pieces = segment.source.iter().map(|numbered| match &numbered.piece {
            Piece::Text(text) => text.as_str(),
            Piece::Code { data, .. } => data.as_str(),
        });
        pieces.collect()
    };
    let source: Vec<String> = unit.segments.iter().map(said).collect();
    let before = &unit.target.text;
    let lines = unit.segments.len() > 1;
    let mut after: Vec<&str> = if lines { before.split('\n').collect() } else { vec![before] };
    for (index, text) in &applied.changed {
        after.resize(after.len().max(index + 1), "");
        if let Some(line) = after.get_mut(*index) {
            *line = text;
        }
    }
    ChangedText {
        file: file.to_owned(),
        id: unit.id.clone(),
        source: source.join("\n"),
        before: before.clone(),
        after: after.join("\n"),
        is_changed: !applied.changed.is_empty(),
        done: applied.done,
    }
}
