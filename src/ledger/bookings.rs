//! A table of what people did, to be booked.

use jiff::Timestamp;

use super::booking::Booking;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean, io_text};

/// The columns of a table of bookings.
const COLUMNS: [&str; 9] =
    ["event", "recipient", "copy", "channel", "happened", "by", "number", "to", "text"];

/// Reads the bytes of a table of bookings, as [`read_bookings`] does its text.
///
/// # Errors
///
/// It is not UTF-8, or something in it is wrong.
pub fn read_booking_table(bytes: &[u8], file: &str) -> Result<Vec<Booking>, Problems> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Diagnostic::new(codes::LEDGER_ENTRY, "the table is no text in UTF-8")
            .with_location(Location::file(file))
            .with_hint("save it as CSV in UTF-8")
    })?;
    let Checked { value: bookings, problems } = read_bookings(text, file);
    if problems.has_errors() { Err(problems) } else { Ok(bookings) }
}

/// Reads a table of bookings: CSV with the columns event, recipient, copy, channel, happened, by, number, to, text, of which the first two
/// are needed. `file` is its name in messages.
pub fn read_bookings(text: &str, file: &str) -> Checked<Vec<Booking>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let semicolons = text.lines().next().is_some_and(|line| line.contains(';') && !line.contains(','));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let wrong = |line: u64, message: String, hint: &str| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Diagnostic::new(codes::LEDGER_ENTRY, message)
            .with_location(Location::text(file, line, 1))
            .with_hint(hint)
    };
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|heading| heading.trim().to_lowercase()).collect(),
        Err(error) => {
            return Checked::new(
                Vec::new(),
                wrong(1, io_text(&error.into()), "save the table as CSV in UTF-8"),
            );
        }
    };
    let mut problems = Problems::new();
    for column in columns.iter().filter(|column| !COLUMNS.contains(&column.as_str())) {
        let message = format!("the column `{column}` is not known");
        problems.push(wrong(1, message, &did_you_mean(column, COLUMNS)));
    }
    for needed in COLUMNS.iter().take(2).filter(|needed| !columns.iter().any(|column| column == **needed)) {
        problems.push(wrong(
            1,
            format!("there is no column `{needed}`"),
            "give the columns `event` and `recipient`",
        ));
    }
    if problems.has_errors() {
        return Checked::new(Vec::new(), problems);
    }
    let mut bookings = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                problems.push(wrong(line, io_text(&error.into()), "save the table as CSV in UTF-8"));
                continue;
            }
        };
        let line = record.position().map_or(1, csv::Position::line);
        let cell = |name: &str| {
            let position = columns.iter().position(|column| column == name)?;
            record.get(position).map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let copy = cell("copy").map(|copy| copy.parse::<u32>().map_err(|_| copy)).transpose();
        let happened = cell("happened").map(|text| parse_moment(&text).ok_or(text)).transpose();
        if let Err(copy) = &copy {
            problems.push(wrong(
                line,
                format!("`{copy}` is no number of a copy"),
                "write 1, 2 …, or nothing for the original",
            ));
        }
        if let Err(text) = &happened {
            let message = format!("`{text}` is no date");
            problems.push(wrong(
                line,
                message,
                "write it as 2027-01-15, or with time and offset as 2027-01-15T09:00:00+01:00",
            ));
        }
        let (Ok(copy), Ok(happened)) = (copy, happened) else { continue };
        bookings.push(Booking {
            event: cell("event").unwrap_or_default(),
            recipient: cell("recipient").unwrap_or_default(),
            copy,
            channel: cell("channel"),
            happened,
            by: cell("by"),
            number: cell("number"),
            to: cell("to"),
            text: cell("text"),
            location: Some(Location::text(file, u32::try_from(line).unwrap_or(u32::MAX), 1)),
        });
    }
    Checked::new(bookings, problems)
}

/// A moment, or noon in UTC of a day.
#[must_use]
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let day: jiff::civil::Date = text.parse().ok()?;
        day.at(12, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
    })
}
