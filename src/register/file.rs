//! The register's file, `register.yaml`.

use std::io;
use std::path::Path;

use super::numbers::Register;
use super::{lines, yaml};
use crate::diagnostic::{Checked, Diagnostic, Location, codes};

/// Name of the register's file, in the mailing's folder.
pub const FILE: &str = "register.yaml";

impl Register {
    /// Reads `register.yaml` in a mailing's folder; a missing file is an empty register.
    pub fn read(root: &Path) -> Checked<Self> {
        match std::fs::read(root.join(FILE)) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Self::parse(&text, FILE),
                Err(_) => Checked::new(Self::default(), unreadable("it is not UTF-8")),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Checked::default(),
            Err(error) => Checked::new(Self::default(), unreadable(&error.to_string())),
        }
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

fn unreadable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::REGISTER_UNREADABLE, format!("the register cannot be read ({cause})"))
        .with_location(Location::file(FILE))
        .with_hint("restore it from version control: numbers must not be given anew")
}
