//! `register.csv`: the list a dispatch office works from, a row per document, safe to open in a spreadsheet.
//!
//! Sorted language by language, each as its readers look names up. UTF-8 with a byte-order mark, which spreadsheets
//! need to read accents, and CRLF line ends (RFC 4180).

use std::borrow::Borrow;
use std::io::{self, Write};

use super::manifest::{Blocked, Entry};

/// Name of the list in the archive.
pub(super) const FILE: &str = "register.csv";

const COLUMNS: [&str; 23] = [
    "serial",
    "reference",
    "recipient",
    "iso",
    "entity",
    "document",
    "language",
    "courtesy",
    "addressee",
    "channel",
    "copy_to",
    "copies",
    "file",
    "sha256",
    "pages",
    "enclosures",
    "template_sha256",
    "generated",
    "approved",
    "sent",
    "proof",
    "status",
    "replaces",
];

/// Writes the list, of documents in their order in it; `approved`, `sent` and `proof` are left for the dispatch office.
///
/// # Errors
///
/// When the list cannot be written, or a document's entry cannot be had.
pub(super) fn write<E: Borrow<Entry>>(
    reference: &str,
    issued_at: &str,
    documents: impl Iterator<Item = io::Result<E>>,
    blocked: &[Blocked],
    mut to: impl Write,
) -> io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    out.write_record(COLUMNS)?;
    for entry in documents {
        let entry = entry?;
        let entry: &Entry = entry.borrow();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let copies: Vec<String> =
            entry.copies.iter().map(|copy| format!("{} ({})", copy.to, copy.channel.name())).collect();
        let sources = entry.sources.clone().unwrap_or_default();
        let row = [
            text(&entry.serial),
            reference.to_owned(),
            text(&entry.recipient),
            text(&entry.iso),
            text(&entry.entity),
            text(&entry.document),
            text(&entry.locale),
            if entry.courtesy { "yes".to_owned() } else { String::new() },
            entry.addressee.join(" / "),
            entry.channel.map(|channel| channel.name().to_owned()).unwrap_or_default(),
            text(&entry.copy_to),
            copies.join(" / "),
            entry.path.clone(),
            entry.sha256.clone(),
            entry.pages.map(|pages| pages.to_string()).unwrap_or_default(),
            entry.enclosures.join(" / "),
            sources.template,
            issued_at.to_owned(),
            String::new(),
            String::new(),
            String::new(),
            "produced".to_owned(),
            text(&entry.replaces),
        ];
        out.write_record(row.iter().map(|cell| safe_cell(cell)))?;
    }
    for Blocked { recipient, reasons } in blocked {
        let mut row = vec![String::new(); COLUMNS.len()];
        for (column, value) in
            [(1, reference), (2, recipient), (21, &format!("blocked: {}", reasons.join(" / ")))]
        {
            if let Some(cell) = row.get_mut(column) {
                *cell = safe_cell(value);
            }
        }
        out.write_record(&row)?;
    }
    out.flush()
}

/// A cell no spreadsheet takes for a formula: one that starts like a formula gets an apostrophe before it.
/// (OWASP, "CSV Injection")
///
/// ```
/// use convoke::archive::safe_cell;
/// assert_eq!(safe_cell("=1+1"), "'=1+1");
/// assert_eq!(safe_cell("1+1"), "1+1");
/// ```
#[must_use]
pub fn safe_cell(text: &str) -> String {
    // The last four are the full-width forms, which some spreadsheets take for the plain ones.
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}
