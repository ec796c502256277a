//! XLSX and ODS workbooks as rows of cells, each with its sheet and address.
//!
//! Only the first visible sheet is read. Cells come as a stream, so that a stray cell in the last row
//! of a sheet costs nothing. `table` decides what the columns mean.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Ods, Reader, SheetVisible, Xlsx};

use super::table::{Cell, Row};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes};

/// Most cells a sheet may have.
const MAX_CELLS: usize = 2_000_000;

/// Reads the bytes of a workbook; `ods` tells the two formats apart.
pub(super) fn read(bytes: &[u8], file: &str, ods: bool) -> Checked<Vec<Row>> {
    let cells = if ods { ods_cells(bytes) } else { xlsx_cells(bytes) };
    let (sheet, others, cells) = match cells {
        Ok(found) => found,
        Err(reason) => {
            let problem =
                Diagnostic::new(codes::WORKBOOK_UNREADABLE, format!("cannot read the workbook ({reason})"))
                    .with_location(Location::file(file))
                    .with_hint("open it in a spreadsheet program and save it again, or save it as CSV");
            return Checked::new(Vec::new(), problem);
        }
    };
    let mut problems = Problems::new();
    if !others.is_empty() {
        let message = format!("only the sheet `{sheet}` is read, not {}", others.join(", "));
        problems.push(Diagnostic::new(codes::WORKBOOK_SHEETS, message).with_location(Location::file(file)));
    }
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    for ((row, column), data) in cells {
        let place = Place::Cell { sheet: sheet.clone(), cell: cell_name(row, column) };
        let text = to_text(&data);
        rows.entry(row)
            .or_default()
            .push((column as usize, Cell { text, failed: matches!(data, Data::Error(_)), place }));
    }
    Checked::new(rows.into_values().collect(), problems)
}

type Cells = Vec<((u32, u32), Data)>;
type Found = (String, Vec<String>, Cells);

fn xlsx_cells(bytes: &[u8]) -> Result<Found, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let (sheet, others) = list_sheets(&book)?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| error.to_string())?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
        if cells.len() == MAX_CELLS {
            return Err(format!("it has more than {MAX_CELLS} cells"));
        }
        let data = Data::from(cell.get_value().clone());
        if data != Data::Empty {
            cells.push((cell.get_position(), data));
        }
    }
    Ok((sheet, others, cells))
}

fn ods_cells(bytes: &[u8]) -> Result<Found, String> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let (sheet, others) = list_sheets(&book)?;
    let range = book.worksheet_range(&sheet).map_err(|error| error.to_string())?;
    let (top, left) = range.start().unwrap_or_default();
    let at = |row: usize, column: usize| {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (top.saturating_add(small(row)), left.saturating_add(small(column)))
    };
    let filled = range.used_cells().filter(|(_, _, data)| **data != Data::Empty);
    let cells = filled.map(|(row, column, data)| (at(row, column), data.clone())).collect();
    Ok((sheet, others, cells))
}

/// The first visible sheet, and the other visible ones.
fn list_sheets<R: Reader<Cursor<B>>, B>(book: &R) -> Result<(String, Vec<String>), String>
where
    Cursor<B>: std::io::Read + std::io::Seek,
{
    let mut visible = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone());
    let first = visible.next().ok_or("it has no visible sheet")?;
    Ok((first, visible.collect()))
}

/// A cell as text: whole numbers without a decimal point, dates as `2004-05-10`, an error by its name.
fn to_text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Error(error) => error.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
    }
}

/// Row and column from zero in A1 notation.
fn cell_name(row: u32, column: u32) -> String {
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
    }

    #[test]
    fn numbers_read_as_they_show() {
        assert_eq!(to_text(&Data::Float(1211.0)), "1211");
        assert_eq!(to_text(&Data::Float(0.5)), "0.5");
    }
}
