//! The identity a form carries, to be recognised when it is returned: in a field of its own, and as a barcode for paper.

use std::fmt;
use std::str::FromStr;

/// The mark and version at the start of an identity's text.
const MARK: &str = "CVK1";

/// The separator of the parts.
const BETWEEN: char = '*';

/// How many characters of a template's hash name a version of it.
pub const VERSION_LENGTH: usize = 8;

/// Which form of which mailing a file is.
///
/// Its text has check digits, so that a misread barcode or a mistyped number is noticed:
///
/// ```
/// use convoke::register::Identity;
///
/// let identity = Identity::new("DM-1132/059", "FRA", "form", "fr", "3f9a12bc");
/// assert_eq!(identity.to_string(), "CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12");
/// assert_eq!("CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12".parse(), Ok(identity));
/// assert!("CVK1*DM-1132/095*FRA*form*fr*3f9a12bc*12".parse::<Identity>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The serial: the mailing's reference and the number.
    pub serial: String,
    /// Id of the recipient.
    pub recipient: String,
    /// Id of the document.
    pub document: String,
    /// Its language, as a BCP 47 tag.
    pub locale: String,
    /// The version of its template: the first [`VERSION_LENGTH`] characters of its hash.
    pub version: String,
}

/// The text is not an identity, or its check digits are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoIdentity;

impl Identity {
    /// An identity; of the template's hash only the beginning is kept.
    #[must_use]
    pub fn new(serial: &str, recipient: &str, document: &str, locale: &str, template_hash: &str) -> Self {
        Self {
            serial: serial.to_owned(),
            recipient: recipient.to_owned(),
            document: document.to_owned(),
            locale: locale.to_owned(),
            version: template_hash.chars().take(VERSION_LENGTH).collect(),
        }
    }

    /// Reference of the mailing: the serial without its number.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.serial.rsplit_once('/').map_or(self.serial.as_str(), |(reference, _)| reference)
    }

    fn parts(&self) -> [&str; 5] {
        [&self.serial, &self.recipient, &self.document, &self.locale, &self.version]
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = MARK.to_owned();
        for part in self.parts() {
            text.push(BETWEEN);
            escape(part, &mut text);
        }
        write!(f, "{text}{BETWEEN}{:02}", check_digits(&text))
    }
}

impl FromStr for Identity {
    type Err = NoIdentity;

    fn from_str(text: &str) -> Result<Self, NoIdentity> {
        let (body, digits) = text.trim().rsplit_once(BETWEEN).ok_or(NoIdentity)?;
        if digits.parse() != Ok(check_digits(body)) {
            return Err(NoIdentity);
        }
        let parts: Vec<&str> = body.split(BETWEEN).collect();
        let [MARK, serial, recipient, document, locale, version] = parts.as_slice() else {
            return Err(NoIdentity);
        };
        let part = |text: &str| unescape(text).ok_or(NoIdentity);
        Ok(Self {
            serial: part(serial)?,
            recipient: part(recipient)?,
            document: part(document)?,
            locale: part(locale)?,
            version: part(version)?,
        })
    }
}

/// Two check digits over the bytes of a text, computed by ISO 7064 MOD 97-10.
fn check_digits(text: &str) -> u32 {
    const MODULUS: u32 = 97;
    const BYTE: u32 = 256;
    let remainder = text.bytes().fold(0, |remainder, byte| (remainder * BYTE + u32::from(byte)) % MODULUS);
    MODULUS + 1 - remainder * 100 % MODULUS
}

/// Writes a part with all but plain characters as `%` and two hexadecimal digits for each byte (RFC 3986, 2.1).
fn escape(part: &str, out: &mut String) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-./".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn unescape(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_comes_back() {
        for odd in ["a*b", "%41", "Ж/45", "", "x\n\u{202e}y", "*"] {
            let identity = Identity::new(odd, odd, odd, odd, "0123456789");
            let text = identity.to_string();
            assert!(text.is_ascii() && !text.contains(char::is_whitespace), "{text}");
            assert_eq!(text.parse(), Ok(identity), "{text}");
        }
    }

    #[test]
    fn a_changed_character_or_two_swapped_are_noticed() {
        let text = Identity::new("DM-1132/045", "FRA", "form", "fr", "3f9a12bc").to_string();
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            for other in *b"0aZ*/" {
                let mut changed = bytes.to_vec();
                changed[at] = other;
                if changed != bytes {
                    assert!(String::from_utf8(changed).unwrap().parse::<Identity>().is_err());
                }
            }
            let mut swapped = bytes.to_vec();
            swapped.swap(at, (at + 1) % bytes.len());
            if swapped != bytes {
                assert!(String::from_utf8(swapped).unwrap().parse::<Identity>().is_err());
            }
        }
        for wrong in ["", "*", "CVK1", "CVK1*a*97", "%", "CVK1*a*b*c*d*%4*00"] {
            assert_eq!(wrong.parse::<Identity>(), Err(NoIdentity), "{wrong}");
        }
    }
}
