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

/// A text without control characters, and without white space around it.
pub(in crate::pdf) fn cleaned(text: &str) -> String {
    clean_lines(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
