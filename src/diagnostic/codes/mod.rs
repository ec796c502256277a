//! Every kind of problem there is, each once: its name and its severity.
//!
//! A file for each part of the product. A new code is a constant there and a line in that file's `ALL`.

mod archive;
mod collect;
mod document;
mod input;
mod locale;
mod mailing;
mod pack;
mod plan;
mod recipient;
mod template;
mod translate;

pub use archive::*;
pub use collect::*;
pub use document::*;
pub use input::*;
pub use locale::*;
pub use mailing::*;
pub use pack::*;
pub use plan::*;
pub use recipient::*;
pub use template::*;
pub use translate::*;

use super::Severity;

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// A stable name, such as `recipient-id-twice`.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
}

impl Code {
    const fn error(name: &'static str) -> Self {
        Self { name, severity: Severity::Error }
    }

    const fn warning(name: &'static str) -> Self {
        Self { name, severity: Severity::Warning }
    }

    const fn note(name: &'static str) -> Self {
        Self { name, severity: Severity::Note }
    }

    /// The code of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        all().find(|code| code.name == name)
    }
}

/// All codes, in the order of their files.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        archive::ALL,
        collect::ALL,
        document::ALL,
        input::ALL,
        locale::ALL,
        mailing::ALL,
        pack::ALL,
        plan::ALL,
        recipient::ALL,
        template::ALL,
        translate::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
