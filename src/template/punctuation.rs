//! Spaces of French custom in plain text, as `layout.typ` puts them on pages: before : ; ! ? and inside « ».

/// The value of `typography.punctuation_space` that asks for them.
const NO_BREAK: &str = "no-break";

/// The one space of plain text: not every program that shows a message has the thin one of pages.
const SPACE: char = '\u{a0}';

/// Puts the spaces of a language's `setting` into a text. A mark inside of a word or an address, such as the colons of a web
/// address or of an hour, gets none.
#[must_use]
pub fn space_punctuation(text: &str, setting: Option<&str>) -> String {
    if setting != Some(NO_BREAK) {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = chars.peek().is_none_or(|next| next.is_whitespace() || *next == '»');
        let stands_before = matches!(c, ':' | ';' | '!' | '?') && ends && follows_word(&spaced) || c == '»';
        if stands_before {
            let kept = spaced.trim_end_matches([' ', SPACE]).len();
            spaced.truncate(kept);
            spaced.push(SPACE);
        }
        spaced.push(c);
        if c == '«' {
            while chars.next_if(|next| matches!(*next, ' ' | SPACE)).is_some() {}
            spaced.push(SPACE);
        }
    }
    spaced
}

/// Whether a text ends with a word or what closes one, and perhaps a space.
fn follows_word(text: &str) -> bool {
    let last = text.trim_end_matches([' ', SPACE]).chars().next_back();
    last.is_some_and(|last| last.is_alphanumeric() || matches!(last, '.' | ')' | '’' | '”' | '…' | '»'))
}

#[cfg(test)]
mod tests {
    use super::space_punctuation;

    #[test]
    fn marks_get_the_spaces_of_french_custom() {
        for (text, expected) in [
            ("Pièces jointes:\n- Lettre", "Pièces jointes\u{a0}:\n- Lettre"),
            ("DM-1132/001: Réunion", "DM-1132/001\u{a0}: Réunion"),
            ("Vraiment ?", "Vraiment\u{a0}?"),
            (
                "Voir «Annexe»: oui; «non» !",
                "Voir «\u{a0}Annexe\u{a0}»\u{a0}: oui\u{a0}; «\u{a0}non\u{a0}»\u{a0}!",
            ),
            ("« Annexe »", "«\u{a0}Annexe\u{a0}»"),
            ("https://a.example/?q=1 à 10:30", "https://a.example/?q=1 à 10:30"),
            (" : seul", " : seul"),
        ] {
            assert_eq!(space_punctuation(text, Some("no-break")), expected);
            assert_eq!(space_punctuation(text, Some("none")), text);
            assert_eq!(space_punctuation(expected, Some("no-break")), expected);
        }
    }
}
