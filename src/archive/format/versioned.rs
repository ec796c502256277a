//! Reading JSON texts that begin with the version of their format, as streams.

use std::io::{self, BufRead as _, BufReader, Read};

use serde::de::DeserializeOwned;

use super::limits::MAX_LIST;
use crate::diagnostic::Diagnostic;
use crate::digest::Hashed;

/// Why a text could not be read.
pub(super) enum Unread {
    /// Its bytes cannot be read.
    Bytes(io::Error),
    /// It is cut off, damaged, or not what it should be.
    Text(serde_json::Error),
}

/// Reads a text and hashes it; it is never in memory as a whole.
///
/// A newer format may have fields that this version does not know. Its number says more than their names, so `check_format`
/// sees it first. The caller has to check the format once more: it may be elsewhere than at the beginning.
///
/// # Errors
///
/// The text cannot be read, which `explain` says in words, or `check_format` refuses its format.
pub(super) fn read<T: DeserializeOwned>(
    reader: impl Read,
    check_format: impl Fn(u32) -> Result<(), Diagnostic>,
    explain: impl Fn(Unread) -> Diagnostic,
) -> Result<(T, String), Diagnostic> {
    const BUFFER: usize = 1 << 16;
    let mut hashed = Hashed::new(reader.take(MAX_LIST));
    let mut buffered = BufReader::with_capacity(BUFFER, &mut hashed);
    let head = buffered.fill_buf().map_err(|error| explain(Unread::Bytes(error)))?;
    find_format(head).map_or(Ok(()), check_format)?;
    match serde_json::from_reader(buffered) {
        Ok(value) => Ok((value, hashed.finish().hash)),
        Err(error) if error.is_io() => Err(explain(Unread::Bytes(error.into()))),
        // The checksum of a ZIP file, behind the last byte, tells whether the text was altered.
        Err(error) => match io::copy(&mut hashed, &mut io::sink()) {
            Ok(_) => Err(explain(Unread::Text(error))),
            Err(error) => Err(explain(Unread::Bytes(error))),
        },
    }
}

/// The format that a text begins with; `None` if it begins otherwise.
fn find_format(head: &[u8]) -> Option<u32> {
    let mut rest = head;
    for token in [b"{".as_slice(), b"\"format\"", b":"] {
        rest = rest.trim_ascii_start().strip_prefix(token)?;
    }
    let rest = rest.trim_ascii_start();
    let digits = rest.get(..rest.iter().position(|byte| !byte.is_ascii_digit())?)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_found_at_the_beginning_only() {
        for (head, format) in [
            ("{\"format\": 3,", Some(3)),
            (" {\n\t\"format\" :12}", Some(12)),
            ("{\"format\": 3", None),
            ("{\"format\": \"3\"}", None),
            ("{\"format\": 99999999999,", None),
            ("{\"tool\": \"x\", \"format\": 3,", None),
            ("", None),
        ] {
            assert_eq!(find_format(head.as_bytes()), format, "{head}");
        }
    }
}
