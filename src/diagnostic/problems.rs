//! Several problems at once: the one collection they travel in.

use std::fmt;
use std::ops::{Deref, DerefMut};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Diagnostic, Severity};

/// Problems in the order they were found, or in the order of [`sort`](Self::sort).
///
/// `?` turns a single [`Diagnostic`] into a collection of one:
///
/// ```
/// use convoke::diagnostic::{Diagnostic, Problems, codes};
///
/// fn read(text: &str) -> Result<u32, Problems> {
///     let number = text.parse().map_err(|_| Diagnostic::new(codes::REGISTER_NUMBER, format!("`{text}` is not a number")))?;
///     Ok(number)
/// }
///
/// assert_eq!(read("45"), Ok(45));
/// assert!(read("no").unwrap_err().has_errors());
/// ```
#[must_use = "problems are shown to somebody, or passed on"]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Problems(Vec<Diagnostic>);

impl Problems {
    /// An empty collection.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Diagnostic) {
        self.0.push(problem);
    }

    /// Whether any of the problems is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether any of the problems stops the whole build.
    #[must_use]
    pub fn stops_build(&self) -> bool {
        self.iter().any(Diagnostic::stops_build)
    }

    /// Whether a person has to look at any of the problems.
    #[must_use]
    pub fn need_a_look(&self) -> bool {
        self.iter().any(Diagnostic::needs_a_look)
    }

    /// Keeps the problems for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Orders the problems by place, subject, code and message, and drops repetitions.
    ///
    /// Problems without a place come first. The sort is stable.
    pub fn sort(&mut self) {
        let key = |one: &Diagnostic| {
            (one.location.clone(), one.subject.clone(), one.code.name, one.message.clone())
        };
        self.0.sort_by_cached_key(key);
        self.0.dedup();
    }

    /// The value if there is no error among the problems, with the other problems; all of them otherwise.
    ///
    /// # Errors
    ///
    /// The problems, if one of them is an error.
    pub fn checked<T>(self, value: T) -> Result<Checked<T>, Self> {
        if self.has_errors() { Err(self) } else { Ok(Checked { value, problems: self }) }
    }
}

impl Deref for Problems {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl DerefMut for Problems {
    fn deref_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.0
    }
}

impl From<Diagnostic> for Problems {
    fn from(problem: Diagnostic) -> Self {
        Self(vec![problem])
    }
}

impl From<Box<Diagnostic>> for Problems {
    fn from(problem: Box<Diagnostic>) -> Self {
        Self::from(*problem)
    }
}

impl From<Option<Diagnostic>> for Problems {
    fn from(problem: Option<Diagnostic>) -> Self {
        problem.into_iter().collect()
    }
}

impl FromIterator<Diagnostic> for Problems {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(problems: I) -> Self {
        Self(problems.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Problems {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, problems: I) {
        self.0.extend(problems);
    }
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    /// Writes one problem a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// What could be made, and what was found while making it.
///
/// The problems may hold errors: `value` is then what is left without the parts they are about.
#[must_use = "its problems are shown to somebody, or passed on"]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked<T> {
    /// What could be made.
    pub value: T,
    /// What was found.
    pub problems: Problems,
}

impl<T> Checked<T> {
    /// A value and the problems found with it.
    pub fn new(value: T, problems: impl Into<Problems>) -> Self {
        Self { value, problems: problems.into() }
    }

    /// A value without problems.
    pub const fn sound(value: T) -> Self {
        Self { value, problems: Problems::new() }
    }

    /// Turns the value into another; the problems stay.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: turn(self.value), problems: self.problems }
    }

    /// Moves the problems into `problems` and returns the value.
    pub fn report_to(self, problems: &mut Problems) -> T {
        problems.extend(self.problems);
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Location, codes};

    #[test]
    fn sorting_orders_by_place_and_drops_repetitions() {
        let at = |line| {
            Diagnostic::new(codes::YAML_SYNTAX, "broken").with_location(Location::text(
                "mailing.yaml",
                line,
                1,
            ))
        };
        let mut problems = Problems::from_iter([at(9), at(2), at(9)]);
        problems.sort();
        assert_eq!(problems.iter().cloned().collect::<Vec<_>>(), [at(2), at(9)]);
    }

    #[test]
    fn only_errors_keep_a_value_back() {
        let warned = Problems::from(Diagnostic::new(codes::VALUE_CLEANED, "cleaned"));
        assert_eq!(warned.clone().checked(1), Ok(Checked::new(1, warned.clone())));
        let mut wrong = warned;
        wrong.push(Diagnostic::new(codes::YAML_SYNTAX, "broken"));
        assert_eq!(wrong.clone().checked(1), Err(wrong));
    }
}
