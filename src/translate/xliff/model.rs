//! What is exported: each text with its source and target as pieces, and codes numbered alike in both.

use super::piece::{Kind, Piece, Role, collapse_spaces};
use super::pieces::{Template, split_value};
use crate::translate::files::Files;
use crate::translate::state::State;
use crate::translate::track::{Standing, Tracked, track_all};
use crate::translate::unit::Unit;

/// The namespace of XLIFF 2.0 and 2.1.
pub(in crate::translate) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// The namespace of XLIFF 1.2.
pub(in crate::translate) const NAMESPACE_1: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// Stands between the id of a list and the number of an item, which is a unit of its own in XLIFF 1.2.
pub(in crate::translate) const ITEM: char = '/';

/// A piece with the number its code has in the unit; words have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::translate) struct Numbered {
    pub(in crate::translate) piece: Piece,
    pub(in crate::translate) id: usize,
}

/// A text or an item of a list.
#[derive(Debug, Clone, Default)]
pub(in crate::translate) struct Segment {
    pub(in crate::translate) source: Vec<Numbered>,
    pub(in crate::translate) target: Vec<Numbered>,
}

/// A text of a translation.
#[derive(Debug, Clone)]
pub(in crate::translate) struct ExportUnit {
    pub(in crate::translate) id: String,
    pub(in crate::translate) standing: Standing,
    pub(in crate::translate) kind: Kind,
    /// The translation in its file.
    pub(in crate::translate) target: Unit,
    /// One, or as many as the list has items.
    pub(in crate::translate) segments: Vec<Segment>,
}

impl ExportUnit {
    /// Whether the source says nothing there.
    pub(in crate::translate) fn is_empty(&self) -> bool {
        self.segments.iter().all(|segment| segment.source.is_empty())
    }

    /// Whether nobody has translated it: what stands in its file is the source's own.
    pub(in crate::translate) fn is_untouched(&self) -> bool {
        let same = |segment: &Segment| segment.source == segment.target || segment.target.is_empty();
        self.standing == Standing::ToDo && self.segments.iter().all(same)
    }
}

/// A file of a translation.
#[derive(Debug, Clone)]
pub(in crate::translate) struct ExportFile {
    pub(in crate::translate) name: String,
    pub(in crate::translate) units: Vec<ExportUnit>,
}

/// All texts of a translation that have a counterpart, by file.
pub(in crate::translate) fn export_files(source: &Files, target: &Files, state: &State) -> Vec<ExportFile> {
    let tracked = track_all(state, source, target);
    let file = |(name, texts): (String, Vec<Tracked>)| {
        let units = match source.templates.get(&name).zip(target.templates.get(&name)) {
            Some((original, text)) => {
                let (original, text) = (Template::new(original), Template::new(text));
                texts.into_iter().filter_map(|tracked| export_text(tracked, &original, &text)).collect()
            }
            None => texts.into_iter().filter_map(export_value).collect(),
        };
        ExportFile { name, units }
    };
    tracked.into_iter().map(file).collect()
}

fn export_text(tracked: Tracked, original: &Template<'_>, text: &Template<'_>) -> Option<ExportUnit> {
    let target = tracked.target?;
    let (left, right) = (original.pieces(&tracked.source.range), text.pieces(&target.range));
    let segments = vec![numbered(left, right, &mut 0)];
    let kind = text.kind(&target.range);
    Some(ExportUnit { id: tracked.id, standing: tracked.standing, kind, target, segments })
}

fn export_value(tracked: Tracked) -> Option<ExportUnit> {
    let target = tracked.target?;
    let segments = value_segments(&tracked.source.text, &target.text);
    Some(ExportUnit { id: tracked.id, standing: tracked.standing, kind: Kind::Value, target, segments })
}

/// The segments of a value: one, or one for each line of a list.
pub(in crate::translate) fn value_segments(source: &str, target: &str) -> Vec<Segment> {
    let items = |text: &str| text.split('\n').map(split_value).collect::<Vec<_>>();
    let (mut left, mut right) = (items(source), items(target));
    let most = left.len().max(right.len());
    left.resize(most, Vec::new());
    right.resize(most, Vec::new());
    let mut last = 0;
    left.into_iter().zip(right).map(|(left, right)| numbered(left, right, &mut last)).collect()
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
pub(in crate::translate) fn trimmed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if let Some(Piece::Text(text)) = pieces.first_mut() {
        *text = text.trim_start_matches(' ').to_owned();
    }
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        *text = text.trim_end_matches(' ').to_owned();
    }
    for piece in &mut pieces {
        if let Piece::Text(text) = piece {
            *text = collapse_spaces(text);
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}
