//! Whether a line of an address names a State, in any of the languages that come with the program.

use std::collections::BTreeMap;

use super::states::{find_state, names};
use crate::names::fold_words;

/// The names of all States, to compare lines of addresses with.
#[derive(Debug)]
pub struct StateLines {
    /// The words of each name, by code.
    names: BTreeMap<&'static str, Vec<String>>,
}

impl Default for StateLines {
    fn default() -> Self {
        Self::new()
    }
}

impl StateLines {
    /// Gathers the names.
    #[must_use]
    pub fn new() -> Self {
        let mut by_code: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (code, name) in names() {
            // `Iran (Islamic Republic of)` is `Iran` on an envelope.
            let first = name.split(['(', '（']).next().unwrap_or(name);
            for name in [name, first] {
                let words = words(name);
                let known = by_code.entry(code).or_default();
                if words.len() > 2 && !known.contains(&words) {
                    known.push(words);
                }
            }
        }
        Self { names: by_code }
    }

    /// Whether a line names a State, alone or with a postcode, a city or an article beside the name.
    #[must_use]
    pub fn names(&self, line: &str, code: &str) -> bool {
        if let Some(found) = find_state(line) {
            return found == code;
        }
        let line = words(line);
        self.names.get(code).is_some_and(|names| names.iter().any(|name| has(&line, name)))
    }

    /// The State that a line names, if it names one.
    #[must_use]
    pub fn find(&self, line: &str) -> Option<&'static str> {
        let words = words(line);
        let longest = |(_, names): &(&&str, &Vec<String>)| {
            names.iter().filter(|name| has(&words, name)).map(String::len).max()
        };
        let found = self.names.iter().filter(|state| longest(state).is_some());
        find_state(line).or_else(|| found.max_by_key(longest).map(|(code, _)| *code))
    }

    /// How the State is written as the last line of an address, in English; `None` for a code of no State.
    #[must_use]
    pub fn line(&self, code: &str) -> Option<String> {
        names().find(|(of, _)| *of == code).map(|(_, name)| name.to_uppercase())
    }
}

/// Whether some words are among others, one beside the other.
fn has(words: &str, sought: &str) -> bool {
    // Chinese and Japanese have no spaces between words.
    let is_han = sought.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    words.contains(sought) || is_han && words.contains(sought.trim())
}

/// The words of a text as they are compared, with a space around each.
fn words(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !is_within(c));
    let words = parts.map(fold_words).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |words, word| words + &word + " ")
}

/// Whether a character is within words: apostrophes, and marks of letters.
fn is_within(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{200c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_their_state_in_any_language() {
        let states = StateLines::new();
        for (line, code) in [
            ("FRANCE", "FRA"),
            ("France", "FRA"),
            ("75007 Paris, France", "FRA"),
            ("SWITZERLAND (GENEVA)", "CHE"),
            ("SUISSE", "CHE"),
            ("CÔTE D'IVOIRE", "CIV"),
            ("ESTADO PLURINACIONAL DE BOLIVIA", "BOL"),
            ("BOLIVIA", "BOL"),
            ("ISLAMIC REPUBLIC OF IRAN", "IRN"),
            ("TEHRAN, IRAN", "IRN"),
            ("REPÚBLICA BOLIVARIANA DE VENEZUELA", "VEN"),
            ("THE NETHERLANDS", "NLD"),
            ("الإمارات العربية المتحدة", "ARE"),
            ("中国北京", "CHN"),
            ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RUS"),
            ("REPUBLIC OF GUINEA-BISSAU", "GNB"),
        ] {
            assert!(states.names(line, code), "{line} is not {code}");
            assert_eq!(states.find(line), Some(code), "{line}");
        }
    }

    #[test]
    fn lines_of_other_states_and_of_none_do_not() {
        let states = StateLines::new();
        for (line, code) in [
            ("PARIS", "FRA"),
            ("", "FRA"),
            ("FRANCEVILLE", "FRA"),
            ("GUINEA-BISSAU", "GIN"),
            ("EQUATORIAL GUINEA", "GIN"),
            ("NIGERIA", "NER"),
            ("DEMOCRATIC REPUBLIC OF THE CONGO", "COG"),
            ("CONGO", "COD"),
            ("SOUTH SUDAN", "SDN"),
            ("GERMANY", "FRA"),
            ("London SW1A 2AH", "GBR"),
            ("FRANCE", "XXX"),
        ] {
            assert!(!states.names(line, code), "{line} is {code}");
        }
        assert_eq!(states.find("London SW1A 2AH"), None);
        assert_eq!(states.line("IRN").as_deref(), Some("IRAN (ISLAMIC REPUBLIC OF)"));
        assert_eq!(states.line("XXX"), None);
    }
}
