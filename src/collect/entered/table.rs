//! A table of answers as rows of texts, from CSV or a workbook.

use std::path::Path;

use crate::archive::table::unescape_cell;
use crate::collect::file::{self, Links};
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::input::{clean_lines, decode_text};
use crate::workbook::{ReadWorkbook as _, SheetRow, WorkbookKind};
use crate::worker::Reader;

/// Separators of CSV files.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A row: its number in the file, from one, and its cells.
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
}

/// Reads the rows of a table that are not empty; the first is that of the headings.
///
/// # Errors
///
/// It cannot be read, or is neither CSV nor a workbook.
pub(super) fn read(path: &Path, reader: &mut Reader) -> Result<Vec<Row>, Diagnostic> {
    let name = path_text(path);
    let refused = |cause: &dyn std::fmt::Display| {
        Diagnostic::new(codes::ANSWERS_UNREADABLE, format!("the table of answers cannot be read ({cause})"))
            .with_location(Location::file(name.clone()))
            .with_hint("give a CSV file or a workbook; --answers-template writes one with the headings")
    };
    let bytes = file::read(path, Links::Followed).map_err(|refusal| refused(&refusal))?;
    let rows = match WorkbookKind::of(&bytes) {
        Some(kind) => read_workbook(&bytes, kind, reader).map_err(|cause| refused(&cause.message))?,
        None => {
            let text = decode_text(&bytes, &name, None)?.text;
            read_csv(&text).map_err(|cause| refused(&cause))?
        }
    };
    Ok(rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect())
}

/// What stands between the cells of a table, by its headings.
pub(super) fn separator_of(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    SEPARATORS.into_iter().max_by_key(count).filter(|best| count(best) > 0).unwrap_or(b',')
}

fn read_csv(text: &str) -> csv::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator_of(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let number = record.position().and_then(|at| u32::try_from(at.line()).ok()).unwrap_or(u32::MAX);
        // Apostrophes kept values from being formulas, here or in a table that was copied from.
        let cell = |text: &str| tidy(&unescape_cell(text));
        rows.push(Row { number, cells: record.iter().map(cell).collect() });
    }
    Ok(rows)
}

/// Reads the first visible sheet, whose cells are as they show.
fn read_workbook(bytes: &[u8], kind: WorkbookKind, reader: &mut Reader) -> Result<Vec<Row>, Diagnostic> {
    let sheet = reader.read_workbook(bytes, kind, None)?.sheets.into_iter().next().unwrap_or_default();
    let to_row = |row: SheetRow| {
        let mut cells: Vec<String> = Vec::new();
        for cell in row.cells {
            let column = usize::try_from(cell.column).unwrap_or_default();
            cells.resize(cells.len().max(column + 1), String::new());
            if let Some(place) = cells.get_mut(column) {
                *place = tidy(&cell.text);
            }
        }
        Row { number: row.number.saturating_add(1), cells }
    };
    Ok(sheet.rows.into_iter().map(to_row).collect())
}

fn tidy(text: &str) -> String {
    clean_lines(text).trim().to_owned()
}
