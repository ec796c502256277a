//! A table of what people did, to be booked: CSV or a workbook.

use jiff::Timestamp;

use super::booking::Booking;
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes, did_you_mean, io_text};
use crate::workbook::{ReadWorkbook, SheetRow, WorkbookKind, WorkbookSheet, cell_name};

/// The columns of a table of bookings.
const COLUMNS: [&str; 9] =
    ["event", "recipient", "copy", "channel", "happened", "by", "number", "to", "text"];

const AS_CSV: &str = "save the table as CSV in UTF-8";

/// A row of a table: where it is, and its cells.
struct Row {
    location: Location,
    cells: Vec<String>,
}

/// Reads a table of bookings with the columns event, recipient, copy, channel, happened, by, number, to, text, of which the first two are
/// needed: CSV in UTF-8, or the first sheet of a workbook. `file` is its name in messages.
///
/// # Errors
///
/// It cannot be read, or something in it is wrong.
pub fn read_booking_table(
    bytes: &[u8],
    file: &str,
    reader: &mut dyn ReadWorkbook,
) -> Result<Vec<Booking>, Problems> {
    let rows = match WorkbookKind::of(bytes) {
        Some(kind) => read_workbook(bytes, kind, file, reader)?,
        None => {
            let text = std::str::from_utf8(bytes).map_err(|_| {
                wrong(
                    Location::file(file),
                    "the table is no text in UTF-8",
                    "save it as CSV in UTF-8, or as a workbook",
                )
            })?;
            read_csv(text, file)?
        }
    };
    let Checked { value: bookings, problems } = read_rows(rows, file);
    if problems.has_errors() { Err(problems) } else { Ok(bookings) }
}

fn wrong(location: Location, message: impl Into<String>, hint: &str) -> Diagnostic {
    Diagnostic::new(codes::LEDGER_ENTRY, message).with_location(location).with_hint(hint)
}

fn read_csv(text: &str, file: &str) -> Result<Vec<Row>, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let semicolons = text.lines().next().is_some_and(|line| line.contains(';') && !line.contains(','));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let at = |position: Option<&csv::Position>| {
        let line = position.map_or(1, csv::Position::line);
        Location::text(file, u32::try_from(line).unwrap_or(u32::MAX), 1)
    };
    let (mut rows, mut problems) = (Vec::new(), Problems::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
                rows.push(Row { location: at(record.position()), cells });
            }
            Err(error) => problems.push(wrong(at(error.position()), io_text(&error.into()), AS_CSV)),
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(rows) }
}

fn read_workbook(
    bytes: &[u8],
    kind: WorkbookKind,
    file: &str,
    reader: &mut dyn ReadWorkbook,
) -> Result<Vec<Row>, Problems> {
    let read = reader.read_workbook(bytes, kind, None);
    let book = read.map_err(|problem| problem.with_location(Location::file(file)))?;
    let sheet = book.sheets.into_iter().next().unwrap_or_default();
    let mut problems = Problems::new();
    let rows = sheet.rows.iter().map(|row| read_sheet_row(&sheet, row, file, &mut problems)).collect();
    if problems.has_errors() { Err(problems) } else { Ok(rows) }
}

/// A row of a sheet. What does not show what it holds is booked by nobody who sees it.
fn read_sheet_row(sheet: &WorkbookSheet, row: &SheetRow, file: &str, problems: &mut Problems) -> Row {
    let at = |column| {
        let cell = cell_name(row.number, column);
        Location::at(file, Place::Cell { sheet: sheet.name.clone(), cell })
    };
    let mut cells: Vec<String> = Vec::new();
    for cell in &row.cells {
        let column = usize::try_from(cell.column).unwrap_or_default();
        let is_hidden =
            sheet.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&cell.column));
        if row.is_hidden || is_hidden {
            problems.push(wrong(
                at(cell.column),
                "the cell is hidden",
                "show the row and the column, or delete them",
            ));
        } else if !cell.state.is_sound() {
            let message = "the cell does not show what it holds";
            problems.push(wrong(
                at(cell.column),
                message,
                "write its text, not struck out, in place of a formula",
            ));
        }
        cells.resize(cells.len().max(column + 1), String::new());
        if let Some(place) = cells.get_mut(column) {
            cell.text.trim().clone_into(place);
        }
    }
    Row { location: at(0), cells }
}

fn read_rows(rows: Vec<Row>, file: &str) -> Checked<Vec<Booking>> {
    let is_filled = |row: &Row| row.cells.iter().any(|cell| !cell.is_empty());
    let mut rows = rows.into_iter().filter(is_filled);
    let headings = rows.next().unwrap_or_else(|| Row { location: Location::file(file), cells: Vec::new() });
    let columns: Vec<String> = headings.cells.iter().map(|heading| heading.to_lowercase()).collect();
    let mut problems = check_columns(&columns, &headings.location);
    if problems.has_errors() {
        return Checked::new(Vec::new(), problems);
    }
    let mut bookings = Vec::new();
    for row in rows {
        match read_booking(&columns, row) {
            Ok(booking) => bookings.push(booking),
            Err(found) => problems.extend(found),
        }
    }
    Checked::new(bookings, problems)
}

fn check_columns(columns: &[String], location: &Location) -> Problems {
    let is_known = |column: &&String| column.is_empty() || COLUMNS.contains(&column.as_str());
    let unknown = columns.iter().filter(|column| !is_known(column)).map(|column| {
        wrong(location.clone(), format!("the column `{column}` is not known"), &did_you_mean(column, COLUMNS))
    });
    let needed = COLUMNS.iter().take(2).filter(|needed| !columns.iter().any(|column| column == **needed));
    let missing = needed.map(|needed| {
        let message = format!("there is no column `{needed}`");
        wrong(location.clone(), message, "give the columns `event` and `recipient`")
    });
    unknown.chain(missing).collect()
}

fn read_booking(columns: &[String], row: Row) -> Result<Booking, Problems> {
    let Row { location, cells } = row;
    let cell = |name: &str| {
        let position = columns.iter().position(|column| column == name)?;
        cells.get(position).filter(|cell| !cell.is_empty()).cloned()
    };
    let mut problems = Problems::new();
    let copy = cell("copy").and_then(|copy| {
        let number = copy.parse::<u32>().ok();
        if number.is_none() {
            let message = format!("`{copy}` is no number of a copy");
            problems.push(wrong(location.clone(), message, "write 1, 2 …, or nothing for the original"));
        }
        number
    });
    let happened = cell("happened").and_then(|text| {
        let moment = parse_moment(&text);
        if moment.is_none() {
            let hint = "write it as 2027-01-15, or with time and offset as 2027-01-15T09:00:00+01:00";
            problems.push(wrong(location.clone(), format!("`{text}` is no date"), hint));
        }
        moment
    });
    if problems.has_errors() {
        return Err(problems);
    }
    Ok(Booking {
        event: cell("event").unwrap_or_default(),
        recipient: cell("recipient").unwrap_or_default(),
        copy,
        channel: cell("channel"),
        happened,
        by: cell("by"),
        number: cell("number"),
        to: cell("to"),
        text: cell("text"),
        location: Some(location),
    })
}

/// A moment, or noon in UTC of a day.
#[must_use]
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let day: jiff::civil::Date = text.parse().ok()?;
        day.at(12, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
    })
}
