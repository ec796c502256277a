//! What was entered for a new mailing, as it was entered: it stays until the mailing is begun, whether it can be taken or not.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diagnostic::{Diagnostic, Problems};
use crate::starter::{Answers, GenreFolder, Interview, Question, Refusal, Topic};

/// What was entered, of the one new mailing that a desk can begin.
#[derive(Debug, Default)]
pub(super) struct Draft(Mutex<Entered>);

impl Draft {
    pub(super) fn lock(&self) -> MutexGuard<'_, Entered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was entered.
#[derive(Debug, Default, Clone)]
pub(super) struct Entered {
    /// The name of the genre; empty until one is chosen.
    genre: String,
    /// By topic, and by language where the topic is a text.
    written: BTreeMap<(Topic, String), String>,
    /// Pictures that could not be taken.
    refused: BTreeMap<Topic, Diagnostic>,
}

/// A question, what was entered, and why it cannot be taken.
#[derive(Debug)]
pub(super) struct Put {
    pub(super) question: Question,
    pub(super) written: String,
    pub(super) refusal: Option<Refusal>,
}

impl Entered {
    /// The genre; the first where none was chosen.
    pub(super) fn genre(&self) -> Result<GenreFolder, Problems> {
        let first = GenreFolder::names().next().unwrap_or_default();
        GenreFolder::find(if self.genre.is_empty() { first } else { &self.genre })
    }

    /// Takes a genre of the program's own.
    pub(super) fn choose_genre(&mut self, name: &str) {
        if let Some(name) = GenreFolder::names().find(|known| *known == name) {
            name.clone_into(&mut self.genre);
        }
    }

    /// Keeps what was entered.
    pub(super) fn write(&mut self, topic: Topic, language: &str, text: &str) {
        self.refused.remove(&topic);
        self.written.insert((topic, language.to_owned()), text.trim().to_owned());
    }

    /// Keeps why a picture was not taken.
    pub(super) fn refuse(&mut self, topic: Topic, problem: Diagnostic) {
        self.refused.insert(topic, problem);
    }

    /// Why a picture was not taken.
    pub(super) fn refused(&self, topic: Topic) -> Option<&Diagnostic> {
        self.refused.get(&topic)
    }

    /// What was entered about a topic that is no text.
    pub(super) fn text(&self, topic: Topic) -> &str {
        self.written.get(&(topic, String::new())).map_or("", String::as_str)
    }

    /// Whether anything was entered about a topic that is no text, if only that there is none.
    pub(super) fn is_answered(&self, topic: Topic) -> bool {
        self.written.contains_key(&(topic, String::new()))
    }

    /// Every question with what was entered, as `init` asks them, and the answers that can be taken.
    pub(super) fn interview(&self, root: &Path) -> Result<(Vec<Put>, Answers), Problems> {
        let mut interview = Interview::new(root).of_genre(&self.genre()?);
        let mut all = Vec::new();
        while let Some(question) = interview.next_question() {
            let key = (question.topic, question.language.clone());
            let entered = self.written.get(&key);
            let written = entered.cloned().unwrap_or_default();
            // Who was asked for a list and named none has none, although a file might be one.
            let is_declined = question.topic == Topic::List && entered.is_some() && written.is_empty();
            let refusal = match is_declined {
                true => None,
                false => interview.answer(&question, &written).err(),
            };
            if is_declined || refusal.is_some() {
                interview.leave(&question);
            }
            all.push(Put { question, written, refusal });
        }
        Ok((all, interview.finish()))
    }
}
