//! The kinds of problems of recipients, in a few words.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What problems are called, by the names of their codes.
#[derive(Debug, Deserialize)]
pub(in crate::desk) struct KindWords(BTreeMap<String, String>);

impl KindWords {
    /// What the problems of a code are called; its name, for one that recipients hardly have.
    pub(in crate::desk) fn of<'a>(&'a self, code: &'a str) -> &'a str {
        self.0.get(code).map_or(code, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::words::LANGUAGES;
    use crate::diagnostic::codes::GROUPS;

    #[test]
    fn what_a_list_can_get_wrong_has_a_name_in_each_language() {
        let about_recipients = ["What a list says of a recipient", "Addresses"];
        let groups = GROUPS.iter().filter(|group| about_recipients.contains(&group.title));
        let codes: Vec<&str> = groups.flat_map(|group| group.codes).map(|code| code.name).collect();
        assert!(codes.contains(&"name-marks") && codes.contains(&"address-box"), "{codes:?}");
        let first = &LANGUAGES[0].kinds.0;
        for words in LANGUAGES.iter() {
            let unnamed: Vec<_> = codes.iter().filter(|code| !words.kinds.0.contains_key(**code)).collect();
            assert!(unnamed.is_empty(), "{}: {unnamed:?}", words.frame.tag);
            assert!(words.kinds.0.keys().eq(first.keys()), "{}", words.frame.tag);
            for code in words.kinds.0.keys() {
                assert!(crate::diagnostic::codes::named(code).is_some(), "{}: {code}", words.frame.tag);
            }
        }
    }
}
