//! Files of recipients that can only be read whole.

use std::io::{self, Read as _};
use std::path::Path;

use super::text_file::unreadable;
use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, Location, codes};

/// Largest file of recipients that can only be read whole, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Reads a file that can only be read whole.
pub(super) fn read_whole(path: &Path, file: &str) -> Result<Vec<u8>, Diagnostic> {
    let read = open_regular(path).and_then(|(file, length)| {
        if length > MAX_BYTES {
            return Err(io::Error::other("it is larger than 64 MB; a CSV file may be larger"));
        }
        let mut bytes = Vec::new();
        file.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    read.map_err(|error| unreadable(file, &error))
}

/// The problem of a file of another kind.
pub(super) fn report_format(extension: &str, file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_FORMAT, format!("cannot read recipients from `.{extension}` files"))
        .with_location(Location::file(file))
        .with_hint("save it as .yaml, .jsonl, .parquet, .csv, .tsv, .txt, .xlsx, .xls or .ods")
}
