//! Cells and rows of a table, whatever file they are from.

use crate::diagnostic::Place;
use crate::workbook::CellState;

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// What there is to say of it.
    pub(super) state: CellState,
    /// Its place.
    pub(super) place: Place,
}

/// A row's cells, each with the index of its column.
pub(super) type Row = Vec<(usize, Cell)>;

/// A row without its empty cells.
pub(super) fn drop_empty(row: Row) -> Row {
    row.into_iter().filter(|(_, cell)| !cell.text.trim().is_empty() || !cell.state.is_sound()).collect()
}
