//! Texts of others: on one line, without what acts, of bounded length.

use crate::input::clean;

/// Most characters kept of a subject, a name or an address.
pub(super) const SHORT: usize = 200;

/// Most characters kept of the words of a program.
pub(super) const LONG: usize = 600;

/// Most bytes of a text that are looked into.
pub(super) const MOST_TEXT: usize = 64 << 10;

/// A text on one line, with one space between its words, of at most `most` characters.
pub(super) fn bounded(text: &str, most: usize) -> String {
    let text = beginning(text, most.saturating_mul(8));
    let (text, _) = clean(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// The first bytes of a text, as many as are whole characters.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The form in which words of mail programs are compared: in small letters, with plain spaces and apostrophes.
pub(super) fn fold_words_of_programs(text: &str) -> String {
    let text = text.replace(['\u{2019}', '\u{2018}'], "'").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_and_has_an_end() {
        assert_eq!(bounded(" a\r\n\tb\u{202e}\u{1b}[2J ", 9), "a b[2J");
        assert_eq!(bounded("éééé", 3), "ééé…");
        assert_eq!(bounded(&"é".repeat(1 << 20), 3), "ééé…");
    }
}
