//! What is read of a workbook: plain data, which processes hand to each other.

use serde::{Deserialize, Serialize};

/// The format of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkbookKind {
    /// Office Open XML, ECMA-376.
    Xlsx,
    /// Excel 97 to 2003, [MS-XLS].
    Xls,
    /// OpenDocument 1.2 and later.
    Ods,
}

impl WorkbookKind {
    /// The format of a file by its first bytes; `None` where it is no workbook.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const ZIP: &[u8] = b"PK\x03\x04";
        const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis";
        /// How much of a ZIP file is looked at for what an OpenDocument file says of itself first.
        const HEAD: usize = 200;
        if bytes.starts_with(COMPOUND) {
            return Some(Self::Xls);
        }
        let is_ods = memchr::memmem::find(bytes.get(..HEAD).unwrap_or(bytes), OPEN_DOCUMENT).is_some();
        bytes.starts_with(ZIP).then_some(if is_ods { Self::Ods } else { Self::Xlsx })
    }
}

/// A workbook: its visible sheets, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// One of them has all of its rows, the others their first ones.
    pub sheets: Vec<WorkbookSheet>,
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkbookSheet {
    /// Its name.
    pub name: String,
    /// Its filled rows, in order.
    pub rows: Vec<SheetRow>,
    /// Columns that are hidden, as first and last, from zero.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Cells that are merged.
    pub merged: Vec<MergedArea>,
}

/// A row of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its number, from zero.
    pub number: u32,
    /// Whether it is hidden, by hand or by a filter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    /// Its filled cells, in the order of columns.
    pub cells: Vec<SheetCell>,
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Its column, from zero.
    pub column: u32,
    /// Its text, as far as its format is understood as it shows.
    pub text: String,
    /// What there is to say of it.
    #[serde(default, skip_serializing_if = "CellState::is_sound")]
    pub state: CellState,
}

/// What there is to say of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellState {
    /// It holds what it shows.
    #[default]
    Sound,
    /// It holds the error of a formula.
    Error,
    /// It holds a formula, and no result is stored.
    NoResult,
    /// It shows something else than its text, by this number format.
    Unlike(Box<str>),
    /// It holds what it shows, and is struck out.
    Struck,
}

impl CellState {
    /// The state of a cell whose style strikes its text out, where there is nothing more to say.
    #[must_use]
    pub(super) fn struck(self, is_struck: bool, text: &str) -> Self {
        if is_struck && self.is_sound() && !text.trim().is_empty() { Self::Struck } else { self }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        *self == Self::Sound
    }
}

/// A rectangle of cells: rows and columns from zero, the last ones belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedArea {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

impl MergedArea {
    /// Whether a cell is in it.
    #[must_use]
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&column)
    }
}

impl std::fmt::Display for MergedArea {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", cell_name(self.first.0, self.first.1), cell_name(self.last.0, self.last.1))
    }
}

/// Row and column from zero in A1 notation.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.iter().rev().collect::<String>() + &(u64::from(row) + 1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        let names = [(0, 0), (3, 1), (9, 25), (0, 26), (0, 701), (0, 702)].map(|(r, c)| cell_name(r, c));
        assert_eq!(names, ["A1", "B4", "Z10", "AA1", "ZZ1", "AAA1"]);
        assert_eq!(MergedArea { first: (0, 0), last: (2, 27) }.to_string(), "A1:AB3");
    }
}
