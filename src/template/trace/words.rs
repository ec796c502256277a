//! Words that were printed, found again in the merged text, where values are escaped.

/// The start of the escape of a character.
const ESCAPE: &str = "\\u{";

/// Where words begin in a text whose escapes are read; space says nothing, since lines are broken anew on a page.
pub(super) fn find(text: &str, words: &str) -> Option<usize> {
    let wanted: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let (read, places) = read(text);
    let at = read.find(&wanted).filter(|_| !wanted.is_empty())?;
    let index = places.partition_point(|(start, _)| *start < at);
    places.get(index).map(|(_, place)| *place)
}

/// A text without space and with its escapes read, and where each character is from: its offset in what was read, and in the text.
fn read(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut read, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (character, length) = escaped(rest).or_else(|| first(rest)).unwrap_or((' ', 1));
        if !character.is_whitespace() {
            places.push((read.len(), at));
            read.push(character);
        }
        at += length;
    }
    (read, places)
}

fn first(rest: &str) -> Option<(char, usize)> {
    rest.chars().next().map(|character| (character, character.len_utf8()))
}

/// The character whose escape begins here, and the escape's length.
fn escaped(rest: &str) -> Option<(char, usize)> {
    let (code, _) = rest.strip_prefix(ESCAPE)?.split_once('}')?;
    let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((character, ESCAPE.len() + code.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_through_escapes_and_other_space() {
        let text = "a \"Ministry\\u{20}of\\u{2e}\\u{20}X\" é";
        assert_eq!(find(text, "Ministry of. X"), Some(3));
        assert_eq!(find(text, "of.\u{a0}X"), text.find("of"));
        assert_eq!(find(text, "é"), text.find('é'));
        assert_eq!(find(text, "Y"), None);
        assert_eq!(find(text, " "), None);
        assert_eq!(find("\\u{zz} \\u{", "zz"), Some(3), "no escape is text");
    }
}
