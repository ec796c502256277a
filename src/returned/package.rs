//! A file that holds others: an archive, a message, forms one after the other.

use serde::{Deserialize, Serialize};

use crate::diagnostic::counted;
use crate::input::clean;
use crate::pdf::form::MAX_FILE;

/// Most files taken out of one.
const MAX_FILES: usize = 1_000;

/// Most bytes taken out of a file altogether.
const MAX_BYTES: usize = 128 << 20;

/// Most characters kept of a name, a subject or an address.
const MAX_TEXT: usize = 200;

/// What a file is that holds others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackageKind {
    /// An archive, such as a ZIP file.
    Archive,
    /// A message with what is attached to it.
    Message,
    /// Messages one after the other.
    Mailbox,
    /// PDFs one after the other, or in one another.
    Pdfs,
}

/// A file that holds others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// What it is.
    pub kind: PackageKind,
    /// The names and lengths of what it holds, in its order.
    pub files: Vec<PackedFile>,
    /// What it says as a message.
    pub message: Option<ReturnedMessage>,
    /// What could not be taken out of it, and why.
    pub left_out: Vec<String>,
}

/// A file inside of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its name, which is data: nothing is ever written by it. Empty where it has none.
    pub name: String,
    /// How many bytes it has.
    pub length: usize,
}

/// What a message says of itself. None of it is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedMessage {
    /// Name and address of who claims to have sent it.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Whether it has a text.
    pub has_text: bool,
}

/// A package that is being unpacked, and the bytes of its files.
pub(super) struct Unpacking {
    pub(super) package: Package,
    pub(super) files: Vec<Vec<u8>>,
    /// Files beyond the bounds.
    surplus: usize,
}

impl Unpacking {
    pub(super) fn new(kind: PackageKind) -> Self {
        let package = Package { kind, files: Vec::new(), message: None, left_out: Vec::new() };
        Self { package, files: Vec::new(), surplus: 0 }
    }

    /// How many bytes the next file may have, and one more, by which a reader sees that there are too many.
    pub(super) fn room(&self) -> u64 {
        let taken: usize = self.files.iter().map(Vec::len).sum();
        MAX_BYTES.saturating_sub(taken).min(MAX_FILE) as u64 + 1
    }

    /// Takes in a file, unless there are too many or it is too large.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        if self.files.len() >= MAX_FILES || bytes.len() as u64 >= self.room() {
            self.surplus += 1;
            return;
        }
        self.package.files.push(PackedFile { name: bounded(name), length: bytes.len() });
        self.files.push(bytes);
    }

    /// Notes a file that cannot be read.
    pub(super) fn leave_out(&mut self, name: &str, why: &str) {
        if self.package.left_out.len() < MAX_FILES {
            self.package.left_out.push(format!("{}: {why}", bounded(name)));
        }
    }

    pub(super) fn finish(mut self) -> (Package, Vec<Vec<u8>>) {
        if self.surplus > 0 {
            let files = counted(self.surplus, "file");
            self.package.left_out.push(format!("{files} beyond what is unpacked"));
        }
        (self.package, self.files)
    }
}

/// A text of somebody else, on one line and of bounded length.
pub(super) fn bounded(text: &str) -> String {
    clean(text).0.trim().chars().take(MAX_TEXT).collect()
}
