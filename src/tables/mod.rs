//! Parquet files and answers of databases as rows of cells, one after the other, under the names of their columns.
//!
//! What columns mean is not known here. A Parquet file is read anew each time; a database is asked once, and its answer is kept in a file
//! without a name until the list is closed, so that all who read the list read the same rows.
//!
//! | question | file |
//! | --- | --- |
//! | how a list names a database | `query`; where its URL is: `environment` |
//! | what a table is, and what a cell says | `table`, `cell` |
//! | how a Parquet file is read | `parquet`, behind the feature `parquet` |
//! | how a database is asked | `sql`, behind the feature `sql` |
//! | what is told without these features | `absent` |

#![cfg_attr(
    not(all(feature = "parquet", feature = "sql")),
    allow(dead_code, reason = "lists are read in one way, whichever of these tables there are")
)]

#[cfg(not(all(feature = "parquet", feature = "sql")))]
mod absent;
mod cell;
mod environment;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_file;
mod query;
#[cfg(feature = "sql")]
mod sql;
mod table;

#[cfg(not(feature = "sql"))]
pub(crate) use absent::ask;
#[cfg(not(feature = "parquet"))]
pub(crate) use absent::open_parquet;
pub(crate) use cell::Shown;
pub use environment::Environment;
#[cfg(feature = "parquet")]
pub(crate) use parquet_file::open_parquet;
pub use query::{Database, Query};
#[cfg(feature = "sql")]
pub(crate) use sql::ask;
#[cfg(test)]
pub(crate) use table::TableColumn;
pub(crate) use table::{ReadRow, Table, place};
