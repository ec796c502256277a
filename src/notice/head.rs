//! The head of a message, or of a part of a notice: fields of one line each (RFC 5322, 2.2).

use jiff::Timestamp;
use mail_parser::DateTime;

use super::address::addresses_in;
use crate::input::clean;

/// Where programs write which address a message came to.
const REACHED: [&str; 9] = [
    "delivered-to",
    "x-original-to",
    "x-delivered-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "apparently-to",
    "to",
    "cc",
];

/// Most fields of a head.
const MOST_FIELDS: usize = 2_000;

/// Most bytes kept of a field.
const MOST_BYTES: usize = 16 << 10;

/// Most characters of an identifier (RFC 5322, 2.1.1).
const MOST_ID: usize = 300;

/// Most identifiers taken out of a field.
const MOST_IDS: usize = 200;

/// The fields of a head, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head(Vec<(String, String)>);

impl Head {
    /// Reads the fields up to the first empty line; lines that are no fields are left out.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() || fields.len() >= MOST_FIELDS {
                break;
            }
            let text = String::from_utf8_lossy(line.get(..MOST_BYTES).unwrap_or(line));
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut().filter(|(_, value)| value.len() < MOST_BYTES) {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim_end().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The first value of a field, whose name is in small letters; `None` where it is empty.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a field that are not empty.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.0.iter().filter(move |(found, value)| found == name && !value.is_empty());
        fields.map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The identifiers in a field, without angle brackets.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        self.all(name).flat_map(ids_in).take(MOST_IDS).collect()
    }

    /// The addresses in some fields, folded.
    pub(super) fn addresses(&self, names: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for address in names.iter().flat_map(|name| self.all(name)).flat_map(addresses_in) {
            if !found.contains(&address) {
                found.push(address);
            }
        }
        found
    }

    /// The addresses the message came to, folded.
    pub(super) fn reached(&self) -> Vec<String> {
        self.addresses(&REACHED)
    }

    /// The moment it was written.
    pub(super) fn date(&self) -> Option<Timestamp> {
        let date =
            DateTime::parse_rfc822(&format!("{}\n", self.first("date")?)).filter(DateTime::is_valid)?;
        Timestamp::from_second(date.to_timestamp()).ok()
    }
}

/// The identifiers in a text: what stands in angle brackets, or a single word where there are none.
pub(super) fn ids_in(text: &str) -> Vec<String> {
    // It is booked as it is: one with characters that act is none.
    let is_plain = |id: &str| !id.contains(char::is_whitespace) && clean(id).1.is_empty();
    let is_id = |id: &&str| id.contains('@') && id.len() <= MOST_ID && is_plain(id);
    let bracketed = text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).map(str::trim);
    let mut found: Vec<String> = bracketed.filter(is_id).map(str::to_owned).collect();
    if found.is_empty() {
        found.extend(Some(text.trim()).filter(is_id).map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_found_by_name() {
        let head = Head::parse(
            b"Subject: a\r\n b\r\nReferences: <1@x>\r\n\t<2@x> <no id>\r\nno field\r\nX:\r\n\r\nX: body",
        );
        assert_eq!(head.first("subject"), Some("a b"));
        assert_eq!(head.ids("references"), ["1@x", "2@x"]);
        assert!(!head.has("x"));
        assert_eq!(Head::parse(b"In-Reply-To: 1@x\n").ids("in-reply-to"), ["1@x"]);
        let acting = "In-Reply-To: <\u{1b}[2J1@x> <\u{202e}2@x> <3@x>\n";
        assert_eq!(Head::parse(acting.as_bytes()).ids("in-reply-to"), ["3@x"]);
    }
}
