//! Workbooks of spreadsheet programs, XLSX, XLS and ODS, as plain rows of the cells as they show.
//!
//! The file is taken for hostile: what is read of it is counted as it is unpacked, and a bound that is exceeded is a problem
//! that says so. Decides nothing about what a table means.
//!
//! | question | file |
//! | --- | --- |
//! | what is read of a workbook | `model` |
//! | parts of the package, and how much is unpacked | `package` |
//! | XML, one item after the other | `xml` |
//! | how much is collected | `sheet` |
//! | what a number format shows | `format`, `decimal`, `moment` |
//! | Office Open XML | `xlsx` |
//! | Excel 97 to 2003 | `xls` |
//! | OpenDocument | `ods` |

mod decimal;
mod format;
mod model;
mod moment;
mod ods;
mod package;
mod problem;
mod sheet;
mod xls;
mod xlsx;
mod xml;

#[cfg(test)]
pub(crate) mod tests;

pub use model::{
    CellState, MergedArea, SheetCell, SheetRow, Workbook, WorkbookKind, WorkbookSheet, cell_name,
};
pub(crate) use problem::unreadable;

use crate::diagnostic::Diagnostic;
use package::Package;

/// Reads the bytes of a workbook: all rows of the sheet of this name, or of the first one, and the first rows of the others.
///
/// # Errors
///
/// What is wrong with the file, without its name.
pub fn read(bytes: &[u8], kind: WorkbookKind, sheet: Option<&str>) -> Result<Workbook, Diagnostic> {
    match kind {
        // A workbook keeps the name that it had in another format.
        WorkbookKind::Xlsx | WorkbookKind::Xls if xls::is_compound(bytes) => xls::read(bytes, sheet),
        WorkbookKind::Xlsx | WorkbookKind::Xls => xlsx::read(&mut Package::open(bytes)?, sheet),
        WorkbookKind::Ods => ods::read(&mut Package::open(bytes)?, sheet),
    }
}

/// One who reads workbooks: this process, or another that a file may bring down.
pub trait ReadWorkbook {
    /// Reads the bytes of a workbook: all rows of the sheet of this name, or of the first one.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, without its name.
    fn read_workbook(
        &mut self,
        bytes: &[u8],
        kind: WorkbookKind,
        sheet: Option<&str>,
    ) -> Result<Workbook, Diagnostic>;
}

/// Reads workbooks in this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct InThisProcess;

impl ReadWorkbook for InThisProcess {
    fn read_workbook(
        &mut self,
        bytes: &[u8],
        kind: WorkbookKind,
        sheet: Option<&str>,
    ) -> Result<Workbook, Diagnostic> {
        read(bytes, kind, sheet)
    }
}
