//! Paragraph by paragraph: merge fields, blocks, numbers, dates and addresses.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fields::{Code, class, classes, codes};
use super::numbers::{Found, addresses, numbers, without};
use super::opening;
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::LocalePack;
use crate::template;
use crate::translate::align::{Pair as Pairing, align, shared};
use crate::translate::unit::{Files, Unit, place, problem};

/// A file in two languages.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) name: &'a str,
    pub(super) source: &'a Files,
    pub(super) target: &'a Files,
    pub(super) original: &'a str,
    pub(super) text: &'a str,
}

/// What a text has besides words.
struct Marks {
    codes: Vec<Code>,
    numbers: Found,
    addresses: Found,
    /// In characters.
    length: usize,
}

impl Pair<'_> {
    pub(super) fn check(&self, source: Option<&LocalePack>, target: Option<&LocalePack>) -> Vec<Diagnostic> {
        let (originals, units) = (self.source.units(self.name), self.target.units(self.name));
        // Months are known from the packs of both languages or not at all.
        let (source, target) = source.zip(target).unzip();
        let left = marks(self.name, self.original, &originals, source);
        let right = marks(self.name, self.text, &units, target);
        let pairs = if originals.len() == units.len() {
            (0..units.len()).map(|index| (Some(index), Some(index))).collect()
        } else {
            let (a, b) = (statements(self.original, &originals), statements(self.text, &units));
            let mut pairs = Vec::new();
            for (i, j) in align(a.len(), b.len(), |i, j| likeness(a.get(i), b.get(j), &left, &right)) {
                let (a, b) = (i.and_then(|i| a.get(i)), j.and_then(|j| b.get(j)));
                match (a, b) {
                    (Some(a), Some(b)) if a.len() == b.len() => {
                        pairs.extend(a.clone().zip(b.clone()).map(|(i, j)| (Some(i), Some(j))));
                    }
                    (a, b) => {
                        let (a, b) = (a.cloned().unwrap_or_default(), b.cloned().unwrap_or_default());
                        let one = |range: &Range<usize>, at: usize| range.start + at..range.start + at + 1;
                        let inner = align(a.len(), b.len(), |i, j| {
                            likeness(Some(&one(&a, i)), Some(&one(&b, j)), &left, &right)
                        });
                        let pair = |(i, j): Pairing| (i.map(|i| a.start + i), j.map(|j| b.start + j));
                        pairs.extend(inner.into_iter().map(pair));
                    }
                }
            }
            pairs
        };
        let mut problems = Vec::new();
        let mut before = None;
        for (i, j) in pairs {
            let (original, unit) = (i.and_then(|i| originals.get(i)), j.and_then(|j| units.get(j)));
            match (original, unit) {
                (Some(original), Some(unit)) => {
                    let marks = i.and_then(|i| left.get(i)).zip(j.and_then(|j| right.get(j)));
                    if let Some((left, right)) = marks {
                        let group = self.group(unit, &units);
                        problems.extend(self.compare(original, unit, left, right, &group));
                    }
                }
                (Some(original), None) => problems.push(self.lost(original, before)),
                (None, Some(unit)) => problems.push(self.added(unit)),
                (None, None) => {}
            }
            before = unit.or(before);
        }
        problems.extend(self.outside(&originals, &units));
        problems
    }

    /// A paragraph the translation has not; `before` is the last one it has.
    fn lost(&self, original: &Unit, before: Option<&Unit>) -> Diagnostic {
        let location = match before {
            Some(before) => place(&self.target.path(self.name), self.text, before.range.end),
            None => place(&self.target.path(self.name), self.text, 0),
        };
        let message = format!("a paragraph of the source is missing here: “{}”", opening(&original.text));
        problem(codes::TRANSLATION_PARAGRAPH_MISSING, message, location)
            .with_hint(format!("translate {} and put it here", original.location))
    }

    fn added(&self, unit: &Unit) -> Diagnostic {
        let message = format!("the source has no such paragraph: “{}”", opening(&unit.text));
        problem(codes::TRANSLATION_PARAGRAPH_EXTRA, message, unit.location.clone()).with_hint(format!(
            "remove it, or join it to the one it belongs to; compare {}",
            self.source.path(self.name)
        ))
    }

    /// The codes of the texts that one statement holds together with this one: a language may share them out otherwise.
    fn group(&self, unit: &Unit, units: &[Unit]) -> Vec<Code> {
        let index = units.iter().position(|known| known == unit).unwrap_or_default();
        let own = statements(self.text, units).into_iter().find(|range| range.contains(&index));
        own.into_iter()
            .flatten()
            .filter_map(|index| units.get(index))
            .flat_map(|unit| codes(&unit.text))
            .collect()
    }

    fn compare(
        &self,
        original: &Unit,
        unit: &Unit,
        left: &Marks,
        right: &Marks,
        group: &[Code],
    ) -> Vec<Diagnostic> {
        let mut problems = self.compare_codes(original, unit, left, right, group);
        let hint = |original: &Unit| format!("compare {}: “{}”", original.location, around(original, left));
        let waived = |written: &String| !unit.without.contains(written);
        let missing: Vec<String> =
            without(&left.numbers, &right.numbers).into_iter().filter(waived).collect();
        let extra = without(&right.numbers, &left.numbers);
        let at = |extra: &[String]| {
            let offset = extra.first().and_then(|written| unit.text.find(written.as_str()));
            place(&self.target.path(self.name), self.text, unit.range.start + offset.unwrap_or_default())
        };
        if !missing.is_empty() && !extra.is_empty() {
            let message =
                format!("the source has {} here, the translation {}", missing.join(", "), extra.join(", "));
            problems.push(problem(codes::TRANSLATION_NUMBER, message, at(&extra)).with_hint(hint(original)));
        } else if !missing.is_empty() {
            let message = format!("{} of the source is missing in this paragraph", missing.join(", "));
            problems.push(
                problem(codes::TRANSLATION_NUMBER, message, unit.location.clone()).with_hint(hint(original)),
            );
        } else if !extra.is_empty() {
            let message = format!("{} is not in this paragraph of the source", extra.join(", "));
            problems.push(
                Diagnostic::new(codes::TRANSLATION_NUMBER_EXTRA, message)
                    .with_location(at(&extra))
                    .with_hint(hint(original)),
            );
        }
        let missing: Vec<String> =
            without(&left.addresses, &right.addresses).into_iter().filter(waived).collect();
        let extra = without(&right.addresses, &left.addresses);
        if !missing.is_empty() || !extra.is_empty() {
            let message = match (missing.as_slice(), extra.as_slice()) {
                (missing, []) => {
                    format!("the address {} of the source is missing in this paragraph", missing.join(", "))
                }
                ([], extra) => {
                    format!("the address {} is not in this paragraph of the source", extra.join(", "))
                }
                (missing, extra) => {
                    format!(
                        "the source has {} here, the translation {}",
                        missing.join(", "),
                        extra.join(", ")
                    )
                }
            };
            problems.push(problem(codes::TRANSLATION_ADDRESS, message, at(&extra)).with_hint(hint(original)));
        }
        problems
    }

    fn compare_codes(
        &self,
        original: &Unit,
        unit: &Unit,
        left: &Marks,
        right: &Marks,
        group: &[Code],
    ) -> Vec<Diagnostic> {
        let (known, mut present) = (classes(&left.codes), classes(group));
        let waived: Vec<String> = unit.without.iter().map(|path| class(path)).collect();
        present.extend(waived.iter().map(String::as_str));
        let mut missing: Vec<&Code> = first_of_each(&left.codes, |class| !present.contains(class));
        let anywhere = codes(self.original);
        let anywhere = classes(&anywhere);
        // A value the source has elsewhere may serve here too.
        let extra: Vec<&Code> =
            first_of_each(&right.codes, |class| !known.contains(class) && !anywhere.contains(class));
        let mut problems = Vec::new();
        for code in extra {
            let location = place(&self.target.path(self.name), self.text, unit.range.start + code.offset);
            let is_block = |code: &Code| code.class.starts_with('#') || code.class == "else";
            let near = missing.iter().position(|missing| is_block(missing) == is_block(code));
            problems.push(match near.map(|index| missing.remove(index)) {
                Some(replaced) => problem(
                    codes::TRANSLATION_FIELD_RENAMED,
                    format!("`{}` stands where the source has `{}`", code.written, replaced.written),
                    location,
                )
                .with_hint(format!("write `{}`, as in {}", replaced.written, original.location)),
                None => Diagnostic::new(
                    codes::TRANSLATION_FIELD_EXTRA,
                    format!("the source has no `{}`", code.written),
                )
                .with_location(location)
                .with_hint(format!("compare {}", original.location)),
            });
        }
        for code in missing {
            let at = place(&self.source.path(self.name), self.original, original.range.start + code.offset);
            problems.push(
                problem(
                    codes::TRANSLATION_FIELD_MISSING,
                    format!("`{}` of the source is missing in this paragraph", code.written),
                    unit.location.clone(),
                )
                .with_hint(format!("put it where it belongs, as in {at}"))
                .with_hint(format!(
                    "or write `{{{{!-- without {} --}}}}` before it if it is meant",
                    code.path()
                )),
            );
        }
        problems
    }

    /// What stands in no paragraph: blocks and values in code, and partials.
    fn outside(&self, originals: &[Unit], units: &[Unit]) -> Vec<Diagnostic> {
        let outside = |text: &str, units: &[Unit]| -> Vec<Code> {
            let inside = |at: usize| units.iter().any(|unit| unit.range.contains(&at));
            codes(text).into_iter().filter(|code| !inside(code.offset)).collect()
        };
        let (left, right) = (outside(self.original, originals), outside(self.text, units));
        let everywhere = codes(self.text);
        let present = classes(&everywhere);
        let path = self.target.path(self.name);
        first_of_each(&left, |class| !present.contains(class))
            .into_iter()
            .map(|code| {
                // The nearest code before it that both files have says where it belongs.
                let earlier: BTreeSet<&str> = left
                    .iter()
                    .filter(|known| known.offset < code.offset)
                    .map(|known| known.class.as_str())
                    .collect();
                let anchor = right.iter().rev().find(|known| earlier.contains(known.class.as_str()));
                let at = place(&path, self.text, anchor.map_or(0, |anchor| anchor.offset));
                let source = place(&self.source.path(self.name), self.original, code.offset);
                problem(
                    codes::TRANSLATION_FIELD_MISSING,
                    format!("`{}` of the source is missing", code.written),
                    at,
                )
                .with_hint(format!("put it where it belongs, as in {source}"))
            })
            .collect()
    }
}

/// Texts by the statement of code that holds them, such as the lines of a subject; a paragraph is alone. By index.
fn statements(text: &str, units: &[Unit]) -> Vec<Range<usize>> {
    let start = |unit: &Unit| {
        let before = text.get(..unit.range.start).unwrap_or_default();
        let block = before.rfind("\n\n").unwrap_or_default();
        before.get(block..).and_then(|text| text.rfind("\n#")).map(|at| block + at)
    };
    let mut statements: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (index, unit) in units.iter().enumerate() {
        let own = start(unit);
        match statements.last_mut() {
            Some(range) if own.is_some() && own == last => range.end = index + 1,
            _ => statements.push(index..index + 1),
        }
        last = own;
    }
    statements
}

/// How alike two runs of texts are, between 0 and 1: by what they have besides words, and by their length.
fn likeness(a: Option<&Range<usize>>, b: Option<&Range<usize>>, left: &[Marks], right: &[Marks]) -> f64 {
    let signs = |marks: &[Marks], range: Option<&Range<usize>>| -> (Vec<String>, f64) {
        let marks = range.and_then(|range| marks.get(range.clone())).unwrap_or_default();
        let numbers = marks.iter().flat_map(|marks| marks.numbers.iter().map(|(value, _)| value.clone()));
        let codes = marks.iter().flat_map(|marks| classes(&marks.codes)).map(str::to_owned);
        let length: usize = marks.iter().map(|marks| marks.length).sum();
        (codes.chain(numbers).collect(), length as f64)
    };
    let ((a, long), (b, wide)) = (signs(left, a), signs(right, b));
    0.7 * shared(&a, &b) + 0.3 * long.min(wide) / long.max(wide).max(1.0)
}

/// The first code of each class that is wanted.
fn first_of_each(codes: &[Code], wanted: impl Fn(&str) -> bool) -> Vec<&Code> {
    let mut seen = BTreeSet::new();
    codes.iter().filter(|code| wanted(&code.class) && seen.insert(code.class.clone())).collect()
}

/// The part of an original that shows its first number, or its beginning.
fn around(original: &Unit, marks: &Marks) -> String {
    const BEFORE: usize = 30;
    let offset = marks.numbers.first().and_then(|(_, written)| original.text.find(written.as_str()));
    let start = offset.unwrap_or_default();
    let start = original.text.char_indices().map(|(at, _)| at).filter(|at| *at <= start).rev().nth(BEFORE);
    match start {
        Some(start) => format!("…{}", opening(original.text.get(start..).unwrap_or_default())),
        None => opening(&original.text),
    }
}

fn marks(name: &str, text: &str, units: &[Unit], pack: Option<&LocalePack>) -> Vec<Marks> {
    let words =
        if name.ends_with(".txt.hbs") { template::words_of_plain_text(text) } else { template::words(text) };
    let months = pack.map(LocalePack::months).unwrap_or_default();
    let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    units
        .iter()
        .map(|unit| {
            let inside =
                |range: &Range<usize>| unit.range.start <= range.start && range.end <= unit.range.end;
            let prose: Vec<&str> =
                words.iter().map(|words| &words.range).filter(|range| inside(range)).map(part).collect();
            Marks {
                length: unit.text.chars().count(),
                codes: codes(&unit.text),
                numbers: if pack.is_some() { numbers(&prose.join(" \u{1} "), &months) } else { Found::new() },
                addresses: addresses(&template::without_tags(&unit.text)),
            }
        })
        .collect()
}
