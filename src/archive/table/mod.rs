//! The table of an archive's documents: what was made for whom, a row per document, as CSV and as a workbook.
//!
//! It is a view of the manifest for the dispatch office; the numbers in it are the register's.

mod cell;
pub(super) mod csv;
pub(super) mod order;
mod rows;
mod xlsx;

pub use cell::{escape_cell, unescape_cell};
pub use csv::write_csv;
pub use order::{sort_by_name, sort_documents};
pub use xlsx::make_workbook;
