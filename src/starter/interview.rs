//! The questions one after another: what flags have answered is not asked, and an empty answer leaves its key empty.
//!
//! It neither reads nor prints; the command does, and a test may.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::answers::Answers;
use super::genre_folder::GenreFolder;
use super::read::{LISTS, read, read_days};
use super::refusal::Refusal;
use super::topic::Topic;
use crate::beneath::list_within;

/// A topic to be answered, in a language where it is a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked about.
    pub topic: Topic,
    /// The language of the text; empty where it is none, or there is one language.
    pub language: String,
    /// What an empty answer means; where it is `None`, the key is left empty.
    pub default: Option<String>,
}

/// The questions about one mailing, and what was answered.
#[derive(Debug)]
pub struct Interview {
    root: PathBuf,
    answers: Answers,
    /// Whether the letters name their sender in a sentence.
    is_of_notes: bool,
    /// What was asked and left open.
    open: BTreeSet<(Topic, String)>,
}

impl Interview {
    /// The questions about a mailing in a folder, none of them answered.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), answers: Answers::default(), is_of_notes: false, open: BTreeSet::new() }
    }

    /// The same for letters of a genre.
    #[must_use]
    pub fn of_genre(mut self, genre: &GenreFolder) -> Self {
        self.is_of_notes = genre.names_sender();
        self
    }

    /// Takes the answer of a flag. A text is in the default language, or begins with its language, as `fr=Genève`. Flags are
    /// given in the order of [`Topic::ALL`].
    ///
    /// # Errors
    ///
    /// The answer cannot be taken, or is the second one.
    pub fn give(&mut self, topic: Topic, written: &str) -> Result<(), Refusal> {
        let languages = self.answers.languages();
        let of_language =
            written.split_once('=').filter(|(tag, _)| topic.is_text() && languages.contains(tag));
        let (language, written) = match of_language {
            Some((tag, text)) => (tag.to_owned(), text),
            None => (self.language_of(topic), written),
        };
        if topic == Topic::End && self.answers.get(topic).is_some() {
            let message = "the first day was given with all days of the event";
            return Err(Refusal::new(message, "leave the last day out, or give the first day alone"));
        }
        if self.answers.text(topic, &language).is_some() {
            let message = format!("there are two answers for `{language}`");
            return Err(Refusal::new(message, "begin each with its language, as in `fr=Genève`"));
        }
        if topic.is_of_notes() && !self.is_of_notes {
            return Err(Refusal::new(
                "letters of this genre do not name their sender in a sentence",
                "leave it out, or begin with `--genre note-verbale`",
            ));
        }
        self.take(topic, &language, written)
    }

    /// Reads and keeps an answer; all days of the event answer for the first and the last one.
    fn take(&mut self, topic: Topic, language: &str, written: &str) -> Result<(), Refusal> {
        if let Some((first, last)) = read_days(topic, written, &self.answers) {
            self.answers.put(Topic::Start, language, first);
            self.answers.put(Topic::End, language, last);
            return Ok(());
        }
        let answer = read(topic, written, &self.answers, &self.root)?;
        self.answers.put(topic, language, answer);
        Ok(())
    }

    /// The next question; `None` after the last.
    #[must_use]
    pub fn next_question(&self) -> Option<Question> {
        let (topic, language) =
            Topic::ALL.into_iter().find_map(|topic| Some((topic, self.find_open(topic)?)))?;
        let default = self.default_of(topic);
        Some(Question { topic, language, default })
    }

    /// Takes the answer to a question.
    ///
    /// # Errors
    ///
    /// The answer cannot be taken; the question is the next one again.
    pub fn answer(&mut self, question: &Question, written: &str) -> Result<(), Refusal> {
        let is_empty = written.trim().is_empty();
        let written = if is_empty { question.default.as_deref() } else { Some(written) };
        let Some(written) = written else {
            self.leave(question);
            return Ok(());
        };
        self.take(question.topic, &question.language, written)
    }

    /// Leaves a question open: its key stays empty, whatever an empty answer would have meant.
    pub fn leave(&mut self, question: &Question) {
        self.open.insert((question.topic, question.language.clone()));
    }

    /// What was answered.
    #[must_use]
    pub fn finish(self) -> Answers {
        self.answers
    }

    /// The language in which a topic is still to be asked about; empty for what is no text.
    fn find_open(&self, topic: Topic) -> Option<String> {
        let languages = self.answers.languages();
        let asked = match topic {
            Topic::DefaultLanguage if languages.len() == 1 => Vec::new(),
            _ if topic.is_of_notes() && !self.is_of_notes => Vec::new(),
            _ if topic.is_text() => languages,
            _ => vec![""],
        };
        let is_open = |language: &&str| {
            let is_left = self.open.contains(&(topic, (*language).to_owned()));
            self.answers.text(topic, language).is_none() && !is_left
        };
        asked.into_iter().find(is_open).map(str::to_owned)
    }

    fn language_of(&self, topic: Topic) -> String {
        let language = if topic.is_text() { self.answers.default_language() } else { "" };
        language.to_owned()
    }

    fn default_of(&self, topic: Topic) -> Option<String> {
        match topic {
            Topic::Languages => Some("en".to_owned()),
            Topic::DefaultLanguage => Some(self.answers.default_language().to_owned()),
            Topic::End => self.answers.get(Topic::Start).map(str::to_owned),
            Topic::List => self.find_list(),
            Topic::Paper => Some("a4".to_owned()),
            Topic::WriterGender => Some("neuter".to_owned()),
            _ => None,
        }
    }

    /// The only file of the folder that may be a list of recipients.
    fn find_list(&self) -> Option<String> {
        let names = list_within(&self.root, ".").unwrap_or_default();
        // A text may be anything; a file that begins so is open in an office program, or hidden.
        let is_list = |name: &String| {
            let ending =
                Path::new(name).extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
            let is_of_lists =
                ending.is_some_and(|ending| ending != "txt" && LISTS.contains(&ending.as_str()));
            is_of_lists && !name.starts_with(['.', '~']) && name != "mailing.yaml" && name != "register.yaml"
        };
        let mut lists = names.into_iter().filter(is_list);
        lists.next().filter(|_| lists.next().is_none())
    }
}
