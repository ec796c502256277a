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
        let rest = match_name(&fill(&pattern.name, values), ministry)?;
        let values = [values, &[("rest", rest)]].concat();
        let said =
            |text: &Option<At<String>>| text.as_ref().map_or_else(String::new, |text| fill(text, &values));
        let InSentence { name, to, pronoun } = &pattern.in_sentence;
        let portfolio = fill(&pattern.portfolio, &values);
        Some(Ministry { portfolio, name: said(name), to: said(to), pronoun: said(pronoun) })
    })
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
    fn the_rest_of_a_name_is_what_differs() {
        assert_eq!(match_name("Ministry of {rest}", "Ministry of Foreign Affairs"), Some("Foreign Affairs"));
        assert_eq!(match_name("Ministry of {rest}", "Ministry of "), None);
        assert_eq!(match_name("Ministry of {rest}", "Department of State"), None);
        assert_eq!(match_name("中国{rest}部", "中国外交部"), Some("外交"));
        assert_eq!(match_name("وزارة الخارجية", "وزارة الخارجية"), Some(""));
    }
}
