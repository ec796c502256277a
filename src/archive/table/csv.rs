//! `register.csv`: the list a dispatch office works from, a row per document, safe to open in a spreadsheet.
//!
//! Sorted language by language, each as its readers look names up. UTF-8 with a byte-order mark, which spreadsheets
//! need to read accents, and CRLF line ends (RFC 4180).

use std::borrow::Borrow;
use std::io::{self, Write};

use super::cell::escape_cell;
use super::order;
use super::rows::{COLUMNS, Cell, Row, blocked_row, document_row, of_format};
use crate::archive::format::entry::Entry;
use crate::archive::format::manifest::Manifest;

/// Writes the table of an archive's documents, from its manifest, as CSV: the bytes of the archive's own `register.csv`.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_csv(manifest: &Manifest, out: &mut dyn Write) -> io::Result<()> {
    let documents = order::sorted_documents(&manifest.files);
    write_rows(manifest, documents.into_iter().map(Ok), out)
}

/// Writes the list of an archive with this head, of documents in their order in it.
///
/// # Errors
///
/// When the list cannot be written, or a document's entry cannot be had.
pub(in crate::archive) fn write_rows<E: Borrow<Entry>>(
    head: &Manifest,
    documents: impl Iterator<Item = io::Result<E>>,
    mut to: impl Write,
) -> io::Result<()> {
    let Manifest { format, reference, issued_at, reconciliation, .. } = head;
    to.write_all(b"\xef\xbb\xbf")?;
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    out.write_record(of_format(*format, COLUMNS.map(|column| column.name), |name| name))?;
    let mut write = |row: Row| {
        let cells = row.map(|cell| escape_cell(&Cell::into_text(cell)));
        out.write_record(of_format(*format, cells, |_| String::new()))
    };
    for entry in documents {
        let entry = entry?;
        let entry: &Entry = entry.borrow();
        write(document_row(reference, issued_at, entry))?;
    }
    for blocked in &reconciliation.blocked {
        write(blocked_row(reference, blocked))?;
    }
    out.flush()
}
