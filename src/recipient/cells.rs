//! What cells of a table say besides their values: errors, words for nothing, text that programs have garbled.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::cell::Cell;
use super::remarks::{find_stop, report_stop};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::input::Oddity;
use crate::names::fold_words;
use crate::workbook::CellState;

/// Errors of formulas as spreadsheet programs write them, in English and where their words differ.
const ERRORS: [&str; 24] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#GETTING_DATA",
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#N/D",
    "#VALEUR!",
    "#NOM?",
    "#NOMBRE?",
    "#¡REF!",
    "#¡VALOR!",
];

/// Words that programs write for nothing.
const NOTHING: [&str; 13] =
    ["NULL", "null", "Null", "(null)", "nan", "NaN", "NAN", "NaT", "None", "\\N", "N/A", "n/a", "<NA>"];

/// What people write for what they do not know, or for what is above, in plain form.
const UNKNOWN: &str = "tbc; tbd; tba; tb confirmed; to be confirmed; to be determined; to be decided; to be announced; to be advised; \
    vacant; vacancy; post vacant; position vacant; unknown; not known; not available; not applicable; none yet; idem; ditto; same; same as above; \
    as above; see above; see file; à confirmer; à déterminer; à préciser; poste vacant; vacance; inconnu; inconnue; non disponible; idem supra; \
    comme ci-dessus; por confirmar; por determinar; por definir; vacante; puesto vacante; desconocido; desconocida; no disponible; ídem; \
    уточняется; подлежит уточнению; вакансия; вакантно; неизвестно; нет данных; там же; то же; 待定; 待确认; 空缺; 未知; 不详; 同上; \
    شاغر; غير معروف; غير متوفر; يحدد لاحقا; يؤكد لاحقا; نفسه; كما أعلاه";

/// Those words, as they are compared.
static UNKNOWN_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| UNKNOWN.split("; ").map(fold_words).collect());

/// The longest of those words has fewer letters.
const MORE_LETTERS: usize = 40;

/// Whether a cell consists of what people write where they know nothing, such as `TBC`, `-` or `???`.
fn is_unknown(text: &str) -> bool {
    let is_nobody = matches!(text, "N.N." | "N. N." | "NN" | "n.n.");
    let has_letter = text.chars().any(char::is_alphanumeric);
    let is_short = || text.chars().filter(|c| c.is_alphanumeric()).nth(MORE_LETTERS).is_none();
    let is_word = || is_short() && UNKNOWN_WORDS.contains(&fold_words(text));
    is_nobody || !has_letter && !text.is_empty() || is_word() || refers(text)
}

/// Words by which a cell refers to what is written elsewhere, such as `see embassy list`.
const REFERRING: [&str; 8] = ["see", "voir", "véase", "ver", "siehe", "vedi", "см", "смотри"];

/// Whether a text refers to another; a name that begins so goes on with a capital.
fn refers(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().map(|word| word.trim_end_matches(['.', ':']));
    words.next().is_some_and(|word| word.starts_with(char::is_lowercase))
        && first.is_some_and(|word| REFERRING.contains(&word.to_lowercase().as_str()))
        && !text.contains('@')
}

/// Whether a cell of a list, such as languages, says in a word that there are none.
pub(super) fn says_nothing(text: &str) -> bool {
    NOTHING.contains(&text.trim()) || is_unknown(text.trim())
}

/// Whether a cell has no value of its own, but an error or a formula that was not calculated.
pub(super) fn has_no_value(cell: &Cell) -> bool {
    matches!(cell.state, CellState::Error | CellState::NoResult) || is_error(cell.text.trim())
}

fn is_error(text: &str) -> bool {
    let number = |digits: &str| digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    ERRORS.contains(&text) || text.strip_prefix("Err:").is_some_and(number)
}

/// What there is to say of a cell in the column `path`; `is_extra` says that it is an extra field, where people write what they like.
pub(super) fn examine(cell: &Cell, path: &str, is_extra: bool, file: &str) -> Option<Diagnostic> {
    let text = cell.text.trim();
    let problem = match &cell.state {
        CellState::NoResult => {
            Diagnostic::new(codes::CELL_NO_RESULT, "the formula of the cell has no stored result").with_hint(
                "open the workbook in a spreadsheet program and save it, or write the value itself",
            )
        }
        _ if has_no_value(cell) => {
            Diagnostic::new(codes::CELL_ERROR, format!("the cell holds the error {text}"))
                .with_hint("correct its formula, or write the value itself")
        }
        CellState::Unlike(format) => {
            let message = format!("the cell is read as `{text}`, and shows it by the format `{format}`");
            Diagnostic::new(codes::CELL_SHOWN, message)
                .with_hint("write what it is to say, in a cell of the format Text")
        }
        _ if NOTHING.contains(&text) && path != "second_language" => Diagnostic::new(
            codes::CELL_NOTHING,
            format!("the cell says `{text}`, as programs write for nothing"),
        )
        .with_hint("empty the cell, unless this is its value"),
        _ if is_extra && find_stop(text).is_some() => report_stop(text),
        _ if !is_extra && is_unknown(text) => Diagnostic::new(
            codes::CELL_NOTHING,
            format!("the cell says `{text}`, as people write for what they do not know"),
        )
        .with_hint("write what it stands for, or empty the cell"),
        _ if text.contains("\\\"") => {
            Diagnostic::new(codes::CSV_ESCAPE, format!("`{text}` has a backslash before a quotation mark"))
                .with_hint("export the list again with quotation marks doubled, or delete the backslash")
        }
        _ if !is_extra && !text.contains('@') && find_long(text).is_some() => report_long(text),
        // `Jean <jean@ministry.example>` is an address with its owner.
        _ if path == "emails" && text.contains('@') && text.contains('<') => return None,
        _ => Oddity::of(text)?.report(text),
    };
    Some(problem.with_location(Location::at(file, cell.place.clone())).with_field(path))
}

/// More characters than the longest line of a list has: names of ministries in six languages reach 200.
const LONGEST: usize = 300;

/// The first line of a cell that is longer than any line that is printed.
fn find_long(text: &str) -> Option<&str> {
    text.lines().find(|line| line.len() > LONGEST && line.chars().count() > LONGEST)
}

fn report_long(text: &str) -> Diagnostic {
    const SHOWN: usize = 40;
    let line = find_long(text).unwrap_or_default();
    let start: String = line.chars().take(SHOWN).collect();
    let message =
        format!("the text that begins with `{}` has {} characters", start.trim(), line.chars().count());
    Diagnostic::new(codes::VALUE_LONG, message)
        .with_hint("write no more than a line or two; what is beside it goes into another column")
}

/// The value that a cell of a CSV file stands for: programs write `="00045"` and `'00045` so that others keep the zeros.
pub(super) fn unwrap(text: &str) -> &str {
    if let Some(inside) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inside;
    }
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '+') => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_from_texts() {
        for error in ["#N/A", "#REF!", "#DIV/0!", "#WERT!", "Err:502"] {
            assert!(is_error(error), "{error}");
        }
        for text in ["", "#", "#1", "N/A", "Err:", "Err:x", "#N/A (pending)", "C#"] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn no_word_for_nothing_has_more_letters_than_are_looked_at() {
        assert!(UNKNOWN_WORDS.iter().all(|word| word.chars().count() <= MORE_LETTERS));
        assert!(is_unknown(&format!("TBC{}", " -".repeat(100))));
    }

    #[test]
    fn what_people_write_for_nothing_is_told_from_names() {
        for unknown in [
            "TBC",
            "t.b.c.",
            "(vacant)",
            "To be confirmed",
            "-",
            "–",
            "???",
            "...",
            "\"",
            "N.N.",
            "à confirmer",
            "Poste vacant",
            "待定",
            "شاغر",
            "see file",
            "see embassy list",
            "Voir liste",
            "idem",
            "x?".get(1..).unwrap(),
        ] {
            assert!(is_unknown(unknown), "{unknown}");
        }
        for name in [
            "",
            "See Kim",
            "see",
            "see a@b.example",
            "Vacantia",
            "Toby",
            "Nn",
            "Same Diop",
            "Idemudia",
            "A",
            "7",
            "Unknown Artists Ltd",
        ] {
            assert!(!is_unknown(name), "{name}");
        }
    }

    #[test]
    fn cells_that_other_programs_wrapped_are_unwrapped() {
        for (text, value) in [
            ("=\"00045\"", "00045"),
            ("'00045", "00045"),
            ("'+41 22", "+41 22"),
            ("'s-Gravenhage", "'s-Gravenhage"),
            ("=1+1", "=1+1"),
            ("\"x\"", "\"x\""),
        ] {
            assert_eq!(unwrap(text), value);
        }
    }
}
