//! Texts that are marked as translated and say what the source says, and names of States that are those of the source: a copy of
//! the source's files that nobody worked on.

use jiff::civil::Date;

use super::files::{Files, PACK};
use super::parity::Side;
use super::track::{Standing, Tracked};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, list_places};

/// The least words by which a text is told from a name that is the same in both languages.
const FEWEST_WORDS: usize = 3;

/// What of a language is still that of its source. Forms of one language, such as `pt-BR` of `pt`, may well be the same.
pub(super) fn check(tracked: &[(String, Vec<Tracked>)], source: Side<'_>, target: Side<'_>) -> Problems {
    if primary(&source.files.tag) == primary(&target.files.tag) {
        return Problems::new();
    }
    let files = tracked.iter().filter_map(|(_, texts)| check_file(texts, source.files));
    files.chain(check_states(source, target)).collect()
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// One warning for the texts of a file.
fn check_file(texts: &[Tracked], source: &Files) -> Option<Diagnostic> {
    let unchanged = texts.iter().filter(|text| text.standing == Standing::Done && is_unchanged(text));
    let places: Vec<(Location, String)> = unchanged
        .filter_map(|text| Some((text.target.as_ref()?.location.clone(), text.id.clone())))
        .collect();
    let (first, _) = places.first()?;
    let (texts, are) =
        (counted(places.len(), "text"), if places.len() == 1 { "is that" } else { "are those" });
    let message = format!("{texts} marked as translated {are} of `{}`", source.tag);
    let problem = Diagnostic::new(codes::TRANSLATION_UNCHANGED, message).with_location(first.clone());
    Some(problem.with_excerpt(list_places(&first.file, &places)).with_hint("translate them"))
}

fn is_unchanged(text: &Tracked) -> bool {
    let Some(target) = &text.target else { return false };
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
    same(&text.source.text, &target.text)
        && (target.key == "dates.months" || count_words(&target.text) >= FEWEST_WORDS)
}

/// The words of a text besides its fields and placeholders; a run of letters without spaces counts by its length where the script has none.
fn count_words(text: &str) -> usize {
    let mut depth = 0_usize;
    let outside = text.chars().map(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || c == '}' { ' ' } else { c }
    });
    let words: String = outside.collect();
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let han = words.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}')).count();
    words.split(|c: char| !c.is_alphabetic() && c != '’').filter(is_word).count() + han / 2
}

/// The formal names of States that are those of the source; one or two words may well be the same, unless most are.
fn check_states(source: Side<'_>, target: Side<'_>) -> Option<Diagnostic> {
    let (left, right) = (source.pack?, target.pack?);
    let same: Vec<(&str, bool)> = left
        .country_codes()
        .filter_map(|code| {
            let (left, right) = (left.country(code, Date::MAX)?, right.country(code, Date::MAX)?);
            Some((code, left.formal == right.formal, count_words(left.formal) >= FEWEST_WORDS))
        })
        .filter_map(|(code, is_same, is_long)| is_same.then_some((code, is_long)))
        .collect();
    let all = left.country_codes().filter(|code| right.country(code, Date::MAX).is_some()).count();
    let tag = &source.files.tag;
    let message = if same.len() * 2 > all {
        format!("{} of {all} names of States are those of `{tag}`", same.len())
    } else {
        let long: Vec<&str> = same.iter().filter(|(_, is_long)| *is_long).map(|(code, _)| *code).collect();
        let (names, are) =
            if long.len() == 1 { ("name of a State", "is that") } else { ("names of States", "are those") };
        (!long.is_empty()).then(|| format!("{} {names} {are} of `{tag}`: {}", long.len(), long.join(", ")))?
    };
    Some(
        Diagnostic::new(codes::TRANSLATION_UNCHANGED, message)
            .with_location(Location::file(target.files.path("countries.yaml")))
            .with_hint(format!("translate the names, beside {PACK}")),
    )
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn fields_and_marks_are_no_words() {
        for (text, words) in [
            ("", 0),
            ("Fax:", 1),
            ("{{event.meeting}}, {{event.name}}", 0),
            ("Room {{a b c}} of the house", 4),
            ("1 2 3 + 4", 0),
            ("A b C", 0),
            ("l’ONU et l’OIT", 3),
            ("日内瓦阶段会议已结束", 6),
            ("{{unfinished", 0),
            ("{day} {month} {year} to {day2}", 1),
            ("Министерство иностранных дел", 3),
        ] {
            assert_eq!(count_words(text), words, "{text}");
        }
    }
}
