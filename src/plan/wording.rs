//! Texts of the mailing that cannot be meant as they stand in a language: words left to be replaced, garbled letters, another script, or
//! the words of another language.

use std::collections::BTreeMap;

use super::marks;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::input::{Oddity, find_leftover};
use crate::locale::{LocalText, LocalePack, Script};
use crate::mailing::Mailing;
use crate::template;

/// The fields that name what has a word for it in each language; a name with a small word in it is told in other fields too.
const COMMON: [&str; 2] = ["event.meeting", "event.phase"];

/// The fields that hold names, which may be the same in several languages.
const NAMES: [&str; 7] = [
    "place",
    "event.place",
    "event.short_name",
    "event.legal_basis",
    "sender.organisation",
    "sender.signatory.name",
    "sender.note.name",
];

/// Words that several languages have in common, in small letters.
const SHARED: [&str; 4] = ["note verbale", "aide-mémoire", "curriculum vitae", "pro memoria"];

/// What is odd about the texts of the languages in use, those of `packs`; `file` is the mailing's file, `templates` are those of all
/// languages.
pub(super) fn check(
    mailing: &Mailing,
    file: &str,
    packs: &BTreeMap<String, LocalePack>,
    templates: &BTreeMap<(String, String), String>,
) -> Problems {
    let mut problems = Problems::new();
    let mut told = |problem: Diagnostic, field: &str| {
        let problem = problem.with_location(mailing.location(field, file)).with_field(field);
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    for (language, pack) in packs {
        for (field, text) in template::mailing_texts(mailing, language) {
            let Some(written) = text.get(language) else { continue };
            // What stands in for a value is told as missing.
            if mailing.is_gap(&field) || mailing.is_gap(&format!("{field}.{language}")) {
                continue;
            }
            let odd = find_odd(written).or_else(|| {
                let own = matches!(text, LocalText::ByLanguage(_));
                find_script(written, pack)
                    .filter(|_| own)
                    .map(|script| report_script(&field, language, script))
            });
            let odd = odd
                .or_else(|| marks::find(written).filter(|_| !is_label(&field)))
                .or_else(|| marks::find_state(&field, written, language))
                .or_else(|| marks::find_repeated(&field, written, language, templates));
            odd.into_iter().for_each(|problem| told(problem, &field));
        }
        let titles = mailing.sender.signatory.titles.get(language).into_iter().flatten();
        let lines = mailing.return_address.lines.get(language).into_iter().flatten();
        let titles = titles.map(|title| ("sender.signatory.titles", title));
        for (field, text) in titles.chain(lines.map(|line| ("return_address.lines", line))) {
            find_odd(text).into_iter().for_each(|problem| told(problem, field));
        }
    }
    let texts = template::mailing_texts(mailing, &mailing.default_language);
    for (field, text) in texts.into_iter().filter(|(field, _)| !NAMES.contains(&field.as_str())) {
        find_unchanged(&field, text, packs).into_iter().for_each(|problem| told(problem, &field));
    }
    problems
}

/// Whether a text stands for itself, as questions and descriptions of pictures do, and may be a sentence.
fn is_label(field: &str) -> bool {
    field.starts_with("form.") || field.starts_with("assets.")
}

/// Garbled letters, codes of HTML, and words left to be replaced.
fn find_odd(text: &str) -> Option<Diagnostic> {
    let leftover = || {
        let (_, word) = find_leftover(text)?;
        let message = format!("`{word}` seems to be left for somebody to replace");
        Some(Diagnostic::new(codes::TEXT_UNFINISHED, message).with_hint("write what is meant"))
    };
    Oddity::of(text).map(|oddity| oddity.report(text)).or_else(leftover)
}

/// The script of a text that is not written in that of its language. Latin letters stand in texts of every language.
fn find_script(text: &str, pack: &LocalePack) -> Option<Script> {
    let own = Script::of_text(&pack.months().concat().concat())?;
    let mut scripts = text.chars().filter_map(Script::of);
    let first = scripts.clone().find(|script| *script != Script::Latin && *script != own)?;
    (!scripts.any(|script| script == own)).then_some(first)
}

fn report_script(field: &str, language: &str, script: Script) -> Diagnostic {
    let message = format!("`{field}` in `{language}` is written in {script}");
    Diagnostic::new(codes::TEXT_SCRIPT, message).with_hint("give each language its own text")
}

/// A text that is the same in several languages of which each has words of its own.
fn find_unchanged(field: &str, text: &LocalText, packs: &BTreeMap<String, LocalePack>) -> Option<Diagnostic> {
    if matches!(text, LocalText::Same(_)) {
        return None;
    }
    let mut languages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    // Those too in which nobody is written to: a text may have been put under a wrong one.
    for language in text.languages() {
        let written = text.get(language).unwrap_or_default().trim();
        if has_words(field, written) {
            languages.entry(written.trim_end_matches(['.', ' ']).to_lowercase()).or_default().push(language);
        }
    }
    let primary = |language: &str| language.split('-').next().unwrap_or_default().to_lowercase();
    let same = languages.into_values().find(|same| {
        let is_read = same.iter().any(|language| packs.contains_key(*language));
        is_read && same.iter().any(|language| primary(language) != primary(same.first().unwrap_or(language)))
    })?;
    let message = format!("`{field}` is the same text in {}", same.join(", "));
    Some(Diagnostic::new(codes::TEXT_UNCHANGED, message).with_hint(
        "give each language its own text; where it is to be the same, name this warning under `accepted`",
    ))
}

/// Whether a text has words that another language would have others for: several, one of them no name.
fn has_words(field: &str, text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_small = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic())
    };
    let is_document = field.starts_with("documents.") || field.starts_with("form.");
    !SHARED.contains(&text.to_lowercase().as_str())
        && words.len() > 1
        && (COMMON.contains(&field) || is_document || words.iter().any(is_small))
}
