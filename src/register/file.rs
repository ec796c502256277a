//! The register's file, `register.yaml`.

use std::io;
use std::path::Path;

use super::numbers::Register;
use super::{lines, yaml};
use crate::beneath::read_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, codes, io_text};
use crate::digest::Sha256;
use crate::input::{unwritable, write_atomically_with};

/// Name of the register's file, in the mailing's folder.
pub const FILE: &str = "register.yaml";

/// The state of the register's file when it was read: its hash, or that there was none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterState(Option<[u8; 32]>);

impl RegisterState {
    /// Checks that the register's file still is in this state.
    ///
    /// # Errors
    ///
    /// It was changed or removed since, or cannot be read.
    pub fn check(&self, root: &Path) -> Result<(), Diagnostic> {
        let found = read_file(root).map_err(|error| unreadable(&io_text(&error)))?;
        if Self(found.map(Sha256::digest)) == *self {
            return Ok(());
        }
        let message = "the register was changed while the command was at work";
        Err(Diagnostic::new(codes::REGISTER_CHANGED, message)
            .with_location(Location::file(FILE))
            .with_hint("run the command again: it works from the register as it is now"))
    }
}

impl Register {
    /// Reads `register.yaml` in a mailing's folder; a missing file is an empty register.
    pub fn read(root: &Path) -> Checked<Self> {
        Self::read_with_state(root).map(|(register, _)| register)
    }

    /// Reads `register.yaml` as [`read`](Self::read) does, and notes its state for [`write`](Self::write).
    pub fn read_with_state(root: &Path) -> Checked<(Self, RegisterState)> {
        let bytes = match read_file(root) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Checked::default(),
            Err(error) => return Checked::new(Default::default(), unreadable(&io_text(&error))),
        };
        let state = RegisterState(Some(Sha256::digest(&bytes)));
        let read = match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text, FILE),
            Err(_) => Checked::new(Self::default(), unreadable("it is not UTF-8")),
        };
        read.map(|register| (register, state))
    }

    /// Writes `register.yaml`, if it still is as it was when this register was read. The caller holds the lock of the mailing, so
    /// that no other command writes it in between.
    ///
    /// # Errors
    ///
    /// The file was changed or removed since, or cannot be read or written; it is then left as it is.
    pub fn write(&self, root: &Path, read: &RegisterState) -> Result<(), Diagnostic> {
        read.check(root)?;
        let path = root.join(FILE);
        write_atomically_with(&path, |file| self.write_yaml(file)).map_err(|error| unwritable(&path, &error))
    }

    /// Reads a register from its text; `file` names it in the problems.
    ///
    /// A register with problems must not be written back: numbers could be given twice.
    pub fn parse(text: &str, file: &str) -> Checked<Self> {
        lines::parse(text).map_or_else(|| yaml::parse(text, file), Checked::sound)
    }

    /// Ties the register to a mailing's reference; an empty one takes it on.
    ///
    /// # Errors
    ///
    /// The register belongs to another mailing.
    pub fn bind(&mut self, reference: &str) -> Result<(), Diagnostic> {
        match &self.reference {
            Some(own) if own != reference && !self.slots.is_empty() => Err(Diagnostic::new(
                codes::REGISTER_REFERENCE,
                format!("the register belongs to `{own}`, the mailing's reference is `{reference}`"),
            )
            .with_location(Location::file(FILE))
            .with_hint(format!("for a new mailing, start without {FILE}"))
            .with_hint(format!("if only the reference was renamed, write it into {FILE} too"))),
            _ => {
                self.reference = Some(reference.to_owned());
                Ok(())
            }
        }
    }

    /// The register as the text of its file, an entry a line, so that changes are easy to review.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory does not fail, and what is written is text.
        let _ = self.write_yaml(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes the text of its file as [`to_yaml`](Self::to_yaml) returns it, entry by entry.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write_yaml(&self, to: &mut dyn io::Write) -> io::Result<()> {
        lines::write(self, to)
    }
}

/// The bytes of the file; `None` where there is none.
fn read_file(root: &Path) -> io::Result<Option<Vec<u8>>> {
    match read_regular(&root.join(FILE), u64::MAX) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn unreadable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::REGISTER_UNREADABLE, format!("the register cannot be read ({cause})"))
        .with_location(Location::file(FILE))
        .with_hint("restore it from version control: numbers must not be given anew")
}
