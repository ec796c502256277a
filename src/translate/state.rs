//! `translation.yaml`: the source of a translation, and the source texts as they were when each was translated.
//!
//! A text of the source is told again by what it says, not by where it stands: paragraphs may be added, removed,
//! changed and wrapped anew around it. Its id, once given, stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::align::{align, shared};
use super::unit::{Files, Unit};
use crate::diagnostic::{Checked, Diagnostic, Location, codes};
use crate::digest::Sha256;
use crate::input::{At, decode, quoted};

/// Name of the file in a language's folder.
pub const FILE: &str = "translation.yaml";

/// `translation.yaml`: what a translation was made from. Written by `convoke locale done`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// The language it is translated from, as a BCP 47 tag.
    pub source: At<String>,
    /// The texts of each template's source, by file name, in order.
    #[serde(default)]
    pub templates: BTreeMap<String, Vec<Known>>,
    /// The source texts of `locale.yaml`, by key with dots; one that is not here is still to be translated.
    #[serde(default)]
    pub pack: BTreeMap<String, String>,
}

/// A text of the source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its id, which stays when the text changes.
    pub id: String,
    /// What it said when it was translated; left out while it is still to be translated.
    #[serde(default)]
    pub source: Option<String>,
    /// What it said when the id was given, where it is not translated yet.
    #[serde(default)]
    pub first: Option<String>,
}

impl Known {
    /// The text it is told again by.
    fn text(&self) -> &str {
        self.source.as_deref().or(self.first.as_deref()).unwrap_or_default()
    }
}

/// How a text of a translation stands to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Translated from what the source says now.
    Done,
    /// Translated from what the source said before.
    Stale(String),
    /// Not translated yet.
    ToDo,
}

/// A text of the source with its translation.
#[derive(Debug, Clone)]
pub struct Tracked {
    /// Its id; in `locale.yaml` its key.
    pub id: String,
    /// The source.
    pub source: Unit,
    /// The translation; `None` where the files have not as many texts, and in `locale.yaml` where the key is missing.
    pub target: Option<Unit>,
    /// How it stands.
    pub standing: Standing,
}

impl State {
    /// Reads a language's state; `None` where it has none.
    #[must_use]
    pub fn read(root: &Path, files: &Files) -> (Option<Self>, Vec<Diagnostic>) {
        let path = files.path(FILE);
        match std::fs::read_to_string(root.join(&path)) {
            Ok(text) => {
                let mut problems = Vec::new();
                let read: Checked<Option<Self>> = decode(&text, &path);
                problems.extend(read.problems);
                let state = read.value;
                let state = state.filter(|state| {
                    let known = state.format.value == 1;
                    if !known {
                        let message = format!("format {} is not known", state.format.value);
                        problems.push(
                            Diagnostic::new(codes::TRANSLATION_FORMAT, message)
                                .with_location(state.format.location(&path))
                                .with_hint(
                                    "this version reads format 1; use the convoke that wrote the file",
                                ),
                        );
                    }
                    known
                });
                (state, problems)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (None, Vec::new()),
            Err(error) => {
                let problem = Diagnostic::new(
                    codes::TRANSLATION_UNREADABLE,
                    format!("the file cannot be read ({error})"),
                )
                .with_location(Location::file(path))
                .with_hint("save the file as UTF-8 and make it readable");
                (None, vec![problem])
            }
        }
    }

    /// The texts of a template and how each stands, in the order of the source.
    #[must_use]
    pub fn track(&self, source: &Files, target: &Files, name: &str) -> Vec<Tracked> {
        let (originals, units) = (source.units(name), target.units(name));
        let paired = originals.len() == units.len();
        let empty = Vec::new();
        let known = self.templates.get(name).unwrap_or(&empty);
        let old: Vec<Vec<&str>> = known.iter().map(|known| words(known.text())).collect();
        let new: Vec<Vec<&str>> = originals.iter().map(|unit| words(&unit.text)).collect();
        let mut of: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in align(old.len(), new.len(), |i, j| match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => 1.0,
            // Never as good as the same text.
            (Some(a), Some(b)) => 0.95 * shared(a, b),
            _ => 0.0,
        }) {
            if let (Some(i), Some(j)) = pair {
                of.insert(j, i);
            }
        }
        let mut taken: BTreeSet<String> = known.iter().map(|known| known.id.clone()).collect();
        let mut units = units.into_iter();
        originals
            .into_iter()
            .enumerate()
            .map(|(index, source)| {
                let known = of.get(&index).and_then(|at| known.get(*at));
                let id =
                    known.map_or_else(|| new_id(name, &source.text, &mut taken), |known| known.id.clone());
                let standing = match known.and_then(|known| known.source.as_ref()) {
                    None => Standing::ToDo,
                    Some(old) if words(old) == words(&source.text) => Standing::Done,
                    Some(old) => Standing::Stale(old.clone()),
                };
                let target = units.next().filter(|_| paired);
                Tracked { id, source, target, standing }
            })
            .collect()
    }

    /// The texts of `locale.yaml` that both have, and how each stands.
    #[must_use]
    pub fn track_pack(&self, source: &Files, target: &Files) -> Vec<Tracked> {
        let mut units: BTreeMap<String, Unit> =
            target.pack_units().into_iter().map(|unit| (unit.key.clone(), unit)).collect();
        source
            .pack_units()
            .into_iter()
            .filter_map(|source| {
                let target = units.remove(&source.key)?;
                let standing = match self.pack.get(&source.key) {
                    None => Standing::ToDo,
                    Some(old) if *old == source.text => Standing::Done,
                    Some(old) => Standing::Stale(old.clone()),
                };
                Some(Tracked { id: source.key.clone(), source, target: Some(target), standing })
            })
            .collect()
    }

    /// The state after some texts were marked as done: `done` tells by file name and text which. Templates whose texts
    /// are not as many as the source's stay as they are.
    #[must_use]
    pub fn marked(&self, source: &Files, target: &Files, done: impl Fn(&str, &Tracked) -> bool) -> Self {
        let mut state = Self { format: 1.into(), source: self.source.clone(), ..Self::default() };
        for name in source.templates.keys().filter(|name| target.templates.contains_key(*name)) {
            let tracked = self.track(source, target, name);
            if tracked.iter().any(|tracked| tracked.target.is_none()) {
                state.templates.extend(self.templates.get(name).map(|known| (name.clone(), known.clone())));
                continue;
            }
            let known = tracked.into_iter().map(|tracked| {
                let said = joined(&tracked.source.text);
                match &tracked.standing {
                    _ if done(name, &tracked) => Known { id: tracked.id, source: Some(said), first: None },
                    Standing::Done => Known { id: tracked.id, source: Some(said), first: None },
                    Standing::Stale(old) => Known { id: tracked.id, source: Some(old.clone()), first: None },
                    Standing::ToDo => Known { id: tracked.id, source: None, first: Some(said) },
                }
            });
            state.templates.insert(name.clone(), known.collect());
        }
        for tracked in self.track_pack(source, target) {
            let text = match &tracked.standing {
                _ if done(super::unit::PACK, &tracked) => tracked.source.text,
                Standing::Done => tracked.source.text,
                Standing::Stale(old) => old.clone(),
                Standing::ToDo => continue,
            };
            state.pack.insert(tracked.id, text);
        }
        state
    }

    /// The file's text.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = format!(
            "# yaml-language-server: $schema=../../docs/schemas/translation.json\n\
             # The source texts as they were when each was translated, written by `convoke locale done`: what changes in the\n\
             # source afterwards is shown to the translator. Keep this file in version control.\n\
             format: 1\nsource: {}\n",
            quoted(&self.source.value)
        );
        let list = if self.templates.is_empty() { "templates: {}\n" } else { "templates:\n" };
        text.push_str(list);
        for (name, known) in &self.templates {
            let _ = writeln!(text, "  {}:{}", quoted(name), if known.is_empty() { " []" } else { "" });
            for Known { id, source, first } in known {
                let _ = writeln!(text, "    - id: {}", quoted(id));
                for (key, said) in [("source", source), ("first", first)] {
                    if let Some(said) = said {
                        let _ = writeln!(text, "      {key}: {}", quoted(said));
                    }
                }
            }
        }
        text.push_str(if self.pack.is_empty() { "pack: {}\n" } else { "pack:\n" });
        for (key, said) in &self.pack {
            let _ = writeln!(text, "  {}: {}", quoted(key), quoted(said));
        }
        text
    }
}

/// The words of a text: how its lines are wrapped does not count.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// A text on one line.
pub(super) fn joined(text: &str) -> String {
    words(text).join(" ")
}

/// An id no other text of the file has.
fn new_id(name: &str, text: &str, taken: &mut BTreeSet<String>) -> String {
    let hash = Sha256::digest(format!("{name}\n{}", joined(text)));
    let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut id = format!("t{short}");
    let mut turn = 1;
    while !taken.insert(id.clone()) {
        turn += 1;
        id = format!("t{short}-{turn}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(tag: &str, letter: &str) -> Files {
        let templates = BTreeMap::from([("letter.typ.hbs".to_owned(), letter.to_owned())]);
        Files { tag: tag.to_owned(), folder: format!("templates/{tag}"), templates, ..Files::default() }
    }

    fn standings(state: &State, source: &Files, target: &Files) -> Vec<Standing> {
        state.track(source, target, "letter.typ.hbs").into_iter().map(|tracked| tracked.standing).collect()
    }

    #[test]
    fn ids_stay_whatever_happens_around_a_text() {
        let target = files("fr", "Un deux trois.\n\nQuatre cinq six.\n\nSept huit neuf.\n");
        let source = files("en", "One two three.\n\nFour five six.\n\nSeven eight nine.\n");
        let state =
            State { source: "en".to_owned().into(), ..State::default() }
                .marked(&source, &target, |_, _| true);
        let again: State = decode(&state.to_yaml(), "t.yaml").value.expect("readable");
        assert_eq!(again.templates, state.templates);
        assert_eq!(standings(&again, &source, &target), [Standing::Done, Standing::Done, Standing::Done]);
        let ids = |source: &Files| -> Vec<String> {
            state.track(source, &target, "letter.typ.hbs").into_iter().map(|tracked| tracked.id).collect()
        };
        let before = ids(&source);
        // Wrapped anew, moved down by a new text, and changed by a word.
        let changed =
            files("en", "Nothing of these.\n\nOne\ntwo three.\n\nFour five seven.\n\nSeven eight nine.\n");
        assert_eq!(ids(&changed)[1..], before);
        let target = files("fr", "Rien.\n\nUn deux trois.\n\nQuatre cinq six.\n\nSept huit neuf.\n");
        assert_eq!(
            standings(&state, &changed, &target),
            [Standing::ToDo, Standing::Done, Standing::Stale("Four five six.".to_owned()), Standing::Done]
        );
        let marked = state.marked(&changed, &target, |_, tracked| tracked.id == before[1]);
        assert_eq!(
            standings(&marked, &changed, &target),
            [Standing::ToDo, Standing::Done, Standing::Done, Standing::Done]
        );
        assert_eq!(marked.templates["letter.typ.hbs"][1].id, before[0]);
    }

    #[test]
    fn equal_texts_have_ids_of_their_own() {
        let source = files("en", "Same text.\n\nSame text.\n");
        let ids: BTreeSet<String> =
            State::default().track(&source, &source, "letter.typ.hbs").into_iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), 2);
    }
}
