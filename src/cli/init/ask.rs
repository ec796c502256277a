//! Asks on the terminal, one question after another, and a question again whose answer cannot be taken.

use std::io::BufRead;

use super::super::render;
use super::super::text::{BOLD, DIM, NOTE, Text, WARN};
use crate::starter::{Interview, Question, Refusal};

/// Asks what is still open; whether the person stayed to the last question.
pub(super) fn ask(interview: &mut Interview, terminal: &mut impl BufRead) -> bool {
    let note =
        "Enter takes what is in brackets, or leaves the answer for later: it is filled in in mailing.yaml.";
    render::err(Text::new().paint(DIM, note).end());
    while let Some(question) = interview.next_question() {
        render::err(&put(&question));
        let mut line = String::new();
        match terminal.read_line(&mut line) {
            // The end of the input, as by Ctrl-D, and bytes that are no text.
            Ok(0) | Err(_) => return false,
            Ok(_) => {}
        }
        if let Err(refusal) = interview.answer(&question, &line) {
            render::err(&again(&refusal));
        }
    }
    true
}

fn put(question: &Question) -> Text {
    let Question { topic, language, default } = question;
    let mut text = Text::new();
    text.paint(BOLD, topic.question());
    if !language.is_empty() {
        text.say(format_args!(" ({language})"));
    }
    match default {
        Some(default) => text.say(format_args!(" [{default}]")),
        None => text.paint(DIM, format_args!(", such as {}", topic.example())),
    };
    text.say(": ");
    text
}

fn again(refusal: &Refusal) -> Text {
    let mut text = Text::new();
    text.say("  ").paint(WARN, "again").line(format_args!(": {}", refusal.message));
    text.say("  ").paint(NOTE, "hint").line(format_args!(": {}", refusal.hint));
    text
}
