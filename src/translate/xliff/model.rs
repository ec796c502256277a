//! What is exported: each text with its source and target as pieces, and codes numbered alike in both.

use super::inline::{Kind, Piece, Role, kind, pieces, spaced};
use crate::translate::state::{Standing, State, Tracked};
use crate::translate::unit::{Files, PACK, Unit};

/// A piece with the number its code has in the unit; words have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) piece: Piece,
    pub(super) id: usize,
}

/// A text or an item of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub(super) source: Vec<Numbered>,
    pub(super) target: Vec<Numbered>,
}

/// A text of a translation.
#[derive(Debug, Clone)]
pub(super) struct ExportUnit {
    pub(super) id: String,
    pub(super) standing: Standing,
    pub(super) kind: Kind,
    /// The translation in its file.
    pub(super) target: Unit,
    /// One, or as many as the list has items.
    pub(super) segments: Vec<Segment>,
}

/// A file of a translation.
#[derive(Debug, Clone)]
pub(super) struct ExportFile {
    pub(super) name: String,
    pub(super) units: Vec<ExportUnit>,
}

/// All texts of a translation that have a counterpart, by file.
pub(super) fn files(source: &Files, target: &Files, state: &State) -> Vec<ExportFile> {
    let mut files = Vec::new();
    for (name, text) in &target.templates {
        let Some(original) = source.templates.get(name) else { continue };
        let unit = |tracked: Tracked| -> Option<ExportUnit> {
            let target = tracked.target?;
            let kind = kind(name, text, &target.range);
            let from = super::inline::kind(name, original, &tracked.source.range);
            let left = pieces(from, original, &tracked.source.range);
            let right = pieces(kind, text, &target.range);
            let segments = vec![numbered(left, right, &mut 0)];
            Some(ExportUnit { id: tracked.id, standing: tracked.standing, kind, target, segments })
        };
        let units = state.track(source, target, name).into_iter().filter_map(unit).collect();
        files.push(ExportFile { name: name.clone(), units });
    }
    let unit = |tracked: Tracked| -> Option<ExportUnit> {
        let target = tracked.target?;
        let items = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        let (left, right) = (items(&tracked.source.text), items(&target.text));
        let mut last = 0;
        let segments = (0..left.len().max(right.len()))
            .map(|index| {
                let item = |items: &[String]| {
                    let text = items.get(index).map_or("", String::as_str);
                    pieces(Kind::Value, text, &(0..text.len()))
                };
                numbered(item(&left), item(&right), &mut last)
            })
            .collect();
        Some(ExportUnit { id: tracked.id, standing: tracked.standing, kind: Kind::Value, target, segments })
    };
    let units = state.track_pack(source, target).into_iter().filter_map(unit).collect();
    files.push(ExportFile { name: PACK.to_owned(), units });
    files
}

/// Numbers the codes of a source from `last` on, and those of its target alike where they are the same.
fn numbered(source: Vec<Piece>, target: Vec<Piece>, last: &mut usize) -> Segment {
    let source = number(trimmed(source), &[], last);
    let target = number(trimmed(target), &source, last);
    Segment { source, target }
}

fn number(pieces: Vec<Piece>, known: &[Numbered], last: &mut usize) -> Vec<Numbered> {
    let mut used: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut numbered = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let id = match &piece {
            Piece::Text(_) => 0,
            Piece::Code { role: Role::Close, .. } => open.pop().unwrap_or_default(),
            Piece::Code { role, .. } => {
                let same = known.iter().find(|known| known.piece == piece && !used.contains(&known.id));
                let id = same.map_or_else(
                    || {
                        *last += 1;
                        *last
                    },
                    |same| same.id,
                );
                used.push(id);
                if *role == Role::Open {
                    open.push(id);
                }
                id
            }
        };
        numbered.push(Numbered { piece, id });
    }
    numbered
}

/// Pieces without space at their beginning and end.
pub(super) fn trimmed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if let Some(Piece::Text(text)) = pieces.first_mut() {
        *text = text.trim_start_matches(' ').to_owned();
    }
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        *text = text.trim_end_matches(' ').to_owned();
    }
    for piece in &mut pieces {
        if let Piece::Text(text) = piece {
            *text = spaced(text);
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}
