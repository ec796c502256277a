//! One problem as data: what is wrong, where, for whom, and what to do about it.
//!
//! A diagnostic carries neither colours nor line drawings; only the command line renders it.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use super::{Code, Severity, codes, visible};

/// What an error keeps from being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The whole build: a problem of the mailing, a template, a locale pack or a file.
    Build,
    /// The documents of the recipient named in the subject, and no other's.
    Recipient,
}

/// A place inside a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A place in a text file; line and column count from one, columns in characters.
    Text {
        /// Line, from one.
        line: u32,
        /// Column in characters, from one.
        column: u32,
    },
    /// A cell of a spreadsheet, such as `Sheet1!B4`.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// The cell in A1 notation.
        cell: String,
    },
    /// A cell of a table that programs write, such as a Parquet file, or the answer of a database.
    Row {
        /// Number of the row, from one; zero for the names of the columns.
        row: u64,
        /// Name of the column.
        column: String,
    },
}

/// The location of a problem: a file, and the place inside it where one is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The file, as a path relative to the mailing's folder, with forward slashes.
    pub file: String,
    /// The place inside the file.
    pub place: Option<Place>,
}

impl Location {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), place: None }
    }

    /// A place in a file.
    pub fn at(file: impl Into<String>, place: Place) -> Self {
        Self { file: file.into(), place: Some(place) }
    }

    /// A line and column of a text file, both from one.
    pub fn text(file: impl Into<String>, line: u32, column: u32) -> Self {
        Self::at(file, Place::Text { line, column })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            None => f.write_str(&self.file),
            Some(Place::Text { line, column }) => write!(f, "{}:{line}:{column}", self.file),
            Some(Place::Cell { sheet, cell }) => write!(f, "{}:{sheet}!{cell}", self.file),
            Some(Place::Row { row: 0, column }) => write!(f, "{}: column {column}", self.file),
            Some(Place::Row { row, column }) => write!(f, "{}: row {row}, {column}", self.file),
        }
    }
}

/// Whom and what a problem is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// Id of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Ids of all recipients, where it is about several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// The merge field, key or column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is; written as its name.
    #[serde(deserialize_with = "code_of_name")]
    #[schemars(with = "String")]
    pub code: &'static Code,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Its location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Where a template calls what is at the location, such as a function of the layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Location>,
    /// Whom and what it is about.
    pub subject: Subject,
    /// What an error keeps from being made.
    pub scope: Scope,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
    /// Lines of text that show the problem, such as the template around an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

impl Diagnostic {
    /// A problem of the kind `code`, with the severity that code has. An error stops the build unless
    /// [`blocking`](Self::blocking) narrows it to a recipient.
    #[must_use]
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity,
            code,
            message: message.into(),
            location: None,
            call: None,
            subject: Subject::default(),
            scope: Scope::Build,
            hints: Vec::new(),
            excerpt: None,
        }
    }

    /// Sets the location.
    #[must_use]
    pub fn with_location(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Names the recipient it is about, without narrowing what it stops.
    #[must_use]
    pub fn about(mut self, recipient: impl Into<String>) -> Self {
        self.subject.recipient = Some(recipient.into());
        self
    }

    /// Names the recipient it is about and blocks that recipient only.
    #[must_use]
    pub fn blocking(mut self, recipient: impl Into<String>) -> Self {
        self.scope = Scope::Recipient;
        self.about(recipient)
    }

    /// Names the merge field, key or column it is about.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.subject.field = Some(field.into());
        self
    }

    /// Adds a hint that says what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds lines of text that show the problem.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: impl Into<String>) -> Self {
        self.excerpt = Some(excerpt.into());
        self
    }

    /// Whether another problem says the same of the same place, whomever it was found with.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.message, &self.location, &self.call) == (&other.message, &other.location, &other.call)
    }

    /// Whether a person has to look at it: an error or a warning, unless it is an error that the person asked to pass over.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        match self.severity {
            Severity::Error => true,
            Severity::Warning => self.code.severity == Severity::Warning,
            Severity::Note => false,
        }
    }

    /// Whether this problem stops the whole build.
    #[must_use]
    pub fn stops_build(&self) -> bool {
        self.severity == Severity::Error && self.scope == Scope::Build
    }
}

impl fmt::Display for Diagnostic {
    /// Writes the problem on one line: location, severity, message, subject. It is safe to print: see [`visible`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = self.location.as_ref().map(|location| format!("{location}: ")).unwrap_or_default();
        let subject = match (&self.subject.recipient, &self.subject.field) {
            (Some(recipient), Some(field)) => format!(" (recipient {recipient}, {field})"),
            (Some(recipient), None) => format!(" (recipient {recipient})"),
            (None, Some(field)) => format!(" ({field})"),
            (None, None) => String::new(),
        };
        let Self { severity, code, message, .. } = self;
        f.write_str(&visible(&format!("{location}{severity}[{code}]: {message}{subject}")))
    }
}

impl std::error::Error for Diagnostic {}

/// Reads a code by its name.
fn code_of_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Code, D::Error> {
    let name = String::deserialize(deserializer)?;
    codes::named(&name).ok_or_else(|| D::Error::custom(format!("unknown code `{name}`")))
}
