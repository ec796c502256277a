//! The words of a new mailing.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A new mailing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct BeginWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) steps: String,
    pub(in crate::desk) letters: String,
    pub(in crate::desk) sender: String,
    pub(in crate::desk) event: String,
    pub(in crate::desk) issue: String,
    pub(in crate::desk) list: String,
    pub(in crate::desk) overview: String,
    pub(in crate::desk) further: String,
    pub(in crate::desk) back: String,
    pub(in crate::desk) later: String,
    pub(in crate::desk) such_as: String,
    pub(in crate::desk) genre: String,
    pub(in crate::desk) the_first: String,
    pub(in crate::desk) picture_hint: String,
    pub(in crate::desk) chosen: String,
    pub(in crate::desk) without: String,
    pub(in crate::desk) list_there: String,
    pub(in crate::desk) no_list: String,
    pub(in crate::desk) list_given: String,
    pub(in crate::desk) list_hint: String,
    pub(in crate::desk) empty: String,
    pub(in crate::desk) to_mend: String,
    pub(in crate::desk) overview_hint: String,
    pub(in crate::desk) begin: String,
    /// By its name.
    pub(in crate::desk) genres: BTreeMap<String, GenreWords>,
    /// Questions, by the flags of their topics.
    pub(in crate::desk) questions: BTreeMap<String, String>,
    /// Answers that are chosen.
    pub(in crate::desk) values: BTreeMap<String, String>,
}

/// A genre.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct GenreWords {
    pub(in crate::desk) name: String,
    /// When it is written.
    pub(in crate::desk) about: String,
}

#[cfg(test)]
mod tests {
    use crate::desk::words::LANGUAGES;
    use crate::starter::{GenreFolder, Topic};

    #[test]
    fn what_init_asks_is_asked_in_each_language() {
        for words in LANGUAGES.iter().map(|words| &words.begin) {
            let asked = Topic::ALL.map(|topic| words.questions.contains_key(topic.flag()));
            assert!(asked.into_iter().all(|asked| asked) && words.questions.len() == Topic::ALL.len());
            assert!(GenreFolder::names().all(|genre| words.genres.contains_key(genre)));
            assert_eq!(words.values.len(), 5);
        }
        let english = &LANGUAGES[0].begin.questions;
        for topic in Topic::ALL
            .into_iter()
            .filter(|topic| !matches!(topic, Topic::Emblem | Topic::Signature | Topic::List))
        {
            assert_eq!(english[topic.flag()], topic.question());
        }
    }
}
