//! What is in a name that the name of one person does not have: marks of notes, a second person, an office. It would be printed.

use super::cells::says_nothing;
use super::model::Recipient;
use super::name_forms::{has_rank, is_nominative, is_stuck};
use super::name_offices::is_office;
use crate::diagnostic::{Diagnostic, codes};
use crate::input::find_leftover;

/// Marks that no name has: those of notes, of lists and of several persons.
const MARKS: &str = "*†‡?#@/\\|&_=+<>[]{}()（）;:^~$%€§•¹²³⁴⁵⁶⁷⁸⁹";

/// What follows a comma in names, in small letters and without full stops.
const SUFFIXES: [&str; 16] = [
    "jr", "junior", "sr", "senior", "ii", "iii", "iv", "phd", "md", "mp", "esq", "obe", "cbe", "kcmg", "qc",
    "kc",
];

/// Words between two persons.
const BETWEEN: [&str; 8] = ["and", "et", "und", "и", "和", "及", "cc", "c/o"];

/// Words between two persons, in small letters.
const OR: [&str; 6] = ["or", "ou", "oder", "или", "或", "أو"];

/// Words before a name that say something of the person.
const BEFORE: [&str; 12] = [
    "late",
    "acting",
    "interim",
    "former",
    "ex",
    "feu",
    "feue",
    "ancien",
    "ancienne",
    "difunto",
    "difunta",
    "исполняющий",
];

/// Short titles in capitals that are family names too, where another word of the name stands in capitals.
const TITLES: [&str; 7] = ["HE", "SE", "HM", "HRH", "HH", "HON", "AMB"];

/// Tells what the name of a recipient's addressee has that no name of one person has: it would be printed.
pub(super) fn check_name(recipient: &Recipient) -> Option<Diagnostic> {
    let name = recipient.addressee.name.as_deref()?;
    let told = |code, message: String, hint: &str| {
        let problem = Diagnostic::new(code, message).with_location(recipient.location.clone());
        Some(problem.with_field("addressee.name").with_hint(hint))
    };
    if let Some(fault) = find_fault(name) {
        let message = format!("the name `{}` {fault}, and is printed so", name.replace('\n', " "));
        let hint = "write the name of one person alone, and what is beside it in another column";
        return told(codes::NAME_MARKS, message, hint);
    }
    if has_rank(name) && !has_own_honorific(recipient) {
        let message =
            format!("the name `{name}` begins with a title, and forms of address print another before it");
        let hint = "write the name without it; where the letter is to have it, give it as `honorific` under `addressee.styles`";
        return told(codes::NAME_MARKS, message, hint);
    }
    let is_russian = recipient.languages.first().is_some_and(|tag| tag.split('-').next() == Some("ru"));
    if is_russian && is_nominative(name, recipient.addressee.gender) {
        let message = format!(
            "the name `{name}` seems to be in the nominative, and letters in Russian have it in the dative"
        );
        let hint = "write it as the letter is to have it, such as `Владимиру ИВАНОВУ`";
        return told(codes::NAME_CASE, message, hint);
    }
    None
}

/// Whether the list itself says what is printed before the name.
fn has_own_honorific(recipient: &Recipient) -> bool {
    recipient.addressee.styles.values().any(|style| {
        let parts = [&style.masculine, &style.feminine, &style.unknown];
        style.honorific.is_some() || parts.into_iter().flatten().any(|parts| parts.honorific.is_some())
    })
}

/// What a name has that no name has. What says nothing at all is told as such.
fn find_fault(name: &str) -> Option<&'static str> {
    const MARKED: &str = "has what no name of one person has";
    if says_nothing(name) {
        return None;
    }
    let name = name.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_numbered = name.starts_with(char::is_numeric) || name.ends_with(char::is_numeric);
    if is_numbered || name.contains(|c: char| MARKS.contains(c) || c == '\n') || has_comma(name) {
        return Some(MARKED);
    }
    if name.contains(is_of_full_width) {
        return Some("has letters of full width, as keyboards for Chinese and Japanese write");
    }
    if has_unseen(name) {
        return Some("has a character in it that is not seen");
    }
    let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    // `Or` and `Ou` are names of persons too.
    let is_between = |word: &&str| BETWEEN.contains(&word.to_lowercase().as_str()) || OR.contains(word);
    if inner.iter().any(is_between) {
        return Some("seems to be that of two persons");
    }
    if find_leftover(name).is_some() {
        return Some("has a word that is left to be replaced");
    }
    if is_office(&words) {
        return Some("seems to be an office");
    }
    let first = words.first().map(|word| word.trim_end_matches('.'))?;
    let has_capitals = |word: &&&str| word.chars().count() > 1 && is_in_capitals(word);
    let is_title = TITLES.contains(&first) && words.iter().skip(1).any(|word| has_capitals(&word));
    let is_abbreviation = words.first().is_some_and(|word| word.ends_with('.') && !has_capital(word));
    let is_none = BEFORE.contains(&first.to_lowercase().as_str()) || is_title || is_abbreviation;
    if words.len() > 1 && is_none || is_stuck(first) {
        return Some("begins with a word that is not of the name");
    }
    let is_small = name.chars().any(char::is_lowercase) && !name.chars().any(char::is_uppercase);
    // In some scripts all letters are alike.
    let has_no_case = name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    (is_small && !has_no_case && words.len() > 1).then_some("has no capital letter")
}

fn has_capital(word: &str) -> bool {
    word.chars().any(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
}

fn is_of_full_width(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether there is a character within a name that is not seen, other than between letters of scripts that need them.
fn has_unseen(name: &str) -> bool {
    let needs_none = name.chars().all(|c| u32::from(c) < 0x530 || matches!(c, '\u{200b}' | '\u{ad}' | '’'));
    needs_none && name.contains(['\u{200b}', '\u{ad}'])
}

/// Whether a comma divides a name in two, as in lists by family names, or before an office.
fn has_comma(name: &str) -> bool {
    let is_suffix = |part: &str| {
        let part = part.trim().replace('.', "").to_lowercase();
        part.split_whitespace().all(|word| SUFFIXES.contains(&word))
    };
    name.split([',', '،', '，', '、']).skip(1).any(|part| !is_suffix(part))
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_name_has_is_told() {
        for name in [
            "Jean BARROT*",
            "Jean BARROT (1)",
            "1. Jean BARROT",
            "BARROT1",
            "Jean BARROT 2",
            "Jean BARROT²",
            "Jean BARROT / Anna MARTIN",
            "Mr and Mrs A & B",
            "Jean BARROT; Anna MARTIN",
            "jean@mfa.example",
            "Jean BARROT?",
            "Attn: Jean BARROT",
            "Jean BARROT\nMinister",
            "王毅（代）",
            "BARROT, Jean",
            "Jean BARROT, Minister",
            "Jean BARROT and Anna MARTIN",
            "Jean BARROT et Anna MARTIN",
            "Jean BARROT TBC",
            "Minister",
            "The Minister",
            "Le Ministre",
            "Minister of Fisheries",
            "Director General",
            "Chef du protocole",
            "To whom it may concern",
            "late Jean BARROT",
            "Acting Jean BARROT",
            "HE Jean BARROT",
            "jean barrot",
            "иван иванов",
            "John SMITH cc Mary",
            "Anna LEE or successor",
            "Anna LEE ou Jean DUPONT",
            "MrJohn SMITH",
            "M. le Ministre Jean DUPONT",
            "la Ministre Awa FALL",
            "Minister Anna LEE",
            "President John SMITH",
            "hab. Jan KOWALSKI",
            "ＪＥＡＮ DUPONT",
            "Jean\u{200b}DUPONT",
        ] {
            assert!(find_fault(name).is_some(), "{name}");
        }
        for name in [
            "",
            "-",
            "Jean-Noël O’Brien",
            "A. B. d'Arc, PhD",
            "John Smith, Jr.",
            "Robert “Bob” X",
            "N’Guessan",
            "王毅",
            "محمد بن سلمان",
            "Иванов И. И.",
            "Κώστας",
            "Ali·Baba",
            "Name7 SURNAME",
            "HE Jiefeng",
            "Jean XXIII",
            "José Ortega y Gasset",
            "Amit Or LEVI",
            "Hang Ou CHEA",
            "Anna Minister",
            "Minister Jones",
            "Bishop Desmond TUTU",
            "Ding-Rong LIN",
            "JEAN BARROT",
            "DrissA",
            "Mrs",
            "la Cruz Juan",
            "ประยุทธ์\u{200b}จันทร์โอชา",
        ] {
            assert_eq!(find_fault(name), None, "{name}");
        }
    }
}
