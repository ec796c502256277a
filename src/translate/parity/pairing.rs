//! Which text of a translation belongs to which text of its source.

use std::ops::Range;

use super::fields::classes;
use super::marks::Marks;
use crate::translate::align::{Bag, Pair, align};
use crate::translate::unit::Unit;

/// A template's text with its texts, their marks and the statements that hold them.
pub(super) struct Texts<'a> {
    pub(super) units: &'a [Unit],
    pub(super) marks: &'a [Marks],
    /// Runs of texts in one statement of code, by index.
    pub(super) statements: &'a [Range<usize>],
}

/// Pairs the texts of a source and a translation: one by one where both have as many, otherwise by likeness, statement by
/// statement and then inside statements.
pub(super) fn pair_texts(source: &Texts<'_>, target: &Texts<'_>) -> Vec<Pair> {
    if source.units.len() == target.units.len() {
        return (0..target.units.len()).map(|index| (Some(index), Some(index))).collect();
    }
    let (a, b) = (source.statements, target.statements);
    let alike =
        |a: Option<&Range<usize>>, b: Option<&Range<usize>>| likeness(a, b, source.marks, target.marks);
    let mut pairs = Vec::new();
    for (i, j) in align(a.len(), b.len(), |i, j| alike(a.get(i), b.get(j))) {
        match (i.and_then(|i| a.get(i)), j.and_then(|j| b.get(j))) {
            (Some(a), Some(b)) if a.len() == b.len() => {
                pairs.extend(a.clone().zip(b.clone()).map(|(i, j)| (Some(i), Some(j))));
            }
            (a, b) => {
                let (a, b) = (a.cloned().unwrap_or_default(), b.cloned().unwrap_or_default());
                let one = |range: &Range<usize>, at: usize| range.start + at..range.start + at + 1;
                let inner = align(a.len(), b.len(), |i, j| alike(Some(&one(&a, i)), Some(&one(&b, j))));
                let pair = |(i, j): Pair| (i.map(|i| a.start + i), j.map(|j| b.start + j));
                pairs.extend(inner.into_iter().map(pair));
            }
        }
    }
    pairs
}

/// Texts by the statement of code that holds them, such as the lines of a subject; a paragraph is alone. By index.
pub(super) fn statements(text: &str, units: &[Unit]) -> Vec<Range<usize>> {
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
    let signs = |marks: &[Marks], range: Option<&Range<usize>>| -> (Bag<String>, f64) {
        let marks = range.and_then(|range| marks.get(range.clone())).unwrap_or_default();
        let numbers = marks.iter().flat_map(|marks| marks.numbers.iter().map(|(value, _)| value.clone()));
        let codes = marks.iter().flat_map(|marks| classes(&marks.codes)).map(str::to_owned);
        let length: usize = marks.iter().map(|marks| marks.length).sum();
        (Bag::new(codes.chain(numbers).collect()), length as f64)
    };
    let ((a, long), (b, wide)) = (signs(left, a), signs(right, b));
    0.7 * a.likeness(&b) + 0.3 * long.min(wide) / long.max(wide).max(1.0)
}
