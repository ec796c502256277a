//! One text of a language, as it is worked on.

use super::tokens::{Token, Tokens};
use crate::diagnostic::Location;
use crate::digest::hash_bytes;
use crate::translate::stale::{Run, changes};
use crate::translate::track::Standing;
use crate::translate::xliff::model::{ExportUnit, Numbered, Segment};
use crate::translate::xliff::piece::Piece;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// Not translated yet.
    ToDo,
    /// Translated from what the source said before.
    Stale,
    /// Translated from what the source says now.
    Done,
}

/// A part of a source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// A code, which stays as it is.
    Token(Token),
}

/// A text with its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file, as XLIFF files name it: `letter.typ.hbs`, `locale.yaml`, `mailing.yaml`, `countries.yaml`.
    pub file: String,
    /// Its id, or its key.
    pub id: String,
    /// Where it stands.
    pub state: TextState,
    /// Where its translation is.
    pub location: Location,
    /// The source; a list has its items.
    pub source: Vec<Vec<Part>>,
    /// The translation as it is entered, the items of a list on lines of their own; empty where nobody has begun one.
    pub entered: String,
    /// The source as it would be entered.
    pub copy: String,
    /// The codes that may stand in it, those of the source first.
    pub tokens: Vec<Token>,
    /// What the source said when it was translated, beside what it says, where that changed.
    pub former: Vec<Run>,
    /// By which it is known whether source or translation changed meanwhile.
    pub seen: String,
}

impl Text {
    pub(super) fn of(file: &str, unit: &ExportUnit) -> Self {
        let tokens = Tokens::of(unit);
        let lines = |pieces: fn(&Segment) -> &Vec<Numbered>| {
            let lines = unit.segments.iter().map(|segment| tokens.write(pieces(segment)));
            lines.collect::<Vec<_>>().join("\n")
        };
        let (copy, target) = (lines(|segment| &segment.source), lines(|segment| &segment.target));
        let all: Vec<Numbered> = unit
            .segments
            .iter()
            .flat_map(|segment| &segment.source)
            .chain(unit.segments.iter().flat_map(|segment| &segment.target))
            .cloned()
            .collect();
        let (state, former) = match &unit.standing {
            Standing::ToDo => (TextState::ToDo, Vec::new()),
            Standing::Done => (TextState::Done, Vec::new()),
            Standing::Stale(old) => (TextState::Stale, changes(old, &source_text(unit))),
        };
        Self {
            file: file.to_owned(),
            id: unit.id.clone(),
            state,
            location: unit.target.location.clone(),
            source: unit.segments.iter().map(|segment| parts(&tokens, &segment.source)).collect(),
            seen: hash_bytes(format!("{copy}\0{}", unit.target.text)),
            entered: if unit.is_untouched() { String::new() } else { target },
            copy,
            tokens: tokens.among(&all),
            former,
        }
    }

    /// Whether it holds some words, in the source or in the translation, in any case; or is named so.
    #[must_use]
    pub fn holds(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        [&self.copy, &self.entered, &self.id].into_iter().any(|text| text.to_lowercase().contains(&words))
    }
}

fn parts(tokens: &Tokens, pieces: &[Numbered]) -> Vec<Part> {
    let part = |numbered: &Numbered| match &numbered.piece {
        Piece::Text(text) => Some(Part::Words(text.clone())),
        Piece::Code { role, .. } => tokens.find(numbered.id, *role).cloned().map(Part::Token),
    };
    pieces.iter().filter_map(part).collect()
}

/// The source as its file has it, but for escapes.
fn source_text(unit: &ExportUnit) -> String {
    let text = |numbered: &Numbered| match &numbered.piece {
        Piece::Text(text) => text.clone(),
        Piece::Code { data, .. } => data.clone(),
    };
    let lines = unit.segments.iter().map(|segment| segment.source.iter().map(text).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}
