//! Cleaning of values: characters that would act rather than show are taken out at reading.

/// Removes control characters and bidi control characters; line breaks and tabs become spaces.
///
/// Returns the cleaned text and the removed characters, each once. The zero-width joiners U+200C and
/// U+200D stay: Persian and Indic names need them. Bidi controls are those of the Unicode
/// Bidirectional Algorithm (UAX #9, section 2).
#[must_use]
pub fn clean(text: &str) -> (String, Vec<char>) {
    let mut removed = Vec::new();
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            c if acts(c) => {
                if !removed.contains(&c) {
                    removed.push(c);
                }
            }
            c => cleaned.push(c),
        }
    }
    (cleaned, removed)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_acts_is_removed_and_named() {
        assert_eq!(clean("a\u{202e}b\u{0}c\u{202e}"), ("abc".into(), vec!['\u{202e}', '\u{0}']));
    }

    #[test]
    fn joiners_stay_and_line_breaks_become_spaces() {
        assert_eq!(clean("a\u{200d}b\nc"), ("a\u{200d}b c".into(), vec![]));
    }
}
