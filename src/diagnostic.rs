//! Problems as data: what is wrong, where, for whom, and what to do about it.
//!
//! Every part of the library returns [`Diagnostic`]s; only the command line renders them. Nothing in
//! this file prints, and no diagnostic carries colours or line drawings.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Note,
    /// Probably not meant; the documents are made all the same.
    Warning,
    /// Wrong; what the problem touches is not made.
    Error,
}

/// What an error keeps from being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The whole build: a problem of the mailing, a template, a locale pack or a file.
    Build,
    /// The documents of the recipient named in the subject, and no other's.
    Recipient,
}

/// A place inside a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
}

/// Where a problem stands: a file, and the place inside it where one is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
        }
    }
}

/// Whom and what a problem is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// Id of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The merge field, key or column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name for the kind of problem, such as `recipient-id-twice`.
    pub code: Cow<'static, str>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Whom and what it is about.
    pub subject: Subject,
    /// What an error keeps from being made.
    pub scope: Scope,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
    /// Lines of text that show the problem, such as rendered Typst around an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: Cow::Borrowed(code),
            message: message.into(),
            location: None,
            subject: Subject::default(),
            scope: Scope::Build,
            hints: Vec::new(),
            excerpt: None,
        }
    }

    /// An error that stops the build, unless [`blocking`](Self::blocking) narrows it to a recipient.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Says where the problem stands.
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

    /// Whether this problem stops the whole build.
    #[must_use]
    pub fn stops_build(&self) -> bool {
        self.severity == Severity::Error && self.scope == Scope::Build
    }
}

impl fmt::Display for Diagnostic {
    /// Writes the problem on one line: location, severity, message, subject.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        match (&self.subject.recipient, &self.subject.field) {
            (Some(recipient), Some(field)) => write!(f, " (recipient {recipient}, {field})"),
            (Some(recipient), None) => write!(f, " (recipient {recipient})"),
            (None, Some(field)) => write!(f, " ({field})"),
            (None, None) => Ok(()),
        }
    }
}

/// Whether any of the problems is an error.
#[must_use]
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Whether any of the problems stops the whole build.
#[must_use]
pub fn stops_build(problems: &[Diagnostic]) -> bool {
    problems.iter().any(Diagnostic::stops_build)
}

/// The known name nearest to a misspelt one, if one is near enough to be meant.
///
/// Distance is Damerau-Levenshtein; a name is near when no more than a third of its letters (at least
/// one) differ. Case and the choice of `_`, `-` or space do not count.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let wrong = plain(wrong);
    let letters = wrong.chars().count();
    let most = |name: &str| (name.chars().count() / 3).max(1);
    known
        .into_iter()
        // Texts differ in at least as many letters as one has more: what is far longer need not be compared.
        .filter(|name| letters.abs_diff(plain(name).chars().count()) <= most(name))
        .map(|name| (strsim::damerau_levenshtein(&wrong, &plain(name)), name))
        .filter(|(distance, name)| *distance <= most(name))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many known names a hint lists.
const MOST_KNOWN: usize = 20;

/// The hint for a misspelt name: the nearest known one, or those there are when none is near.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.len() > MOST_KNOWN => {
            let shown = known.get(..MOST_KNOWN).unwrap_or_default().join(", ");
            format!("known here: {shown} and {} more", known.len() - MOST_KNOWN)
        }
        None => format!("known here: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_and_a_text_is_not_however_long() {
        assert_eq!(nearest("pots", ["pouch", "post"]), Some("post"));
        assert_eq!(nearest("E_MAIL", ["fax", "e-mail"]), Some("e-mail"));
        // Found by fuzzing: a cell that ran over many lines was compared with every column, letter by letter.
        assert_eq!(nearest(&"post".repeat(100_000), ["pouch", "post"]), None);
    }
}
