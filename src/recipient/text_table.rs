//! A table in a text file as it is edited: what separates its cells, and their headings.

use super::csv_file::{detect_quote, detect_separator};
use super::headings::find_path;
use crate::edit::table::{self, TableMarks};

/// How many rows the headings may be among.
const LOOKED_AT: usize = 30;

/// How a table in a text file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What separates its cells.
    pub marks: TableMarks,
    /// Its headings.
    pub headings: Vec<String>,
}

/// Finds out how a table in a text file is written, as lists of recipients are read. The headings are those of the first row that has the
/// most that are known.
///
/// ```
/// let table = convoke::recipient::find_table("id;ministry;city\nFRA;Ministry;Paris\n");
/// assert_eq!(table.headings, ["id", "ministry", "city"]);
/// assert_eq!(table.marks.separator, ';');
/// ```
#[must_use]
pub fn find_table(text: &str) -> Table {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (separator, _, _) = detect_separator(plain);
    let marks =
        TableMarks { separator: char::from(separator), quote: char::from(detect_quote(plain, separator)) };
    let rows: Vec<Vec<String>> = (0..LOOKED_AT).map_while(|row| table::row(plain, marks, row)).collect();
    let known = |row: &Vec<String>| row.iter().filter(|cell| find_path(cell.trim(), &[]).is_some()).count();
    let most = rows.iter().map(known).max().unwrap_or_default();
    let headings = rows.iter().find(|row| known(row) == most).cloned().unwrap_or_default();
    Table { marks, headings }
}
