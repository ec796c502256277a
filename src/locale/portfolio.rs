//! The portfolio that the name of a ministry says of its minister.

use super::forms::{InSentence, MinistryName};
use super::pattern::fill;
use crate::input::At;

/// What differs between names that one pattern describes.
const REST: &str = "{rest}";

/// What the name of a ministry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ministry {
    pub(super) portfolio: String,
    /// The ministry within a sentence; empty where the pattern does not say.
    pub(super) name: String,
    pub(super) to: String,
    pub(super) pronoun: String,
}

/// Reads the name of a ministry by the first pattern that it is like; `values` are the names of its State.
pub(super) fn read_ministry(
    patterns: &[MinistryName],
    ministry: &str,
    values: &[(&str, &str)],
) -> Option<Ministry> {
    let ministry = ministry.trim();
    patterns.iter().find_map(|pattern| {
        let rest = without_state(match_name(&fill(&pattern.name, values), ministry)?, values);
        let values = [values, &[("rest", rest)]].concat();
        let said =
            |text: &Option<At<String>>| text.as_ref().map_or_else(String::new, |text| fill(text, &values));
        let InSentence { name, to, pronoun } = &pattern.in_sentence;
        let portfolio = fill(&pattern.portfolio, &values);
        Some(Ministry { portfolio, name: said(name), to: said(to), pronoun: said(pronoun) })
    })
}

/// What differs between names, without the State that some end with: titles and sentences bring it.
fn without_state<'a>(rest: &'a str, values: &[(&str, &str)]) -> &'a str {
    let names = values.iter().filter(|(key, name)| ["of", "formal_of"].contains(key) && !name.is_empty());
    let shorter = names.filter_map(|(_, name)| rest.strip_suffix(name)?.strip_suffix(' '));
    shorter.min_by_key(|rest| rest.len()).map_or(rest, str::trim_end)
}

/// What stands for `{rest}` where a name is like the pattern.
fn match_name<'a>(pattern: &str, name: &'a str) -> Option<&'a str> {
    let Some((before, after)) = pattern.split_once(REST) else {
        return (name == pattern).then_some("");
    };
    let rest = name.strip_prefix(before)?.strip_suffix(after)?;
    Some(rest.trim()).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ministry_that_names_its_state_does_not_name_it_twice() {
        let values = [("of", "of Kenya"), ("formal_of", "of the Republic of Kenya"), ("entity", "of X")];
        for (rest, shorter) in [
            ("Foreign Affairs of Kenya", "Foreign Affairs"),
            ("Foreign Affairs of the Republic of Kenya", "Foreign Affairs"),
            ("Foreign Affairs", "Foreign Affairs"),
            ("Foreign Affairs of X", "Foreign Affairs of X"),
            ("of Kenya", "of Kenya"),
        ] {
            assert_eq!(without_state(rest, &values), shorter);
        }
    }

    #[test]
    fn the_rest_of_a_name_is_what_differs() {
        assert_eq!(match_name("Ministry of {rest}", "Ministry of Foreign Affairs"), Some("Foreign Affairs"));
        assert_eq!(match_name("Ministry of {rest}", "Ministry of "), None);
        assert_eq!(match_name("Ministry of {rest}", "Department of State"), None);
        assert_eq!(match_name("中国{rest}部", "中国外交部"), Some("外交"));
        assert_eq!(match_name("وزارة الخارجية", "وزارة الخارجية"), Some(""));
    }
}
