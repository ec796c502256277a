//! Answers given with the command, for programs and for those who are not at a terminal: `--answer TOPIC=VALUE`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Problems, codes, did_you_mean};
use crate::import::ImportQuestion;

/// The answers of a command, and which of them were used.
pub(super) struct Answers<'a> {
    given: &'a [String],
    used: RefCell<BTreeSet<usize>>,
    asked: RefCell<Vec<String>>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(given: &'a [String]) -> Self {
        Self { given, used: RefCell::default(), asked: RefCell::default() }
    }

    /// The answer to a question, if one is given.
    ///
    /// # Errors
    ///
    /// It is none of those there are to choose from.
    pub(super) fn find(&self, question: &ImportQuestion) -> Result<Option<String>, Diagnostic> {
        let topic = question.topic.name();
        let value = |answer: &'a String| answer.strip_prefix(topic.as_str())?.strip_prefix('=');
        let found = self.given.iter().enumerate().find_map(|(index, answer)| Some((index, value(answer)?)));
        self.asked.borrow_mut().push(topic.clone());
        let Some((index, value)) = found else { return Ok(None) };
        self.used.borrow_mut().insert(index);
        let choices = || question.choices.iter().map(|choice| choice.value.as_str());
        match choices().find(|choice| choice.eq_ignore_ascii_case(value)) {
            Some(choice) => Ok(Some(choice.to_owned())),
            None => Err(Diagnostic::new(
                codes::IMPORT_ANSWER,
                format!("`{value}` is no answer to `{topic}`: {}", question.text),
            )
            .with_hint(did_you_mean(value, choices().filter(|choice| !choice.is_empty())))),
        }
    }

    /// Tells answers to what was not asked.
    pub(super) fn unused(&self) -> Problems {
        let used = self.used.borrow();
        let asked = self.asked.borrow();
        let unused = self.given.iter().enumerate().filter(|(index, _)| !used.contains(index));
        unused
            .map(|(_, answer)| {
                let topic = answer.split('=').next().unwrap_or_default();
                let hint = match &asked[..] {
                    [] => "leave it out: nothing is unsure".to_owned(),
                    _ => did_you_mean(topic, asked.iter().map(String::as_str)),
                };
                Diagnostic::new(codes::IMPORT_ANSWER, format!("`{answer}` answers nothing that is asked"))
                    .with_hint(hint)
            })
            .collect()
    }
}
