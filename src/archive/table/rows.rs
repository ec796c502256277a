//! The rows of the table of documents: the value of each column, for CSV and for the workbook.
//!
//! Cells are plain data of a kind each; how a file writes them, and safely, is its own business.

use crate::archive::format::entry::Entry;
use crate::archive::format::reconciliation::BlockedRecord;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Kind {
    /// Text, whatever it looks like.
    Text,
    /// A number.
    Number,
    /// A date with the time of day.
    Moment,
}

/// A column of the register.
#[derive(Debug, Clone, Copy)]
pub(in crate::archive) struct Column {
    pub(in crate::archive) name: &'static str,
    pub(in crate::archive) kind: Kind,
    /// Its width in characters, in a workbook.
    pub(in crate::archive) width: u8,
}

const fn text(name: &'static str, width: u8) -> Column {
    Column { name, kind: Kind::Text, width }
}

/// Columns that were left for the office to fill in, before a file that is made anew was known to be the wrong place for that, and
/// the column that they came before.
const FOR_THE_OFFICE: [&str; 3] = ["approved", "sent", "proof"];
const AFTER_THEM: &str = "status";

/// The last format of the manifest whose table had them.
const LAST_FOR_THE_OFFICE: u32 = 4;

/// What a table has in each column of a manifest's format, given the name or the cell of each column of today; `empty` makes those
/// that were left empty.
pub(in crate::archive) fn of_format<T>(
    format: u32,
    row: [T; WIDTH],
    empty: impl Fn(&'static str) -> T,
) -> impl Iterator<Item = T> {
    row.into_iter().zip(COLUMNS).flat_map(move |(cell, column)| {
        let had_them = format <= LAST_FOR_THE_OFFICE && column.name == AFTER_THEM;
        let for_the_office = FOR_THE_OFFICE.into_iter().filter(|_| had_them).map(&empty);
        for_the_office.collect::<Vec<_>>().into_iter().chain([cell])
    })
}

/// How many columns there are.
pub(in crate::archive) const WIDTH: usize = 20;

/// The columns, in order.
pub(in crate::archive) const COLUMNS: [Column; WIDTH] = [
    text("serial", 14),
    text("reference", 12),
    text("recipient", 10),
    text("iso", 5),
    text("entity", 24),
    text("document", 10),
    text("language", 9),
    text("courtesy", 9),
    text("addressee", 48),
    text("channel", 14),
    text("copy_to", 24),
    text("copies", 24),
    text("file", 40),
    text("sha256", 16),
    Column { name: "pages", kind: Kind::Number, width: 7 },
    text("enclosures", 24),
    text("template_sha256", 16),
    Column { name: "generated", kind: Kind::Moment, width: 16 },
    text("status", 16),
    text("replaces", 14),
];

/// A cell; an empty text is an empty cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) enum Cell {
    /// Text.
    Text(String),
    /// A number.
    Number(u32),
    /// A moment in RFC 3339, with the mailing's offset.
    Moment(String),
}

impl Cell {
    /// Its text.
    pub(in crate::archive) fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Moment(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A row of the register.
pub(in crate::archive) type Row = [Cell; WIDTH];

/// The row of a document.
pub(in crate::archive) fn document_row(reference: &str, issued_at: &str, entry: &Entry) -> Row {
    let empty = || Cell::Text(String::new());
    let text = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default());
    let list = |values: &[String]| Cell::Text(values.join(" / "));
    let copies: Vec<String> =
        entry.copies.iter().map(|copy| format!("{} ({})", copy.to, copy.channel.name())).collect();
    let enclosures: Vec<String> = entry.enclosures.iter().map(ToString::to_string).collect();
    let template = entry.sources.as_ref().map(|sources| sources.template.clone()).unwrap_or_default();
    [
        text(&entry.serial),
        Cell::Text(reference.to_owned()),
        text(&entry.recipient),
        text(&entry.iso),
        text(&entry.entity),
        text(&entry.document),
        text(&entry.locale),
        if entry.courtesy { Cell::Text("yes".to_owned()) } else { empty() },
        list(&entry.addressee),
        Cell::Text(entry.channel.map(|channel| channel.name().to_owned()).unwrap_or_default()),
        text(&entry.copy_to),
        list(&copies),
        Cell::Text(entry.path.to_string()),
        Cell::Text(entry.sha256.clone()),
        entry.pages.map_or_else(empty, Cell::Number),
        list(&enclosures),
        Cell::Text(template),
        Cell::Moment(issued_at.to_owned()),
        Cell::Text("produced".to_owned()),
        text(&entry.replaces),
    ]
}

/// The row of a recipient nothing was made for.
pub(in crate::archive) fn blocked_row(reference: &str, blocked: &BlockedRecord) -> Row {
    let mut row = COLUMNS.map(|_| Cell::Text(String::new()));
    let BlockedRecord { recipient, reasons } = blocked;
    let status = format!("blocked: {}", reasons.join(" / "));
    for (cell, Column { name, .. }) in row.iter_mut().zip(COLUMNS) {
        let value = match name {
            "reference" => reference,
            "recipient" => recipient,
            "status" => &status,
            _ => continue,
        };
        *cell = Cell::Text(value.to_owned());
    }
    row
}
