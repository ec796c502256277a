//! The barcode of a form, a QR code (ISO/IEC 18004): written, and read where it is whole.

mod mask;

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::{EcLevel, Version, ec};
use rqrr::{Grid, SimpleGrid};

use mask::{MASKS, mask_best, masked};

/// How much may be soiled or torn: a quarter. Forms come back by fax.
const LEVEL: EcLevel = EcLevel::Q;

/// A text as a QR code: a square of grey pixels, a byte each, row by row, without the quiet zone around it. Empty where
/// the text is empty or too long for one.
pub(crate) fn pixels(text: &str) -> Vec<u8> {
    const BLACK: u8 = 0;
    const WHITE: u8 = 255;
    if text.is_empty() {
        return Vec::new();
    }
    let pixel = |is_dark: bool| if is_dark { BLACK } else { WHITE };
    draw_smallest(text.as_bytes())
        .map_or_else(Vec::new, |bare| mask_best(&bare).into_iter().map(pixel).collect())
}

/// The smallest code that holds a text, without a mask.
fn draw_smallest(text: &[u8]) -> Option<Canvas> {
    const LARGEST: i16 = 40;
    (1..=LARGEST).find_map(|version| draw(text, Version::Normal(version)))
}

/// A text as a code of a version, without a mask; `None` if it does not fit.
fn draw(text: &[u8], version: Version) -> Option<Canvas> {
    let data = bits(text, version)?.into_bytes();
    let (data, correction) = ec::construct_codewords(&data, version, LEVEL).ok()?;
    let mut bare = Canvas::new(version, LEVEL);
    bare.draw_all_functional_patterns();
    bare.draw_data(&data, &correction);
    Some(bare)
}

/// A text as the data of a code of a version; `None` if that is too small.
///
/// An identity has small letters in the middle at most. What is before and after them takes a third less space as capitals and
/// digits; the optimiser of the library cuts it into more pieces, and the code can come out a size larger.
fn bits(text: &[u8], version: Version) -> Option<Bits> {
    let first = text.iter().position(|byte| !is_alphanumeric(*byte)).unwrap_or(text.len());
    let last = text.iter().rposition(|byte| !is_alphanumeric(*byte)).map_or(first, |last| last + 1);
    let (head, rest) = text.split_at_checked(first)?;
    let (middle, tail) = rest.split_at_checked(last - first)?;
    let mut bits = Bits::new(version);
    for (part, is_plain) in [(head, true), (middle, false), (tail, true)] {
        let pushed = match (part, is_plain) {
            ([], _) => Ok(()),
            (_, true) => bits.push_alphanumeric_data(part),
            (_, false) => bits.push_byte_data(part),
        };
        pushed.ok()?;
    }
    bits.push_terminator(LEVEL).ok()?;
    Some(bits)
}

/// Whether a code has a shorter way to write a character (ISO/IEC 18004, 7.4.4).
fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)
}

/// What the modules of a code say, row by row; true is dark. What it is expected to say is tried first: to write that once more takes
/// a tenth of the time of decoding it.
#[comemo::memoize]
pub(crate) fn read(modules: Vec<bool>, expected: &[String]) -> Option<String> {
    let side = modules.len().isqrt();
    if let Some(text) = expected.iter().find(|text| says(&modules, side, text.as_bytes()).unwrap_or(false)) {
        return Some(text.clone());
    }
    let is_dark = |x: usize, y: usize| modules.get(y * side + x).is_some_and(|is_dark| *is_dark);
    Grid::new(SimpleGrid::from_func(side, is_dark)).decode().ok().map(|(_, text)| text)
}

/// Whether modules are those of a text, under any of the eight masks (ISO/IEC 18004, 7.8.2); `None` if they cannot be.
fn says(modules: &[bool], side: usize, text: &[u8]) -> Option<bool> {
    // A version has four modules more on a side than the one before.
    let version = Version::Normal(i16::try_from(side.checked_sub(17)? / 4).ok()?);
    let bare = draw(text, version)?;
    Some(MASKS.iter().any(|mask| masked(&bare, *mask) == modules))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{FormKey, Identity};

    #[test]
    fn a_keyed_hash_makes_the_barcode_no_finer() {
        const MODULES: usize = 33;
        for (recipient, locale) in [("FRA", "fr"), ("USA", "en"), ("CHN", "zh"), ("EGY", "ar")] {
            let earlier = Identity::new("DM-1132/059", recipient, "form", locale, "3f9a12bc");
            for identity in [earlier.clone(), earlier.made_with(&FormKey::TRIAL)] {
                let pixels = pixels(&identity.to_string());
                assert_eq!(pixels.len(), MODULES * MODULES, "{identity}");
            }
        }
    }

    #[test]
    fn any_text_is_read_back() {
        for text in ["A", "a", "AaA", "aAa", "A*1a-Ж*B", "form", "DM-1132/059", &"x*9".repeat(300)] {
            let modules: Vec<bool> = pixels(text).iter().map(|pixel| *pixel == 0).collect();
            assert_eq!(read(modules.clone(), &[]).as_deref(), Some(text));
            let side = modules.len().isqrt();
            assert_eq!(says(&modules, side, text.as_bytes()), Some(true), "{text}");
            assert_eq!(read(modules, &["another".into(), format!("{text}x")]).as_deref(), Some(text));
        }
        assert!(pixels("").is_empty() && pixels(&"x".repeat(5_000)).is_empty());
    }
}
