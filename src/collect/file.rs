//! The bytes of a file that somebody else wrote: refused before they are read, where the file is not one to be read whole.

use std::fmt;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use crate::diagnostic::{path_text, visible};
use crate::pdf::form::MAX_FILE;
use crate::system::{describe_special, open_at_once};

/// Whether symbolic links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// Of a file that a person named.
    Followed,
    /// Of files found in a folder: a link among them can lead to any file of the machine.
    Refused,
}

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is of so many bytes.
    TooLarge(u64),
    /// It is of this kind.
    Kind(&'static str),
    /// It cannot be opened or read.
    Failed(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => {
                let mebibytes = bytes.div_ceil(1 << 20);
                write!(f, "it has {mebibytes} MiB, and {} are read at most", MAX_FILE >> 20)
            }
            Self::Kind(kind) => write!(f, "it is {kind}"),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

/// Reads a regular file of at most [`MAX_FILE`] bytes. Others are refused before they are opened: a FIFO would never end, and
/// a device may do something when it is opened.
pub(super) fn read(path: &Path, links: Links) -> Result<Vec<u8>, Refusal> {
    let look = match links {
        Links::Followed => fs::metadata,
        Links::Refused => fs::symlink_metadata,
    };
    check(&look(path).map_err(Refusal::Failed)?)?;
    let file = open_at_once(path, links == Links::Followed).map_err(Refusal::Failed)?;
    // Another may have taken its place in between.
    check(&file.metadata().map_err(Refusal::Failed)?)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(Refusal::Failed)?;
    if bytes.len() > MAX_FILE { Err(Refusal::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
}

/// A path as it is shown: from a folder where it lies in it, with slashes.
pub(super) fn shown(path: &Path, from: Option<&Path>) -> String {
    let path = from.and_then(|from| path.strip_prefix(from).ok()).unwrap_or(path);
    let name = visible(&path_text(path).replace('\\', "/")).into_owned();
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

fn check(found: &Metadata) -> Result<(), Refusal> {
    if !found.is_file() {
        return Err(Refusal::Kind(describe(found.file_type())));
    }
    if found.len() > MAX_FILE as u64 { Err(Refusal::TooLarge(found.len())) } else { Ok(()) }
}

/// What a file is that is not a regular one.
fn describe(kind: FileType) -> &'static str {
    if let Some(special) = describe_special(kind) {
        special
    } else if kind.is_symlink() {
        "a symbolic link, which is not followed"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "not a regular file"
    }
}
