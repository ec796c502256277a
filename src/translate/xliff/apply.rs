//! Taking translated texts back into the files of a language.

use std::collections::{BTreeMap, BTreeSet};

use super::compose::compose;
use super::model::{ExportUnit, Numbered, Segment, trimmed};
use super::piece::{Kind, Piece, Role, collapse_spaces};
use super::read::{ReadSegment, ReadUnit, Token};
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes};
use crate::translate::parity::opening;

/// What a unit of the file comes to.
pub(super) struct Applied {
    /// The new text of each segment whose target changed, by index.
    pub(super) changed: BTreeMap<usize, String>,
    /// Whether its state says that it is translated.
    pub(super) done: bool,
}

/// A unit of a file held against the text it was exported from; `file` names the XLIFF file.
pub(super) fn apply(read: &ReadUnit, unit: &ExportUnit, file: &str) -> Result<Applied, Problems> {
    let mut problems = Problems::new();
    let mut wrong = |code: &'static Code, message: String, hint: &str| {
        problems.push(
            Diagnostic::new(code, message)
                .with_location(Location::text(file, read.line, 1))
                .with_field(&read.id)
                .with_hint(hint),
        );
    };
    if read.segments.len() != unit.segments.len() {
        let message = format!("the text has {} segments, not {}", read.segments.len(), unit.segments.len());
        wrong(codes::XLIFF_SEGMENTS, message, "do not join or split segments in the translation tool");
        return Err(problems);
    }
    let mut changed = BTreeMap::new();
    let known: Vec<&Numbered> =
        unit.segments.iter().flat_map(|segment| segment.source.iter().chain(&segment.target)).collect();
    for (index, (segment, read)) in unit.segments.iter().zip(&read.segments).enumerate() {
        if !same(&read.source, &segment.source) {
            let message = format!("the source is no longer “{}”", opening(&words(&read.source)));
            wrong(codes::XLIFF_SOURCE, message, "export again: the source has changed since");
            continue;
        }
        let Some(target) = &read.target else { continue };
        // Tools save what is left for later as an empty target.
        let is_left = target.is_empty() && matches!(read.state.as_str(), "" | "initial");
        if is_left && !segment.source.is_empty() {
            continue;
        }
        let pieces = match resolve(target, &known) {
            Ok(pieces) => trimmed_numbered(pieces),
            Err(message) => {
                wrong(codes::XLIFF_CODE, message, "keep the codes of the source, each once");
                continue;
            }
        };
        if pieces == segment.target {
            continue;
        }
        if let Err(message) = codes_kept(&pieces, segment) {
            wrong(codes::XLIFF_CODE, message, "keep the codes of the source, each once and in pairs");
            continue;
        }
        if pieces.is_empty() && !segment.source.is_empty() {
            wrong(
                codes::XLIFF_EMPTY,
                "the target is empty".to_owned(),
                "translate it, or leave it as it was",
            );
            continue;
        }
        let text: Vec<Piece> = pieces.into_iter().map(|numbered| numbered.piece).collect();
        match compose(unit.kind, &text, wraps(unit)) {
            Ok(text) => drop(changed.insert(index, text)),
            Err(found) => {
                let message = format!("`{found}` cannot stand in a text of this kind");
                wrong(codes::XLIFF_TEXT, message, "write it in other words");
            }
        }
    }
    let state = |segment: &ReadSegment| matches!(segment.state.as_str(), "translated" | "reviewed" | "final");
    let done = read.segments.iter().all(state);
    if problems.is_empty() { Ok(Applied { changed, done }) } else { Err(problems) }
}

/// Whether the lines of a text are wrapped when it changes: those of a paragraph in a script with spaces.
fn wraps(unit: &ExportUnit) -> bool {
    let unspaced = |c: char| matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF);
    unit.kind == Kind::Markup && !unit.target.text.contains(unspaced)
}

fn words(tokens: &[Token]) -> String {
    let texts = tokens.iter().map(|token| match token {
        Token::Text(text) => text.as_str(),
        _ => "…",
    });
    texts.collect()
}

/// Whether tokens are the pieces of the text as it is now.
fn same(tokens: &[Token], pieces: &[Numbered]) -> bool {
    let known: Vec<&Numbered> = pieces.iter().collect();
    resolve(tokens, &known).is_ok_and(|found| trimmed_numbered(found) == pieces)
}

/// Tokens as pieces, each code with what the text itself has for its number.
fn resolve(tokens: &[Token], known: &[&Numbered]) -> Result<Vec<Numbered>, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut pieces = Vec::with_capacity(tokens.len());
    for token in tokens {
        let (id, wanted) = match token {
            Token::Text(text) => {
                pieces.push(Numbered { piece: Piece::Text(text.clone()), id: 0 });
                continue;
            }
            Token::Alone(id) => (id, Role::Alone),
            Token::Open(id) => {
                open.push(id);
                (id, Role::Open)
            }
            Token::Close(id) => {
                if open.pop() != Some(id) {
                    return Err(format!("the pair {id} is not closed where it was opened"));
                }
                (id, Role::Close)
            }
        };
        let number = id.parse::<usize>().ok();
        let fits = |known: &&&Numbered| {
            matches!(&known.piece, Piece::Code { role, .. } if *role == wanted) && Some(known.id) == number
        };
        let Some(code) = known.iter().find(fits) else {
            return Err(format!("there is no code {id} in this text"));
        };
        pieces.push((*code).clone());
    }
    match open.pop() {
        Some(id) => Err(format!("the pair {id} is not closed")),
        None => Ok(pieces),
    }
}

/// Checks that no code of the source is lost or doubled, save those the translation did without before, and that blocks
/// keep their order.
fn codes_kept(pieces: &[Numbered], segment: &Segment) -> Result<(), String> {
    let codes = |pieces: &[Numbered]| -> Vec<(usize, Role, String)> {
        let code = |numbered: &Numbered| match &numbered.piece {
            Piece::Code { data, role } => Some((numbered.id, *role, data.clone())),
            Piece::Text(_) => None,
        };
        pieces.iter().filter_map(code).collect()
    };
    let (new, source, old) = (codes(pieces), codes(&segment.source), codes(&segment.target));
    let mut seen = BTreeSet::new();
    for (id, role, data) in &new {
        if !seen.insert((*id, *role)) {
            return Err(format!("the code {data} stands twice"));
        }
    }
    for (id, role, data) in &source {
        let had = old.iter().any(|known| (known.0, known.1) == (*id, *role));
        if had && !seen.contains(&(*id, *role)) {
            return Err(format!("the code {data} is lost"));
        }
    }
    let blocks = |codes: &[(usize, Role, String)]| -> Vec<String> {
        let block = |data: &&(usize, Role, String)| {
            let inside = data.2.trim_start_matches(['{', '~']).trim_start();
            data.2.starts_with("{{") && (inside.starts_with(['#', '/', '^']) || inside.starts_with("else"))
        };
        codes.iter().filter(block).map(|(_, _, data)| data.clone()).collect()
    };
    if blocks(&new) != blocks(&old) {
        return Err("the blocks {{#…}}, {{else}} and {{/…}} are not in their order".to_owned());
    }
    Ok(())
}

/// Pieces with neighbouring words together and without space around them.
fn trimmed_numbered(pieces: Vec<Numbered>) -> Vec<Numbered> {
    let mut joined: Vec<Numbered> = Vec::new();
    for numbered in pieces {
        match (joined.last_mut(), numbered) {
            (
                Some(Numbered { piece: Piece::Text(before), .. }),
                Numbered { piece: Piece::Text(text), .. },
            ) => {
                before.push_str(&text);
            }
            (_, numbered) => joined.push(numbered),
        }
    }
    let ids: Vec<usize> = joined.iter().map(|numbered| numbered.id).filter(|id| *id > 0).collect();
    let mut ids = ids.into_iter();
    let pieces = joined
        .into_iter()
        .map(|numbered| match numbered.piece {
            Piece::Text(text) => Piece::Text(collapse_spaces(&text)),
            code @ Piece::Code { .. } => code,
        })
        .collect();
    trimmed(pieces)
        .into_iter()
        .map(|piece| {
            let id = if matches!(piece, Piece::Text(_)) { 0 } else { ids.next().unwrap_or_default() };
            Numbered { piece, id }
        })
        .collect()
}
