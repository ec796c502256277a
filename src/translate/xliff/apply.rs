//! Taking translated texts back into the files of a language.

use std::collections::{BTreeMap, BTreeSet};

use super::compose::compose;
use super::model::{ExportUnit, Numbered, Segment};
use super::parts::{Apart, is_left, rejoin};
use super::piece::{Kind, Piece, Role};
use super::read::{ReadSegment, ReadUnit, Token};
use super::resolve::{resolve, same, trimmed_numbered};
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes, counted};
use crate::translate::parity::opening;

/// What a unit of the file comes to.
pub(in crate::translate) struct Applied {
    /// The new text of each segment whose target changed, by index.
    pub(in crate::translate) changed: BTreeMap<usize, String>,
    /// Whether its state says that it is translated.
    pub(in crate::translate) done: bool,
}

/// A unit of a file held against the text it was exported from; `file` names the XLIFF file.
pub(in crate::translate) fn apply(
    read: &ReadUnit,
    unit: &ExportUnit,
    file: &str,
) -> Result<Applied, Problems> {
    let mut problems = Problems::new();
    let mut wrong = |code: &'static Code, message: String, hint: &str| {
        problems.push(
            Diagnostic::new(code, message)
                .with_location(Location::text(file, read.line, 1))
                .with_field(&read.id)
                .with_hint(hint),
        );
    };
    let segments = match rejoin(&read.segments, &unit.segments) {
        Ok(segments) => segments,
        Err(Apart::Segments) => {
            let count = read.segments.iter().filter(|segment| !segment.is_ignorable).count();
            let message = format!("the text has {}, not {}", counted(count, "segment"), unit.segments.len());
            wrong(codes::XLIFF_SEGMENTS, message, "do not join or change segments in the translation tool");
            return Err(problems);
        }
        Err(Apart::Untranslated(words)) => {
            let message = format!("a part of the text is translated, and “{words}” is not");
            wrong(codes::XLIFF_EMPTY, message, "translate all parts of the text, or none");
            return Err(problems);
        }
    };
    let mut changed = BTreeMap::new();
    let known: Vec<&Numbered> =
        unit.segments.iter().flat_map(|segment| segment.source.iter().chain(&segment.target)).collect();
    for (index, (segment, read)) in unit.segments.iter().zip(&segments).enumerate() {
        if !same(&read.source, &segment.source) {
            let message = format!("the source is no longer “{}”", opening(&words(&read.source)));
            wrong(codes::XLIFF_SOURCE, message, "export again: the source has changed since");
            continue;
        }
        let Some(target) = &read.target else { continue };
        if is_left(read) {
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
    let done = segments.iter().all(state);
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
