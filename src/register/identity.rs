//! The identity a form carries, to be recognised when it is returned: in a field of its own, and as a barcode for paper.

use std::fmt;
use std::str::FromStr;

use super::key::{FormKey, TAG_LENGTH, TagBytes};

/// The mark and version at the start of an identity's text: of one that proves who made it, and of the earlier ones that do not.
const MARK: &str = "CVK2";
const EARLIER_MARK: &str = "CVK1";

/// The separator of the parts.
const BETWEEN: char = '*';

/// How many characters of a template's hash name a version of it.
pub const VERSION_LENGTH: usize = 8;

/// Which form of which mailing a file is.
///
/// Its text has a keyed hash of all it says, so that nobody but the mailing can write one, and check digits, so that a
/// misread barcode or a mistyped number is noticed without the key:
///
/// ```
/// use convoke::register::{FormKey, Identity};
///
/// let key = FormKey::TRIAL;
/// let identity = Identity::new("DM-1132/059", "FRA", "form", "fr", "3f9a12bc").made_with(&key);
/// let text = "CVK2*DM-1132/059*FRA*form*fr*3F9A12BC*YARGAEKCUHBTPIRP*93";
/// assert_eq!(identity.to_string(), text);
/// assert_eq!(text.parse(), Ok(identity.clone()));
/// assert!(identity.is_made_with(&key) && !identity.is_made_with(&FormKey::random().unwrap()));
/// assert!(text.replace("059", "095").parse::<Identity>().is_err());
/// ```
///
/// Archives made before have identities without the hash, `CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12`.
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
    /// The keyed hash of the parts above.
    tag: Option<TagBytes>,
}

/// The text is not an identity, or its check digits are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoIdentity;

impl Identity {
    /// An identity that proves nothing yet; of the template's hash only the beginning is kept.
    #[must_use]
    pub fn new(serial: &str, recipient: &str, document: &str, locale: &str, template_hash: &str) -> Self {
        Self {
            serial: serial.to_owned(),
            recipient: recipient.to_owned(),
            document: document.to_owned(),
            locale: locale.to_owned(),
            version: template_hash.chars().take(VERSION_LENGTH).collect::<String>().to_ascii_lowercase(),
            tag: None,
        }
    }

    /// The identity with the keyed hash of what it says.
    #[must_use]
    pub fn made_with(self, key: &FormKey) -> Self {
        Self { tag: Some(key.tag(&self.body(MARK))), ..self }
    }

    /// Whether its keyed hash is that of a key.
    ///
    /// The comparison may stop at the first difference: nobody can measure how long it takes for a file sent by mail.
    #[must_use]
    pub fn is_made_with(&self, key: &FormKey) -> bool {
        self.tag == Some(key.tag(&self.body(MARK)))
    }

    /// Whether it has a keyed hash at all; those of earlier archives have none.
    #[must_use]
    pub fn has_tag(&self) -> bool {
        self.tag.is_some()
    }

    /// Reference of the mailing: the serial without its number.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.serial.rsplit_once('/').map_or(self.serial.as_str(), |(reference, _)| reference)
    }

    /// What it says, after a mark.
    fn body(&self, mark: &str) -> String {
        let Self { serial, recipient, document, locale, version, tag: _ } = self;
        let mut text = mark.to_owned();
        for part in [serial, recipient, document, locale] {
            text.push(BETWEEN);
            escape(part, &mut text);
        }
        text.push(BETWEEN);
        // A barcode takes capitals and digits in a third less space than small letters.
        let version = if mark == MARK { version.to_ascii_uppercase() } else { version.clone() };
        escape(&version, &mut text);
        text
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.tag {
            Some(tag) => format!("{}{BETWEEN}{}", self.body(MARK), to_base32(tag)),
            None => self.body(EARLIER_MARK),
        };
        write!(f, "{text}{BETWEEN}{:02}", check_digits(&text))
    }
}

impl FromStr for Identity {
    type Err = NoIdentity;

    fn from_str(text: &str) -> Result<Self, NoIdentity> {
        let text = text.trim();
        let (body, _) = text.rsplit_once(BETWEEN).ok_or(NoIdentity)?;
        let parts: Vec<&str> = body.split(BETWEEN).collect();
        let (said, tag) = match parts.as_slice() {
            [MARK, said @ .., tag] => (said, Some(from_base32(tag).ok_or(NoIdentity)?)),
            [EARLIER_MARK, said @ ..] => (said, None),
            _ => return Err(NoIdentity),
        };
        let [serial, recipient, document, locale, version] = said else { return Err(NoIdentity) };
        let part = |text: &str| unescape(text).ok_or(NoIdentity);
        let [serial, recipient] = [part(serial)?, part(recipient)?];
        let identity =
            Self { tag, ..Self::new(&serial, &recipient, &part(document)?, &part(locale)?, &part(version)?) };
        // There is one way to write an identity, check digits included.
        if identity.to_string() == text { Ok(identity) } else { Err(NoIdentity) }
    }
}

/// Two check digits over the bytes of a text, computed by ISO 7064 MOD 97-10.
fn check_digits(text: &str) -> u32 {
    const MODULUS: u32 = 97;
    const BYTE: u32 = 256;
    let remainder = text.bytes().fold(0, |remainder, byte| (remainder * BYTE + u32::from(byte)) % MODULUS);
    MODULUS + 1 - remainder * 100 % MODULUS
}

/// The digits of base 32 (RFC 4648, 6), of which a barcode takes each in half a byte more than a quarter of one.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bits of a digit of base 32, and how many of them a tag has.
const DIGIT_BITS: usize = 5;
const TAG_DIGITS: usize = TAG_LENGTH * 8 / DIGIT_BITS;

fn to_base32(tag: &TagBytes) -> String {
    let bits = tag.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let digit = |at: usize| BASE32.get(usize::try_from(bits >> (DIGIT_BITS * at) & 31).ok()?).copied();
    (0..TAG_DIGITS).rev().filter_map(digit).map(char::from).collect()
}

fn from_base32(text: &str) -> Option<TagBytes> {
    let value = |digit: u8| u128::try_from(BASE32.iter().position(|known| *known == digit)?).ok();
    if text.len() != TAG_DIGITS {
        return None;
    }
    let bits = text.bytes().try_fold(0_u128, |bits, digit| Some(bits << DIGIT_BITS | value(digit)?))?;
    let bytes = bits.to_be_bytes();
    bytes.last_chunk().copied()
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

    fn identities() -> [Identity; 2] {
        let identity = Identity::new("DM-1132/045", "FRA", "form", "fr", "3f9a12bc");
        [identity.clone(), identity.made_with(&FormKey::random().unwrap())]
    }

    #[test]
    fn any_part_comes_back() {
        let key = FormKey::random().unwrap();
        for odd in ["a*b", "%41", "Ж/45", "", "x\n\u{202e}y", "*"] {
            let identity = Identity::new(odd, odd, odd, odd, "0123456789");
            for identity in [identity.clone(), identity.made_with(&key)] {
                let text = identity.to_string();
                assert!(text.is_ascii() && !text.contains(char::is_whitespace), "{text}");
                assert_eq!(text.parse(), Ok(identity), "{text}");
            }
        }
    }

    #[test]
    fn an_identity_of_an_earlier_archive_is_still_read() {
        let text = "CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12";
        let identity: Identity = text.parse().unwrap();
        assert_eq!(identity, Identity::new("DM-1132/059", "FRA", "form", "fr", "3f9a12bc"));
        assert!(!identity.has_tag() && !identity.is_made_with(&FormKey::TRIAL));
        assert_eq!(identity.to_string(), text);
    }

    #[test]
    fn a_changed_character_or_two_swapped_are_noticed() {
        for identity in identities() {
            let text = identity.to_string();
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
        }
        for wrong in [
            "",
            "*",
            "CVK1",
            "CVK1*a*97",
            "%",
            "CVK1*a*b*c*d*%4*00",
            "CVK2*a*b*c*d*e*00",
            "CVK3*a*b*c*d*e*00",
        ] {
            assert_eq!(wrong.parse::<Identity>(), Err(NoIdentity), "{wrong}");
        }
    }

    /// The text with check digits that fit, as a forger would write it.
    fn with_check_digits(body: &str) -> String {
        format!("{body}*{:02}", check_digits(body))
    }

    #[test]
    fn an_identity_altered_in_one_bit_proves_nothing() {
        let key = FormKey::random().unwrap();
        let identity = Identity::new("DM-1132/045", "FRA", "form", "fr", "3f9a12bc").made_with(&key);
        let text = identity.to_string();
        let (body, _) = text.rsplit_once('*').unwrap();
        let mut read = 0;
        for at in 0..body.len() {
            for bit in 0..7 {
                let mut bytes = body.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                let altered = with_check_digits(&String::from_utf8(bytes).unwrap());
                if let Ok(identity) = altered.parse::<Identity>() {
                    assert!(!identity.is_made_with(&key), "{altered}");
                    read += 1;
                }
            }
        }
        assert!(read > 100, "most of them still read as identities: {read}");
        // Nor does leaving the hash out, or one made with another key.
        let earlier = Identity { tag: None, ..identity.clone() };
        assert!(!earlier.is_made_with(&key));
        assert!(!identity.made_with(&FormKey::random().unwrap()).is_made_with(&key));
    }

    #[test]
    fn parts_cannot_be_moved_into_one_another() {
        let key = FormKey::random().unwrap();
        let one = Identity::new("A/1", "FR", "Aform", "fr", "0").made_with(&key);
        let other = Identity { tag: one.tag, ..Identity::new("A/1", "FRA", "form", "fr", "0") };
        assert!(one.is_made_with(&key) && !other.is_made_with(&key));
    }
}
