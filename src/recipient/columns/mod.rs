//! Spreadsheets read as they are: a file beside one says what its columns are, and each time the list is read through it.
//!
//! | question | file |
//! | --- | --- |
//! | what the file holds | `model` |
//! | what is wrong with it | `check` |
//! | which column of the spreadsheet each heading is | `mapping` |
//! | a row as a recipient | `row` |
//! | what a row leaves open | `completion` |
//! | what is built of a row, and its address | `built`, `address`, `postcode` |

mod address;
mod built;
mod check;
mod completion;
mod mapping;
mod model;
mod postcode;
mod row;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use check::column_names;
pub(super) use mapping::Mapping;
pub use model::*;
pub use postcode::follows_city;
pub(crate) use row::EXAMPLE;

use crate::beneath::read_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, codes, io_text};
use crate::input::{decode, decode_text};

/// Largest columns file, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// Reads and checks a columns file; `file` is its path below `root`, as messages name it.
pub fn read_columns(root: &Path, file: &str) -> Checked<Option<ColumnsFile>> {
    let read = read_regular(&root.join(file), MAX_BYTES);
    match read {
        Ok(bytes) => match decode_text(&bytes, file, Some("utf-8")) {
            Ok(decoded) => parse_columns(&decoded.text, file),
            Err(problem) => Checked::new(None, problem),
        },
        Err(error) => {
            let message = format!("cannot read the columns file ({})", io_text(&error));
            let problem = Diagnostic::new(codes::COLUMNS_UNREADABLE, message)
                .with_location(Location::file(file))
                .with_hint(
                    "let `convoke import` write it, or correct `columns` under `recipients` of the mailing",
                );
            Checked::new(None, problem)
        }
    }
}

/// Reads and checks the text of a columns file.
pub fn parse_columns(text: &str, file: &str) -> Checked<Option<ColumnsFile>> {
    let Checked { value, mut problems } = decode::<ColumnsFile>(text, file);
    problems.extend(value.iter().flat_map(|columns| check::check(columns, file)));
    Checked::new(value, problems)
}
