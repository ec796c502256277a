//! The table of documents in an archive, compared with the table that its manifest gives rise to.
//!
//! Both are streams: neither is in memory as a whole.

use std::io::{self, BufReader, Read, Write};

use crate::archive::format::entry::Entry;
use crate::archive::format::layout;
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::{about, altered, damaged, unread};
use crate::archive::table;
use crate::diagnostic::Diagnostic;
use crate::digest::Hashed;

/// Checks the hash of the table, and that it says what the manifest says, whatever version says that it wrote them: one that
/// writes the table otherwise has another format.
pub(super) fn check(manifest: &Manifest, record: &Entry, found: impl Read) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| unread(layout::TABLE, &error);
    let documents = table::order::sorted_documents(&manifest.files);
    let mut hashed = Hashed::new(found);
    let mut comparison = Comparison { found: BufReader::new(&mut hashed), lines: 0, differs: false };
    let written = table::csv::write_sorted(manifest, &documents, &mut comparison);
    match written {
        Ok(()) => comparison.expect_end().map_err(failed)?,
        // Writing ends at the first difference.
        Err(error) if !comparison.differs => return Err(failed(error)),
        Err(_) => {}
    }
    let Comparison { mut found, lines, differs } = comparison;
    io::copy(&mut found, &mut io::sink()).map_err(failed)?;
    let stored = hashed.finish();
    if record.bytes != stored.bytes || record.sha256 != stored.hash {
        return Err(altered(&record.path));
    }
    if !differs {
        return Ok(());
    }
    let message =
        format!("`{}` does not say what the manifest says (from line {} on)", layout::TABLE, lines + 1);
    let problem = damaged(message);
    Err(match lines.checked_sub(1).and_then(|row| documents.get(row)) {
        Some(document) => about(problem, document),
        None => problem,
    })
}

/// Takes what should be written and compares it with what is there, up to the first difference.
struct Comparison<R> {
    found: R,
    /// Lines that are the same.
    lines: usize,
    differs: bool,
}

impl<R: Read> Comparison<R> {
    /// Checks that there is nothing more than was written.
    fn expect_end(&mut self) -> io::Result<()> {
        self.differs = self.found.read(&mut [0])? > 0;
        Ok(())
    }
}

impl<R: Read> Write for Comparison<R> {
    fn write(&mut self, expected: &[u8]) -> io::Result<usize> {
        if self.differs {
            return Err(io::ErrorKind::Other.into());
        }
        let mut found = Vec::with_capacity(expected.len());
        self.found.by_ref().take(expected.len() as u64).read_to_end(&mut found)?;
        let same = expected.iter().zip(&found).take_while(|(expected, found)| expected == found);
        let (mut length, mut lines) = (0, 0);
        for (byte, _) in same {
            length += 1;
            lines += usize::from(*byte == b'\n');
        }
        self.lines += lines;
        self.differs = length < expected.len();
        if self.differs { Err(io::ErrorKind::Other.into()) } else { Ok(length) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
