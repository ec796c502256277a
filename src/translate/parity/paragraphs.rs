//! Paragraph by paragraph: merge fields, blocks, numbers, dates and addresses.

use super::excerpt::opening;
use super::fields::{Code, class, classes, find_codes, first_of_each};
use super::marks::{Marks, collect_marks};
use super::numbers::without;
use super::outside;
use super::pairing::{Texts, pair_texts, statements};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::locale::LocalePack;
use crate::template::Source;
use crate::translate::files::read_units;
use crate::translate::unit::Unit;

/// A template in two languages.
struct Pair<'a> {
    original: &'a Source,
    text: &'a Source,
    /// All codes of the source.
    anywhere: Vec<Code>,
}

/// A text in two languages, with its marks.
struct Compared<'a> {
    original: &'a Unit,
    unit: &'a Unit,
    left: &'a Marks,
    right: &'a Marks,
    /// The codes of the texts that one statement holds together with this one: a language may share them out otherwise.
    group: Vec<Code>,
}

/// Paragraphs that are missing or extra, and what differs in those both have.
pub(super) fn check(
    original: &Source,
    text: &Source,
    source: Option<&LocalePack>,
    target: Option<&LocalePack>,
) -> Problems {
    let (originals, units) = (read_units(original), read_units(text));
    // Months are known from the packs of both languages or not at all.
    let (source, target) = source.zip(target).unzip();
    let left = collect_marks(original, &originals, source);
    let right = collect_marks(text, &units, target);
    let (from, to) = (statements(original.text(), &originals), statements(text.text(), &units));
    let pairs = pair_texts(
        &Texts { units: &originals, marks: &left, statements: &from },
        &Texts { units: &units, marks: &right, statements: &to },
    );
    let pair = Pair { original, text, anywhere: find_codes(original.text()) };
    let mut problems = Problems::new();
    let mut before = None;
    for (i, j) in pairs {
        let (original, unit) = (i.and_then(|i| originals.get(i)), j.and_then(|j| units.get(j)));
        match (original, unit) {
            (Some(original), Some(unit)) => {
                let marks = i.and_then(|i| left.get(i)).zip(j.and_then(|j| right.get(j)));
                if let Some((left, right)) = marks {
                    let group = group_codes(j.unwrap_or_default(), &to, &units);
                    problems.extend(pair.compare(&Compared { original, unit, left, right, group }));
                }
            }
            (Some(original), None) => problems.push(pair.report_missing(original, before)),
            (None, Some(unit)) => problems.push(pair.report_extra(unit)),
            (None, None) => {}
        }
        before = unit.or(before);
    }
    problems.extend(outside::check(original, text, &originals, &units));
    problems
}

fn group_codes(index: usize, statements: &[std::ops::Range<usize>], units: &[Unit]) -> Vec<Code> {
    let own = statements.iter().find(|range| range.contains(&index)).cloned();
    own.into_iter()
        .flatten()
        .filter_map(|index| units.get(index))
        .flat_map(|unit| find_codes(&unit.text))
        .collect()
}

impl Pair<'_> {
    /// Reports a paragraph the translation lacks; `before` is the last one it has.
    fn report_missing(&self, original: &Unit, before: Option<&Unit>) -> Diagnostic {
        let message = format!("a paragraph of the source is missing here: “{}”", opening(&original.text));
        Diagnostic::new(codes::TRANSLATION_PARAGRAPH_MISSING, message)
            .with_location(self.text.locate(before.map_or(0, |before| before.range.end)))
            .with_hint(format!("translate {} and put it here", original.location))
    }

    fn report_extra(&self, unit: &Unit) -> Diagnostic {
        let message = format!("the source has no such paragraph: “{}”", opening(&unit.text));
        Diagnostic::new(codes::TRANSLATION_PARAGRAPH_EXTRA, message)
            .with_location(unit.location.clone())
            .with_hint(format!(
                "remove it, or join it to the one it belongs to; compare {}",
                self.original.file()
            ))
    }

    fn compare(&self, both: &Compared<'_>) -> Problems {
        let mut problems = self.compare_codes(both);
        problems.extend(self.compare_numbers(both));
        problems.extend(self.compare_addresses(both));
        problems
    }

    fn compare_numbers(&self, both: &Compared<'_>) -> Option<Diagnostic> {
        let (missing, extra) = both.differences(|marks| &marks.numbers);
        let (code, message, location) = match (missing.as_slice(), extra.as_slice()) {
            ([], []) => return None,
            (missing, []) => (
                codes::TRANSLATION_NUMBER,
                format!("{} of the source is missing in this paragraph", missing.join(", ")),
                both.unit.location.clone(),
            ),
            ([], extra) => (
                codes::TRANSLATION_NUMBER_EXTRA,
                format!("{} is not in this paragraph of the source", extra.join(", ")),
                self.text.locate(both.offset_of(extra)),
            ),
            (missing, extra) => (
                codes::TRANSLATION_NUMBER,
                format!("the source has {} here, the translation {}", missing.join(", "), extra.join(", ")),
                self.text.locate(both.offset_of(extra)),
            ),
        };
        Some(Diagnostic::new(code, message).with_location(location).with_hint(both.hint()))
    }

    fn compare_addresses(&self, both: &Compared<'_>) -> Option<Diagnostic> {
        let (missing, extra) = both.differences(|marks| &marks.addresses);
        let message = match (missing.as_slice(), extra.as_slice()) {
            ([], []) => return None,
            (missing, []) => {
                format!("the address {} of the source is missing in this paragraph", missing.join(", "))
            }
            ([], extra) => {
                format!("the address {} is not in this paragraph of the source", extra.join(", "))
            }
            (missing, extra) => {
                format!("the source has {} here, the translation {}", missing.join(", "), extra.join(", "))
            }
        };
        let location = self.text.locate(both.offset_of(&extra));
        Some(
            Diagnostic::new(codes::TRANSLATION_ADDRESS, message)
                .with_location(location)
                .with_hint(both.hint()),
        )
    }

    fn compare_codes(&self, both: &Compared<'_>) -> Problems {
        let Compared { original, unit, left, right, group } = both;
        let (known, mut present) = (classes(&left.codes), classes(group));
        let waived: Vec<String> = unit.without.iter().map(|path| class(path)).collect();
        present.extend(waived.iter().map(String::as_str));
        let mut missing: Vec<&Code> = first_of_each(&left.codes, |class| !present.contains(class));
        // A value the source has elsewhere may serve here too.
        let anywhere = classes(&self.anywhere);
        let extra: Vec<&Code> =
            first_of_each(&right.codes, |class| !known.contains(class) && !anywhere.contains(class));
        let is_block = |code: &Code| code.class.starts_with('#') || code.class == "else";
        let mut problems = Problems::new();
        for code in extra {
            let near = missing.iter().position(|missing| is_block(missing) == is_block(code));
            let problem = match near.map(|index| missing.remove(index)) {
                Some(replaced) => Diagnostic::new(
                    codes::TRANSLATION_FIELD_RENAMED,
                    format!("`{}` stands where the source has `{}`", code.written, replaced.written),
                )
                .with_hint(format!("write `{}`, as in {}", replaced.written, original.location)),
                None => Diagnostic::new(
                    codes::TRANSLATION_FIELD_EXTRA,
                    format!("the source has no `{}`", code.written),
                )
                .with_hint(format!("compare {}", original.location)),
            };
            problems.push(problem.with_location(self.text.locate(unit.range.start + code.offset)));
        }
        problems.extend(missing.into_iter().map(|code| self.report_missing_code(code, both)));
        problems
    }

    fn report_missing_code(&self, code: &Code, both: &Compared<'_>) -> Diagnostic {
        let at = self.original.locate(both.original.range.start + code.offset);
        Diagnostic::new(
            codes::TRANSLATION_FIELD_MISSING,
            format!("`{}` of the source is missing in this paragraph", code.written),
        )
        .with_location(both.unit.location.clone())
        .with_hint(format!("put it where it belongs, as in {at}"))
        .with_hint(format!("or write `{{{{!-- without {} --}}}}` before it if it is meant", code.path()))
    }
}

impl Compared<'_> {
    /// What the translation lacks of the source and is not left out on purpose, and what it has besides.
    fn differences(&self, found: impl Fn(&Marks) -> &super::numbers::Found) -> (Vec<String>, Vec<String>) {
        let (left, right) = (found(self.left), found(self.right));
        let waived = |written: &String| !self.unit.without.contains(written);
        (without(left, right).into_iter().filter(waived).collect(), without(right, left))
    }

    /// Where the first of some extra pieces is in the template; where its text begins if there is none.
    fn offset_of(&self, extra: &[String]) -> usize {
        let offset = extra.first().and_then(|written| self.unit.text.find(written.as_str()));
        self.unit.range.start + offset.unwrap_or_default()
    }

    fn hint(&self) -> String {
        format!("compare {}: “{}”", self.original.location, around(self.original, self.left))
    }
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
