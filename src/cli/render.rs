//! Diagnostics and other results on standard output and error: text for people, JSON, or bytes of files.
//!
//! Colours are for terminals: with `NO_COLOR` or in a file there are none. What could not be written is remembered, and
//! [`finish`] makes it the outcome of the command.

#![expect(clippy::disallowed_methods, reason = "all output goes through this module")]

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::outcome::Outcome;
use super::text::{BAD, BOLD, DIM, NOTE, PLACE, Text, WARN};
use crate::diagnostic::{Diagnostic, Severity, codes, grouped, io_text, is_visible};

/// How many notes of one kind are shown unless all are asked for; errors and warnings are never cut short.
const SHOWN_PER_KIND: usize = 3;

/// The first failure to write; streams are the process's, and so is this.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Whether standard output is to be taken for closed, as it was for the process that started this one.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Takes standard output for closed from now on.
pub(super) fn close() {
    CLOSED.store(true, Ordering::Relaxed);
}

/// Whether standard output was closed when the process began.
pub(super) fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed) || convoke_standard_output::was_closed()
}

/// Whether standard output is a terminal, where bytes of files would act.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether something could not be written, since the reader of the output has gone or its file is full.
pub(super) fn is_lost() -> bool {
    LOST.get().is_some()
}

/// Writes text to standard output.
pub(super) fn out(text: &Text) {
    send_out(anstream::stdout().lock(), text.as_str().as_bytes());
}

/// Writes text to standard error.
pub(super) fn err(text: &Text) {
    send(anstream::stderr().lock(), text.as_str().as_bytes());
}

/// Writes a value to standard output as JSON on a line of its own.
pub(super) fn json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        Ok(json) => bytes((escape(&json) + "\n").as_bytes()),
        Err(error) => lose(error.into()),
    }
}

/// Writes the bytes of a file to standard output as they are.
pub(super) fn bytes(bytes: &[u8]) {
    send_out(io::stdout().lock(), bytes);
}

/// Writes problems to standard error, worst last, so that the worst is just above the prompt. Those that are alike are one
/// unless all are asked for.
pub(super) fn problems(problems: &[Diagnostic], all: bool) {
    if all { err(&to_text(problems, all)) } else { err(&to_text(&grouped(problems), all)) }
}

/// Writes problems to standard error as text, or to standard output as one JSON object a line.
pub(super) fn report(found: &[Diagnostic], is_json: bool, all: bool) {
    if !is_json {
        return problems(found, all);
    }
    for problem in found {
        json(&serde_json::json!({ "event": "problem", "problem": problem }));
    }
}

/// The outcome of a command, worse if not all that it said could be written.
pub(super) fn finish(outcome: Outcome) -> Outcome {
    let Some(error) = LOST.get() else { return outcome };
    let lost = match error.kind() {
        // A reader that has read enough need not be told.
        ErrorKind::BrokenPipe => Outcome::Unread,
        _ => {
            let problem = Diagnostic::new(
                codes::OUTPUT_LOST,
                format!("not all output could be written ({})", io_text(error)),
            )
            .with_hint("send it to a device with free space, and run the command again");
            problems(&[problem], true);
            Outcome::Unwritten
        }
    };
    match outcome {
        Outcome::Done | Outcome::ToLookAt => lost,
        worse => worse,
    }
}

fn send_out(stream: impl Write, bytes: &[u8]) {
    if is_closed() {
        return lose(io::Error::other("standard output is closed"));
    }
    send(stream, bytes);
}

fn send(mut stream: impl Write, bytes: &[u8]) {
    if let Err(error) = stream.write_all(bytes).and_then(|()| stream.flush()) {
        lose(error);
    }
}

/// Remembers that something could not be written.
fn lose(error: io::Error) {
    // Of several failures the first is told.
    let _ = LOST.set(error);
}

/// JSON in which what cannot be seen is escaped, so that it means the same and a terminal shows it.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_visible(c) {
            escaped.push(c);
        } else {
            // Outside of strings JSON is ASCII.
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
        }
    }
    escaped
}

/// Problems as text, worst last; of notes of one kind only the first few unless `all`.
fn to_text(problems: &[Diagnostic], all: bool) -> Text {
    let mut sorted: Vec<&Diagnostic> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.severity);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &sorted {
        *seen.entry(problem.code.name).or_default() += 1;
    }
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = Text::new();
    for problem in sorted {
        let count = shown.entry(problem.code.name).or_default();
        *count += 1;
        let total = seen.get(problem.code.name).copied().unwrap_or_default();
        let few = all || problem.severity != Severity::Note || total <= SHOWN_PER_KIND + 1;
        if few || *count <= SHOWN_PER_KIND {
            write_problem(&mut text, problem);
        } else if *count == total {
            let rest = total - SHOWN_PER_KIND;
            let code = problem.code;
            text.paint(DIM, format_args!("… and {rest} more of kind {code} (--verbose shows all)"))
                .end()
                .end();
        }
    }
    text
}

fn write_problem(text: &mut Text, problem: &Diagnostic) {
    let (style, word) = match problem.severity {
        Severity::Error => (BAD, "error"),
        Severity::Warning => (WARN, "warning"),
        Severity::Note => (NOTE, "note"),
    };
    let Diagnostic { code, message, .. } = problem;
    text.paint(style, format_args!("{word}[{code}]")).paint(BOLD, format_args!(": {message}")).end();
    if let Some(location) = &problem.location {
        text.say("  ").paint(PLACE, "-->").line(format_args!(" {location}"));
    }
    if let Some(call) = &problem.call {
        text.say("  ").paint(PLACE, "called at").line(format_args!(" {call}"));
    }
    let subject = match (&problem.subject.recipient, &problem.subject.field) {
        (Some(recipient), Some(field)) => Some(format!("recipient {recipient}, {field}")),
        (Some(recipient), None) => Some(format!("recipient {recipient}")),
        (None, field) => field.clone(),
    };
    if let Some(subject) = subject {
        text.say("  ").paint(PLACE, "for").line(format_args!(" {subject}"));
    }
    for line in problem.excerpt.iter().flat_map(|excerpt| excerpt.lines()) {
        text.say("  ").paint(PLACE, "|").line(format_args!(" {line}"));
    }
    for hint in &problem.hints {
        text.say("  ").paint(NOTE, "hint").line(format_args!(": {hint}"));
    }
    text.end();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Location, codes};

    fn plain(problems: &[Diagnostic], all: bool) -> String {
        anstream::adapter::strip_str(to_text(problems, all).as_str()).to_string()
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
        problems.extend((0..9).map(|n| Diagnostic::new(codes::WORKBOOK_SHEETS, format!("note {n}"))));
        problems.extend((0..9).map(|n| Diagnostic::new(codes::LANGUAGE_FALLBACK, format!("warning {n}"))));
        let text = plain(&problems, false);
        assert!(text.contains("… and 6 more of kind workbook-sheets"), "{text}");
        assert_eq!(text.matches("warning[language-fallback]").count(), 9);
        assert!(text.trim_end().ends_with("error[write]: wrong"), "{text}");
        assert_eq!(plain(&problems, true).matches("note[workbook-sheets]").count(), 9);
    }

    #[test]
    fn json_keeps_its_value_and_no_character_acts() {
        let hostile = "a\u{1b}[2J\u{7f}\u{9b}31m\u{202e}\u{2028}\u{e0041}\n\"\\ é‌中";
        let json = escape(&serde_json::json!({ hostile: hostile }).to_string());
        assert!(json.chars().all(is_visible), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read, serde_json::json!({ hostile: hostile }));
        assert!(json.contains("é\\u200c中"), "{json}");
    }
}
