//! Recipients: whom the mailing goes to, read from files into one model.
//!
//! A problem of one recipient blocks that recipient; a file that cannot be read stops the build.

mod asked;
mod asked_file;
mod asked_near;
mod cell;
mod cells;
mod channel;
mod check;
mod columns;
mod contact;
mod csv_file;
mod dialled;
mod email_slip;
mod entry;
pub(crate) mod grid;
mod headings;
mod json_file;
mod known_by;
mod lists;
mod look;
mod model;
mod name_forms;
mod name_offices;
mod names;
mod office_words;
mod read;
mod reading;
mod remarks;
mod row;
mod source;
mod spreadsheet;
mod stored;
mod table;
mod table_list;
#[cfg(test)]
mod tests;
mod text_file;
mod text_table;
mod titles;
mod tree;
mod unseen;
mod values;
mod whole;
pub(crate) mod words;
mod yaml_file;

use std::path::Path;

pub use asked::Asked;
pub use asked_file::read_asked;
pub use channel::{Carrier, Channel, Handover};
pub(crate) use columns::EXAMPLE;
pub use columns::*;
pub use contact::{is_email, is_number};
pub(crate) use dialled::report_local;
pub(crate) use email_slip::{advise as advise_email, is_doubtful as is_doubtful_email, report_slip};
pub use entry::{RecipientEntry, RecipientFile};
pub(crate) use headings::find_path;
pub use known_by::KnownBy;
pub use lists::{Lists, Rows};
pub use look::Spreadsheet;
pub use model::*;
pub use read::read_node;
pub use row::read_row;
pub use source::RecipientSource;
pub use text_table::{Table, find_table};
pub(crate) use values::channels as split_channels;
pub use yaml_file::read_yaml;

pub use crate::tables::{Database, Environment, Query};

use crate::diagnostic::Checked;
use crate::workbook::InThisProcess;

/// Reads one file of recipients by its extension; `file` is its path below `root`, as messages name it.
///
/// `encoding` overrules the detected encoding of a CSV file. A note says how a CSV file was read. Workbooks are read in this
/// process.
pub fn read(
    root: &Path,
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> Checked<Vec<Recipient>> {
    let Checked { value: lists, mut problems } =
        Lists::open(root, [&file.into()], encoding, extra_fields, &mut InThisProcess, Environment::default());
    let mut recipients = Vec::new();
    for row in lists.rows() {
        match row {
            Ok(row) => recipients.extend(row.report_to(&mut problems)),
            Err(problem) => problems.push(problem),
        }
    }
    Checked::new(recipients, problems)
}
