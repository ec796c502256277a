//! Whether an archive that was just made is the one in place.

use std::fs::File;
use std::io;

use crate::beneath::{FileKind, Folder};
use crate::digest::hash_reader;
use crate::system::is_same;

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
    let is_one = is_same(&one.metadata()?, &other.metadata()?) == Some(true);
    Ok(is_one || hash_reader(one)?.hash == hash_reader(other)?.hash)
}
