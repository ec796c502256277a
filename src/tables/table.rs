//! A table: its columns, and its rows one after the other.

use std::fmt;

use super::cell::Shown;
use crate::diagnostic::{Diagnostic, Place};

/// Most rows of a table: a mailing has fewer numbers.
pub(super) const MOST_ROWS: u64 = 10_000_000;

/// A table whose rows can be read, more than once.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<TableColumn>,
    pub(super) source: Box<dyn RowSource>,
    /// SHA-256 of its rows, where they are in no file of the mailing.
    pub(crate) hash: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    /// Why its values cannot be read.
    pub(crate) refused: Option<String>,
}

/// Where rows are.
pub(super) trait RowSource: fmt::Debug + Send + Sync {
    /// Begins to read them.
    fn rows(&self) -> Result<Box<dyn ReadRow + '_>, Diagnostic>;
}

/// Reads rows, one after the other.
pub(crate) trait ReadRow {
    /// The next row, a cell for each column.
    ///
    /// # Errors
    ///
    /// What follows cannot be read.
    fn read_row(&mut self) -> Result<Option<Vec<Shown>>, Diagnostic>;
}

impl Table {
    /// Begins to read the rows.
    pub(crate) fn rows(&self) -> Result<Box<dyn ReadRow + '_>, Diagnostic> {
        self.source.rows()
    }
}

/// The place of a cell.
pub(crate) fn place(row: u64, column: &str) -> Place {
    Place::Row { row, column: column.to_owned() }
}

#[cfg(test)]
impl Table {
    /// A table that is held.
    pub(crate) fn held(columns: Vec<TableColumn>, rows: Vec<Vec<Shown>>) -> Self {
        Self { columns, source: Box::new(Held(rows)), hash: None }
    }
}

#[cfg(test)]
#[derive(Debug)]
struct Held(Vec<Vec<Shown>>);

#[cfg(test)]
impl RowSource for Held {
    fn rows(&self) -> Result<Box<dyn ReadRow + '_>, Diagnostic> {
        Ok(Box::new(self.0.iter()))
    }
}

#[cfg(test)]
impl ReadRow for std::slice::Iter<'_, Vec<Shown>> {
    fn read_row(&mut self) -> Result<Option<Vec<Shown>>, Diagnostic> {
        Ok(self.next().cloned())
    }
}
