//! Digits of all scripts.

/// The zeros of the scripts that have ten decimal digits in a row (Unicode 17, general category Nd), those of mathematics left out.
const ZEROS: [u32; 37] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x1E950,
];

/// A digit of any script as the same of ASCII; other characters as they are.
///
/// ```
/// use convoke::locale::to_ascii_digit;
///
/// assert_eq!("২০০৪, ٢٠٠٤".chars().map(to_ascii_digit).collect::<String>(), "2004, 2004");
/// ```
#[must_use]
pub fn to_ascii_digit(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}
