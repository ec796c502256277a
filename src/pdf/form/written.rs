//! What is written on a page besides its fields: with the tools that readers and telephones have for marking pages, or into its
//! content.

use hayro_syntax::object::{Dict, Name};
use hayro_syntax::page::Page;

/// Annotations that people put on pages (ISO 32000-1, 12.5.6.2, table 170), without the window of a note.
const MARKUP: [&[u8]; 17] = [
    b"Text",
    b"FreeText",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Caret",
    b"Stamp",
    b"Ink",
    b"FileAttachment",
    b"Sound",
    b"Redact",
];

/// Operators that show a text, paint a path or place a picture (ISO 32000-1, annex A).
const MARKING: [&[u8]; 16] =
    [b"Tj", b"TJ", b"'", b"\"", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"BI"];

/// How many of a page's annotations people put there.
pub(super) fn count_markups(annotations: &[Dict<'_>]) -> usize {
    let is_markup = |annotation: &&Dict<'_>| {
        annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| MARKUP.contains(&kind.as_ref()))
    };
    annotations.iter().filter(is_markup).count()
}

/// How often the content of a page makes a mark.
pub(super) fn count_marks(page: &Page<'_>) -> usize {
    let mut marks = 0;
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        let operator: &[u8] = operation.operator;
        marks += usize::from(MARKING.contains(&operator));
    }
    marks
}
