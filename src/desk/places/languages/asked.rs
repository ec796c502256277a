//! Which texts of a language are asked for, as an address says it.

use axum::extract::Query;
use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::translate::{Text, TextState};

/// Which texts are asked for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) file: String,
    pub(super) show: String,
    pub(super) q: String,
    /// The one text that is asked for, by its id.
    pub(super) text: String,
    pub(super) from: usize,
    pub(super) document: String,
    pub(super) n: usize,
    /// The text that was saved last, which stays in view.
    pub(super) saved: Option<usize>,
}

impl Asked {
    pub(super) fn wants(&self, text: &Text, problems: &[Diagnostic]) -> bool {
        let state = match self.show.as_str() {
            "todo" => text.state == TextState::ToDo,
            "changed" => text.state == TextState::Stale,
            "problems" => !problems.is_empty(),
            "done" => text.state == TextState::Done,
            _ => true,
        };
        let is_it = self.text.is_empty() || text.id == self.text;
        is_it && state && (self.file.is_empty() || text.file == self.file) && text.holds(self.q.trim())
    }

    /// What a query asks for; all where it is none.
    pub(super) fn read(query: &str) -> Self {
        let asked = format!("/?{query}").parse().ok().and_then(|uri| Query::try_from_uri(&uri).ok());
        asked.map_or_else(Self::default, |Query(asked)| asked)
    }

    /// The query of the same page once a text was saved.
    pub(super) fn saved(&self, index: usize) -> String {
        self.query(self.from, Some(index))
    }

    /// Which texts are shown, as names and values.
    pub(super) fn choice(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields =
            [("file", self.file.as_str()), ("show", &self.show), ("q", &self.q), ("text", &self.text)];
        fields.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// The query of a page of the same texts.
    pub(super) fn query(&self, from: usize, saved: Option<usize>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let document = Some(("document", self.document.as_str())).filter(|(_, value)| !value.is_empty());
        for (name, value) in self.choice().chain(document) {
            pairs.append_pair(name, value);
        }
        let numbers = [("n", Some(self.n).filter(|n| *n > 1)), ("from", Some(from).filter(|from| *from > 0))];
        for (name, value) in numbers.into_iter().chain([("saved", saved)]) {
            if let Some(value) = value {
                pairs.append_pair(name, &value.to_string());
            }
        }
        pairs.finish()
    }
}
