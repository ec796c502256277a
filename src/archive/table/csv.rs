//! `register.csv`: the list a dispatch office works from, a row per document, safe to open in a spreadsheet.
//!
//! Sorted language by language, each as its readers look names up. UTF-8 with a byte-order mark, which spreadsheets
//! need to read accents, and CRLF line ends (RFC 4180).

use std::io::{self, Write};

use csv::ByteRecord;

use super::cell::escape_cell;
use super::order;
use super::rows::{COLUMNS, Cell, Row, blocked_row, document_row, of_format};
use crate::archive::format::entry::Entry;
use crate::archive::format::manifest::{FORMAT, Manifest};

/// Writes the table of an archive's documents, from its manifest, as CSV: the bytes of the archive's own `register.csv`.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_csv(manifest: &Manifest, out: &mut dyn Write) -> io::Result<()> {
    write_sorted(manifest, &order::sorted_documents(&manifest.files), out)
}

/// Writes the table of an archive with this manifest, of documents in their order in it.
///
/// # Errors
///
/// When it cannot be written.
pub(in crate::archive) fn write_sorted(
    manifest: &Manifest,
    documents: &[&Entry],
    to: impl Write,
) -> io::Result<()> {
    let Manifest { format, reference, issued_at, .. } = manifest;
    let rows = documents.iter().map(|entry| Ok(record(*format, document_row(reference, issued_at, entry))));
    write_rows(manifest, rows, to)
}

/// The row of a document, as this version writes it: manifests of all formats that it writes have the same columns.
pub(in crate::archive) fn document_record(reference: &str, issued_at: &str, entry: &Entry) -> ByteRecord {
    record(FORMAT, document_row(reference, issued_at, entry))
}

/// Writes the table of an archive with this head, of rows in their order in it.
///
/// # Errors
///
/// When it cannot be written, or a row cannot be had.
pub(in crate::archive) fn write_rows(
    head: &Manifest,
    rows: impl Iterator<Item = io::Result<ByteRecord>>,
    mut to: impl Write,
) -> io::Result<()> {
    let Manifest { format, reference, reconciliation, .. } = head;
    to.write_all(b"\xef\xbb\xbf")?;
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    out.write_record(of_format(*format, COLUMNS.map(|column| column.name), |name| name))?;
    let blocked = reconciliation.blocked.iter();
    let blocked = blocked.map(|blocked| Ok(record(*format, blocked_row(reference, blocked))));
    for row in rows.chain(blocked) {
        out.write_byte_record(&row?)?;
    }
    out.flush()
}

/// A row as it is written in a manifest's format: no cell of it is a formula.
fn record(format: u32, row: Row) -> ByteRecord {
    let cells = row.map(|cell| escape_cell(&Cell::into_text(cell)));
    of_format(format, cells, |_| String::new()).collect::<Vec<_>>().into()
}
