//! Parquet files as rows of a table, read by parts: of each column one page is in memory, whatever the size of the file.
//!
//! The reader is the program's own, of what lists of people need; docs/architecture.md says why. What a file claims is believed only as
//! far as its bytes bear it out.
//!
//! | question | file |
//! | --- | --- |
//! | what the footer says | `footer`, written as `compact` reads it |
//! | which columns there are, and which are no cells | `schema` |
//! | where pages are, and how they are unpacked | `page`, `codec` |
//! | which values a row has | `column`, by levels as `hybrid` reads them |
//! | how values are written | `values`, `delta` |
//! | what a value says | `show` |

mod codec;
mod column;
mod compact;
mod delta;
mod fault;
mod footer;
mod hybrid;
mod page;
mod schema;
mod show;
#[cfg(test)]
mod tests;
mod values;

use std::io::{Read, Seek};

pub(super) use fault::Fault;

use super::cell::Shown;
use column::Column;
use footer::{Footer, read_footer};
use schema::Leaf;

/// What a Parquet file says of itself.
#[derive(Debug)]
pub(super) struct Parquet {
    footer: Footer,
    leaves: Vec<Leaf>,
}

impl Parquet {
    /// Reads the footer of a file of this length.
    ///
    /// # Errors
    ///
    /// It is none, is damaged or encrypted.
    pub(super) fn open(file: &mut (impl Read + Seek), length: u64) -> Result<Self, Fault> {
        let footer = read_footer(file, length)?;
        let leaves = schema::leaves(&footer.elements)?;
        for chunks in footer.groups.iter().map(|group| &group.chunks) {
            if chunks.len() != leaves.len() {
                return Err(Fault::damaged("a row group has other columns than the file"));
            }
            if chunks.iter().zip(&leaves).any(|(chunk, leaf)| !leaf.is_stored_as(chunk.physical)) {
                return Err(Fault::damaged("a column has another type than in the schema"));
            }
        }
        Ok(Self { footer, leaves })
    }

    /// The names of the columns, and why one cannot be read.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.leaves.iter().map(|leaf| (leaf.name.as_str(), leaf.refused.as_deref()))
    }

    /// How many rows there are to be.
    pub(super) fn count(&self) -> u64 {
        self.footer.rows
    }

    /// Begins to read the rows of the file that was opened.
    pub(super) fn rows<R: Read + Seek>(&self, file: R) -> Rows<'_, R> {
        Rows { of: self, file, group: 0, columns: Vec::new(), left: 0 }
    }
}

/// Reads rows.
#[derive(Debug)]
pub(super) struct Rows<'a, R> {
    of: &'a Parquet,
    file: R,
    /// The next group.
    group: usize,
    columns: Vec<Option<Column<'a>>>,
    left: u64,
}

impl<R: Read + Seek> Rows<'_, R> {
    /// The next row, a cell for each column; those of columns that cannot be read are empty.
    ///
    /// # Errors
    ///
    /// The file is damaged.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Shown>>, Fault> {
        while self.left == 0 {
            let Some(group) = self.of.footer.groups.get(self.group) else { return Ok(None) };
            self.group += 1;
            self.left = group.rows;
            let columns = self.of.leaves.iter().zip(&group.chunks);
            self.columns = columns
                .map(|(leaf, chunk)| leaf.refused.is_none().then(|| Column::new(leaf, chunk)))
                .collect();
        }
        self.left -= 1;
        let (file, leaves) = (&mut self.file, &self.of.leaves);
        let cells = self.columns.iter_mut().zip(leaves).map(|(column, leaf)| match column {
            Some(column) => column.next(file).map_err(|fault| fault.in_column(&leaf.name)),
            None => Ok(Shown::Empty),
        });
        cells.collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// The file, to be looked at once more.
    pub(super) fn file(&mut self) -> &mut R {
        &mut self.file
    }
}
