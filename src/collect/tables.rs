//! The table as files: for spreadsheets as CSV and as a workbook, for programs as JSON. Only their owner may read them.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::model::{Collected, LEADING, Returned, Row};
use crate::archive::layout::folder_beside;
use crate::archive::table::escape_cell;
use crate::diagnostic::{Checked, Diagnostic, io_text};
use crate::input::{Renewed, unwritable};
use crate::names::safe_file_name;
use crate::pdf::form::MAX_VALUE;

/// The table as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheet programs need.
pub const CSV: &str = "registrations.csv";

/// The table as a workbook, with the files and those who have not answered on sheets of their own.
pub const XLSX: &str = "registrations.xlsx";

/// Everything, for programs.
pub const JSON: &str = "registrations.json";

/// The folder the table goes to if none is given: beside the folder or ZIP file of the archive it belongs to.
#[must_use]
pub fn default_folder(archive: &Path, reference: &str) -> PathBuf {
    folder_beside(archive).join(format!("{}-registrations", safe_file_name(reference)))
}

/// Writes the three files into a folder and returns their paths. Each is replaced in one step; one that somebody changed is kept under
/// another name, and told.
///
/// # Errors
///
/// A file cannot be written.
pub fn write(collected: &Collected, folder: &Path) -> Result<Checked<Vec<PathBuf>>, Diagnostic> {
    let json = serde_json::to_vec_pretty(collected).map_err(|error| error.to_string());
    let json = json.map(|mut json| {
        json.push(b'\n');
        json
    });
    let csv = csv(collected).map_err(|error| io_text(&error.into()));
    let xlsx = xlsx(collected).map_err(|error| error.to_string());
    let mut written = Checked::sound(Vec::new());
    let mut renewed = Renewed::open(folder, true);
    for (name, made) in [(CSV, csv), (XLSX, xlsx), (JSON, json)] {
        let path = folder.join(name);
        let bytes = made.map_err(|cause| unwritable(&path, &cause))?;
        written.problems.extend(renewed.write(name, &bytes)?);
        written.value.push(path);
    }
    Ok(written)
}

fn header(collected: &Collected) -> Vec<&str> {
    LEADING.into_iter().chain(collected.columns.iter().map(|column| column.name.as_str())).collect()
}

fn cells(collected: &Collected, row: &Row) -> Vec<String> {
    let empty = String::new;
    let number = |number: Option<u32>| number.map_or_else(empty, |number| number.to_string());
    let mut cells = match collected.files.get(row.file) {
        Some(file) => about(file).to_vec(),
        None => vec![empty(); 8],
    };
    cells.extend([number(row.participant), number(row.delegation)]);
    cells.push(row.invalid.iter().cloned().collect::<Vec<_>>().join(", "));
    cells.extend(collected.files.get(row.file).map(standing).unwrap_or_default());
    let values =
        collected.columns.iter().map(|column| row.values.get(&column.name).cloned().unwrap_or_default());
    cells.extend(values);
    cells
}

/// What there is to say of a file.
fn about(file: &Returned) -> [String; 8] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        file.file.clone(),
        text(&file.sha256),
        text(&file.recipient),
        text(&file.serial),
        text(&file.document),
        text(&file.locale),
        text(&file.modified),
        file.version.map(|version| version.to_string()).unwrap_or_default(),
    ]
}

/// How far a file can be relied on: what it is, and which others say something else; then where in a file it is.
fn standing(file: &Returned) -> [String; 4] {
    [
        file.status.words().to_owned(),
        file.differs_from.join(", "),
        file.part.clone().unwrap_or_default(),
        file.page.map(|page| page.to_string()).unwrap_or_default(),
    ]
}

fn csv(collected: &Collected) -> csv::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header(collected).into_iter().map(escape_cell))?;
    for row in &collected.registrations {
        writer.write_record(cells(collected, row).iter().map(|cell| escape_cell(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn xlsx(collected: &Collected) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same answers give the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title(&collected.reference).set_creation_datetime(&date));
    let rows = collected.registrations.iter().map(|row| cells(collected, row));
    sheet(workbook.add_worksheet().set_name("Registrations")?, &header(collected), rows)?;

    let names = ["file", "sha256", "recipient", "serial", "document", "form_language", "modified", "version"];
    let names: Vec<&str> = names
        .into_iter()
        .chain(["status", "differs_from", "part", "page"])
        .chain(["remark", "participants", "to do", "settled by", "problems"])
        .collect();
    let rows = collected.files.iter().map(|file| {
        let problems = file.problems.iter().map(|problem| format!("{}: {}", problem.field, problem.problem));
        let mut cells = about(file).to_vec();
        cells.extend(standing(file));
        cells.extend([
            file.remark.clone().unwrap_or_default(),
            file.participants.to_string(),
            if file.is_to_look_at() { file.status.to_do().to_owned() } else { String::new() },
            file.settled_by.clone().unwrap_or_default(),
            problems.collect::<Vec<_>>().join("\n"),
        ]);
        cells
    });
    sheet(workbook.add_worksheet().set_name("Files")?, &names, rows)?;

    let rows = collected.unanswered.iter().map(|one| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let channel = one.channel.map(|channel| channel.name().to_owned()).unwrap_or_default();
        let [emails, address] = [&one.emails, &one.address].map(|lines| lines.join("\n"));
        let known = [one.recipient.clone(), text(&one.entity), text(&one.serial), text(&one.locale), channel];
        known.into_iter().chain([emails, text(&one.fax), address]).collect()
    });
    let names = ["recipient", "name", "serial", "language", "channel", "e-mail", "fax", "address"];
    sheet(workbook.add_worksheet().set_name("Not answered")?, &names, rows)?;
    workbook.save_to_buffer()
}

/// Writes a sheet: every cell is a text, so that none is a formula, a link or a number cut short.
fn sheet(
    sheet: &mut Worksheet,
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let column = |position: usize| u16::try_from(position).map_err(|_| XlsxError::RowColumnLimitError);
    for (position, name) in header.iter().enumerate() {
        sheet.write_string_with_format(0, column(position)?, *name, &bold)?;
    }
    let mut last = 0;
    for cells in rows {
        last += 1;
        for (position, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match cell.char_indices().nth(MAX_VALUE) {
                Some((end, _)) => sheet.write_string(last, column(position)?, &cell[..end])?,
                None => sheet.write_string(last, column(position)?, cell)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(position) = header.len().checked_sub(1) {
        sheet.autofilter(0, 0, last, column(position)?)?;
        sheet.set_column_range_width(0, column(position)?, 16)?;
    }
    Ok(())
}
