//! What was answered about a mailing of one's own, each answer in the form that `mailing.yaml` has it.

use std::collections::BTreeMap;

use super::topic::Topic;

/// The answers given; what is not among them stays empty in the mailing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By topic, and by language where the topic is a text; the language is empty elsewhere.
    given: BTreeMap<(Topic, String), String>,
}

impl Answers {
    /// The answer to a topic that is no text.
    #[must_use]
    pub fn get(&self, topic: Topic) -> Option<&str> {
        self.text(topic, "")
    }

    /// A text in a language.
    #[must_use]
    pub fn text(&self, topic: Topic, language: &str) -> Option<&str> {
        self.given.get(&(topic, language.to_owned())).map(String::as_str)
    }

    /// The languages of the letters, the default one first; English where none was named.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        let default = self.default_language();
        let named = self.get(Topic::Languages).unwrap_or(default).split(", ");
        let others = named.filter(|language| *language != default);
        std::iter::once(default).chain(others).collect()
    }

    /// The default language: the one named, or the first of the languages.
    #[must_use]
    pub fn default_language(&self) -> &str {
        let first = self.get(Topic::Languages).and_then(|languages| languages.split(", ").next());
        self.get(Topic::DefaultLanguage).or(first).unwrap_or("en")
    }

    pub(super) fn put(&mut self, topic: Topic, language: &str, answer: String) {
        self.given.insert((topic, language.to_owned()), answer);
    }
}
