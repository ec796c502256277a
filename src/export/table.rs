//! Recipients as CSV, which any program reads, and as a workbook with cells of text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::columns::{Column, Needed};
use crate::archive::table::escape_cell;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::recipient::{Lists, Recipient};

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// CSV in UTF-8 with a byte-order mark and commas.
    Csv,
    /// An XLSX workbook.
    Xlsx,
}

/// Most characters of a cell, whose units of UTF-16 are at most 32,767.
pub(super) const MAX_TEXT: usize = 16_000;

/// Writes all recipients of lists as a table with every column that some of them need; also how many they are. Recipients that cannot
/// be read are left out: opening and reading their lists tells so. The same lists give the same bytes.
///
/// # Errors
///
/// A list cannot be read any more, or the table would be larger than a workbook can be.
pub fn write_recipients(lists: &Lists, format: TableFormat) -> Result<(Vec<u8>, usize), Diagnostic> {
    let mut needed = Needed::default();
    let mut count = 0;
    for recipient in recipients(lists) {
        needed.add(&recipient?);
        count += 1;
    }
    let columns = needed.columns();
    let bytes = match format {
        TableFormat::Csv => write_csv(lists, &columns)?,
        TableFormat::Xlsx => {
            // The library that writes workbooks panics where a disk is full.
            let written = catch_unwind(AssertUnwindSafe(|| write_xlsx(lists, &columns)));
            written.map_err(|_| failed("its rows cannot be kept"))??
        }
    };
    Ok((bytes, count))
}

fn recipients(lists: &Lists) -> impl Iterator<Item = Result<Recipient, Diagnostic>> {
    lists.rows().filter_map(|row| row.map(|row| row.value).transpose())
}

pub(super) fn failed(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::EXPORT, format!("the table cannot be made ({cause})"))
        .with_hint("export a CSV file, which has no bounds")
}

fn write_csv(lists: &Lists, columns: &[Column]) -> Result<Vec<u8>, Diagnostic> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let failed_csv = |error: csv::Error| failed(&io_text(&error.into()));
    out.write_record(columns.iter().map(Column::heading)).map_err(failed_csv)?;
    for recipient in recipients(lists) {
        let recipient = recipient?;
        let cells = columns.iter().map(|column| escape_cell(&column.value(&recipient)));
        out.write_record(cells).map_err(failed_csv)?;
    }
    out.into_inner().map_err(|error| failed(&io_text(error.error())))
}

fn write_xlsx(lists: &Lists, columns: &[Column]) -> Result<Vec<u8>, Diagnostic> {
    let failed_xlsx = |error: XlsxError| failed(&error.to_string());
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed_xlsx)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let sheet = book.add_worksheet().set_name("Recipients").map_err(failed_xlsx)?;
    let bold = Format::new().set_bold().set_align(FormatAlign::Left);
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    for (index, column) in (0..).zip(columns) {
        sheet.set_column_format(index, &text).map_err(failed_xlsx)?;
        sheet.write_string_with_format(0, index, column.heading(), &bold).map_err(failed_xlsx)?;
    }
    sheet.set_freeze_panes(1, 1).map_err(failed_xlsx)?;
    for (number, recipient) in (1..).zip(recipients(lists)) {
        let recipient = recipient?;
        for (index, column) in (0..).zip(columns) {
            let value = column.value(&recipient);
            if value.chars().nth(MAX_TEXT).is_some() {
                let what = format!(
                    "`{}` of {} has more than {MAX_TEXT} characters",
                    column.heading(),
                    recipient.id.value
                );
                return Err(failed(&what));
            }
            if !value.is_empty() {
                sheet.write_string_with_format(number, index, value, &text).map_err(failed_xlsx)?;
            }
        }
    }
    book.save_to_buffer().map_err(failed_xlsx)
}
