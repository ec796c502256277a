//! Whether an archive that was just made is the one in place.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

use crate::beneath::{FileKind, Folder};
use crate::system::is_same;

/// How much is compared at a time.
const PIECE: usize = 256 << 10;

/// Whether each file beneath a folder is beneath another too, under the same path and with the same content.
pub(super) fn holds_all(of: &Folder, other: &Folder) -> io::Result<bool> {
    for found in of.list()? {
        let name = found.name.as_str();
        let is_there = match found.kind {
            FileKind::Folder if other.look_up(name)? == Some(FileKind::Folder) => {
                holds_all(&of.folder(name)?, &other.folder(name)?)?
            }
            FileKind::File if other.look_up(name)? == Some(FileKind::File) => {
                has_same_content(of.open_file(name)?, other.open_file(name)?)?
            }
            _ => false,
        };
        if !is_there {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Compares two files with their sizes.
fn has_same_content((one, bytes): (File, u64), (other, other_bytes): (File, u64)) -> io::Result<bool> {
    if bytes != other_bytes {
        return Ok(false);
    }
    if is_same(&one.metadata()?, &other.metadata()?) == Some(true) {
        return Ok(true);
    }
    let [mut one, mut other] = [one, other].map(|file| BufReader::with_capacity(PIECE, file));
    loop {
        let (piece, other_piece) = (one.fill_buf()?, other.fill_buf()?);
        let length = piece.len().min(other_piece.len());
        if length == 0 {
            return Ok(piece.is_empty() && other_piece.is_empty());
        }
        if piece.get(..length) != other_piece.get(..length) {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}
