//! What Unicode CLDR knows of a language, for a new language to begin with: names, months, patterns, marks, names of States.
//!
//! The data are those of `data/cldr/languages.txt`, whose README says how they are made. No pack is read from them: what a
//! language has is in its folder, where a translator checks it.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use super::script::Script;
use crate::names::fold_words;

const DATA: &str = include_str!("../../data/cldr/languages.txt");

/// What CLDR knows of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CldrLanguage {
    /// The tag it has there, which may be shorter than the one asked for.
    pub tag: &'static str,
    /// The language's own name.
    pub name: &'static str,
    /// Its script, by ISO 15924; `Jpan`, `Kore` and `Hant` name a language's own use of several.
    pub script: &'static str,
    /// Its ten digits, zero first, where they are not those of ASCII.
    pub digits: Option<&'static str>,
    /// Opening and closing quotation marks within others, then outer ones.
    pub quotes: Vec<&'static str>,
    /// The twelve months as in a date.
    pub months: Vec<&'static str>,
    /// Pattern of a date.
    pub date: &'static str,
    /// Patterns of ranges within a month, within a year, and over years.
    pub ranges: [&'static str; 3],
    /// The names of the languages that a form has, by their tags.
    pub languages: Vec<(&'static str, &'static str)>,
    /// Short names of States by ISO alpha-3 code.
    pub states: Vec<(&'static str, &'static str)>,
}

/// The version of CLDR that the data are from.
#[must_use]
pub fn cldr_version() -> &'static str {
    value(head(), "version")
}

/// What CLDR knows of a language; `None` for one it does not know, and for another script than it knows it in.
///
/// ```
/// use convoke::locale::find_cldr;
///
/// assert_eq!(find_cldr("pt").expect("known").name, "português");
/// assert_eq!(find_cldr("zh-TW").expect("known").tag, "zh-Hant");
/// assert!(find_cldr("hi-Latn").is_none());
/// ```
#[must_use]
pub fn find_cldr(tag: &str) -> Option<CldrLanguage> {
    find(tag).map(|(tag, lines)| read(tag, lines))
}

/// The script of a language that CLDR knows, by ISO 15924.
pub(crate) fn script_of(tag: &str) -> Option<&'static str> {
    find(tag).map(|(_, lines)| value(lines, "script"))
}

/// The tag and the lines of a language.
fn find(tag: &str) -> Option<Section> {
    let section = |tag: &str| SECTIONS.get_key_value(tag).map(|(tag, lines)| (*tag, *lines));
    let parts: Vec<&str> = tag.split('-').collect();
    let script = parts.get(1).filter(|part| part.len() == 4);
    let region = parts.iter().skip(1).find(|part| part.len() == 2);
    let primary = parts.first()?;
    if let Some(script) = script {
        let named = section(&format!("{primary}-{script}"));
        let covered = |(_, lines): &Section| covers(value(lines, "script"), script);
        return named.or_else(|| section(primary).filter(covered));
    }
    if let Some(found) = section(tag) {
        return Some(found);
    }
    let with_region = format!("{primary}-{}", region.copied().unwrap_or_default());
    let same = head().lines().find_map(|line| {
        let (from, to) = line.strip_prefix("as ")?.split_once(' ')?;
        (from == with_region).then_some(to)
    });
    section(same.unwrap_or(primary))
}

/// The languages that CLDR knows well: tag and own name of each, in the order of the tags.
pub fn cldr_languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    sections().map(|(tag, lines)| (tag, value(lines, "name")))
}

/// Names of languages in those of a form, and of those that CLDR knows well their own, with the tags.
pub(super) fn cldr_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let called = head().lines().filter_map(|line| line.strip_prefix("called ")?.split_once(' '));
    let called = called.flat_map(|(tag, names)| names.split('|').map(move |name| (name, tag)));
    called.chain(cldr_languages().map(|(tag, name)| (name, tag)))
}

/// Whether what a language is written in is, or holds, a script.
fn covers(of_language: &str, script: &str) -> bool {
    of_language == script || matches!((of_language, script), ("Jpan", "Hira" | "Kana") | ("Kore", "Hang"))
}

/// Whether a text is the name of this State in any language that CLDR knows well.
pub(super) fn is_name_of(text: &str, state: &str) -> bool {
    let Some((state, script)) = STATES.get(state).zip(Script::of_text(text)) else { return false };
    state.names(script).contains(&fold_words(text))
}

/// A State in the lists of languages.
struct ListedState {
    /// Its name in each.
    all: Vec<&'static str>,
    /// Its names in a script, as they are compared; gathered when they are first asked for.
    names: [OnceLock<HashSet<String>>; Script::ALL.len()],
}

impl ListedState {
    fn names(&self, script: Script) -> &HashSet<String> {
        static NONE: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);
        let Some(names) = self.names.get(script as usize) else { return &NONE };
        names.get_or_init(|| {
            let of_script = self.all.iter().filter(|name| Script::of_text(name) == Some(script));
            of_script.map(|name| fold_words(name)).collect()
        })
    }
}

static STATES: LazyLock<HashMap<&str, ListedState>> = LazyLock::new(|| {
    let languages: Vec<Vec<&str>> =
        sections().map(|(_, lines)| value(lines, "states").split('|').collect()).collect();
    let listed = |at: usize| ListedState {
        all: languages.iter().filter_map(|names| names.get(at).copied()).collect(),
        names: Default::default(),
    };
    let states = value(head(), "states").split('|').enumerate();
    states.map(|(at, state)| (state, listed(at))).collect()
});

/// The tag of a language, and the lines of what is known of it.
type Section = (&'static str, &'static str);

fn sections() -> impl Iterator<Item = Section> {
    DATA.split("\n= ").skip(1).filter_map(|text| text.split_once('\n'))
}

/// The lines of the languages by their tags.
static SECTIONS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| sections().collect());

/// What stands before the first language.
fn head() -> &'static str {
    DATA.split_once("\n= ").map_or(DATA, |(head, _)| head)
}

fn read(tag: &'static str, lines: &'static str) -> CldrLanguage {
    let list = |key| value(lines, key).split('|').collect::<Vec<_>>();
    let named = |key| value(head(), key).split('|').zip(list(key)).collect::<Vec<_>>();
    CldrLanguage {
        tag,
        name: value(lines, "name"),
        script: value(lines, "script"),
        digits: Some(value(lines, "digits")).filter(|digits| !digits.is_empty()),
        quotes: list("quotes"),
        months: list("months"),
        date: value(lines, "date"),
        ranges: ["month", "year", "years"].map(|key| value(lines, key)),
        languages: named("languages"),
        states: named("states"),
    }
}

/// The value of a key at the beginning of a line.
fn value(lines: &'static str, key: &str) -> &'static str {
    let of_key = |line: &'static str| line.strip_prefix(key)?.strip_prefix(' ');
    lines.lines().find_map(of_key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Direction, direction_of};
    use super::*;

    #[test]
    fn every_language_is_whole() {
        assert!(SECTIONS.len() > 100 && SECTIONS.len() == sections().count(), "{}", SECTIONS.len());
        for (tag, lines) in sections() {
            let found = read(tag, lines);
            assert_eq!((found.months.len(), found.quotes.len(), found.languages.len()), (12, 4, 6), "{tag}");
            assert_eq!(found.states.len(), 195, "{tag}");
            let filled = |name: &&str| !name.trim().is_empty() && !name.contains(['"', '{', '}']);
            assert!(found.states.iter().map(|(_, name)| name).all(filled), "{tag}");
            assert!(found.months.iter().all(filled) && filled(&found.name), "{tag}");
            assert!(["{day}", "{month}", "{year}"].iter().all(|part| found.date.contains(part)), "{tag}");
            for pattern in found.ranges {
                assert!(
                    ["{day1}", "{day2}", "{month1}", "{year1}"].iter().all(|part| pattern.contains(part)),
                    "{tag}"
                );
            }
            if let Some(digits) = found.digits {
                assert_eq!(digits.chars().count(), 10, "{tag}");
            }
            let direction = match value(lines, "direction") {
                "rtl" => Direction::Rtl,
                _ => Direction::Ltr,
            };
            assert_eq!(direction_of(tag), direction, "{tag}");
        }
    }

    #[test]
    fn a_tag_finds_the_language_in_its_script_or_nothing() {
        for (tag, found) in [
            ("pt", Some("pt")),
            ("pt-BR", Some("pt")),
            ("pt-PT", Some("pt-PT")),
            ("pt-AO", Some("pt-PT")),
            ("zh-TW", Some("zh-Hant")),
            ("zh-Hant-HK", Some("zh-Hant")),
            ("zh-Hans", Some("zh")),
            ("sr", Some("sr")),
            ("sr-Latn", Some("sr-Latn")),
            ("sr-ME", Some("sr-Latn")),
            ("sr-Cyrl", Some("sr")),
            ("ja-Jpan", Some("ja")),
            ("uz-AF", None),
            ("az-Arab", None),
            ("hi-Latn", None),
            ("de-x-office", Some("de")),
            ("gsw", None),
            ("", None),
        ] {
            assert_eq!(find_cldr(tag).map(|language| language.tag), found, "{tag}");
        }
    }
}
