//! A kind of problem: its name, its severity and the page that explains it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Severity;

/// A kind of problem.
///
/// It compares with a name: `problem.code == "recipient-id-twice"`.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// A stable name, such as `recipient-id-twice`.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The lines of the constant's doc comment: the meaning, the example as a `text` block, the remedy.
    page: &'static str,
}

impl Code {
    pub(super) const fn error(name: &'static str, page: &'static str) -> Self {
        Self { name, severity: Severity::Error, page }
    }

    pub(super) const fn warning(name: &'static str, page: &'static str) -> Self {
        Self { name, severity: Severity::Warning, page }
    }

    pub(super) const fn note(name: &'static str, page: &'static str) -> Self {
        Self { name, severity: Severity::Note, page }
    }

    /// What it means, in a sentence or two.
    #[must_use]
    pub fn meaning(&self) -> String {
        paragraph(self.parts().0)
    }

    /// The first sentence of its meaning.
    #[must_use]
    pub fn summary(&self) -> String {
        let meaning = self.meaning();
        match meaning.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => meaning,
        }
    }

    /// A problem of this kind as the command prints it.
    #[must_use]
    pub fn example(&self) -> String {
        let lines = self.parts().1.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What to do, in a sentence or two.
    #[must_use]
    pub fn remedy(&self) -> String {
        paragraph(self.parts().2)
    }

    /// Meaning, example and remedy as they are written in the page.
    fn parts(&self) -> (&'static str, &'static str, &'static str) {
        let (meaning, rest) = self.page.split_once(" ```text\n").unwrap_or((self.page, ""));
        let (example, remedy) = rest.split_once(" ```\n").unwrap_or((rest, ""));
        (meaning, example, remedy)
    }
}

/// The lines of a paragraph as one line.
fn paragraph(lines: &str) -> String {
    lines.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for Code {
    /// Writes the name, as a failed comparison with a name shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.name, f)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, name: &str) -> bool {
        self.name == name
    }
}

impl Serialize for Code {
    /// Writes the name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// Makes a constant of each doc comment, and `ALL` of all of them.
///
/// A macro, because only a macro can use a doc comment as a value: what documents the constant is what
/// `convoke explain` prints.
macro_rules! codes {
    ($($(#[doc = $line:literal])+ $constant:ident = $severity:ident($name:literal);)+) => {
        $(
            $(#[doc = $line])+
            pub const $constant: &Code = &Code::$severity($name, concat!($($line, "\n"),+));
        )+

        /// All codes of this file.
        pub(super) const ALL: &[&Code] = &[$($constant),+];
    };
}

pub(super) use codes;
