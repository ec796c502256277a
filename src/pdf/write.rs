//! How every PDF is written: the form of objects and streams, what a file names as its creator, and how it ends.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress, Status};
use jiff::ZonedDateTime;
use pdf_writer::{Chunk, Settings};

use crate::diagnostic::io_text;

/// The creator that files name.
pub(super) const CREATOR: &str = concat!("Convoke ", env!("CARGO_PKG_VERSION"));

/// Objects are written without line breaks and indents.
pub(super) const PLAIN: Settings = Settings { pretty: false };

/// The level at which contents are compressed again: the quickest costs a twentieth more bytes.
const COMPRESSION: Compression = Compression::new(3);

/// An empty chunk, for one object.
pub(super) fn chunk() -> Chunk {
    Chunk::with_settings(PLAIN)
}

/// Compresses the content of a stream, and returns the stream's text.
pub(super) fn compress(content: &[u8]) -> Result<Vec<u8>, String> {
    compress_stream(b"", content, COMPRESSION).map_err(|error| io_text(&error))
}

/// Compresses the content of a stream, and returns the stream's text with these entries in its dictionary.
pub(super) fn compress_stream(
    entries: &[u8],
    content: &[u8],
    compression: Compression,
) -> io::Result<Vec<u8>> {
    Ok(write_stream(entries, &deflate(content, compression.level())?))
}

/// As [`compress_stream`], for content that documents share: it is kept with Typst's caches, as long as documents have it.
pub(super) fn compress_shared_stream(
    entries: &[u8],
    content: &[u8],
    compression: Compression,
) -> io::Result<Vec<u8>> {
    let packed = deflate_once(content, compression.level()).map_err(io::Error::other)?;
    Ok(write_stream(entries, &packed))
}

fn write_stream(entries: &[u8], packed: &[u8]) -> Vec<u8> {
    let head = format!("/Length {}/Filter/FlateDecode>>\nstream\n", packed.len());
    [b"<<", entries, head.as_bytes(), packed, b"\nendstream"].concat()
}

#[comemo::memoize]
fn deflate_once(content: &[u8], level: u32) -> Result<Arc<Vec<u8>>, String> {
    deflate(content, level).map(Arc::new).map_err(|error| io_text(&error))
}

thread_local! {
    /// By level: the state of a compressor is large, and as good as new after a reset.
    static COMPRESSORS: RefCell<BTreeMap<u32, Compress>> = const { RefCell::new(BTreeMap::new()) };
}

fn deflate(content: &[u8], level: u32) -> io::Result<Vec<u8>> {
    COMPRESSORS.with_borrow_mut(|compressors| {
        let compressor =
            compressors.entry(level).or_insert_with(|| Compress::new(Compression::new(level), true));
        compressor.reset();
        let mut packed = Vec::with_capacity(content.len() / 4 + 64);
        loop {
            let read = usize::try_from(compressor.total_in()).map_err(io::Error::other)?;
            let rest = content.get(read..).unwrap_or_default();
            if compressor.compress_vec(rest, &mut packed, FlushCompress::Finish)? == Status::StreamEnd {
                return Ok(packed);
            }
            packed.reserve(packed.capacity() / 2 + 64);
        }
    })
}

/// A date in the form of the document information (ISO 32000-1, 7.9.4).
pub(super) fn pdf_date(date: &ZonedDateTime) -> String {
    let minutes = date.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("D:{}{sign}{hours:02}'{minutes:02}", date.strftime("%Y%m%d%H%M%S"))
}

/// Writes the end of a file whose cross-reference table begins at an offset.
///
/// A line end follows `%%EOF`: a program may append an incremental update right behind it, and PDF/A has a line end
/// before every object (ISO 19005-2, 6.1.9).
pub(super) fn write_end(out: &mut impl Write, table: u64) -> io::Result<()> {
    write!(out, "startxref\n{table}\n%%EOF\n")
}

/// Gives a file that another library has written the end of [`write_end`].
pub(super) fn end_line(pdf: &mut Vec<u8>) {
    if !pdf.ends_with(b"\n") {
        pdf.push(b'\n');
    }
}
