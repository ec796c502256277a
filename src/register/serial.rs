//! How numbers are written.

/// The number as file names have it, with at least three digits: `045`.
#[must_use]
pub fn number_text(number: u32) -> String {
    format!("{number:03}")
}

/// The serial as documents have it: the mailing's reference and the number, `DM-1132/045`.
///
/// ```
/// assert_eq!(convoke::register::serial("DM-1132", 45), "DM-1132/045");
/// ```
#[must_use]
pub fn serial(reference: &str, number: u32) -> String {
    format!("{reference}/{}", number_text(number))
}
