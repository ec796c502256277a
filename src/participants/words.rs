//! What the lists say, in the languages that come with the program; in others, English.

use std::sync::LazyLock;

use serde::Deserialize;

/// The words of one language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListWords {
    pub(super) participants: String,
    pub(super) by_state: String,
    pub(super) heads: String,
    pub(super) counts: String,
    pub(super) badges: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) family_name: String,
    pub(super) first_name: String,
    pub(super) function: String,
    pub(super) capacity: String,
    pub(super) delegation: String,
    pub(super) code: String,
    pub(super) language: String,
    pub(super) e_mail: String,
    pub(super) present: String,
    pub(super) event: String,
    pub(super) reference: String,
    pub(super) as_of: String,
    pub(super) total: String,
    pub(super) total_participants: String,
    pub(super) total_delegations: String,
    pub(super) without_head: String,
    pub(super) without_capacity: String,
    pub(super) people: String,
}

/// The words by language, the default one first.
static WORDS: LazyLock<Vec<(&str, ListWords)>> = LazyLock::new(|| {
    // That each can be read is tested.
    FILES.iter().filter_map(|(tag, file)| Some((*tag, serde_yaml::from_str(file).ok()?))).collect()
});

const FILES: [(&str, &str); 6] = [
    ("en", include_str!("words/en.yaml")),
    ("fr", include_str!("words/fr.yaml")),
    ("es", include_str!("words/es.yaml")),
    ("ru", include_str!("words/ru.yaml")),
    ("zh", include_str!("words/zh.yaml")),
    ("ar", include_str!("words/ar.yaml")),
];

/// The words of a language, by its tag or one that is more exact.
pub(super) fn words(tag: &str) -> ListWords {
    let language = tag.split('-').next().unwrap_or(tag);
    let found = WORDS.iter().find(|(known, _)| *known == language).or_else(|| WORDS.first());
    found.map(|(_, words)| words.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_every_word() {
        for (tag, file) in FILES {
            let read: Result<ListWords, _> = serde_yaml::from_str(file);
            assert!(read.is_ok(), "{tag}: {read:?}");
        }
        assert_eq!(words("ar-EG").badges, "الشارات");
        assert_eq!(words("pt").badges, "Badges");
    }
}
