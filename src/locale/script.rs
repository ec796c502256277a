//! Scripts of texts, as far as postal addresses and forms of address need to tell them apart.

use std::fmt;

/// A script, or a group of scripts that are written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Greek letters.
    Greek,
    /// Cyrillic letters.
    Cyrillic,
    /// Hebrew letters.
    Hebrew,
    /// Arabic letters.
    Arabic,
    /// Chinese, Japanese and Korean characters.
    EastAsian,
    /// Letters of another script.
    Other,
}

impl Script {
    /// All scripts.
    pub(super) const ALL: [Self; 7] =
        [Self::Latin, Self::Greek, Self::Cyrillic, Self::Hebrew, Self::Arabic, Self::EastAsian, Self::Other];

    /// The script of a letter; `None` for what is no letter.
    #[must_use]
    pub fn of(character: char) -> Option<Self> {
        if !character.is_alphabetic() {
            return None;
        }
        Some(match u32::from(character) {
            0..=0x2ff
            | 0x1d00..=0x1eff
            | 0x2071..=0x209c
            | 0x2c60..=0x2c7f
            | 0xa720..=0xa7ff
            | 0xab30..=0xab6f
            | 0xfb00..=0xfb06
            | 0xff21..=0xff5a => Self::Latin,
            0x370..=0x3ff | 0x1f00..=0x1fff => Self::Greek,
            0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Self::Cyrillic,
            0x590..=0x5ff | 0xfb1d..=0xfb4f => Self::Hebrew,
            0x600..=0x6ff | 0x750..=0x77f | 0x870..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Self::Arabic,
            0x1100..=0x11ff
            | 0x2e80..=0x9fff
            | 0xa960..=0xa97f
            | 0xac00..=0xd7ff
            | 0xf900..=0xfaff
            | 0xff66..=0xffdc
            | 0x20000..=0x3ffff => Self::EastAsian,
            _ => Self::Other,
        })
    }

    /// The script that a text is written in: that of its first letter that is not Latin, else Latin; `None` without letters.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let mut scripts = text.chars().filter_map(Self::of);
        let first = scripts.next()?;
        Some(std::iter::once(first).chain(scripts).find(|script| *script != Self::Latin).unwrap_or(first))
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latin => "Latin letters",
            Self::Greek => "Greek letters",
            Self::Cyrillic => "Cyrillic letters",
            Self::Hebrew => "Hebrew letters",
            Self::Arabic => "Arabic letters",
            Self::EastAsian => "Chinese, Japanese or Korean characters",
            Self::Other => "letters of another script",
        })
    }
}

/// Whether all letters of a text are Latin.
#[must_use]
pub fn is_latin(text: &str) -> bool {
    Script::of_text(text).is_none_or(|script| script == Script::Latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_script_that_is_not_latin() {
        for (text, script) in [
            ("Genève 20", Some(Script::Latin)),
            ("Hà Nội", Some(Script::Latin)),
            ("P.O. Box 5 الرياض", Some(Script::Arabic)),
            ("Минск", Some(Script::Cyrillic)),
            ("北京", Some(Script::EastAsian)),
            ("대한민국", Some(Script::EastAsian)),
            ("Αθήνα", Some(Script::Greek)),
            ("กรุงเทพ", Some(Script::Other)),
            ("1211 · 20", None),
        ] {
            assert_eq!(Script::of_text(text), script, "{text}");
        }
    }
}
