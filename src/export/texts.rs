//! Any table of texts as CSV or as a workbook, whose cells a spreadsheet takes for nothing but texts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::table::{MAX_TEXT, TableFormat, failed};
use crate::archive::table::escape_cell;
use crate::diagnostic::Diagnostic;

/// Writes rows of texts under their headings. The same rows give the same bytes; a workbook holds the beginning of a very long text.
///
/// # Errors
///
/// There are more rows than a workbook can have.
pub fn write_texts<'a>(
    headings: &[&str],
    rows: impl Iterator<Item = &'a [String]>,
    format: TableFormat,
) -> Result<Vec<u8>, Diagnostic> {
    match format {
        TableFormat::Csv => write_csv(headings, rows).map_err(|error| failed(&error.to_string())),
        TableFormat::Xlsx => {
            // The library that writes workbooks panics where a disk is full.
            let written = catch_unwind(AssertUnwindSafe(|| write_xlsx(headings, rows)));
            let written = written.map_err(|_| failed("its rows cannot be kept"))?;
            written.map_err(|error| failed(&error.to_string()))
        }
    }
}

fn write_csv<'a>(
    headings: &[&str],
    rows: impl Iterator<Item = &'a [String]>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(headings)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| escape_cell(cell)))?;
    }
    Ok(out.into_inner()?)
}

fn write_xlsx<'a>(headings: &[&str], rows: impl Iterator<Item = &'a [String]>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold().set_align(FormatAlign::Left);
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (number, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let fitted: String = cell.chars().take(MAX_TEXT).collect();
            sheet.write_string_with_format(number, column, fitted, &text)?;
        }
    }
    book.save_to_buffer()
}
