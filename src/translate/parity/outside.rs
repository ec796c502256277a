//! What a template has outside of its texts: blocks and values in code, and partials.

use std::collections::BTreeSet;

use super::fields::{Code, classes, find_codes, first_of_each};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::template::Source;
use crate::translate::unit::Unit;

/// Codes of the source outside of its texts that the translation has nowhere.
pub(super) fn check(original: &Source, text: &Source, originals: &[Unit], units: &[Unit]) -> Problems {
    let (left, right) = (codes_outside(original, originals), codes_outside(text, units));
    let everywhere = find_codes(text.text());
    let present = classes(&everywhere);
    let report = |code: &Code| {
        // The nearest code before it that both files have says where it belongs.
        let earlier: BTreeSet<&str> = left
            .iter()
            .filter(|known| known.offset < code.offset)
            .map(|known| known.class.as_str())
            .collect();
        let anchor = right.iter().rev().find(|known| earlier.contains(known.class.as_str()));
        Diagnostic::new(
            codes::TRANSLATION_FIELD_MISSING,
            format!("`{}` of the source is missing", code.written),
        )
        .with_location(text.locate(anchor.map_or(0, |anchor| anchor.offset)))
        .with_hint(format!("put it where it belongs, as in {}", original.locate(code.offset)))
    };
    first_of_each(&left, |class| !present.contains(class)).into_iter().map(report).collect()
}

fn codes_outside(source: &Source, units: &[Unit]) -> Vec<Code> {
    let inside = |at: usize| {
        let next = units.partition_point(|unit| unit.range.start <= at);
        next.checked_sub(1).and_then(|index| units.get(index)).is_some_and(|unit| unit.range.contains(&at))
    };
    find_codes(source.text()).into_iter().filter(|code| !inside(code.offset)).collect()
}
