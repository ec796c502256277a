//! Text strings of PDF (ISO 32000-2, 7.9.2.2), as writers encode them in practice.

use lopdf::{Object, StringFormat};

use crate::input::clean_lines;

/// Decodes a text string; what cannot be decoded becomes U+FFFD.
///
/// A byte order mark marks UTF-16 and UTF-8. Bytes without one are PDFDocEncoding by the standard; but some writers put
/// plain UTF-8 there, and non-ASCII bytes that are valid UTF-8 are almost never anything else.
pub(in crate::pdf) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => std::str::from_utf8(bytes).map_or_else(|_| document_encoding(bytes), str::to_owned),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn document_encoding(bytes: &[u8]) -> String {
    let decode =
        |byte: u8| lopdf::decode_text_string(&Object::String(vec![byte], StringFormat::Literal)).ok();
    let one =
        |byte: &u8| decode(*byte).and_then(|text| text.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.iter().map(one).collect()
}

/// A text without control characters, marks of byte order and languages, and without white space around it.
pub(in crate::pdf) fn cleaned(text: &str) -> String {
    /// The mark of byte order, in the middle of texts that were put together, and the same the wrong way round.
    const ORDER: [char; 2] = ['\u{feff}', '\u{fffe}'];
    let text = without_languages(text);
    clean_lines(&text.replace(ORDER, "")).trim().to_owned()
}

/// A text without the languages that it names: an escape character, a language and perhaps a country, and another one
/// (ISO 32000-1, 7.9.2.2).
fn without_languages(text: &str) -> String {
    const ESCAPE: char = '\u{1b}';
    let is_language = |part: &str| {
        let letters = part.bytes().filter(|byte| *byte != b'-').count();
        (2..=8).contains(&letters) && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ESCAPE) {
        kept.push_str(before);
        rest = match after.split_once(ESCAPE) {
            Some((language, text)) if is_language(language) => text,
            _ => after,
        };
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_marks_in_a_text_are_no_part_of_it() {
        for (written, meant) in [
            ("\u{1b}frFR\u{1b}Exemple", "Exemple"),
            ("\u{1b}fr\u{1b}Exemple \u{1b}en-GB\u{1b}Sample", "Exemple Sample"),
            ("\u{1b}a long text\u{1b}b", "a long textb"),
            ("a\u{1b}", "a"),
            ("\u{feff}a\u{feff}b\0", "ab"),
        ] {
            assert_eq!(cleaned(written), meant, "{written:?}");
        }
    }

    #[test]
    fn every_encoding_is_understood() {
        assert_eq!(decode(b"plain"), "plain");
        assert_eq!(decode(b"\xfe\xff\x04\x16\xd8\x3d\xde\x00"), "Ж😀");
        assert_eq!(decode(b"\xff\xfe\x16\x04"), "Ж");
        assert_eq!(decode("\u{feff}北京".as_bytes()), "北京");
        assert_eq!(decode("Türkiye".as_bytes()), "Türkiye");
        assert_eq!(decode(b"T\xfcrkiye \x80 \xa0"), "Türkiye • €");
        assert_eq!(decode(b"\xfe\xff\xd8\x00\x00"), "\u{fffd}", "half a pair and half a unit");
        assert_eq!(decode(b"a\xff\xadb").chars().count(), 4, "bytes that stand for nothing");
    }
}
