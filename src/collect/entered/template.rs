//! A table of answers with its headings, to be filled in.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::entry::COLUMNS;
use crate::archive::Opened;
use crate::collect::issued::Issued;
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::input::write_privately;
use crate::worker::ReadingRoom;

/// Writes an empty table of answers for the forms of an archive: a workbook if its name ends so, CSV otherwise.
///
/// # Errors
///
/// The archive holds no form, or the file is there already or cannot be written.
pub fn write_template(path: &Path, archive: &Opened, room: &ReadingRoom) -> Result<(), Diagnostic> {
    let mut reader = room.reader();
    let columns = Issued::read(archive, None, &mut reader)?.columns(&mut reader)?;
    let headings: Vec<&str> = COLUMNS.into_iter().chain(columns.iter().map(String::as_str)).collect();
    let refused = |cause: &dyn std::fmt::Display| {
        Diagnostic::new(
            codes::ANSWERS_UNREADABLE,
            format!("the table of answers cannot be written ({cause})"),
        )
        .with_location(Location::file(path_text(path)))
        .with_hint("give the path of a file that is not there yet")
    };
    if path.exists() {
        return Err(refused(&"a file is there already"));
    }
    let is_workbook = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let bytes = if is_workbook {
        workbook(&headings).map_err(|error| refused(&error))?
    } else {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(&headings).map_err(|error| refused(&error))?;
        writer.into_inner().map_err(|error| refused(&error))?
    };
    write_privately(path, &bytes).map_err(|error| refused(&error))
}

/// A workbook whose cells are texts, so that what is typed stays as it was typed.
fn workbook(headings: &[&str]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("Answers").set_creation_datetime(&date));
    let sheet = workbook.add_worksheet().set_name("Answers")?;
    let (text, bold) = (Format::new().set_num_format("@"), Format::new().set_bold());
    for (position, heading) in headings.iter().enumerate() {
        let column = u16::try_from(position).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.set_column_format(column, &text)?.set_column_width(column, 16)?;
        sheet.write_string_with_format(0, column, *heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
