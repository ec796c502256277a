//! Texts that the source has and a translation has not, or the other way round: new ones are put in as copies to be translated, and those
//! whose source is gone are taken out.
//!
//! Which text is which is known from what was recorded when the texts were translated, and where it belongs from the source. Where
//! more than white space stands between texts, a person has to put them in.

use std::collections::BTreeMap;

use super::all::Texts;
use crate::diagnostic::LineIndex;
use crate::input::{self, Node, Value, quoted};
use crate::template::Source;
use crate::translate::files::{Files, PACK, read_units};
use crate::translate::parity::missing_keys;
use crate::translate::state::FILE;
use crate::translate::track::{mark, recognised};
use crate::translate::unit::Unit;
use crate::translate::xliff::edits::{ChangedFile, Changes};
use crate::translate::xliff::yaml_edit::{find, insertion, replace_ranges};

/// A file that does not have the texts of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uneven {
    /// The file.
    pub file: String,
    /// How many texts the source has.
    pub source: usize,
    /// How many of them the translation has, or how many it has in their place.
    pub target: usize,
    /// What makes it even; `None` where a person has to.
    pub changes: Option<Changes>,
}

/// What is put into a text instead of a range of it, by where the range begins.
type Replacements = BTreeMap<usize, (usize, String)>;

impl Texts<'_> {
    /// The files that do not have the texts of their source, and what makes each of them even.
    #[must_use]
    pub fn uneven(&self) -> Vec<Uneven> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let names = source.templates.keys().filter(|name| target.templates.contains_key(*name));
        let mut uneven: Vec<Uneven> = names.filter_map(|name| self.uneven_template(name)).collect();
        uneven.extend(self.uneven_pack());
        uneven
    }

    fn uneven_template(&self, name: &str) -> Option<Uneven> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let (originals, units) = (source.units(name), target.units(name));
        if originals.len() == units.len() {
            return None;
        }
        let text = target.templates.get(name).map(Source::text).unwrap_or_default();
        let changes = self.even_template(name, &originals, &units).and_then(|edits| {
            let after = replace_ranges(text, &edits);
            let changes = self.changes(name, text, after)?;
            // Read again: it has as many texts as its source.
            let made = changes.files.first().map(|file| Source::new(&file.path, file.after.clone()))?;
            let count = read_units(&made).len();
            (count == originals.len()).then_some(changes)
        });
        Some(Uneven { file: name.to_owned(), source: originals.len(), target: units.len(), changes })
    }

    fn even_template(&self, name: &str, originals: &[Unit], units: &[Unit]) -> Option<Replacements> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let known = self.state.templates.get(name)?;
        if known.len() != units.len() {
            return None;
        }
        let recognised = recognised(known, originals);
        let (left, right) = (source.templates.get(name)?.text(), target.templates.get(name)?.text());
        let mut edits = Replacements::new();
        for index in (0..units.len()).filter(|index| !recognised.contains(&Some(*index))) {
            let range = &units.get(index)?.range;
            let before = index.checked_sub(1).and_then(|before| units.get(before)).map(|unit| unit.range.end);
            let after = units.get(index + 1).map(|unit| unit.range.start);
            // Its space goes with it: that before it, or that after the first.
            let (start, end) = match (before, after) {
                (Some(before), _) => (before, range.end),
                (None, Some(after)) => (range.start, after),
                (None, None) => return None,
            };
            is_space(right.get(start..range.start)?).then_some(())?;
            is_space(right.get(range.end..end)?).then_some(())?;
            put(&mut edits, start, end, "");
        }
        for (index, original) in
            originals.iter().enumerate().filter(|(index, _)| recognised.get(*index) == Some(&None))
        {
            let text = left.get(original.range.clone())?;
            let place =
                |index: &usize| recognised.get(*index).copied().flatten().and_then(|known| units.get(known));
            match (0..index).rev().find_map(|index| place(&index)) {
                Some(anchor) => {
                    let before = originals.get(index - 1)?.range.end;
                    let space = left.get(before..original.range.start).filter(|space| is_space(space))?;
                    put(&mut edits, anchor.range.end, anchor.range.end, &format!("{space}{text}"));
                }
                None => {
                    let anchor = (index..originals.len()).find_map(|index| place(&index))?;
                    let after = originals.get(index + 1)?.range.start;
                    let space = left.get(original.range.end..after).filter(|space| is_space(space))?;
                    put(&mut edits, anchor.range.start, anchor.range.start, &format!("{text}{space}"));
                }
            }
        }
        Some(edits)
    }

    fn uneven_pack(&self) -> Option<Uneven> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let (left, right) = (source.pack_units(), target.pack_units());
        let missing = missing_keys(&left, &right);
        if missing.is_empty() {
            return None;
        }
        let changes = self.even_pack(&missing).and_then(|after| self.changes(PACK, &target.pack_text, after));
        let wanted = left.len();
        Some(Uneven { file: PACK.to_owned(), source: wanted, target: wanted - missing.len(), changes })
    }

    fn even_pack(&self, missing: &[&Unit]) -> Option<String> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let (original, node, text) = (source.pack.as_ref()?, target.pack.as_ref()?, &target.pack_text);
        let lines = LineIndex::new(text);
        let mut edits = Replacements::new();
        for unit in missing {
            let path: Vec<&str> = unit.key.split('.').collect();
            let (name, above) = path.split_last()?;
            let (map, value) = (find(node, above)?, find(original, &path)?);
            let value = matches!(value.value, Value::Scalar(_)).then(|| quoted(&unit.text))?;
            let (at, new) = insertion(text, &lines, map, name, &value)?;
            put(&mut edits, at, at, &new);
        }
        let after = replace_ranges(text, &edits);
        let read = input::parse(&after, &target.path(PACK)).ok()?;
        let is_there = |unit: &&Unit| {
            let path: Vec<&str> = unit.key.split('.').collect();
            find(&read, &path).and_then(Node::text) == Some(unit.text.as_str())
        };
        missing.iter().all(is_there).then_some(after)
    }

    /// A file that changes, with the record: what is new is still to be translated.
    fn changes(&self, name: &str, before: &str, after: String) -> Option<Changes> {
        let (source, target) = (&self.translation.source, &self.translation.target);
        let mut made = Files { tag: target.tag.clone(), folder: target.folder.clone(), ..Files::default() };
        made.templates.clone_from(&target.templates);
        made.pack_text.clone_from(&target.pack_text);
        match name {
            PACK => made.pack_text.clone_from(&after),
            _ => made.insert(name.to_owned(), after.clone()),
        }
        made.pack = input::parse(&made.pack_text, &made.path(PACK)).ok();
        let record = mark(&self.state, source, &made, |_, _| false).to_yaml();
        let mut files = vec![ChangedFile { path: target.path(name), before: before.to_owned(), after }];
        if record != self.translation.record {
            let before = self.translation.record.clone();
            files.push(ChangedFile { path: target.path(FILE), before, after: record });
        }
        Some(Changes { tag: target.tag.clone(), texts: Vec::new(), done: 0, files })
    }
}

fn is_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Adds to what is put at a place; what begins there goes together.
fn put(edits: &mut Replacements, start: usize, end: usize, text: &str) {
    let edit = edits.entry(start).or_insert_with(|| (end, String::new()));
    edit.0 = edit.0.max(end);
    edit.1.push_str(text);
}
