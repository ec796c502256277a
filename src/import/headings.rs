//! What a heading of a spreadsheet means: as a whole, by a part of it, or by a word in it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::heading_words::{HEADINGS, PARTS, WORDS};
use super::model::Meaning;
use crate::names::fold_words;

static BY_HEADING: LazyLock<HashMap<String, (Meaning, &'static str)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (meaning, headings) in HEADINGS {
        let mut language = "en";
        for heading in headings.split("; ") {
            let heading = match heading.split_once(": ") {
                Some((tag, heading)) => {
                    language = tag;
                    heading
                }
                None => heading,
            };
            known.entry(fold_words(heading)).or_insert((meaning, language));
        }
    }
    known
});

/// What a heading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) meaning: Meaning,
    /// The tag of the language it is in, where it is known as a whole.
    pub(super) language: Option<&'static str>,
}

/// What a heading means, as a whole, by one of its parts between signs, such as `Country / Pays`, or by a word in it.
pub(super) fn find(heading: &str) -> Option<Meant> {
    let known = |text: &str| {
        let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        BY_HEADING
            .get(&fold_words(text))
            .map(|(meaning, language)| Meant { meaning: *meaning, language: Some(language) })
    };
    let exact = || {
        BY_HEADING
            .get(&fold_words(heading))
            .map(|(meaning, language)| Meant { meaning: *meaning, language: Some(language) })
    };
    let parts = || heading.split(['/', '(', ')', '|', '\n', ':', '،', '、', '-', '–']).find_map(known);
    let word = || {
        let folded = fold_words(heading);
        let holds =
            |(_, parts): &&(Meaning, &str)| parts.split("; ").any(|part| folded.contains(&fold_words(part)));
        PARTS.iter().find(holds).map(|(meaning, _)| Meant { meaning: *meaning, language: None })
    };
    // A remark or a number is what it says, whatever it is about.
    exact().or_else(|| known(heading)).or_else(parts).or_else(word)
}

/// What a word of a heading means, where no other column is that.
pub(super) fn find_word(heading: &str) -> Option<Meaning> {
    let words: Vec<String> = heading.split(|c: char| !c.is_alphanumeric()).map(fold_words).collect();
    let holds =
        |(_, known): &&(Meaning, &str)| known.split("; ").any(|word| words.contains(&fold_words(word)));
    WORDS.iter().find(holds).map(|(meaning, _)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_six_languages() {
        for (heading, meaning) in [
            ("Country", Meaning::Country),
            ("PAYS", Meaning::Country),
            ("País", Meaning::Country),
            ("Страна", Meaning::Country),
            ("国家", Meaning::Country),
            ("الدولة", Meaning::Country),
            ("Country / Pays", Meaning::Country),
            ("E-mail*", Meaning::Emails),
            ("E-mail (1)", Meaning::Emails),
            ("Email 2", Meaning::Emails),
            ("Official e-mail of the ministry", Meaning::Emails),
            ("Tel.", Meaning::Telephone),
            ("Send by", Meaning::Channels),
            ("Mode d’envoi", Meaning::Channels),
            ("M/F", Meaning::Gender),
            ("Civilité", Meaning::Gender),
            ("Должность", Meaning::Function),
            ("اسم المنظمة", Meaning::Organisation),
            ("邮政编码", Meaning::Postcode),
            ("Address line 2", Meaning::Address),
            ("Remarks", Meaning::Remarks),
            ("No.", Meaning::Number),
        ] {
            assert_eq!(find(heading).map(|meant| meant.meaning), Some(meaning), "{heading}");
        }
        for unknown in ["", "Quota", "2027", "Vessel"] {
            assert_eq!(find(unknown), None, "{unknown}");
        }
        assert_eq!(find_word("Name of the Minister"), Some(Meaning::Name));
        assert_eq!(find_word("Улица и дом"), Some(Meaning::Address));
        assert_eq!(find_word("Renamed"), None);
        assert_eq!(find("Fonction").and_then(|meant| meant.language), Some("fr"));
    }

    #[test]
    fn no_heading_means_two_columns() {
        let mut seen: HashMap<String, Meaning> = HashMap::new();
        for (meaning, headings) in HEADINGS {
            for heading in headings
                .split("; ")
                .map(|heading| heading.split_once(": ").map_or(heading, |(_, heading)| heading))
            {
                let before = seen.insert(fold_words(heading), meaning);
                assert!(before.is_none_or(|before| before == meaning), "{heading}");
            }
        }
    }
}
