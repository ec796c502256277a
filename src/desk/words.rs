//! The words of the pages, in six languages: a file for each, which has every one of them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::Direction;

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// BCP 47 tag.
    pub(super) tag: String,
    /// Its own name.
    pub(super) name: String,
    pub(super) direction: Direction,
    pub(super) frame: FrameWords,
    pub(super) start: StartWords,
    pub(super) recipients: RecipientWords,
    pub(super) check: CheckWords,
}

/// What is around every page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrameWords {
    pub(super) desk: String,
    pub(super) skip: String,
    pub(super) places: String,
    pub(super) language: String,
    pub(super) change: String,
    pub(super) not_found: String,
    pub(super) not_found_hint: String,
    pub(super) refused: String,
    pub(super) refused_hint: String,
    pub(super) failed: String,
    pub(super) failed_hint: String,
}

/// The first place: where the mailing stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StartWords {
    pub(super) title: String,
    pub(super) none: String,
    pub(super) none_hint: String,
    pub(super) next: String,
    pub(super) done: String,
    pub(super) later: String,
    pub(super) mailing: String,
    pub(super) list: String,
    pub(super) letters: String,
    pub(super) check: String,
    pub(super) make: String,
    pub(super) approve: String,
    pub(super) send: String,
}

/// The list of recipients.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecipientWords {
    pub(super) title: String,
    pub(super) search: String,
    pub(super) find: String,
    pub(super) language: String,
    pub(super) channel: String,
    pub(super) group: String,
    pub(super) any: String,
    pub(super) with_problems: String,
    pub(super) id: String,
    pub(super) recipient: String,
    pub(super) addressee: String,
    pub(super) documents: String,
    pub(super) problems: String,
    pub(super) blocked: String,
    pub(super) shown: String,
    pub(super) nobody: String,
    pub(super) earlier: String,
    pub(super) further: String,
}

/// The problems.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckWords {
    pub(super) title: String,
    pub(super) ready: String,
    pub(super) errors: String,
    pub(super) warnings: String,
    pub(super) notes: String,
    pub(super) nothing: String,
    pub(super) place: String,
    pub(super) recipient: String,
    pub(super) field: String,
}

/// All languages, the default one first.
pub(super) static LANGUAGES: LazyLock<Vec<Words>> = LazyLock::new(|| {
    const FILES: [&str; 6] = [
        include_str!("words/en.yaml"),
        include_str!("words/fr.yaml"),
        include_str!("words/es.yaml"),
        include_str!("words/ru.yaml"),
        include_str!("words/zh.yaml"),
        include_str!("words/ar.yaml"),
    ];
    // That each can be read is tested.
    FILES.into_iter().filter_map(|file| serde_yaml::from_str(file).ok()).collect()
});

impl Words {
    /// The words of a language, by its tag or one that is more exact.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let language = tag.split('-').next().unwrap_or(tag);
        LANGUAGES.iter().find(|words| words.tag.eq_ignore_ascii_case(language))
    }

    /// The words that a browser asks for: the first of its languages that there is (RFC 9110, 12.5.4; it lists them by preference).
    pub(super) fn asked(accepted: &str) -> Option<&'static Self> {
        accepted.split(',').find_map(|range| Self::of(range.split(';').next().unwrap_or_default().trim()))
    }
}

/// A text with its numbers put in, in the order of `{}`.
pub(super) fn filled(text: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut parts = text.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in parts {
        if let Some(value) = values.next() {
            filled.push_str(&value.to_string());
        }
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_every_word() {
        let tags: Vec<&str> = LANGUAGES.iter().map(|words| words.tag.as_str()).collect();
        assert_eq!(tags, ["en", "fr", "es", "ru", "zh", "ar"]);
    }

    #[test]
    fn a_browser_gets_its_first_language_that_there_is() {
        for (accepted, tag) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some("fr")),
            ("de, ar-EG;q=0.5", Some("ar")),
            ("ZH-Hans-CN", Some("zh")),
            ("de", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(Words::asked(accepted).map(|words| words.tag.as_str()), tag, "{accepted}");
        }
    }

    #[test]
    fn numbers_are_put_in_in_their_order() {
        assert_eq!(filled("{} of {}", &[&2, &195]), "2 of 195");
        assert_eq!(filled("none", &[&2]), "none");
    }
}
