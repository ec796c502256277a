//! Text files as offices have them: UTF-8, UTF-16 or an older Windows code page, found out and shown.
//!
//! The encoding is a byte-order mark's, else UTF-8 where the bytes are that, else a guess by letter
//! frequencies; a given encoding overrules all of these. YAML files are always UTF-8 and not read here.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Diagnostic, Location, codes, did_you_mean};

/// A decoded text and what it was decoded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedText {
    /// The text, without a byte-order mark.
    pub text: String,
    /// Name of the encoding, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether the encoding is a guess by letter frequencies.
    pub guessed: bool,
}

const NAMES: [&str; 12] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
];

/// Decodes a text file; `label` names its encoding where that is known.
///
/// # Errors
/// A diagnostic when the label names no encoding, or the bytes are not text in the encoding, with the
/// place of the first that is not.
pub fn decode_text(bytes: &[u8], file: &str, label: Option<&str>) -> Result<DecodedText, Diagnostic> {
    let (encoding, guessed) = match label {
        Some(label) => (named(label)?, false),
        None => detect(bytes),
    };
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    if malformed || text.contains('\0') {
        let bad = text.find(['\u{fffd}', '\0']).unwrap_or(0);
        let before = text.get(..bad).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Err(not_text(encoding, Location::text(file, clamp(line), clamp(column))));
    }
    Ok(DecodedText { text: text.into_owned(), encoding: encoding.name(), guessed })
}

/// The encoding of this name.
pub(crate) fn named(label: &str) -> Result<&'static Encoding, Diagnostic> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        Diagnostic::new(codes::ENCODING_UNKNOWN, format!("unknown encoding `{label}`"))
            .with_field("encoding")
            .with_hint(did_you_mean(label, NAMES))
    })
}

/// Says that a file is not text in the encoding.
pub(crate) fn not_text(encoding: &'static Encoding, at: Location) -> Diagnostic {
    Diagnostic::new(codes::ENCODING_INVALID, format!("this is not text in {}", encoding.name()))
        .with_location(at)
        .with_hint("name the file's encoding with `--encoding`, or save it as UTF-8")
}

fn detect(bytes: &[u8]) -> (&'static Encoding, bool) {
    let mut detection = Detection::default();
    detection.feed(bytes);
    detection.certain().unwrap_or_else(|| {
        let mut guess = Guess::default();
        guess.feed(bytes, true);
        (guess.encoding(), true)
    })
}

/// What the bytes of a file, fed piece by piece, say of its encoding.
#[derive(Debug, Default)]
pub(crate) struct Detection {
    /// The first bytes, as many as a look at UTF-16 without a mark takes.
    start: Vec<u8>,
    /// The end of the last piece, where a letter of UTF-8 is cut in two.
    cut: Vec<u8>,
    /// Letters of UTF-8 beyond ASCII, and bytes that are none.
    letters: u64,
    strays: u64,
}

impl Detection {
    const START: usize = 4096;

    /// How many letters beyond ASCII speak for UTF-8 against one byte that is none.
    const LETTERS_FOR_A_STRAY: u64 = 4;

    pub(crate) fn feed(&mut self, piece: &[u8]) {
        let wanted = Self::START.saturating_sub(self.start.len()).min(piece.len());
        self.start.extend(piece.iter().take(wanted));
        let cut = std::mem::take(&mut self.cut);
        let joined = if cut.is_empty() { Cow::Borrowed(piece) } else { Cow::Owned([&cut, piece].concat()) };
        let mut rest: &[u8] = &joined;
        while let Err(error) = std::str::from_utf8(rest) {
            let (sound, after) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
            self.letters += letters(sound);
            let Some(length) = error.error_len() else {
                self.cut = after.to_vec();
                return;
            };
            self.strays += 1;
            rest = after.get(length..).unwrap_or_default();
        }
        self.letters += letters(rest);
    }

    /// The encoding where more than letter frequencies speak for one, and whether it is a guess all the same.
    pub(crate) fn certain(&self) -> Option<(&'static Encoding, bool)> {
        if let Some((encoding, _)) = Encoding::for_bom(&self.start) {
            return Some((encoding, false));
        }
        if let Some(encoding) = bare_utf16(&self.start) {
            return Some((encoding, true));
        }
        let is_utf8 = self.strays() == 0 || self.is_mixed();
        is_utf8.then_some((UTF_8, false))
    }

    /// Whether the file is UTF-8 but for a few bytes, as when rows of another file were put into it.
    pub(crate) fn is_mixed(&self) -> bool {
        self.strays() > 0 && self.letters >= self.strays().saturating_mul(Self::LETTERS_FOR_A_STRAY)
    }

    /// How many times there is something that is not UTF-8.
    pub(crate) fn strays(&self) -> u64 {
        self.strays + u64::from(!self.cut.is_empty())
    }
}

/// Letters beyond ASCII in bytes that are UTF-8.
fn letters(sound: &[u8]) -> u64 {
    sound.iter().filter(|byte| **byte >= 0xc0).count() as u64
}

/// Says that a file is UTF-8 but for a few bytes, of which this is the first.
pub(crate) fn mixed(strays: u64, at: Location) -> Diagnostic {
    let others = match strays {
        1 => "the only one of the file".to_owned(),
        count => format!("the first of {count}"),
    };
    Diagnostic::new(
        codes::ENCODING_MIXED,
        format!("the byte here is not UTF-8, as the rest of the file is ({others})"),
    )
    .with_location(at)
    .with_hint("type the letter again, and save the file as UTF-8")
}

/// A guess by letter frequencies.
pub(crate) struct Guess(EncodingDetector);

impl Default for Guess {
    fn default() -> Self {
        Self(EncodingDetector::new(Iso2022JpDetection::Deny))
    }
}

impl Guess {
    pub(crate) fn feed(&mut self, piece: &[u8], last: bool) {
        self.0.feed(piece, last);
    }

    pub(crate) fn encoding(&self) -> &'static Encoding {
        self.0.guess(None, Utf8Detection::Deny)
    }
}

/// UTF-16 without a byte-order mark: a table has commas, line breaks and digits, whose high byte is zero.
fn bare_utf16(start: &[u8]) -> Option<&'static Encoding> {
    // Zeros at the end of a file are marks of its end.
    let length = start.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let start = start.get(..length).unwrap_or_default();
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 4 * even && odd * 10 > start.len() => Some(UTF_16LE),
        (even, odd) if even > 4 * odd && even * 10 > start.len() => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode_text(bytes, "r.csv", None).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn marks_decide() {
        assert_eq!(found(b"\xef\xbb\xbfa,\xc3\xa9"), ("a,é".into(), "UTF-8"));
        assert_eq!(found(b"\xff\xfea\0,\0\xe9\0"), ("a,é".into(), "UTF-16LE"));
        assert_eq!(found(b"\xfe\xff\0a\0,\0\xe9"), ("a,é".into(), "UTF-16BE"));
    }

    #[test]
    fn utf16_without_a_mark_is_found() {
        let text = "id;ministry\nFRA;Ministère de l’Europe\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(&bytes), (text.into(), "UTF-16LE"));
    }

    #[test]
    fn windows_code_pages_are_found() {
        let samples = [
            (
                "id;ministry\nFRA;Ministère de l’Europe et des affaires étrangères\nSEN;Ministère de l’intégration africaine et des Sénégalais de l’extérieur\n",
                "windows-1252",
            ),
            (
                "id;ministry\nRUS;Министерство иностранных дел Российской Федерации\nBLR;Министерство иностранных дел\n",
                "windows-1251",
            ),
            (
                "id;ministry\nEGY;وزارة الخارجية والهجرة وشؤون المصريين بالخارج\nJOR;وزارة الخارجية وشؤون المغتربين\n",
                "windows-1256",
            ),
        ];
        for (text, encoding) in samples {
            let page = Encoding::for_label(encoding.as_bytes()).unwrap();
            let (bytes, _, lost) = page.encode(text);
            assert!(!lost);
            assert_eq!(found(&bytes), (text.to_owned(), encoding));
        }
    }

    #[test]
    fn few_bytes_of_another_encoding_do_not_make_a_file_of_it() {
        let look = |bytes: &[u8]| {
            let mut detection = Detection::default();
            bytes.chunks(3).for_each(|piece| detection.feed(piece));
            (detection.is_mixed(), detection.strays())
        };
        assert_eq!(look("é è à ç".as_bytes()), (false, 0));
        assert_eq!(look(b"\xc3\xa9 \xc3\xa8 \xc3\xa0 \xc3\xa7 \xe8 x"), (true, 1));
        assert_eq!(look(b"\xe9 \xe8 \xe0 \xc3\xa7"), (false, 3));
        assert_eq!(look(b"\xc3\xa9 \xc3\xa8 \xc3\xa0 \xc3\xa7 \xc3"), (true, 1));
        let chinese =
            encoding_rs::GBK.encode("常驻联合国日内瓦办事处和瑞士其他国际组织代表团").0.into_owned();
        assert!(!look(&chinese).0);
    }

    #[test]
    fn a_named_encoding_overrules_and_must_fit() {
        let decoded = decode_text(b"\xe9", "r.csv", Some("windows-1251")).unwrap();
        assert_eq!(decoded.text, "й");
        let problem = decode_text(b"ab\nc\xe9,d", "r.csv", Some("utf-8")).unwrap_err();
        assert_eq!(problem.to_string(), "r.csv:2:2: error[encoding-invalid]: this is not text in UTF-8");
        let problem = decode_text(b"a", "r.csv", Some("windws-1252")).unwrap_err();
        assert_eq!(problem.hints, ["did you mean `windows-1252`?"]);
    }
}
