//! What the columns of a table mean: by their headings, or by a columns file.

use super::cell::Row;
use super::columns::Mapping;
use super::model::Recipient;
use super::table::Columns;
use crate::diagnostic::Checked;

/// What the columns of a table mean.
#[derive(Debug)]
pub(super) enum Reading {
    Named(Columns),
    Mapped(Box<Mapping>),
}

impl Reading {
    /// Reads a row, without empty cells, as a recipient.
    pub(super) fn read_row(&self, row: &Row) -> Checked<Option<Recipient>> {
        match self {
            Self::Named(columns) => columns.read_row(row),
            Self::Mapped(mapping) => mapping.read_row(row),
        }
    }

    /// Whether a column is read.
    pub(super) fn reads(&self, column: usize) -> bool {
        match self {
            Self::Named(columns) => columns.reads(column),
            Self::Mapped(mapping) => mapping.reads(column),
        }
    }
}
