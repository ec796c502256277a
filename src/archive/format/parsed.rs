//! What the texts of a manifest must be, checked as they are read: whatever says that it made the archive, and whichever version.
//!
//! Each function reads one kind of value and refuses any other, with the place in the text that serde adds.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::locale::is_language;
use crate::mailing::IssuedAt;
use crate::names::ArchivePath;

/// Longest text of a manifest, in bytes: a line of an address, a name, a label, a reason.
pub const MAX_TEXT: usize = 16 << 10;

/// Most lines of a list of texts in a manifest: of an address, of e-mail addresses, of reasons.
pub const MAX_LINES: usize = 1024;

/// How much of a refused text is shown.
const SHOWN: usize = 60;

/// What a text is not, such as `a language tag`; `None` if it is.
type Check = fn(&str) -> Option<&'static str>;

fn checked<'de, D: Deserializer<'de>>(deserializer: D, check: Check) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match check(&text) {
        None => Ok(text),
        Some(what) => Err(refuse(&text, what)),
    }
}

fn refuse<E: Error>(text: &str, what: &str) -> E {
    E::custom(describe(text, what))
}

/// Says what a text is not.
fn describe(text: &str, what: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("{shown:?}{more} is not {what}")
}

/// The name of a file in the archive's folder itself.
pub(super) fn file_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ArchivePath, D::Error> {
    let path = ArchivePath::deserialize(deserializer)?;
    if path.folders().next().is_some() { Err(refuse(&path, "a name of a file")) } else { Ok(path) }
}

/// A text of bounded length.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, not_text)
}

/// A text of bounded length, or none.
pub(super) fn some_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(Some)
}

/// A SHA-256 in lower-case hexadecimal.
pub(super) fn sha256<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, not_sha256)
}

/// A SHA-256, or none.
pub(super) fn some_sha256<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    sha256(deserializer).map(Some)
}

/// The fingerprint of a key of forms, or none.
pub(super) fn some_fingerprint<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    checked(deserializer, not_fingerprint).map(Some)
}

/// A SHA-256, or nothing where there was nothing to hash.
pub(super) fn sha256_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| if text.is_empty() { None } else { not_sha256(text) })
}

/// A language tag (BCP 47).
pub(super) fn language<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, not_language)
}

/// A language tag, or none.
pub(super) fn some_language<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    language(deserializer).map(Some)
}

/// A serial, or none.
pub(super) fn some_serial<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, not_serial).map(Some)
}

/// A moment in RFC 3339 with an offset.
pub(super) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, not_moment)
}

/// A date as `YYYY-MM-DD`, or none.
pub(super) fn some_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, not_date).map(Some)
}

/// A list of texts, both of bounded length.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    list(deserializer, not_text)
}

/// A list of language tags.
pub(super) fn languages<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    list(deserializer, not_language)
}

/// Texts by name, all of bounded length.
pub(super) fn named_texts<'de, D>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error>
where
    D: Deserializer<'de>,
{
    let named = BTreeMap::<String, String>::deserialize(deserializer)?;
    let wrong = named.iter().flat_map(|(name, text)| [name, text]).find(|text| not_text(text).is_some());
    match wrong {
        Some(text) => Err(refuse(text, "a text of a manifest")),
        None => Ok(named),
    }
}

/// Values by language tag.
pub(super) fn by_language<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let named = BTreeMap::<String, T>::deserialize(deserializer)?;
    match named.keys().find(|tag| !is_language(tag)) {
        Some(tag) => Err(refuse(tag, "a language tag")),
        None => Ok(named),
    }
}

/// Reads a list of texts, no longer than a list of lines may be.
fn list<'de, D: Deserializer<'de>>(deserializer: D, check: Check) -> Result<Vec<String>, D::Error> {
    let check = |line: &String| check(line).map_or(Ok(()), |what| Err(describe(line, what)));
    bounded(deserializer, "lines", MAX_LINES, check)
}

/// Reads a list of at most so many values, each of which is checked before the next is read; `what` names several of them.
///
/// # Errors
///
/// It is longer, or a value is none or is refused.
pub(super) fn bounded<'de, D, T>(
    deserializer: D,
    what: &'static str,
    most: usize,
    check: impl Fn(&T) -> Result<(), String>,
) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(Bounded { what, most, check, values: PhantomData })
}

struct Bounded<T, C> {
    what: &'static str,
    most: usize,
    check: C,
    values: PhantomData<T>,
}

impl<'de, T, C> Visitor<'de> for Bounded<T, C>
where
    T: Deserialize<'de>,
    C: Fn(&T) -> Result<(), String>,
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.what)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let Self { what, most, check, .. } = self;
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            if values.len() == most {
                return Err(A::Error::custom(format_args!("it lists more than {most} {what}")));
            }
            check(&value).map_err(A::Error::custom)?;
            values.push(value);
        }
        values.shrink_to_fit();
        Ok(values)
    }
}

fn not_text(text: &str) -> Option<&'static str> {
    (text.len() > MAX_TEXT).then_some("a text of a manifest, which has up to 16384 bytes")
}

/// A writer that has nothing to hash leaves the text empty.
fn not_sha256(text: &str) -> Option<&'static str> {
    let is_hash = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (!is_hash).then_some("a SHA-256 in hexadecimal")
}

fn not_fingerprint(text: &str) -> Option<&'static str> {
    let is_print = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (!is_print).then_some("the fingerprint of a key")
}

fn not_language(text: &str) -> Option<&'static str> {
    (!is_language(text)).then_some("a language tag")
}

/// A serial is a reference, a slash and a number of at least three digits.
fn not_serial(text: &str) -> Option<&'static str> {
    let is_number = |number: &str| number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let is_serial =
        text.rsplit_once('/').is_some_and(|(before, number)| !before.is_empty() && is_number(number));
    (!is_serial || text.len() > MAX_TEXT).then_some("a serial")
}

fn not_moment(text: &str) -> Option<&'static str> {
    let is_moment = IssuedAt::parse(text).is_some_and(|moment| moment.zoned().is_ok());
    (!is_moment).then_some("a date and time with an offset")
}

fn not_date(text: &str) -> Option<&'static str> {
    text.parse::<Date>().is_err().then_some("a date")
}
