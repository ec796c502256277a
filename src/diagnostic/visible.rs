//! Text that is shown to people: characters that would act on a terminal, or hide in it, are named instead.
//!
//! It decides which characters these are, and nothing about colours or lines.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The zero-width non-joiner and the zero-width joiner.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Scripts in which joiners belong to the spelling of words (the Unicode Standard, sections 9.2 and 12).
const JOINED: [Script; 13] = [
    Script::Arabic,
    Script::Syriac,
    Script::Mongolian,
    Script::Devanagari,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
];

/// A text on one line, in which every character can be seen: others are named, as in `<U+001B>`.
///
/// Named are control characters with line breaks and tabs, line and paragraph separators, bidi controls, characters
/// without width or picture, noncharacters and those of private use. Letters of all scripts, combining marks and spaces stay,
/// as do zero-width joiners between two letters of a script that is spelt with them. A text that is shown already stays
/// as it is.
///
/// ```
/// use convoke::diagnostic::visible;
///
/// assert_eq!(visible("x\u{1b}[2Jy\n"), "x<U+001B>[2Jy<U+000A>");
/// assert_eq!(visible("نامه\u{200c}ها, Côte d’Ivoire"), "نامه\u{200c}ها, Côte d’Ivoire");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if is_visible(c) || JOINERS.contains(&c) && joins(before, rest.clone().next()) {
            shown.push(c);
        } else {
            let _ = write!(shown, "<U+{:04X}>", u32::from(c));
        }
        before = Some(c);
    }
    Cow::Owned(shown)
}

/// A path as text; bytes that are not UTF-8 are named, as in `<0xFF>`, so that no two paths look the same.
#[must_use]
pub fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "<0x{byte:02X}>");
        }
    }
    text
}

/// Writes a path as [`path_text`] does: as a path it could not be written where it is not UTF-8.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize_path<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path_text(path))
}

/// Whether a character is seen wherever it stands, and does nothing but be seen.
#[must_use]
pub fn is_visible(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let acts = match CodePointMapData::<GeneralCategory>::new().get(c) {
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::PrivateUse => true,
        // Interlinear annotation has no picture; of the other format characters those that have one are visible.
        GeneralCategory::Format => matches!(c, '\u{fff9}'..='\u{fffb}'),
        _ => false,
    };
    // The blank of Braille is a picture of nothing.
    !acts && c != '\u{2800}' && !is_noncharacter(c) && !is_ignorable(c)
}

/// Whether a program that has no picture of it shows nothing at all.
fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Whether a joiner between these two is part of a word.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let scripts = CodePointMapData::<Script>::new();
    let of = |c: Option<char>| c.filter(|c| !JOINERS.contains(c)).map(|c| scripts.get(c));
    match (of(before), of(after)) {
        // A mark that scripts share, such as an Arabic vowel sign, has none of its own.
        (Some(Script::Inherited), Some(after)) => JOINED.contains(&after),
        (Some(before), Some(after)) => before == after && JOINED.contains(&before),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_named() {
        let hostile = "\0 \u{7} \u{8} \t \n \r \u{1b} \u{7f} \u{80} \u{85} \u{9b} \u{9d} \u{ad} \u{34f} \u{61c} \u{115f} \u{17b4} \
                       \u{180e} \u{200b} \u{200c} \u{200d} \u{200e} \u{200f} \u{2028} \u{2029} \u{202a} \u{202e} \u{2060} \u{2066} \
                       \u{2069} \u{206a} \u{2800} \u{3164} \u{e000} \u{fdd0} \u{fe0f} \u{feff} \u{ffa0} \u{fff9} \u{fffe} \
                       \u{1bca0} \u{1d173} \u{e0001} \u{e0041} \u{e007f} \u{e0100} \u{f0000} \u{10ffff}";
        for c in hostile.chars().filter(|c| *c != ' ') {
            let named = format!("a<U+{:04X}>b", u32::from(c));
            assert_eq!(visible(&format!("a{c}b")), named, "{:?}", c);
            assert_eq!(visible(&named), named, "shown twice");
        }
    }

    #[test]
    fn names_of_all_languages_stay_as_they_are() {
        for text in [
            "Ministry of Foreign Affairs",
            "Ministère des affaires étrangères « Côte d’Ivoire »\u{a0}: M.\u{202f}Dupont",
            "Tu\u{308}rkiye, Łódź, España ¿qué?",
            "Министерство иностранных дел № 5",
            "外交部，北京",
            "وزارة الخارجية، مُحَمَّد ٤٢ \u{601}",
            "نامه\u{200c}ها",
            "क\u{94d}\u{200d}ष ক\u{9cd}\u{200c}ত ශ\u{dca}\u{200d}රී",
            "ಕರ್\u{200d}ನಾಟಕ",
            "மதுரை 한국 日本 ไทย בְּרֵאשִׁית",
            "🇹🇳 ½ ² ‰ € — … ‑",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn joiners_are_named_where_no_word_needs_them() {
        for (text, shown) in [
            ("pay\u{200d}pal", "pay<U+200D>pal"),
            ("\u{200c}نامه", "<U+200C>نامه"),
            ("نامه\u{200c}", "نامه<U+200C>"),
            ("ن\u{200c}x", "ن<U+200C>x"),
            ("ن\u{200c}\u{200c}ن", "ن<U+200C><U+200C>ن"),
            ("👩\u{200d}⚕", "👩<U+200D>⚕"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_names_its_bytes_that_are_not_text() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let path = |bytes: &'static [u8]| path_text(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(path(b"a/\xff\xc3.pdf"), "a/<0xFF><0xC3>.pdf");
        assert_eq!(path("é/x.pdf".as_bytes()), "é/x.pdf");
    }
}
