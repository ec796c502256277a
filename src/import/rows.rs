//! The rows of a spreadsheet that are recipients, by what their columns are.

use super::model::Proposal;
use crate::recipient::grid::GridRow;

/// The rows that are recipients, with what a person is told of them.
pub(super) struct Rows<'a>(pub(super) Vec<&'a GridRow>);

impl Rows<'_> {
    /// The text of a row in a column.
    pub(super) fn text(row: &GridRow, column: usize) -> &str {
        let at = row.cells.binary_search_by_key(&column, |(index, _)| *index);
        at.ok().and_then(|at| row.cells.get(at)).map_or("", |(_, cell)| cell.text.trim())
    }

    /// The filled values of all columns that are something.
    pub(super) fn values<'b>(&'b self, proposal: &Proposal, is: &str) -> Vec<&'b str> {
        let columns: Vec<usize> = proposal.columns_that_are(is).map(|column| column.index).collect();
        let texts = self.0.iter().flat_map(|row| columns.iter().map(|column| Self::text(row, *column)));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// How many rows have nothing in the columns that are something.
    pub(super) fn count_empty(&self, proposal: &Proposal, is: &str) -> usize {
        let columns: Vec<usize> = proposal.columns_that_are(is).map(|column| column.index).collect();
        self.0.iter().filter(|row| columns.iter().all(|column| Self::text(row, *column).is_empty())).count()
    }
}
