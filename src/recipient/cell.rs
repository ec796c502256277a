//! Cells and rows of a table, whatever file they are from.

use crate::diagnostic::Place;
use crate::workbook::CellState;

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Its text.
    pub(crate) text: String,
    /// What there is to say of it.
    pub(crate) state: CellState,
    /// Its place.
    pub(crate) place: Place,
}

/// A row's cells, each with the index of its column.
pub(crate) type Row = Vec<(usize, Cell)>;

/// A row without its empty cells.
pub(crate) fn drop_empty(row: Row) -> Row {
    row.into_iter().filter(|(_, cell)| !cell.text.trim().is_empty() || !cell.state.is_sound()).collect()
}
