//! What counts as one e-mail address and one telephone number.

/// Whether a text is one plain e-mail address: `local@domain` of RFC 5321 without quoting, so that it
/// can never carry a second address or a header.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let dots = |s: &str| !s.starts_with('.') && !s.ends_with('.') && !s.contains("..");
    let label = |s: &str| {
        !s.is_empty()
            && s.len() <= 63
            && !s.starts_with('-')
            && !s.ends_with('-')
            && s.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.chars().all(plain)
        && dots(local)
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// The only e-mail address in a text that has words, signs or a full stop beside it.
pub(super) fn find_email(text: &str) -> Option<String> {
    let text = ["(at)", "[at]", " at "].iter().fold(text.to_owned(), |text, at| text.replace(at, "@"));
    let parts = text.split(|c: char| c.is_whitespace() || "()<>[]{},;:\"'“”‘’«»".contains(c));
    let mut found = parts.map(|part| part.trim_matches('.')).filter(|part| is_email(part));
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.to_owned())
}

/// Whether a text is one telephone number as people write it: digits, of which there are at most 15 (ITU-T E.164, 6), with a
/// plus sign before them, also as in `(+41)`, and spaces, hyphens, dots, slashes or parentheses between.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let number = ["+", "(+"].into_iter().find_map(|plus| text.strip_prefix(plus)).unwrap_or(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (5..=15).contains(&digits)
        && text.len() <= 30
        && number.chars().all(|c| c.is_ascii_digit() || " -./()".contains(c))
}

/// Whether a text has a telephone number in it, among words such as `ext. 12` or another number.
pub(super) fn has_number(text: &str) -> bool {
    text.len() <= 120 && text.chars().filter(char::is_ascii_digit).count() >= 5
}

#[cfg(test)]
mod tests {
    use super::{find_email, is_email, is_number};

    #[test]
    fn only_one_number_is_a_number() {
        for right in ["+41 22 730 6393", "(+41) 22 730 6393", "004122730-6393", "(022) 730/6393", "12345"] {
            assert!(is_number(right), "{right}");
        }
        for wrong in [
            "",
            "+",
            "(+",
            "1234",
            "+41 (+22) 730",
            "+41 22 730 6393, 6394",
            "+41 22\n730 6393",
            "1234567890123456",
            "fax",
        ] {
            assert!(!is_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_address_is_found_among_what_stands_beside_it() {
        for text in [
            "a@b.example (private)",
            "e-mail: a@b.example",
            "'a@b.example'",
            "a@b.example.",
            "a(at)b.example",
            "a at b.example",
            "cc: a@b.example",
        ] {
            assert_eq!(find_email(text).as_deref(), Some("a@b.example"), "{text}");
        }
        for text in ["", "a @b.example", "see website", "a@b.example (x), c@d.example"] {
            assert_eq!(find_email(text), None, "{text}");
        }
    }

    #[test]
    fn only_one_plain_address_is_an_address() {
        for right in ["a@b.example", "protocol@mfa.fra.example", "o'neil+x@b-c.example"] {
            assert!(is_email(right), "{right}");
        }
        for wrong in [
            "",
            "a",
            "a@b",
            "a@@b.c",
            "a@b.c,d@e.f",
            "a b@c.d",
            "a@b..c",
            ".a@b.c",
            "a@-b.c",
            "a@b.c\nBcc: x@y.z",
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
