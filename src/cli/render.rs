//! Diagnostics and other results as text for people: colours on a terminal, none with `NO_COLOR` or in a file.
//!
//! A closed pipe is not an error here: the reader has read enough.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use super::outcome::Outcome;
use crate::diagnostic::{Diagnostic, Severity};

/// How many notes or warnings of one kind are shown unless all are asked for.
const SHOWN_PER_KIND: usize = 3;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
const WARN: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const PLACE: Style = AnsiColor::Blue.on_default().bold();

/// Writes text to standard output.
pub(super) fn out(text: &str) {
    let mut stdout = anstream::stdout().lock();
    let _closed = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Writes text to standard error.
pub(super) fn err(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _closed = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Writes bytes to standard output as they are.
pub(super) fn bytes(bytes: &[u8]) -> Outcome {
    let mut stdout = std::io::stdout().lock();
    let _closed = stdout.write_all(bytes).and_then(|()| stdout.flush());
    Outcome::Done
}

/// Writes problems to standard error, worst last, so that the worst is just above the prompt.
pub(super) fn problems(problems: &[Diagnostic], all: bool) {
    err(&to_text(problems, all));
}

/// Writes problems to standard error as text, or to standard output as one JSON object a line.
pub(super) fn report(found: &[Diagnostic], json: bool, all: bool) {
    if !json {
        return problems(found, all);
    }
    for problem in found {
        out(&format!("{}\n", serde_json::json!({ "event": "problem", "problem": problem })));
    }
}

/// Problems as text, worst last; of notes and warnings of one kind only the first few unless `all`.
fn to_text(problems: &[Diagnostic], all: bool) -> String {
    let mut sorted: Vec<&Diagnostic> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.severity);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &sorted {
        *seen.entry(problem.code.name).or_default() += 1;
    }
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for problem in sorted {
        let count = shown.entry(problem.code.name).or_default();
        *count += 1;
        let total = seen.get(problem.code.name).copied().unwrap_or_default();
        let few = all || problem.severity == Severity::Error || total <= SHOWN_PER_KIND + 1;
        if few || *count <= SHOWN_PER_KIND {
            write_problem(&mut text, problem);
        } else if *count == total {
            let rest = total - SHOWN_PER_KIND;
            let _ = writeln!(
                text,
                "{DIM}… and {rest} more of kind {} (--verbose shows all){DIM:#}\n",
                problem.code
            );
        }
    }
    text
}

fn write_problem(text: &mut String, problem: &Diagnostic) {
    let (style, word) = match problem.severity {
        Severity::Error => (BAD, "error"),
        Severity::Warning => (WARN, "warning"),
        Severity::Note => (NOTE, "note"),
    };
    let Diagnostic { code, message, .. } = problem;
    let _ = writeln!(text, "{style}{word}[{code}]{style:#}{BOLD}: {message}{BOLD:#}");
    if let Some(location) = &problem.location {
        let _ = writeln!(text, "  {PLACE}-->{PLACE:#} {location}");
    }
    match (&problem.subject.recipient, &problem.subject.field) {
        (Some(recipient), Some(field)) => {
            let _ = writeln!(text, "  {PLACE}for{PLACE:#} recipient {recipient}, {field}");
        }
        (Some(recipient), None) => {
            let _ = writeln!(text, "  {PLACE}for{PLACE:#} recipient {recipient}");
        }
        (None, Some(field)) => {
            let _ = writeln!(text, "  {PLACE}for{PLACE:#} {field}");
        }
        (None, None) => {}
    }
    for line in problem.excerpt.iter().flat_map(|excerpt| excerpt.lines()) {
        let _ = writeln!(text, "  {PLACE}|{PLACE:#} {line}");
    }
    for hint in &problem.hints {
        let _ = writeln!(text, "  {NOTE}hint{NOTE:#}: {hint}");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Location, codes};

    fn plain(problems: &[Diagnostic], all: bool) -> String {
        anstream::adapter::strip_str(&to_text(problems, all)).to_string()
    }

    #[test]
    fn a_problem_names_place_recipient_field_and_what_to_do() {
        let problem = Diagnostic::new(codes::GLYPH_MISSING, "no font has “ლ” (U+10DA)")
            .with_location(Location::text("recipients/a.yaml", 3, 5))
            .blocking("GEO")
            .with_field("ministry")
            .with_hint("add a font that has it to `templates/fonts/`");
        assert_eq!(
            plain(&[problem], false),
            "error[glyph-missing]: no font has “ლ” (U+10DA)\n  --> recipients/a.yaml:3:5\n  \
             for recipient GEO, ministry\n  hint: add a font that has it to `templates/fonts/`\n\n"
        );
    }

    #[test]
    fn many_notes_of_a_kind_are_counted_and_errors_come_last() {
        let mut problems = vec![Diagnostic::new(codes::WRITE, "wrong")];
        problems.extend((0..9).map(|n| Diagnostic::new(codes::LANGUAGE_FALLBACK, format!("note {n}"))));
        let text = plain(&problems, false);
        assert!(text.contains("… and 6 more of kind language-fallback"), "{text}");
        assert!(text.trim_end().ends_with("error[write]: wrong"), "{text}");
        assert_eq!(plain(&problems, true).matches("note[language-fallback]").count(), 9);
    }
}
