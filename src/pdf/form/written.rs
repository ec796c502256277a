//! What is written on a page besides its fields: with the tools that readers and telephones have for marking pages, or into its
//! content.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_syntax::page::Page;

use crate::pdf::syntax::limits::MAX_STREAM;

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
    let packed = read_deflated(page).and_then(|streams| count_deflated(&streams));
    packed.unwrap_or_else(|| count(page.operations()))
}

/// The content of a page as it is packed; `None` where it is not deflated alone.
fn read_deflated<'a>(page: &Page<'a>) -> Option<Vec<Cow<'a, [u8]>>> {
    const CONTENTS: &str = "Contents";
    let dict = page.raw();
    let streams: Vec<Stream<'a>> = match dict.get::<Stream<'a>>(CONTENTS) {
        Some(stream) => vec![stream],
        None => dict.get::<Array<'a>>(CONTENTS)?.iter::<Stream<'a>>().collect(),
    };
    let deflated = |stream: Stream<'a>| {
        let dict = stream.dict();
        let is_alone = ["DecodeParms", "DP"].iter().all(|key| !dict.contains_key(key));
        let is_deflated = dict.get::<Name<'_>>("Filter").is_some_and(|name| name.as_ref() == b"FlateDecode");
        (is_alone && is_deflated).then(|| stream.raw_data())
    };
    streams.into_iter().map(deflated).collect()
}

/// How often content makes a mark, given as it is packed; `None` where it is damaged. A form that comes back has most pages of the form
/// that was sent, which is read after it, and of other forms.
#[comemo::memoize]
fn count_deflated(streams: &[Cow<'_, [u8]>]) -> Option<usize> {
    let mut content = Vec::new();
    for stream in streams {
        let mut inflated = ZlibDecoder::new(stream.as_ref()).take(MAX_STREAM as u64 + 1);
        inflated.read_to_end(&mut content).ok().filter(|length| *length <= MAX_STREAM)?;
        // What is in one does not go on in the next.
        content.push(b' ');
    }
    Some(count(UntypedIter::new(&content)))
}

fn count(mut operations: UntypedIter<'_>) -> usize {
    let mut marks = 0;
    while let Some(operation) = operations.next() {
        let operator: &[u8] = operation.operator;
        marks += usize::from(MARKING.contains(&operator));
    }
    marks
}
