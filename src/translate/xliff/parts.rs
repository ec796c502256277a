//! Texts that a tool divided, as tools do on their own: the parts of each are put together again. (XLIFF 2.1, 4.7)

use super::model::Segment;
use super::read::{ReadSegment, Token};
use super::resolve::same;

/// Most parts of a text that are put together; each is held against the source with all before it.
const MAX_PARTS: usize = 500;

/// Why parts are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// They are not the segments exported, nor parts of them.
    Segments,
    /// Some have no translation, the first with these words.
    Untranslated(String),
}

/// The segments of a unit as they were exported, from those of the file.
pub(super) fn rejoin(read: &[ReadSegment], wanted: &[Segment]) -> Result<Vec<ReadSegment>, Apart> {
    if read.len() == wanted.len() && !read.iter().any(|part| part.is_ignorable) {
        return Ok(read.to_vec());
    }
    if read.len() > MAX_PARTS {
        return Err(Apart::Segments);
    }
    let mut parts = read.iter().enumerate().peekable();
    let mut joined = Vec::with_capacity(wanted.len());
    for segment in wanted {
        // White space between two items of a list is of neither.
        while parts.next_if(|(_, part)| is_blank(part)).is_some() {}
        let mut taken: Vec<(usize, &ReadSegment)> = Vec::new();
        let mut source = Vec::new();
        loop {
            let (index, part) = parts.next().ok_or(Apart::Segments)?;
            taken.push((index, part));
            source.extend(part.source.iter().cloned());
            if same(&source, &segment.source) {
                break;
            }
        }
        joined.push(ReadSegment { source, ..together(taken)? });
    }
    if parts.all(|(_, part)| is_blank(part)) { Ok(joined) } else { Err(Apart::Segments) }
}

/// Whether a segment is left for later: tools save it as an empty target.
pub(super) fn is_left(part: &ReadSegment) -> bool {
    part.target.as_ref().is_none_or(Vec::is_empty) && matches!(part.state.as_str(), "" | "initial")
}

fn is_blank(part: &ReadSegment) -> bool {
    part.is_ignorable
        && part.source.iter().all(|token| matches!(token, Token::Text(text) if text.trim().is_empty()))
}

/// The translation of parts, in the order of their targets.
fn together(mut parts: Vec<(usize, &ReadSegment)>) -> Result<ReadSegment, Apart> {
    let segments: Vec<&ReadSegment> =
        parts.iter().map(|(_, part)| *part).filter(|part| !part.is_ignorable).collect();
    let left = segments.iter().filter(|part| is_left(part)).count();
    // What is done is so only if all of it is.
    let least = segments.iter().map(|part| part.state.as_str()).min_by_key(|state| rank(state));
    let state = least.unwrap_or_default().to_owned();
    if left == segments.len() {
        return Ok(ReadSegment { state, ..ReadSegment::default() });
    }
    if let Some(part) = segments.iter().find(|part| is_left(part)) {
        return Err(Apart::Untranslated(text_of(&part.source)));
    }
    parts.sort_by_key(|(index, part)| part.order.unwrap_or(index + 1));
    let mut target = Vec::new();
    for (_, part) in parts {
        let tokens = match &part.target {
            Some(tokens) => tokens,
            None if part.is_ignorable => &part.source,
            None => continue,
        };
        target.extend(tokens.iter().cloned());
    }
    Ok(ReadSegment { state, target: Some(target), ..ReadSegment::default() })
}

/// How far a state is. (XLIFF 2.1, 4.3.1.29)
fn rank(state: &str) -> usize {
    ["translated", "reviewed", "final"].iter().position(|known| *known == state).map_or(0, |at| at + 1)
}

fn text_of(tokens: &[Token]) -> String {
    let texts = tokens.iter().filter_map(|token| match token {
        Token::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<String>().trim().chars().take(60).collect()
}
