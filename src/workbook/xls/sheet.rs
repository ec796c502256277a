//! The records of a sheet, one after the other.

use std::collections::HashSet;

use super::cells::{Found, cells};
use super::globals::Globals;
use super::records::{Record, Records, kind, short};
use super::strings::Reader;
use crate::diagnostic::Diagnostic;
use crate::workbook::model::{CellState, MergedArea};
use crate::workbook::problem::damaged;
use crate::workbook::sheet::Collected;

/// Columns of a sheet.
const COLUMNS: u16 = 256;

/// The flag of a row that is hidden, by hand or by a filter.
const IS_HIDDEN_ROW: u16 = 0x20;

/// Reads a sheet, whose records `stream` begins with.
pub(super) fn read(
    stream: &[u8],
    globals: &Globals,
    collected: &mut Collected<'_>,
) -> Result<(), Diagnostic> {
    let mut hidden_rows = HashSet::new();
    // Charts in a sheet have records of their own within its.
    let mut depth = 0_u32;
    // The cell whose formula has a text, which comes behind it.
    let mut waiting: Option<(u16, u16)> = None;
    for record in Records::new(stream) {
        match record.kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => return Ok(()),
            kind::EOF => depth -= 1,
            _ if depth != 1 => {}
            kind::ROW => {
                let is_hidden = record.short(12).is_some_and(|flags| flags & IS_HIDDEN_ROW != 0);
                hidden_rows.extend(record.short(0).filter(|_| is_hidden));
            }
            kind::COL_INFO => hide_columns(&record, collected)?,
            kind::MERGE_CELLS => merge(record.data(), collected)?,
            kind::STRING => {
                let text = Reader::new(&record, 0).text().unwrap_or_default();
                if let Some((row, column)) = waiting.take().filter(|_| !collected.is_full()) {
                    let is_hidden = hidden_rows.contains(&row);
                    collected.add(row.into(), column.into(), text, CellState::Sound, is_hidden)?;
                }
            }
            _ => {
                for found in cells(&record, globals)? {
                    let Found { row, column, content } = found;
                    match content {
                        None => waiting = Some((row, column)),
                        Some(_) if collected.is_full() => {}
                        Some((text, state)) => {
                            let is_hidden = hidden_rows.contains(&row);
                            collected.add(row.into(), column.into(), text, state, is_hidden)?;
                        }
                    }
                }
            }
        }
    }
    Err(damaged("a sheet has no end"))
}

fn hide_columns(record: &Record<'_>, collected: &mut Collected<'_>) -> Result<(), Diagnostic> {
    let is_hidden = record.short(8).is_some_and(|flags| flags & 1 != 0) || record.short(4) == Some(0);
    match (record.short(0), record.short(2)) {
        (Some(first @ 0..COLUMNS), Some(last)) if is_hidden => {
            collected.hide(first.into(), last.min(COLUMNS - 1).into())
        }
        _ => Ok(()),
    }
}

/// Notes merged cells: first and last row, first and last column of each area.
fn merge(data: &[u8], collected: &mut Collected<'_>) -> Result<(), Diagnostic> {
    let areas = data.get(2..).unwrap_or_default().chunks_exact(8);
    for area in areas {
        let at = |index: usize| u32::from(short(area, index * 2).unwrap_or_default());
        collected.merge(MergedArea { first: (at(0), at(2)), last: (at(1), at(3)) })?;
    }
    Ok(())
}
