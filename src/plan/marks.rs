//! Texts of the mailing that do not fit into the sentences they stand in: marks at their end, brackets without their other half, a word
//! that the template has beside them, and States by their names in another language.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::locale::{name_states, state_name_in};
use crate::names::fold_words;

/// Marks that end no text within a sentence.
const ENDS: &str = ",;:،؛，；：、";

/// Brackets and their other halves.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('[', ']'), ('«', '»'), ('（', '）'), ('「', '」'), ('《', '》')];

/// What people write where there is nothing to write, as texts are compared.
const NOTHING: [&str; 10] = ["na", "nil", "none", "null", "néant", "ninguno", "нет", "无", "不适用", "لايوجد"];

/// The fields that name places.
const PLACES: [&str; 2] = ["place", "event.place"];

/// The languages whose names of States are known.
const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

/// A text that says nothing, or has marks that belong into no sentence.
pub(super) fn find(text: &str) -> Option<Diagnostic> {
    if !text.chars().any(char::is_alphanumeric) || NOTHING.contains(&fold_words(text).as_str()) {
        let message = format!("`{text}` says nothing");
        return Some(Diagnostic::new(codes::TEXT_UNFINISHED, message).with_hint("write what is meant"));
    }
    let told = |what: String, hint: &str| {
        let message = format!("`{text}` stands in sentences, and {what}");
        Some(Diagnostic::new(codes::TEXT_MARKS, message).with_hint(hint))
    };
    if let Some(mark) = find_end(text) {
        return told(
            format!("ends with `{mark}`"),
            "leave the mark out: templates have those of their sentences",
        );
    }
    let lacks_half =
        |(opens, closes): &(char, char)| text.matches(*opens).count() != text.matches(*closes).count();
    let (opens, closes) = BRACKETS.into_iter().find(lacks_half)?;
    let (one, other) = if text.contains(opens) { (opens, closes) } else { (closes, opens) };
    told(format!("has `{one}` without `{other}`"), "write both or none")
}

/// The mark at the end of a text, which is not that of an abbreviation.
fn find_end(text: &str) -> Option<char> {
    /// Most letters of an abbreviation.
    const SHORT: usize = 4;
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    let word =
        text.trim_end_matches(['.', '。']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_full_stop = last == '。' || last == '.' && !text.ends_with("..") && word.chars().count() > SHORT;
    (ENDS.contains(last) || is_full_stop).then_some(last)
}

/// A text beside which a template of its language has the word that it begins or ends with; `templates` are those of all languages.
pub(super) fn find_repeated(
    field: &str,
    text: &str,
    language: &str,
    templates: &BTreeMap<(String, String), String>,
) -> Option<Diagnostic> {
    let mut of_language = templates.iter().filter(|((tag, _), _)| tag == language);
    let (name, word) = of_language.find_map(|((_, name), template)| {
        Some((name, find_word(template, &format!("{{{{{field}}}}}"), text)?))
    })?;
    let message =
        format!("`{text}` begins or ends with `{word}`, which `{language}/{name}` writes beside it");
    Some(Diagnostic::new(codes::TEXT_REPEATED, message).with_hint(format!("leave out `{word}` of the text")))
}

/// The word that stands beside a merge field and in the text for it.
fn find_word<'a>(template: &str, field: &str, text: &'a str) -> Option<&'a str> {
    let is_same = |one: &str, other: &str| {
        one.chars().all(char::is_alphabetic) && one.to_lowercase() == other.to_lowercase()
    };
    let (first, last) = (text.split_whitespace().next()?, text.split_whitespace().next_back()?);
    template.match_indices(field).find_map(|(at, _)| {
        let mut before = template.get(..at)?.rsplit(char::is_whitespace);
        let before = before.find(|word| !word.is_empty()).filter(|_| ends_with_space(template, at));
        let after = template.get(at + field.len()..)?;
        let after = after.split_whitespace().next().filter(|_| after.starts_with(char::is_whitespace));
        let repeats_first = before.is_some_and(|word| is_same(word, first));
        let repeats_last = after.is_some_and(|word| is_same(word, last));
        if repeats_first { Some(first) } else { repeats_last.then_some(last) }
    })
}

fn ends_with_space(template: &str, at: usize) -> bool {
    template.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace))
}

/// A place that names its State as another language does.
pub(super) fn find_state(field: &str, text: &str, language: &str) -> Option<Diagnostic> {
    if !PLACES.contains(&field) {
        return None;
    }
    let parts = text
        .split([',', '(', ')', '/', '،', '，', '（', '）'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    // The first part is the town, which may be called as a State is elsewhere.
    let (part, state, own) = parts.skip(1).find_map(|part| {
        let [state] = name_states(part) else { return None };
        let own = state_name_in(language, state)?;
        let is = |name: &str| fold_words(name) == fold_words(part);
        let is_elsewhere = LANGUAGES.into_iter().any(|other| state_name_in(other, state).is_some_and(is));
        (is_elsewhere && !is(own)).then_some((part, *state, own))
    })?;
    let message =
        format!("`{field}` in `{language}` has the name of a State in another language: `{part}` ({state})");
    Some(Diagnostic::new(codes::TEXT_STATE, message).with_hint(format!("write `{own}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_belong_into_no_sentence_are_found() {
        let message = |text: &str| find(text).map(|told| told.message).unwrap_or_default();
        for (text, said) in [
            ("Geneva.", "ends with `.`"),
            ("Hammamet, Tunisia,", "ends with `,`"),
            ("Session:", "ends with `:`"),
            ("会议。", "ends with `。`"),
            ("Hammamet (Tunisia", "has `(` without `)`"),
            ("Session ordinaire »", "has `»` without `«`"),
            ("-", "says nothing"),
            ("...", "says nothing"),
            ("n/a", "says nothing"),
            ("N.A.", "says nothing"),
        ] {
            assert!(message(text).contains(said), "{text}: {}", message(text));
        }
        for text in [
            "Washington, D.C.",
            "Fisheries Ltd.",
            "Ministry of Trade and Co.",
            "Session (second part)",
            "« Session »",
            "Who are we?",
            "Sommet mondial …",
        ] {
            assert_eq!(message(text), "", "{text}");
        }
    }

    #[test]
    fn a_word_of_the_template_beside_a_text_is_found_once_more_in_it() {
        let templates =
            |text: &str| BTreeMap::from([(("en".to_owned(), "letter.typ.hbs".to_owned()), text.to_owned())]);
        let is_told = |template: &str, text: &str| {
            find_repeated("event.name", text, "en", &templates(template)).is_some()
        };
        for (template, text, expected) in [
            ("to the {{event.name}}, in", "the World Summit", true),
            ("to the\n  {{event.name}}, in", "The World Summit", true),
            ("{{event.name}} session of", "Thirty-first Session", true),
            ("to the {{event.name}}, in", "World Summit", false),
            ("to the{{event.name}}", "the World Summit", false),
            ("to the {{event.meeting}}", "the World Summit", false),
            ("{{event.name}}. Session", "Thirty-first Session", false),
            ("{{event.name}}", "", false),
        ] {
            assert_eq!(is_told(template, text), expected, "{template}: {text}");
        }
    }

    #[test]
    fn states_of_places_have_their_names_in_the_language() {
        let hint = |text: &str, language: &str| {
            find_state("event.place", text, language).map(|told| told.hints.concat()).unwrap_or_default()
        };
        for (text, language, said) in [
            ("Hammamet, Tunisia", "fr", "write `Tunisie`"),
            ("Hammamet (Tunisie)", "en", "write `Tunisia`"),
            ("Женева, Switzerland", "ru", "write `Швейцария`"),
            ("Hammamet (Tunisie)", "fr", ""),
            ("Luxembourg, Luxembourg", "es", "write `Luxemburgo`"),
            ("Luxembourg", "es", ""),
            ("Mexico City", "es", ""),
            ("Hammamet, Tunisia", "pt", ""),
            ("Kuwait (Kuwait)", "es", ""),
        ] {
            assert_eq!(hint(text, language), said, "{text} {language}");
        }
        assert!(find_state("event.name", "Summit, Tunisia", "fr").is_none());
    }
}
