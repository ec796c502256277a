//! Names of files that every system can hold, and the check that an archive's entries bear only such names.
//!
//! A name is NFC, has no separators, control or invisible characters, is not reserved on Windows and is at
//! most [`MAX_NAME`] bytes long. Nothing that comes from data can leave its folder or hide another file.

mod path;

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

pub use path::{ArchivePath, NoArchivePath};

/// Longest name of a file or folder, in bytes of UTF-8.
///
/// File systems allow 255; the rest leaves room for the folders above on Windows (260 for a whole path).
pub const MAX_NAME: usize = 120;

/// Longest path of an entry inside an archive, in bytes.
pub const MAX_PATH: usize = 240;

/// A portable name made from any text, the same for the same text.
///
/// ```
/// use convoke::names::safe_file_name;
/// assert_eq!(safe_file_name("A/CONF.123/4"), "A-CONF.123-4");
/// assert_eq!(safe_file_name("../../etc/passwd"), "etc-passwd");
/// assert_eq!(safe_file_name("con.pdf"), "con_.pdf");
/// ```
#[must_use]
pub fn safe_file_name(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    // Cutting, trimming and composing can each make the other needed again; the second pass is the last.
    let mut name = portable(text);
    for _ in 0..4 {
        let next = portable(&name);
        if next == name {
            break;
        }
        name = next;
    }
    name
}

/// Whether a text is a portable name as it stands, as those of long archives are: told without Unicode's algorithms.
fn is_plain(text: &str) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= MAX_NAME
        && text.bytes().all(|byte| is_of_name(&byte))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && !text.ends_with(['-', '.'])
        && unreserved(text) == text
}

fn portable(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            c if is_invisible(c) => {}
            c if c.is_control() || c.is_whitespace() || is_separator(c) => {
                if !name.ends_with('-') {
                    name.push('-');
                }
            }
            c => name.push(c),
        }
    }
    let name = name.trim_start_matches(['-', '.', '~']).trim_end_matches(['-', '.']);
    let name = unreserved(name);
    let name = cut(&name, MAX_NAME);
    if name.is_empty() { "_".to_owned() } else { name }
}

/// Separators of paths, streams and drives, and what shells and Windows keep for themselves.
fn is_separator(c: char) -> bool {
    // The last ones look like a slash or backslash: U+2044, U+2215, U+29F8, U+FF0F, U+2216, U+29F5, U+FF3C.
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{fffd}')
        || matches!(
            c,
            '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' | '\u{2216}' | '\u{29f5}' | '\u{ff3c}'
        )
}

/// Characters that are not seen and could make two names look alike, or one read backwards.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Device names of Windows, which it opens whatever extension follows.
/// (Microsoft, "Naming Files, Paths, and Namespaces")
fn unreserved(name: &str) -> String {
    let end = name.find('.').unwrap_or(name.len());
    let (stem, rest) = name.split_at(end);
    let upper = stem.to_uppercase();
    let numbered = |prefix: &str| {
        upper.strip_prefix(prefix).is_some_and(|n| {
            let mut chars = n.chars();
            matches!(chars.next(), Some('0'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
        })
    };
    let reserved = matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || numbered("COM")
        || numbered("LPT");
    if reserved { format!("{stem}_{rest}") } else { name.to_owned() }
}

/// Cuts a name to `limit` bytes between two letters as a reader sees them; a short extension stays.
fn cut(name: &str, limit: usize) -> String {
    if name.len() <= limit {
        return name.to_owned();
    }
    let extension = match name.rfind('.') {
        Some(dot) if name.len() - dot <= 12 => name.get(dot..).unwrap_or_default(),
        _ => "",
    };
    let room = limit - extension.len();
    let stem = name.get(..name.len() - extension.len()).unwrap_or_default();
    let mut kept = String::new();
    for grapheme in stem.graphemes(true) {
        if kept.len() + grapheme.len() > room {
            break;
        }
        kept.push_str(grapheme);
    }
    if kept.is_empty() {
        // One letter with more accents than fit.
        kept = stem
            .chars()
            .scan(0, |n, c| {
                *n += c.len_utf8();
                (*n <= room).then_some(c)
            })
            .collect();
    }
    format!("{}{extension}", kept.trim_end_matches(['-', '.', ' ']))
}

/// The form under which names are compared: equal for names that a file system without case takes for one.
///
/// The one rule for collisions of names, in the plan, in the archive's writer and in its check.
#[must_use]
pub fn fold(name: &str) -> String {
    fold_by_letters(name).unwrap_or_else(|| fold_whole(name))
}

/// Any text, as Unicode's algorithms have it.
fn fold_whole(name: &str) -> String {
    name.nfkd().collect::<String>().to_uppercase().to_lowercase().nfkc().collect()
}

/// A text of letters whose form no neighbour changes, which most names of long lists are: many times faster. `None` for others.
fn fold_by_letters(name: &str) -> Option<String> {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\0'..='\x7f' => folded.push(c.to_ascii_lowercase()),
            // Chinese characters have no case, and no marks.
            '\u{4e00}'..='\u{9fff}' => folded.push(c),
            _ => {
                let at = usize::try_from(u32::from(c).checked_sub(LETTERS.start)?).ok()?;
                folded.push_str(FOLDED.get(at)?.as_deref()?);
            }
        }
    }
    Some(folded)
}

/// Latin, Greek, Cyrillic, Hebrew and Arabic beyond ASCII.
const LETTERS: Range<u32> = 0x80..0x700;

/// The folded forms of these characters; none for marks, which join the letter before them, and for what becomes a sigma, which is another
/// at the end of words.
static FOLDED: LazyLock<Vec<Option<Box<str>>>> = LazyLock::new(|| {
    let fold = |c: char| {
        let folded = fold_whole(c.encode_utf8(&mut [0; 4]));
        (!is_combining_mark(c) && !folded.contains(['σ', 'ς'])).then(|| folded.into())
    };
    LETTERS.map(|code| char::from_u32(code).and_then(fold)).collect()
});

/// The form under which words that people write are compared: as [`fold`] has them, and without spaces, hyphens, apostrophes and
/// other signs.
#[must_use]
pub fn fold_words(words: &str) -> String {
    if words.is_ascii() {
        // The same in one step, for the many words of long lists.
        let letters = words.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    fold(words).chars().filter(|c| c.is_alphanumeric() || is_combining_mark(*c)).collect()
}

/// Checks the path of an archive's entry: folders and file name with `/` between, each one portable.
///
/// # Errors
///
/// Says what is wrong with the path, such as `it leaves its folder`.
pub fn check_entry_name(path: &str) -> Result<(), &'static str> {
    if path.is_empty() {
        return Err("it is empty");
    }
    if path.len() > MAX_PATH {
        return Err("it is longer than 240 bytes");
    }
    if path.starts_with('/') {
        return Err("it is absolute");
    }
    if path.contains('\\') {
        return Err("it holds a backslash");
    }
    for part in path.split('/') {
        match part {
            ".." => return Err("it leaves its folder"),
            "" | "." => return Err("a part of it is empty"),
            part if part.len() > MAX_NAME => return Err("a part of it is longer than 120 bytes"),
            part if part.chars().any(|c| c.is_control() || is_invisible(c)) => {
                return Err("it holds control or invisible characters");
            }
            part if safe_file_name(part) != part => return Err("it is not a portable file name"),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn references_map_visibly() {
        for (text, name) in [
            ("DM-1132", "DM-1132"),
            ("A/CONF.123/4", "A-CONF.123-4"),
            ("C:\\x", "C-x"),
            ("a  b\tc\nd", "a-b-c-d"),
            ("Viet Nam.pdf", "Viet-Nam.pdf"),
            (".hidden.", "hidden"),
            ("-rf", "rf"),
            ("", "_"),
            ("...", "_"),
            ("/", "_"),
            ("e\u{301}", "é"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("NUL", "NUL_"),
            ("nul.tar.gz", "nul_.tar.gz"),
            ("COM¹", "COM¹_"),
            ("com10", "com10"),
            ("LPT1.pdf", "LPT1_.pdf"),
            ("Côte d’Ivoire", "Côte-d’Ivoire"),
            ("中华人民共和国.pdf", "中华人民共和国.pdf"),
            ("a\u{ff0f}b", "a-b"),
        ] {
            assert_eq!(safe_file_name(text), name, "{text:?}");
        }
    }

    #[test]
    fn plain_names_are_portable_as_they_stand() {
        let parts = ["a", "Z9", "_", "-", ".", "~", "con", "COM1", "nul", " ", "é", "/"];
        let pairs = parts.iter().flat_map(|one| parts.iter().map(move |other| format!("{one}{other}")));
        let texts =
            pairs.flat_map(|pair| parts.iter().map(move |part| format!("{pair}{part}")).collect::<Vec<_>>());
        let plain: Vec<String> = texts.filter(|text| is_plain(text)).collect();
        assert!(plain.len() > 100);
        for name in plain {
            assert_eq!(portable(&name), name);
        }
        assert!(!is_plain("") && !is_plain(&"x".repeat(MAX_NAME + 1)));
    }

    #[test]
    fn names_are_bounded_and_stay_text() {
        let long = safe_file_name(&format!("{}.pdf", "é".repeat(300)));
        assert!(long.len() <= MAX_NAME && long.ends_with("é.pdf"), "{long}");
        let families = safe_file_name(&"👩‍👩‍👧‍👦".repeat(20));
        assert!(families.len() <= MAX_NAME);
        let accents = safe_file_name(&format!("a{}", "\u{301}\u{302}".repeat(400)));
        assert!(accents.len() <= MAX_NAME && !accents.is_empty());
    }

    #[test]
    fn a_safe_name_is_safe_again_and_passes_the_check() {
        for text in [
            "CON",
            "con .pdf",
            "-.-",
            "\u{301}",
            "a\u{34f}\u{301}",
            "..a..",
            "x\u{0}y",
            "A & B #1 $x$ *v* _u_ @y <b> \\ \"q\" =1+1",
            "\u{ac00}\u{11a8}",
            "NU\u{200b}L",
            "\u{1100}\u{1161}",
            "~$x",
            "aux-",
            "-aux",
            "\u{202e}",
            "CO\u{200d}M1.",
            "\u{fffd}",
            "\u{2126}",
            "İi",
            "\u{e0041}x",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain((0..40).map(|n| format!("{}. {}.pdf", "x".repeat(100 + n), "-".repeat(n))))
        {
            let name = safe_file_name(&text);
            assert_eq!(safe_file_name(&name), name, "{text:?}");
            assert_eq!(check_entry_name(&name), Ok(()), "{text:?} -> {name:?}");
        }
    }

    #[test]
    fn hostile_entry_names_are_refused() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "letters/../../x",
            "letters//x",
            "letters/./x",
            "letters\\x",
            "C:/x",
            "letters/x\u{0}",
            "letters/\u{202e}x",
            "letters/NUL.pdf",
            "letters/x.",
            "letters/x ",
            "letters/e\u{301}",
            "x/",
            "a:b",
        ] {
            assert!(check_entry_name(path).is_err(), "{path:?}");
        }
        assert!(check_entry_name(&format!("letters/{}", "x".repeat(121))).is_err());
        assert!(check_entry_name(&"abc/".repeat(80)).is_err());
        assert_eq!(check_entry_name("letters/045_FRA_letter_fr.pdf"), Ok(()));
    }

    #[test]
    fn folding_ignores_case_and_composition() {
        for (one, other) in
            [("a.pdf", "A.PDF"), ("straße", "STRASSE"), ("é", "e\u{301}"), ("σ", "ς"), ("ﬁ", "fi")]
        {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("a"), fold("á"));
        let mut random = fastrand::Rng::with_seed(7);
        let chars: Vec<char> =
            (0..0x700).chain(0x4e00..0x4e10).chain(0x1100..0x1112).filter_map(char::from_u32).collect();
        for _ in 0..20_000 {
            let text: String = (0..random.usize(1..8)).map(|_| chars[random.usize(..chars.len())]).collect();
            assert_eq!(fold(&text), fold_whole(&text), "{text:?}");
        }
        let ascii: String = (0..128_u8).map(char::from).collect();
        let plain: String = fold(&ascii).chars().filter(|c| c.is_alphanumeric()).collect();
        assert_eq!(fold_words(&ascii), plain);
    }
}
