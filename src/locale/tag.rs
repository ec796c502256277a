//! Language tags (BCP 47).

/// Whether a text has the shape of a BCP 47 tag (RFC 5646, section 2.1): a language, then subtags.
#[must_use]
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
