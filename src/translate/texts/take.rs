//! What was entered for a text, held against it as what comes back from a translation tool is.

use super::tokens::{Fault, Tokens};
use crate::diagnostic::{Diagnostic, Problems};
use crate::translate::xliff::apply::{Applied, apply};
use crate::translate::xliff::model::{ExportUnit, Numbered};
use crate::translate::xliff::piece::{Piece, Role};
use crate::translate::xliff::read::{ReadSegment, ReadUnit, Token as Entered};

/// Why what was entered is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// What is wrong with its tokens.
    pub faults: Vec<Fault>,
    /// What else is wrong.
    pub problems: Problems,
}

impl From<Problems> for NotTaken {
    fn from(problems: Problems) -> Self {
        Self { faults: Vec::new(), problems }
    }
}

impl NotTaken {
    /// The same, told at the place of the text.
    pub(super) fn at(self, unit: &ExportUnit) -> Self {
        let place = |mut problem: Diagnostic| {
            problem.location = Some(unit.target.location.clone());
            problem
        };
        Self { faults: self.faults, problems: self.problems.into_iter().map(place).collect() }
    }
}

/// What the text becomes, and whether it is said to be translated.
pub(super) fn take(file: &str, unit: &ExportUnit, entered: &str, done: bool) -> Result<Applied, NotTaken> {
    let tokens = Tokens::of(unit);
    let entered = entered.replace("\r\n", "\n").replace('\r', "\n");
    let wanted = unit.segments.len();
    let mut lines: Vec<&str> = if wanted > 1 { entered.split('\n').collect() } else { vec![&entered] };
    // Lines at the end that nobody wrote anything into.
    while lines.len() > wanted && lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let mut faults = Vec::new();
    if lines.len() != wanted {
        faults.push(Fault::Lines { wanted, found: lines.len() });
    }
    let mut segments = Vec::new();
    for (segment, line) in unit.segments.iter().zip(lines) {
        let target = tokens.read(line, &mut faults);
        let is_empty =
            target.iter().all(|token| matches!(token, Entered::Text(text) if text.trim().is_empty()));
        // A line that a translation does without may stay so.
        let was_empty = segment.target.is_empty() && !unit.is_untouched();
        match is_empty && !segment.source.is_empty() {
            true if was_empty => {}
            true => faults.push(Fault::Empty),
            false => faults.extend(tokens.compare(&target, &segment.source, &segment.target)),
        }
        let state = if done { "translated" } else { "" };
        segments.push(ReadSegment {
            state: state.to_owned(),
            source: segment.source.iter().map(said).collect(),
            target: Some(target),
            ..ReadSegment::default()
        });
    }
    if !faults.is_empty() {
        faults.dedup();
        return Err(NotTaken { faults, problems: Problems::new() });
    }
    let read = ReadUnit { file: file.to_owned(), id: unit.id.clone(), line: 1, segments };
    Ok(apply(&read, unit, file)?)
}

fn said(numbered: &Numbered) -> Entered {
    let id = numbered.id.to_string();
    match &numbered.piece {
        Piece::Text(text) => Entered::Text(text.clone()),
        Piece::Code { role: Role::Alone, .. } => Entered::Alone(id),
        Piece::Code { role: Role::Open, .. } => Entered::Open(id),
        Piece::Code { role: Role::Close, .. } => Entered::Close(id),
    }
}
