//! Questions about a spreadsheet on the terminal, and what is told of those that nobody answers.

use std::io::BufRead;

use super::super::render;
use super::super::text::{BOLD, DIM, Text};
use crate::diagnostic::{Diagnostic, codes};
use crate::import::{ImportQuestion, ImportTopic};
use crate::input::quoted;

/// What is told of questions that stay open: those about words of one column together.
pub(super) fn report_open(open: &[ImportQuestion]) -> Vec<Diagnostic> {
    let asked_alike = |one: &ImportQuestion, next: &ImportQuestion| {
        let both = (one.topic.word_column(), next.topic.word_column());
        matches!(both, (Some(one), Some(next)) if one == next) && one.choices == next.choices
    };
    let together = |questions: &[ImportQuestion]| {
        let first = questions.first()?;
        let parts: Vec<(&str, &str)> =
            questions.iter().filter_map(|one| one.text.rsplit_once(": ")).collect();
        let mut told = first.clone();
        if let (Some((_, what)), true) = (parts.first(), parts.len() == questions.len()) {
            let words: Vec<&str> = parts.iter().map(|(word, _)| *word).collect();
            told.text = format!("{}: {what}", words.join(", "));
        }
        Some(report(&told, true))
    };
    open.chunk_by(asked_alike).filter_map(together).collect()
}

/// A question that nobody answers: what is done without an answer is told, or what keeps the file from being written.
pub(super) fn report(question: &ImportQuestion, is_settled: bool) -> Diagnostic {
    let choices: Vec<&str> = question
        .choices
        .iter()
        .map(|choice| choice.value.as_str())
        .filter(|value| !value.is_empty())
        .collect();
    if is_settled {
        return Diagnostic::new(codes::IMPORT_OPEN, format!("left open: {}", question.text))
            .with_hint(where_to_write(question, &choices));
    }
    let usual = question
        .usual
        .as_deref()
        .map(|usual| format!(" (proposed: {})", if usual.is_empty() { "none" } else { usual }));
    Diagnostic::new(codes::IMPORT_QUESTION, format!("{}{}", question.text, usual.unwrap_or_default()))
        .with_hint("run the command on a terminal to be asked, or take what is proposed with `--yes`")
        .with_hint(format!(
            "or answer it: --answer \"{}=…\", one of {}",
            question.topic.name(),
            choices.join(", ")
        ))
}

/// Where the answer is written in the columns file.
fn where_to_write(question: &ImportQuestion, choices: &[&str]) -> String {
    let first = choices.first().copied().unwrap_or_default();
    match &question.topic {
        ImportTopic::Word { column, word } => format!(
            "say what it means in the columns file: `words: {{ {column}: {{ {}: {first} }} }}`, with one of {}",
            quoted(word),
            choices.join(", ")
        ),
        _ => format!("write it into the columns file: one of {}", choices.join(", ")),
    }
}

/// Asks a person; an empty line takes what is usual.
pub(super) fn ask(
    question: &ImportQuestion,
    terminal: &mut impl BufRead,
) -> Result<Option<String>, Diagnostic> {
    let mut text = Text::new();
    text.paint(BOLD, &question.text).end();
    for (number, choice) in (1..).zip(&question.choices) {
        let value = if choice.value.is_empty() { "-" } else { &choice.value };
        let usual = if question.usual.as_ref() == Some(&choice.value) { " (usual)" } else { "" };
        text.say(format_args!("  {number}  {value}"))
            .paint(DIM, format_args!("  {}{usual}", choice.meaning))
            .end();
    }
    text.line(if question.usual.is_some() {
        "number or word, Enter for the usual:"
    } else {
        "number or word, Enter to leave it open:"
    });
    render::err(&text);
    loop {
        let mut line = String::new();
        // The end of the input, as by Ctrl-D, and bytes that are no text.
        if !matches!(terminal.read_line(&mut line), Ok(1..)) {
            return Err(report(question, false));
        }
        let answer = line.trim();
        if answer.is_empty() {
            return Ok(question.usual.clone());
        }
        let by_number =
            answer.parse::<usize>().ok().and_then(|number| question.choices.get(number.checked_sub(1)?));
        let by_word = question.choices.iter().find(|choice| choice.value.eq_ignore_ascii_case(answer));
        if let Some(choice) = by_number.or(by_word) {
            return Ok(Some(choice.value.clone()));
        }
        render::err(Text::new().line("none of these; a number or word from the list:"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::OfferedAnswer;

    #[test]
    fn a_question_is_answered_by_number_or_word_until_it_is() {
        let offered = |value: &str| OfferedAnswer { value: value.to_owned(), meaning: String::new() };
        let question = |usual: Option<&str>| ImportQuestion {
            topic: ImportTopic::HiddenRows,
            text: "which?".to_owned(),
            choices: vec![offered("read"), offered("left-out"), offered("")],
            usual: usual.map(str::to_owned),
        };
        for (typed, answer) in [
            ("2\n", Some("left-out")),
            ("LEFT-OUT\n", Some("left-out")),
            ("\n", Some("read")),
            ("9\nno\n1\n", Some("read")),
            ("3\n", Some("")),
        ] {
            let asked = ask(&question(Some("read")), &mut typed.as_bytes());
            assert_eq!(asked, Ok(answer.map(str::to_owned)), "{typed:?}");
        }
        assert_eq!(ask(&question(None), &mut "\n".as_bytes()), Ok(None));
        assert_eq!(
            ask(&question(None), &mut "".as_bytes()).map_err(|problem| problem.code),
            Err(codes::IMPORT_QUESTION)
        );
    }
}
