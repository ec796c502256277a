//! The register as a workbook: the rows of `register.csv`, each column of its type, ready to be filtered and printed.
//!
//! Every text is written as a text, so that nothing is a formula or a link. Rows go through a file as they are written,
//! so that memory does not grow with them. The same archive gives the same bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jiff::civil;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::order;
use super::rows::{COLUMNS, Cell, Kind, Row, blocked_row, document_row};
use crate::archive::format::entry::Entry;
use crate::archive::format::manifest::Manifest;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};

/// Name of the sheet.
const SHEET: &str = "Register";

/// How a moment is shown: as ISO 8601 writes it, without seconds.
const MOMENT: &str = "yyyy-mm-dd hh:mm";

/// The paper it is printed on: A4, as spreadsheets number it. (ECMA-376-1, 18.3.1.63)
const A4: u8 = 9;

/// Most characters of a cell. A spreadsheet holds 32,767 units of UTF-16, of which a character takes up to two.
const MAX_TEXT: usize = 16_000;

/// Length of a moment without its offset, as in `2004-05-10T09:00:00`.
const LOCAL: usize = 19;

/// Makes the register of an archive, from its manifest, as a workbook. Rows on their way into it go through a file in the folder
/// `scratch`, which must be there; the file goes when it is done with.
///
/// # Errors
///
/// There are more rows than a sheet has, or the folder cannot be written to.
pub fn make_workbook(manifest: &Manifest, scratch: &Path) -> Result<Vec<u8>, Diagnostic> {
    let documents = order::sorted_documents(&manifest.files);
    let failed = |cause: &str| {
        Diagnostic::new(codes::REGISTER_WRITE, format!("the register cannot be written ({cause})"))
            .with_location(Location::file(path_text(scratch)))
            .with_hint("check that the folder can be written to and the disk is not full")
    };
    // The library that writes workbooks panics where a disk is full.
    let written = catch_unwind(AssertUnwindSafe(|| workbook(manifest, &documents, scratch)));
    written.map_err(|_| failed("its rows cannot be kept"))?.map_err(|error| match error {
        XlsxError::IoError(error) => failed(&io_text(&error)),
        other => failed(&other.to_string()),
    })
}

fn workbook(manifest: &Manifest, documents: &[&Entry], scratch: &Path) -> Result<Vec<u8>, XlsxError> {
    let Manifest { reference, issued_at, reconciliation, .. } = manifest;
    let mut workbook = Workbook::new();
    workbook.set_tempdir(scratch)?;
    let created = moment(issued_at).map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    workbook.set_properties(&DocProperties::new().set_title(reference).set_creation_datetime(&created));
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(SHEET)?;
    let formats = Formats::new();
    lay_out(sheet, &formats)?;
    let documents = documents.iter().map(|entry| document_row(reference, issued_at, entry));
    let blocked = reconciliation.blocked.iter().map(|blocked| blocked_row(reference, blocked));
    let mut last = 0;
    for row in documents.chain(blocked) {
        last += 1;
        write_row(sheet, last, row, &formats)?;
    }
    sheet.autofilter(0, 0, last, column(COLUMNS.len() - 1)?)?;
    workbook.save_to_buffer()
}

/// How cells look.
struct Formats {
    header: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let left = Format::new().set_align(FormatAlign::Left);
        Self { header: left.clone().set_bold(), moment: left.set_num_format(MOMENT) }
    }
}

/// The header, frozen on the screen and repeated on every page, the columns, and how the sheet is printed.
fn lay_out(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    for (position, found) in COLUMNS.iter().enumerate() {
        let position = column(position)?;
        sheet.set_column_width(position, found.width)?;
        if found.kind == Kind::Moment {
            sheet.set_column_format(position, &formats.moment)?;
        }
        sheet.write_string_with_format(0, position, found.name, &formats.header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    Ok(())
}

fn write_row(sheet: &mut Worksheet, number: u32, row: Row, formats: &Formats) -> Result<(), XlsxError> {
    for (position, cell) in row.into_iter().enumerate() {
        let position = column(position)?;
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                sheet.write_string(number, position, fitted(&text))?;
            }
            Cell::Number(value) => {
                sheet.write_number(number, position, value)?;
            }
            Cell::Moment(text) => match moment(&text) {
                Some(value) => {
                    sheet.write_datetime_with_format(number, position, &value, &formats.moment)?;
                }
                None => {
                    sheet.write_string(number, position, fitted(&text))?;
                }
            },
        }
    }
    Ok(())
}

fn column(position: usize) -> Result<u16, XlsxError> {
    u16::try_from(position).map_err(|_| XlsxError::RowColumnLimitError)
}

/// As much of a text as a cell holds; `register.csv` has all of it.
fn fitted(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_TEXT).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

/// A moment as a clock on the wall there shows it; `None` where a spreadsheet has no such date.
fn moment(text: &str) -> Option<ExcelDateTime> {
    let at: civil::DateTime = text.get(..LOCAL)?.parse().ok()?;
    let unsigned = |part: i8| u8::try_from(part).ok();
    ExcelDateTime::from_ymd(u16::try_from(at.year()).ok()?, unsigned(at.month())?, unsigned(at.day())?)
        .and_then(|date| {
            date.and_hms(
                unsigned(at.hour()).unwrap_or_default().into(),
                unsigned(at.minute()).unwrap_or_default(),
                unsigned(at.second()).unwrap_or_default(),
            )
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_place_and_what_is_none_stays_text() {
        let serial = |text| moment(text).map(|found| found.to_excel());
        assert_eq!(serial("2004-05-10T09:00:00+02:00"), Some(38117.375));
        assert_eq!(serial("2004-05-10T09:00:00Z"), Some(38117.375));
        for text in ["", "soon", "2004-05-10", "1850-01-01T00:00:00+00:00"] {
            assert_eq!(serial(text), None, "{text:?}");
        }
        assert_eq!(fitted(&"é".repeat(MAX_TEXT + 5)).chars().count(), MAX_TEXT);
    }
}
