//! Texts by language, and lines without the empty ones.

use std::collections::BTreeMap;

/// The value for a language tag, or for its language alone.
pub(super) fn find_by_language<'a, T>(values: &'a BTreeMap<String, T>, language: &str) -> Option<&'a T> {
    values.get(language).or_else(|| values.get(language.split('-').next()?))
}

/// A text that says something; one left empty is none.
pub(super) fn given<T: AsRef<str>>(text: Option<T>) -> Option<String> {
    text.map(|text| text.as_ref().to_owned()).filter(|text| !text.trim().is_empty())
}

/// The lines that are not empty.
pub(super) fn filled_lines(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| !line.trim().is_empty()).cloned().collect()
}
