//! The rule by which a text stays a text in a CSV file, whatever program opens it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::names::is_invisible;

/// A cell that no spreadsheet takes for a formula: an apostrophe is put before what looks like one (OWASP, "CSV Injection").
///
/// Spreadsheets pass over spaces and characters that are not seen, and take full-width signs for the plain ones. Where a list is
/// separated by semicolons, as in much of Europe, or by tabs, a program ends cells that a comma does not end; so each part
/// that such a program would see is looked at.
///
/// ```
/// use convoke::archive::table::escape_cell;
/// assert_eq!(escape_cell("=1+1"), "'=1+1");
/// assert_eq!(escape_cell("\u{a0}=1+1"), "'\u{a0}=1+1");
/// assert_eq!(escape_cell("a;=1+1"), "a;'=1+1");
/// assert_eq!(escape_cell("1+1"), "1+1");
/// ```
#[must_use]
pub fn escape_cell(text: &str) -> String {
    let text =
        if text.starts_with(['\t', '\r', '\n']) { Cow::Owned(format!("'{text}")) } else { text.into() };
    let mut escaped = String::with_capacity(text.len() + 1);
    for part in text.split_inclusive(SEPARATORS) {
        if is_formula(part) {
            escaped.push('\'');
        }
        escaped.push_str(part);
    }
    escaped
}

/// The text that [`escape_cell`] made a cell of.
///
/// ```
/// use convoke::archive::table::{escape_cell, unescape_cell};
/// for text in ["=1+1", "a;=1+1", "\t", "'t Hooft", "1+1"] {
///     assert_eq!(unescape_cell(&escape_cell(text)), text);
/// }
/// ```
#[must_use]
pub fn unescape_cell(cell: &str) -> String {
    let is_added = |rest: &str| is_formula(rest) || rest.starts_with(['\t', '\r', '\n']);
    let mut text = String::with_capacity(cell.len());
    for part in cell.split_inclusive(SEPARATORS) {
        match part.strip_prefix('\'') {
            Some(rest) if is_added(rest) => text.push_str(rest),
            _ => text.push_str(part),
        }
    }
    text
}

/// What ends a cell or a row for some program. A comma does so for those that heed the quotation marks around a cell.
const SEPARATORS: [char; 9] = [';', '|', '\t', '\r', '\n', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}'];

/// Whether a program takes a cell for a formula: by its first character that counts, a quotation mark not being one.
fn is_formula(cell: &str) -> bool {
    let counts = |c: &char| {
        !(c.is_whitespace() || c.is_control() || is_invisible(*c) || matches!(c, '"' | '\u{2800}'))
    };
    cell.chars().find(counts).is_some_and(|first| {
        // Full-width, small and raised signs become plain ones (NFKC); the sign for minus does not.
        first.nfkc().next().is_some_and(|plain| matches!(plain, '=' | '+' | '-' | '@' | '\u{2212}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_cells_are_neutralised() {
        for (text, escaped) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\n=1", "'\n'=1"),
            (" =1", "' =1"),
            ("\u{a0}=1", "'\u{a0}=1"),
            ("\u{3000}@x", "'\u{3000}@x"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("\u{2060}\u{ad}+1", "'\u{2060}\u{ad}+1"),
            ("\u{202e}=1", "'\u{202e}=1"),
            ("\u{3164}=1", "'\u{3164}=1"),
            ("\u{2800}=1", "'\u{2800}=1"),
            ("\u{e0020}=1", "'\u{e0020}=1"),
            ("\u{7}=1", "'\u{7}=1"),
            ("\"=1", "'\"=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("﹦1", "'﹦1"),
            ("⁺1", "'⁺1"),
            ("−1", "'−1"),
            ("a;=1", "a;'=1"),
            ("a; \u{a0}=1", "a;' \u{a0}=1"),
            ("a;\"=1", "a;'\"=1"),
            ("a;;@x", "a;;'@x"),
            ("a\t=1", "a\t'=1"),
            ("a|=cmd|' /C calc'!A0", "a|'=cmd|' /C calc'!A0"),
            ("a\r\n=1", "a\r\n'=1"),
            ("a\u{2028}=1", "a\u{2028}'=1"),
        ] {
            assert_eq!(escape_cell(text), escaped, "{text:?}");
        }
    }

    #[test]
    fn plain_cells_stay_as_they_are() {
        for text in [
            "",
            " ",
            "a=1",
            "O'Neill",
            "24, rue de la Paix; Paris",
            "tel. 1, +33 1 23",
            "Zoë — Ørsted",
            "“x”",
            "王",
            "a; b - c",
            "1;2",
        ] {
            assert_eq!(escape_cell(text), text);
        }
    }
}
