//! The text of a cell as the value of a column: lists are split, and words of people become the documented ones.

use std::collections::{BTreeSet, HashMap};

use super::cell::Cell;
use super::cells::says_nothing;
use super::words::{find_channel, in_documented_word, is_neutral_title};
use crate::input::{Node, Value};
use crate::locale::find_language;
use crate::names::fold_words;

/// Words between two values of a list.
const AND: [&str; 10] = ["and", "or", "et", "ou", "y", "o", "и", "или", "和", "و"];

/// Words of a list and the values they mean there, by their plain form; an empty value is none.
pub(super) type OwnWords = HashMap<String, String>;

/// What the column `key`, the last part of a dotted one, holds in a cell; `None` if it says nothing, as a title that both men and
/// women have says nothing of gender.
pub(super) fn read_cell(key: &str, cell: &Cell, own: &OwnWords) -> Option<Node> {
    let text = cell.text.as_str();
    let node = |value| Node { value, place: cell.place.clone() };
    let scalar = |text: &str| value_of(key, text, own).map(|text| node(Value::Scalar(text)));
    let is_list = matches!(key, "languages" | "channels" | "emails" | "group");
    match split(key, text) {
        Some(_) if is_list && says_nothing(text) => None,
        Some(items) => Some(node(Value::List(items.into_iter().filter_map(scalar).collect()))),
        None => scalar(text),
    }
}

fn value_of(key: &str, text: &str, own: &OwnWords) -> Option<String> {
    if !own.is_empty()
        && let Some(value) = own.get(&fold_words(text))
    {
        return Some(value.clone()).filter(|value| !value.is_empty());
    }
    match in_documented_word(key, text) {
        Some(value) => Some(value.to_owned()),
        None if key == "gender" && is_neutral_title(text) => None,
        None => Some(text.trim().to_owned()),
    }
}

/// The items of a cell, where its column holds a list.
pub(super) fn split<'a>(key: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let at = |separators: &[char]| -> Vec<&'a str> {
        text.split(separators).map(str::trim).filter(|item| !item.is_empty()).collect()
    };
    Some(match key {
        "emails" => {
            let mut seen = BTreeSet::new();
            let found = at(&[';', ',', '\n', '\r']).into_iter().flat_map(emails);
            found.filter(|address| seen.insert(address.to_lowercase())).collect()
        }
        "languages" => at(&[';', ',', '/', '|', '+', '&', '\n', '\r', '、', '،'])
            .into_iter()
            .flat_map(languages)
            .collect(),
        "channels" => at(&[';', ',', '\n', '\r', '、', '،']).into_iter().flat_map(channels).collect(),
        "group" => at(&[';', ',', '\n', '\r', '、', '،']),
        "address" | "lines" => lines(text),
        _ => return None,
    })
}

/// The lines of an address: programs that write a cell on one line have other marks between them.
fn lines(text: &str) -> Vec<&str> {
    const SLASH: &str = " / ";
    // One slash may be within a line, as in `12 / 14 High Street`.
    if text.matches(SLASH).count() > 1 && !text.contains([';', '\n', '\r', '|']) {
        return text.split(SLASH).map(str::trim).filter(|line| !line.is_empty()).collect();
    }
    let lines = text.split([';', '\n', '\r', '|', '\u{2028}', '\u{b}']).flat_map(|line| line.split("\\n"));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The addresses in a piece of a cell, as far as it consists of addresses: `a@b.example / c@d.example`, `Name <a@b.example>`.
fn emails(piece: &str) -> Vec<&str> {
    if let Some((_, rest)) = piece.split_once('<')
        && let Some((inside, "")) = rest.split_once('>')
    {
        return vec![without_scheme(inside)];
    }
    let words: Vec<&str> = piece
        .split(|c: char| c.is_whitespace() || c == '/' || c == '|')
        .filter(|word| !word.is_empty() && !AND.contains(word))
        .collect();
    match words.iter().all(|word| word.contains('@')) {
        true => words.into_iter().map(without_scheme).collect(),
        false => vec![piece],
    }
}

fn without_scheme(address: &str) -> &str {
    let start = address.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:"));
    start.and_then(|_| address.get(7..)).unwrap_or(address).trim()
}

/// The channels in a piece of a cell, such as `post + e-mail`; the piece where it is not made of channels.
pub(crate) fn channels(piece: &str) -> Vec<&str> {
    if find_channel(piece).is_some() {
        return vec![piece];
    }
    let parts = piece.split(['+', '/', '&', '|']).flat_map(|part| {
        AND.iter()
            .map(|word| format!(" {word} "))
            .find_map(|word| part.split_once(&word))
            .map_or_else(|| vec![part], |(one, other)| vec![one, other])
    });
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let known = parts.len() > 1 && parts.iter().all(|part| find_channel(part).is_some());
    if known { parts } else { vec![piece] }
}

/// The languages in a piece of a cell, such as `English and French`; the piece where it is not made of languages.
fn languages(piece: &str) -> Vec<&str> {
    if find_language(piece).is_some() {
        return vec![piece];
    }
    let words: Vec<&str> = piece.split_whitespace().filter(|word| !AND.contains(word)).collect();
    let known = words.len() > 1 && words.iter().all(|word| find_language(word).is_some());
    if known { words } else { vec![piece] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_several_values() {
        for (key, text, items) in [
            ("emails", "a@b.example; c@d.example", &["a@b.example", "c@d.example"][..]),
            ("emails", "a@b.example / c@d.example", &["a@b.example", "c@d.example"]),
            ("emails", "a@b.example or c@d.example", &["a@b.example", "c@d.example"]),
            ("emails", "a@b.example\nc@d.example", &["a@b.example", "c@d.example"]),
            ("emails", "Jean <a@b.example>, mailto:c@d.example", &["a@b.example", "c@d.example"]),
            ("emails", "a@b.example, A@B.example", &["a@b.example"]),
            ("emails", "a(at)b.example", &["a(at)b.example"]),
            ("emails", "see a@b.example", &["see a@b.example"]),
            ("emails", "<a@b.example", &["<a@b.example"]),
            ("address", "7 Road\nOslo\r\nNORWAY", &["7 Road", "Oslo", "NORWAY"]),
            ("address", "7 Road; Oslo|NORWAY", &["7 Road", "Oslo", "NORWAY"]),
            ("address", "7 Road\\nOslo\\n\\nNORWAY", &["7 Road", "Oslo", "NORWAY"]),
            ("address", "7 Road, Oslo", &["7 Road, Oslo"]),
            ("address", "7 Road / 0150 Oslo / NORWAY", &["7 Road", "0150 Oslo", "NORWAY"]),
            ("address", "12 / 14 Road", &["12 / 14 Road"]),
            ("channels", "email + post", &["email", "post"]),
            ("channels", "E-mail/Fax; courier", &["E-mail", "Fax", "courier"]),
            ("channels", "post and e-mail", &["post", "e-mail"]),
            ("channels", "air mail & pigeon", &["air mail & pigeon"]),
            ("channels", "hand", &["hand"]),
            ("languages", "EN/FR", &["EN", "FR"]),
            ("languages", "English and French", &["English", "French"]),
            ("languages", "العربية، الفرنسية", &["العربية", "الفرنسية"]),
            ("languages", "english language", &["english language"]),
            ("channels", "e-mail, post", &["e-mail", "post"]),
        ] {
            assert_eq!(split(key, text).as_deref(), Some(items), "{text}");
        }
        assert_eq!(split("ministry", "a; b"), None);
    }
}
