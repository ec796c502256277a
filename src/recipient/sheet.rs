//! Recipients from the first sheet of an XLSX or ODS workbook.

use std::io::Cursor;

use calamine::{Data, Ods, Reader, Xlsx};

use super::Recipient;
use super::table::{self, Cell};
use crate::diagnostic::{Diagnostic, Location, Place};

/// Rows and columns beyond which a sheet is taken for damaged.
const MAX_CELLS: usize = 4_000_000;

pub(super) fn read(
    bytes: Vec<u8>,
    file: &str,
    open_document: bool,
    extra_fields: &[String],
) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let sheet = if open_document { first::<Ods<_>>(bytes) } else { first::<Xlsx<_>>(bytes) };
    let (name, range) = match sheet {
        Ok(found) => found,
        Err(cause) => {
            let problem =
                Diagnostic::error("sheet-unreadable", format!("cannot read the workbook ({cause})"))
                    .with_location(Location::file(file))
                    .with_hint("open it in a spreadsheet program and save it again, without a password");
            return (Vec::new(), vec![problem]);
        }
    };
    let (top, left) = range.start().unwrap_or((0, 0));
    let rows = range.rows().enumerate().map(|(row, cells)| {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let cell = |(column, data): (usize, &Data)| {
            let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            let cell = format!("{}{}", letters(column), top.saturating_add(row).saturating_add(1));
            Cell { text: text(data), place: Place::Cell { sheet: name.clone(), cell } }
        };
        cells.iter().enumerate().map(cell).collect()
    });
    table::read(rows, file, extra_fields)
}

fn first<R>(bytes: Vec<u8>) -> Result<(String, calamine::Range<Data>), String>
where
    R: Reader<Cursor<Vec<u8>>>,
    R::Error: std::fmt::Display,
{
    let mut book = R::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let name = book.sheet_names().first().cloned().ok_or("it has no sheet")?;
    let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
    let (height, width) = range.get_size();
    if height.saturating_mul(width) > MAX_CELLS {
        return Err(format!("{height} rows of {width} columns are too many"));
    }
    Ok((name, range))
}

fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(date) => date.to_string(),
        Data::Error(error) => error.to_string(),
    }
}

fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workbook(kind: &str) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("List").unwrap();
        let rows = [
            ["id", "kind", "iso", "addressee.office", "ministry", "address", "channels", "languages"],
            ["NOR", kind, "NOR", "foreign-minister", "Ministry", "Oslo\nNORWAY", "post", "en;fr"],
        ];
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_workbook_reads_like_yaml() {
        let (recipients, problems) = read(workbook("state"), "r.xlsx", false, &[]);
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(recipients[0].address, ["Oslo", "NORWAY"]);
        assert_eq!(recipients[0].languages.len(), 2);
    }

    #[test]
    fn a_mistake_is_named_with_its_cell() {
        let (_, problems) = read(workbook("sate"), "r.xlsx", false, &[]);
        assert_eq!(
            problems[0].to_string(),
            "r.xlsx:List!B2: error[value-invalid]: `sate` is not one of the choices (recipient NOR, kind)"
        );
    }

    #[test]
    fn a_damaged_workbook_is_an_error() {
        for open_document in [false, true] {
            let (_, problems) = read(b"PK\x03\x04 nonsense".to_vec(), "r.xlsx", open_document, &[]);
            assert_eq!(problems[0].code, "sheet-unreadable");
        }
    }

    #[test]
    fn columns_are_lettered() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
