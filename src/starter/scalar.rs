//! A value of an answer or a genre as YAML: as it is where that can mean nothing else, in quotation marks elsewhere.

use crate::input::quoted;

/// A value on a line of its own.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " ,.-/@’()".contains(c);
    let is_word = text.starts_with(char::is_alphabetic) || text.parse::<jiff::civil::Date>().is_ok();
    let is_other =
        ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if is_word && !is_other && text.chars().all(is_plain) { text.to_owned() } else { quoted(text) }
}

/// A value among others in brackets, which commas part.
pub(super) fn scalar_among(text: &str) -> String {
    if text.contains(',') { quoted(text) } else { scalar(text) }
}
