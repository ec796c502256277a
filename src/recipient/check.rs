//! What a recipient must hold beyond the right types, and the cleaning of its values.

use super::entry::Entry;
use super::{Channel, Kind};
use crate::diagnostic::{Diagnostic, Location, codes, did_you_mean};

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

/// Whether a text is one telephone number as people write it: digits, of which there are at most 15 (ITU-T E.164, 6), with a
/// plus sign before them and spaces, hyphens, dots, slashes or parentheses between.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (5..=15).contains(&digits)
        && text.len() <= 30
        && number.chars().all(|c| c.is_ascii_digit() || " -./()".contains(c))
}

pub(super) fn entry(
    entry: &Entry,
    file: &str,
    extra_fields: &[String],
    location: &Location,
    problems: &mut Vec<Diagnostic>,
) {
    let mut wrong = |field: &str, at: Location, message: String, hint: &str| {
        problems.push(
            Diagnostic::new(codes::RECIPIENT_VALUE, message)
                .with_location(at)
                .with_field(field)
                .with_hint(hint),
        );
    };
    if entry.id.trim().is_empty() {
        wrong("id", entry.id.location(file), "the id is empty".into(), "use the ISO code of the State");
    }
    match (&entry.iso, entry.kind) {
        (None, Kind::State) => {
            wrong(
                "iso",
                location.clone(),
                "a State needs its ISO code".into(),
                "add `iso:` with the alpha-3 code",
            );
        }
        (Some(iso), _) if iso.len() != 3 || !iso.chars().all(|c| c.is_ascii_uppercase()) => {
            let message = format!("`{}` is not an ISO alpha-3 code", iso.value);
            wrong("iso", iso.location(file), message, "write three capital letters, such as NOR");
        }
        _ => {}
    }
    if entry.addressee.office.trim().is_empty() {
        let at = entry.addressee.office.location(file);
        wrong("addressee.office", at, "the office is empty".into(), "name one, such as foreign-minister");
    }
    if entry.ministry.clone().texts_mut().iter().all(|text| text.trim().is_empty()) {
        wrong(
            "ministry",
            location.clone(),
            "the ministry is empty".into(),
            "give its name, in one or more languages",
        );
    }
    for email in &entry.emails {
        if !is_email(email) {
            let message = format!("`{}` is not an e-mail address", email.value);
            wrong(
                "emails",
                email.location(file),
                message,
                "write one address, such as name@ministry.example",
            );
        }
    }
    if entry.channels.is_empty() {
        wrong("channels", location.clone(), "no channel is given".into(), "name one, such as post or e-mail");
    }
    if entry.channels.contains(&Channel::EMail) && entry.emails.is_empty() {
        wrong(
            "emails",
            location.clone(),
            "sent by e-mail without an address".into(),
            "add an address, or another channel",
        );
    }
    match &entry.fax {
        None if entry.channels.contains(&Channel::Fax) => wrong(
            "fax",
            location.clone(),
            "sent by fax without a number".into(),
            "add the number, or another channel",
        ),
        Some(fax) if !fax.is_empty() && !is_number(fax) => {
            let message = format!("`{}` is not a fax number", fax.value);
            wrong("fax", fax.location(file), message, "write one number, such as +41 22 730 6393");
        }
        _ => {}
    }
    if entry.languages.is_empty() {
        wrong("languages", location.clone(), "no language is given".into(), "name at least one, such as en");
    }
    for language in &entry.languages {
        if !is_language(language) {
            let message = format!("`{}` is not a language tag", language.value);
            wrong("languages", language.location(file), message, "write a BCP 47 tag, such as fr");
        }
    }
    if let Some(language) = entry.second_language.as_ref().filter(|language| !is_language(language)) {
        let message = format!("`{}` is not a language tag", language.value);
        let hint = "write a BCP 47 tag, such as fr, or none";
        wrong("second_language", language.location(file), message, hint);
    }
    let texts = [("ministry", &entry.ministry), ("city", &entry.city)];
    let named = texts.into_iter().flat_map(|(field, text)| text.languages().map(move |tag| (field, tag)));
    let styled = entry.addressee.styles.keys().map(|tag| ("addressee.styles", tag.as_str()));
    for (field, tag) in named.chain(styled).filter(|(_, tag)| !is_language(tag)) {
        let message = format!("`{tag}` is not a language tag");
        wrong(field, location.clone(), message, "write a BCP 47 tag, such as fr");
    }
    for copy in &entry.copies {
        match &copy.email {
            None if copy.channel == Channel::EMail => {
                let message = "a copy sent by e-mail has no address".to_owned();
                wrong("copies.email", location.clone(), message, "add `email`, or name another channel");
            }
            Some(email) if !is_email(email) => {
                let message = format!("`{email}` is not an e-mail address");
                wrong(
                    "copies.email",
                    location.clone(),
                    message,
                    "write one address, such as name@mission.example",
                );
            }
            _ => {}
        }
        match &copy.fax {
            None if copy.channel == Channel::Fax => {
                let message = "a copy sent by fax has no number".to_owned();
                wrong("copies.fax", location.clone(), message, "add `fax`, or name another channel");
            }
            Some(fax) if !is_number(fax) => {
                let message = format!("`{fax}` is not a fax number");
                wrong("copies.fax", location.clone(), message, "write one number, such as +41 22 730 6393");
            }
            _ => {}
        }
        if copy.to.is_empty() {
            wrong("copies.to", location.clone(), "a copy goes to nobody".into(), "say whom it goes to");
        }
    }
    for (name, value) in &entry.fields {
        if !extra_fields.contains(name) {
            let hint = if extra_fields.is_empty() {
                "declare it under `extra_fields` of the mailing".to_owned()
            } else {
                did_you_mean(name, extra_fields.iter().map(String::as_str))
            };
            wrong(
                &format!("fields.{name}"),
                value.location(file),
                format!("undeclared field `{name}`"),
                &hint,
            );
        }
    }
}

/// Whether a text has the shape of a BCP 47 tag (RFC 5646, section 2.1): a language, then subtags.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::{is_email, is_number};

    #[test]
    fn only_one_number_is_a_number() {
        for right in ["+41 22 730 6393", "004122730-6393", "(022) 730/6393", "12345"] {
            assert!(is_number(right), "{right}");
        }
        for wrong in ["", "+", "1234", "+41 22 730 6393, 6394", "+41 22\n730 6393", "1234567890123456", "fax"]
        {
            assert!(!is_number(wrong), "{wrong}");
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
