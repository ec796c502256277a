//! The barcode of a form: a QR code (ISO/IEC 18004).

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// How much may be soiled or torn: a quarter. Forms come back by fax.
const LEVEL: EcLevel = EcLevel::Q;

/// A text as a QR code: a square of grey pixels, a byte each, row by row, without the quiet zone around it. Empty where
/// the text is empty or too long for one.
pub(super) fn pixels(text: &str) -> Vec<u8> {
    const BLACK: u8 = 0;
    const WHITE: u8 = 255;
    if text.is_empty() {
        return Vec::new();
    }
    let pixel = |module: &Color| if *module == Color::Dark { BLACK } else { WHITE };
    encode(text.as_bytes()).map_or_else(Vec::new, |code| code.to_colors().iter().map(pixel).collect())
}

/// The smallest code that holds a text.
///
/// An identity has small letters in the middle at most. What is before and after them takes a third less space as capitals and
/// digits; the optimiser of the library cuts it into more pieces, and the code can come out a size larger.
fn encode(text: &[u8]) -> Option<QrCode> {
    const LARGEST: i16 = 40;
    let first = text.iter().position(|byte| !is_alphanumeric(*byte)).unwrap_or(text.len());
    let last = text.iter().rposition(|byte| !is_alphanumeric(*byte)).map_or(first, |last| last + 1);
    let (head, rest) = text.split_at_checked(first)?;
    let (middle, tail) = rest.split_at_checked(last - first)?;
    (1..=LARGEST).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        for (part, is_plain) in [(head, true), (middle, false), (tail, true)] {
            let pushed = match (part, is_plain) {
                ([], _) => Ok(()),
                (_, true) => bits.push_alphanumeric_data(part),
                (_, false) => bits.push_byte_data(part),
            };
            pushed.ok()?;
        }
        bits.push_terminator(LEVEL).ok()?;
        QrCode::with_bits(bits, LEVEL).ok()
    })
}

/// Whether a code has a shorter way to write a character (ISO/IEC 18004, 7.4.4).
fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)
}

#[cfg(test)]
mod tests {
    use rqrr::{Grid, SimpleGrid};

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
            let pixels = pixels(text);
            let side = pixels.len().isqrt();
            let grid = SimpleGrid::from_func(side, |x, y| pixels[y * side + x] == 0);
            assert_eq!(Grid::new(grid).decode().unwrap().1, text);
        }
        assert!(pixels("").is_empty() && pixels(&"x".repeat(5_000)).is_empty());
    }
}
