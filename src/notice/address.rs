//! E-mail addresses in texts of others.

use super::text::SHORT;
use crate::input::clean;

/// Most addresses taken out of a text.
const MOST: usize = 200;

/// The form in which addresses are compared: in small letters, the domain as DNS has it.
#[must_use]
pub fn fold_address(address: &str) -> String {
    let folded = address.trim().to_lowercase();
    match folded.rsplit_once('@') {
        Some((local, domain)) if !domain.is_ascii() => match idna::domain_to_ascii(domain) {
            Ok(domain) => format!("{local}@{domain}"),
            Err(_) => folded,
        },
        _ => folded,
    }
}

/// The addresses in a text, folded, each once, in their order.
pub(super) fn addresses_in(text: &str) -> Vec<String> {
    let is_end = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\"'`“”".contains(c);
    let mut found: Vec<String> = Vec::new();
    for word in text.split(is_end) {
        let word = word.trim_matches('.');
        if !is_address(word) {
            continue;
        }
        let address = fold_address(word);
        if found.len() < MOST && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

fn is_address(word: &str) -> bool {
    let (local, domain) = word.split_once('@').unwrap_or_default();
    let is_whole = !local.is_empty() && domain.contains('.') && !domain.contains('@');
    word.len() <= SHORT && is_whole && clean(word).1.is_empty()
}

/// The address of a field such as `rfc822; name@ministry.example` (RFC 3464, 2.1.2), or `utf-8; …` with characters named as in
/// `\x{E9}` (RFC 6533, 3).
pub(super) fn typed_address(field: &str) -> Option<String> {
    let address = field.split_once(';').map_or(field, |(_, address)| address);
    addresses_in(&with_named_characters(address)).into_iter().next()
}

fn with_named_characters(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x{") {
        out.push_str(before);
        let named = after.split_once('}').and_then(|(digits, rest)| {
            let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            Some((c, rest))
        });
        match named {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push_str("\\x{");
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_and_folded() {
        let text = "To: Anna <Anna.Martin@Ministry.Example>, \"x\" <x@y.example>; (a@b) anna.martin@ministry.example.";
        assert_eq!(addresses_in(text), ["anna.martin@ministry.example", "x@y.example"]);
        assert_eq!(fold_address("a@Ministère.example"), "a@xn--ministre-60a.example");
    }

    #[test]
    fn typed_addresses_are_those_of_rfc_3464_and_6533() {
        assert_eq!(typed_address("rfc822;Anna@x.example").as_deref(), Some("anna@x.example"));
        assert_eq!(typed_address(" RFC822; <anna@x.example>").as_deref(), Some("anna@x.example"));
        assert_eq!(typed_address("utf-8; jos\\x{E9}@x.example").as_deref(), Some("josé@x.example"));
        assert_eq!(
            typed_address("utf-8; jos\\x{FFFFFFFF}\\x{@x.example").as_deref(),
            Some("jos\\x{ffffffff}\\x{@x.example")
        );
        assert_eq!(typed_address("x400; /C=FR"), None);
    }
}
