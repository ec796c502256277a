//! Whether a line of an address names a State, in any of the languages that come with the program.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::state_codes::LOCAL;
use super::states::{ARTICLES, names_by_language, state_name};
use crate::names::fold_words;

/// Names of States that people write on envelopes and that no list of States has.
const USUAL: [(&str, &str); 27] = [
    ("USA", "USA"),
    ("United States", "USA"),
    ("UK", "GBR"),
    ("Great Britain", "GBR"),
    ("England", "GBR"),
    ("Scotland", "GBR"),
    ("Wales", "GBR"),
    ("Northern Ireland", "GBR"),
    ("Russia", "RUS"),
    ("Россия", "RUS"),
    ("South Korea", "KOR"),
    ("North Korea", "PRK"),
    ("Vietnam", "VNM"),
    ("Laos", "LAO"),
    ("Syria", "SYR"),
    ("Tanzania", "TZA"),
    ("Moldova", "MDA"),
    ("Turkey", "TUR"),
    ("Ivory Coast", "CIV"),
    ("Cape Verde", "CPV"),
    ("Macedonia", "MKD"),
    ("Brunei", "BRN"),
    ("Palestine", "PSE"),
    ("East Timor", "TLS"),
    ("UAE", "ARE"),
    ("Vatican", "VAT"),
    ("Vatican City", "VAT"),
];

/// The names, gathered when they are first asked for.
static KNOWN: LazyLock<StateLines> = LazyLock::new(StateLines::new);

/// The names of all States, to compare lines of addresses with.
#[derive(Debug)]
pub struct StateLines {
    /// The names in languages that have no spaces between words.
    unspaced: Vec<String>,
    /// How many words the longest name has.
    longest: usize,
    /// The codes by the words of a name, for most lines are nothing else, and the languages it is the name in.
    codes: HashMap<String, BTreeMap<&'static str, Vec<&'static str>>>,
}

impl StateLines {
    /// The names of all States.
    #[must_use]
    pub fn known() -> &'static Self {
        &KNOWN
    }

    fn new() -> Self {
        let usual = USUAL.into_iter().chain(LOCAL).map(|(name, code)| ("", code, name));
        let mut codes: HashMap<String, BTreeMap<&str, Vec<&str>>> = HashMap::new();
        for (language, code, name) in names_by_language().chain(usual) {
            for words in forms(name) {
                let languages = codes.entry(words).or_default().entry(code).or_default();
                languages.extend(Some(language).filter(|language| !language.is_empty()));
            }
        }
        let unspaced = codes.keys().filter(|name| name.contains(is_han)).cloned().collect();
        let longest = codes.keys().map(|name| name.split_whitespace().count()).max().unwrap_or_default();
        Self { unspaced, longest, codes }
    }

    /// The States that a line names, alone or with a postcode, a city or an article beside the name: those whose name in it is
    /// the longest, since `Guinea` is in `Equatorial Guinea` too.
    #[must_use]
    pub fn find(&self, line: &str) -> Vec<&'static str> {
        let exact = self.exact(line);
        if !exact.is_empty() {
            return exact;
        }
        let words = words(line);
        let mut found = self.names_in(&words);
        if words.contains(is_han) {
            found.extend(self.unspaced.iter().map(String::as_str).filter(|name| words.contains(name.trim())));
        }
        let most = found.iter().map(|name| name.len()).max();
        let named =
            found.iter().filter(|name| Some(name.len()) == most).filter_map(|name| self.codes.get(*name));
        let mut codes: Vec<&str> = named.flat_map(|codes| codes.keys().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The names that stand among some words, which have a space around each.
    fn names_in<'w>(&self, words: &'w str) -> Vec<&'w str> {
        let spaces: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
        let mut found = Vec::new();
        for (first, start) in spaces.iter().enumerate() {
            for end in spaces.iter().skip(first + 1).take(self.longest) {
                found.extend(words.get(*start..=*end).filter(|part| self.codes.contains_key(*part)));
            }
        }
        found
    }

    /// The States that a line is the name of, and nothing else.
    #[must_use]
    pub fn exact(&self, line: &str) -> Vec<&'static str> {
        self.meant(line).map(|codes| codes.keys().copied().collect()).unwrap_or_default()
    }

    /// The languages that a line is the name of a State in; none for names that are used in many.
    #[must_use]
    pub fn languages_of(&self, line: &str, code: &str) -> &[&'static str] {
        self.meant(line).and_then(|codes| codes.get(code)).map_or(&[], Vec::as_slice)
    }

    /// The States and languages of a name, also as lists write it: `Korea, Republic of`.
    fn meant(&self, line: &str) -> Option<&BTreeMap<&'static str, Vec<&'static str>>> {
        let turned = || {
            let (name, rest) = line.split_once(',')?;
            self.codes.get(&words(&format!("{rest} {name}")))
        };
        self.codes.get(&words(line)).or_else(turned)
    }

    /// Whether a line is the name of a State and nothing else.
    #[must_use]
    pub fn is_name(&self, line: &str) -> bool {
        self.codes.contains_key(&words(line))
    }

    /// How the State is written as the last line of an address, in English; `None` for a code of no State.
    #[must_use]
    pub fn line(code: &str) -> Option<String> {
        state_name(code).map(str::to_uppercase)
    }
}

/// The forms of a name that lines have, as they are compared: `Iran (Islamic Republic of)` is `Iran` on an envelope, and an article may be
/// left out.
fn forms(name: &str) -> BTreeSet<String> {
    let first = name.split(['(', '（']).next().unwrap_or(name);
    let mut forms = BTreeSet::from([words(name)]);
    if first.len() < name.len() {
        forms.insert(words(first));
    }
    if let Some((article, rest)) = name.split_once(char::is_whitespace)
        && ARTICLES.contains(&article.to_lowercase().as_str())
    {
        forms.insert(words(rest));
    }
    forms
}

/// Whether a character is of a language that has no spaces between words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The words of a text as they are compared, with a space around each.
fn words(text: &str) -> String {
    // `U.S.A.` is one word.
    let text = text.replace('.', "");
    let parts = text.split(|c: char| !c.is_alphanumeric() && !is_within(c));
    // Most words are plain, and there are thousands.
    let is_plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fold = |word: &str| if is_plain(word) { word.to_ascii_lowercase() } else { fold_words(word) };
    let words = parts.map(fold).filter(|word| !word.is_empty());
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
        let states = StateLines::known();
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
            ("Malabo, EQUATORIAL GUINEA", "GNQ"),
            ("Brazzaville, CONGO", "COG"),
            ("Atlanta, GA 30301, U.S.A.", "USA"),
            ("LONDON SW1A 2AH, U.K.", "GBR"),
            ("МОСКВА, РОССИЯ", "RUS"),
        ] {
            assert_eq!(states.find(line), [code], "{line}");
        }
    }

    #[test]
    fn lines_of_other_states_and_of_none_do_not() {
        let states = StateLines::known();
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
            assert!(!states.find(line).contains(&code), "{line} is {code}");
        }
        assert_eq!(states.find("London SW1A 2AH"), [""; 0]);
        assert_eq!(StateLines::line("IRN").as_deref(), Some("IRAN (ISLAMIC REPUBLIC OF)"));
        assert_eq!(StateLines::line("XXX"), None);
    }

    #[test]
    fn a_name_is_that_of_some_languages() {
        let states = StateLines::known();
        for (line, code, languages) in [
            ("GERMANY", "DEU", &["en"][..]),
            ("FRANCE", "FRA", &["en", "fr"]),
            ("KOREA, REPUBLIC OF", "KOR", &["en"]),
            ("ISLAMIC REPUBLIC OF IRAN", "IRN", &["en"]),
            ("IRAN", "IRN", &["en", "fr"]),
            ("SUISSE", "CHE", &["fr"]),
            ("DEUTSCHLAND", "DEU", &[]),
            ("75007 Paris, France", "FRA", &[]),
            ("FRANCE", "DEU", &[]),
        ] {
            let mut found = states.languages_of(line, code).to_vec();
            found.dedup();
            assert_eq!(found, languages, "{line}");
        }
    }
}
