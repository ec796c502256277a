//! Tracks the texts of a translation: which text of the source each belongs to, and whether it is up to date.
//!
//! A text of the source is recognised by its words, not by its place: paragraphs may be added, removed, changed and
//! wrapped anew around it. Its id, once given, stays.

use std::collections::{BTreeMap, BTreeSet};

use super::align::{Bag, align};
use super::files::{Files, PACK};
use super::state::{Known, State};
use super::unit::Unit;
use crate::digest::Sha256;

/// The state of a text of a translation in relation to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Translated from what the source says now.
    Done,
    /// Translated from what the source said before.
    Stale(String),
    /// Not translated yet.
    ToDo,
}

/// A text of the source with its translation.
#[derive(Debug, Clone)]
pub(super) struct Tracked {
    /// Its id; in `locale.yaml` its key.
    pub(super) id: String,
    /// The source.
    pub(super) source: Unit,
    /// The translation; `None` where the files do not have as many texts, and in `locale.yaml` where the key is missing.
    pub(super) target: Option<Unit>,
    /// Its state.
    pub(super) standing: Standing,
}

/// All texts of a translation, by file; the last file is `locale.yaml`.
pub(super) fn track_all(state: &State, source: &Files, target: &Files) -> Vec<(String, Vec<Tracked>)> {
    let names = source.templates.keys().filter(|name| target.templates.contains_key(*name));
    let templates = names.map(|name| (name.clone(), track(state, source, target, name)));
    templates.chain([(PACK.to_owned(), track_pack(state, source, target))]).collect()
}

/// The texts of a template and the state of each, in the order of the source.
fn track(state: &State, source: &Files, target: &Files, name: &str) -> Vec<Tracked> {
    let (originals, units) = (source.units(name), target.units(name));
    let paired = originals.len() == units.len();
    let known = state.templates.get(name).map(Vec::as_slice).unwrap_or_default();
    let recognised = recognise(known, &originals);
    let mut ids = Ids::new(known);
    let mut units = units.into_iter();
    originals
        .into_iter()
        .zip(recognised)
        .map(|(source, known)| {
            let id = known.map_or_else(|| ids.give(name, &source.text), |known| known.id.clone());
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

/// For each text of the source which of the known ones it was, if any.
pub(super) fn recognised(known: &[Known], originals: &[Unit]) -> Vec<Option<usize>> {
    let index = |found: &Known| known.iter().position(|known| std::ptr::eq(known, found));
    recognise(known, originals).into_iter().map(|found| found.and_then(index)).collect()
}

/// For each text of the source the known one it was, if any.
fn recognise<'a>(known: &'a [Known], originals: &[Unit]) -> Vec<Option<&'a Known>> {
    let old: Vec<Vec<&str>> = known.iter().map(|known| words(known.text())).collect();
    let new: Vec<Vec<&str>> = originals.iter().map(|unit| words(&unit.text)).collect();
    // Texts at the beginning that have not changed need no comparison with all others.
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let mut recognised: Vec<Option<&Known>> = known.iter().take(same).map(Some).collect();
    recognised.resize(originals.len(), None);
    let (old, new) = (old.get(same..).unwrap_or_default(), new.get(same..).unwrap_or_default());
    let bag = |words: &Vec<&'a str>| Bag::new(words.clone());
    let old_bags: Vec<Bag<&str>> = old.iter().map(bag).collect();
    let new_bags: Vec<Bag<&str>> = new.iter().map(|words| Bag::new(words.clone())).collect();
    let likeness = |i: usize, j: usize| match (old.get(i), new.get(j), old_bags.get(i), new_bags.get(j)) {
        (Some(a), Some(b), ..) if a == b => 1.0,
        // Never as good as the same text.
        (.., Some(a), Some(b)) => 0.95 * a.likeness(b),
        _ => 0.0,
    };
    for pair in align(old.len(), new.len(), likeness) {
        if let (Some(i), Some(j)) = pair
            && let Some(place) = recognised.get_mut(same + j)
        {
            *place = known.get(same + i);
        }
    }
    recognised
}

/// The texts of `locale.yaml` that both have, and the state of each.
fn track_pack(state: &State, source: &Files, target: &Files) -> Vec<Tracked> {
    let mut units: BTreeMap<String, Unit> =
        target.pack_units().into_iter().map(|unit| (unit.key.clone(), unit)).collect();
    source
        .pack_units()
        .into_iter()
        .filter_map(|source| {
            let target = units.remove(&source.key)?;
            let standing = match state.pack.get(&source.key) {
                // What is empty in both has nothing to translate.
                None if source.text.is_empty() && target.text.is_empty() => Standing::Done,
                None => Standing::ToDo,
                Some(old) if *old == source.text => Standing::Done,
                Some(old) => Standing::Stale(old.clone()),
            };
            Some(Tracked { id: source.key.clone(), source, target: Some(target), standing })
        })
        .collect()
}

/// The state after some texts were marked as done: `done` tells which by file name and text. Templates that do not have as
/// many texts as the source stay as they are.
pub(super) fn mark(
    state: &State,
    source: &Files,
    target: &Files,
    done: impl Fn(&str, &Tracked) -> bool,
) -> State {
    let mut marked = State::new(&state.source.value);
    marked.source = state.source.clone();
    for (name, tracked) in track_all(state, source, target) {
        if name == PACK {
            marked.pack = mark_pack(tracked, &done);
        } else if tracked.iter().any(|tracked| tracked.target.is_none()) {
            marked.templates.extend(state.templates.get(&name).map(|known| (name.clone(), known.clone())));
        } else {
            let known = tracked.into_iter().map(|tracked| {
                let done = done(&name, &tracked);
                mark_text(tracked, done)
            });
            marked.templates.insert(name.clone(), known.collect());
        }
    }
    marked
}

fn mark_text(tracked: Tracked, done: bool) -> Known {
    let said = joined(&tracked.source.text);
    let (source, first) = match tracked.standing {
        _ if done => (Some(said), None),
        Standing::Done => (Some(said), None),
        Standing::Stale(old) => (Some(old), None),
        Standing::ToDo => (None, Some(said)),
    };
    Known { id: tracked.id, source, first }
}

fn mark_pack(tracked: Vec<Tracked>, done: impl Fn(&str, &Tracked) -> bool) -> BTreeMap<String, String> {
    let mut pack = BTreeMap::new();
    for tracked in tracked {
        let text = match &tracked.standing {
            _ if done(PACK, &tracked) => tracked.source.text,
            Standing::Done => tracked.source.text,
            Standing::Stale(old) => old.clone(),
            Standing::ToDo => continue,
        };
        pack.insert(tracked.id, text);
    }
    pack
}

/// The words of a text: how its lines are wrapped does not count.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// A text on one line.
pub(super) fn joined(text: &str) -> String {
    words(text).join(" ")
}

/// The ids of a file's texts.
struct Ids {
    taken: BTreeSet<String>,
    /// How many texts of one hash have an id.
    counts: BTreeMap<String, usize>,
}

impl Ids {
    fn new(known: &[Known]) -> Self {
        Self { taken: known.iter().map(|known| known.id.clone()).collect(), counts: BTreeMap::new() }
    }

    /// An id no other text of the file has.
    fn give(&mut self, name: &str, text: &str) -> String {
        let hash = Sha256::digest(format!("{name}\n{}", joined(text)));
        let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let count = self.counts.entry(short.clone()).or_default();
        loop {
            *count += 1;
            let id = if *count == 1 { format!("t{short}") } else { format!("t{short}-{count}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::decode;

    fn files(tag: &str, letter: &str) -> Files {
        let mut files = Files { tag: tag.to_owned(), folder: format!("templates/{tag}"), ..Files::default() };
        files.insert("letter.typ.hbs".to_owned(), letter.to_owned());
        files
    }

    fn standings(state: &State, source: &Files, target: &Files) -> Vec<Standing> {
        track(state, source, target, "letter.typ.hbs").into_iter().map(|tracked| tracked.standing).collect()
    }

    #[test]
    fn ids_stay_whatever_happens_around_a_text() {
        let target = files("fr", "Un deux trois.\n\nQuatre cinq six.\n\nSept huit neuf.\n");
        let source = files("en", "One two three.\n\nFour five six.\n\nSeven eight nine.\n");
        let state = mark(&State::new("en"), &source, &target, |_, _| true);
        let again: State = decode(&state.to_yaml(), "t.yaml").value.expect("readable");
        assert_eq!(again.templates, state.templates);
        assert_eq!(standings(&again, &source, &target), [Standing::Done, Standing::Done, Standing::Done]);
        let ids = |source: &Files| -> Vec<String> {
            track(&state, source, &target, "letter.typ.hbs").into_iter().map(|tracked| tracked.id).collect()
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
        let marked = mark(&state, &changed, &target, |_, tracked| tracked.id == before[1]);
        assert_eq!(
            standings(&marked, &changed, &target),
            [Standing::ToDo, Standing::Done, Standing::Done, Standing::Done]
        );
        assert_eq!(marked.templates["letter.typ.hbs"][1].id, before[0]);
    }

    #[test]
    fn equal_texts_have_ids_of_their_own() {
        let source = files("en", "Same text.\n\nSame text.\n");
        let ids: BTreeSet<String> = track(&State::default(), &source, &source, "letter.typ.hbs")
            .into_iter()
            .map(|it| it.id)
            .collect();
        assert_eq!(ids.len(), 2);
    }
}
