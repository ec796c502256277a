//! Signatures in PDFs (ISO 32000-1, 12.8): the place for one, filling it, and finding those that a file has.
//!
//! What a signature says is not looked at here: it is bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Timestamp, ZonedDateTime};
use lopdf::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

use super::moment::zoned;
use super::syntax::guard;
use super::syntax::text::decode;
use super::write::pdf_date;
use crate::digest::Sha256;

/// How the dictionary of a signature begins that is written here: no other object does.
pub(in crate::pdf) const SIGNATURE: &[u8] =
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[";

/// Digits of each number of a byte range that is not known yet.
const DIGITS: usize = 10;

/// What comes before the signature itself.
const CONTENTS: &[u8] = b"/Contents<";

/// The place for the seal of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealPlace {
    /// How many bytes the signature may have.
    pub room: usize,
    /// Who seals, as programs show it.
    pub name: String,
    /// When it is sealed, as is claimed.
    #[serde(with = "zoned")]
    pub at: ZonedDateTime,
    /// Why.
    pub reason: Option<String>,
    /// Where.
    pub location: Option<String>,
}

impl SealPlace {
    /// The dictionary of the signature. One that certifies a form lets it be filled in and signed, and nothing else be changed.
    pub(in crate::pdf) fn to_pdf(&self, certifies: bool) -> Vec<u8> {
        let blank = "0".repeat(DIGITS);
        let mut text = SIGNATURE.to_vec();
        text.extend_from_slice(format!("0 {blank} {blank} {blank}]").as_bytes());
        text.extend_from_slice(CONTENTS);
        text.resize(text.len() + 2 * self.room, b'0');
        text.extend_from_slice(format!(">/M({})/Name{}", pdf_date(&self.at), to_text(&self.name)).as_bytes());
        for (key, value) in [("Reason", &self.reason), ("Location", &self.location)] {
            if let Some(value) = value {
                text.extend_from_slice(format!("/{key}{}", to_text(value)).as_bytes());
            }
        }
        if certifies {
            text.extend_from_slice(
                b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams\
                  <</Type/TransformParams/P 2/V/1.2>>>>]",
            );
        }
        text.extend_from_slice(b">>");
        text
    }
}

/// A text string in UTF-16, in hexadecimal (ISO 32000-1, 7.9.2.2).
fn to_text(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

/// Fills the place for a seal: `sign` is given the SHA-256 of all other bytes.
///
/// # Errors
///
/// There is no such place, or it is too small, both as the cause in words; or `sign` fails.
pub fn fill<E: From<String>>(
    mut pdf: Vec<u8>,
    sign: impl FnOnce(&[u8; 32]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    let Some((range, from, to)) = find_place(&pdf) else {
        return Err("it has no place for a seal".to_owned().into());
    };
    let numbers = format!("0 {from} {to} {}", pdf.len() - to);
    let width = 2 + 3 * DIGITS + 2;
    let written = format!("{numbers:<width$}");
    let (Some(slot), true) = (pdf.get_mut(range..range + width), written.len() == width) else {
        return Err("it is too large to be sealed".to_owned().into());
    };
    slot.copy_from_slice(written.as_bytes());
    let mut hash = Sha256::new();
    hash.update(pdf.get(..from).unwrap_or_default());
    hash.update(pdf.get(to..).unwrap_or_default());
    let signature = sign(&hash.finalize())?;
    let slot = pdf.get_mut(from + 1..to - 1).unwrap_or_default();
    if slot.len() < 2 * signature.len() {
        return Err(format!("a seal of {} bytes has no room", signature.len()).into());
    }
    for (digits, byte) in slot.chunks_exact_mut(2).zip(&signature) {
        let digit = |half: u8| char::from_digit(half.into(), 16).map_or(b'0', |digit| digit as u8);
        digits.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    Ok(pdf)
}

/// Where the numbers of the byte range begin, and the two ends of the signature with its brackets.
///
/// It is the last object but the table: what a stream before it holds is not taken for it.
fn find_place(pdf: &[u8]) -> Option<(usize, usize, usize)> {
    let start = memchr::memmem::rfind(pdf, SIGNATURE)?;
    let range = start + SIGNATURE.len();
    let from = range + memchr::memmem::find(pdf.get(range..)?, CONTENTS)? + CONTENTS.len() - 1;
    let to = from + memchr::memchr(b'>', pdf.get(from..)?)? + 1;
    Some((range, from, to))
}

/// A signature of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The full name of its field.
    pub field: String,
    /// How it is encoded, such as `ETSI.CAdES.detached`.
    pub encoding: String,
    /// The signature itself, perhaps with zeros behind it.
    pub contents: Vec<u8>,
    /// The moment it claims, as PDF writes it.
    pub claimed: Option<String>,
    /// Where what it covers ends; `None` if it does not cover all before but itself.
    pub end: Option<usize>,
    /// SHA-256 of what it covers.
    pub digest: Digests,
}

/// Hashes of what a signature covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digests {
    /// SHA-256.
    pub sha256: Vec<u8>,
    /// SHA-384.
    pub sha384: Vec<u8>,
    /// SHA-512.
    pub sha512: Vec<u8>,
}

impl Digests {
    /// The hashes of pieces that follow each other.
    #[must_use]
    pub fn of(pieces: &[&[u8]]) -> Self {
        use ring::digest::{Context, SHA256, SHA384, SHA512};
        let [sha256, sha384, sha512] = [&SHA256, &SHA384, &SHA512].map(|algorithm| {
            let mut context = Context::new(algorithm);
            pieces.iter().for_each(|piece| context.update(piece));
            context.finish().as_ref().to_vec()
        });
        Self { sha256, sha384, sha512 }
    }
}

/// Most signatures that are looked at.
const MOST: usize = 64;

/// Finds the signatures of a file, in the order of its fields.
///
/// # Errors
///
/// The file cannot be read; the cause in words.
pub fn find(pdf: &[u8]) -> Result<Vec<Signature>, String> {
    // The range has to be read before the file is: it is in no packed object.
    if memchr::memmem::find(pdf, b"/ByteRange").is_none() {
        return Ok(Vec::new());
    }
    let read = catch_unwind(AssertUnwindSafe(|| {
        let document = guard::load(pdf).map_err(|error| error.to_string())?;
        let form = document.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", &document));
        let mut found = Vec::new();
        if let Ok(form) = form.and_then(Object::as_dict) {
            for field in list(&document, form, b"Fields") {
                collect(&document, field, "", 0, pdf, &mut found);
            }
        }
        Ok(found)
    }));
    read.unwrap_or_else(|_| Err("its structure is damaged".to_owned()))
}

fn list<'a>(document: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Vec<&'a Dictionary> {
    const MOST_KIDS: usize = 100_000;
    let array = dict.get_deref(key, document).and_then(Object::as_array);
    let items = array.into_iter().flatten().take(MOST_KIDS);
    items.filter_map(|item| document.dereference(item).ok()?.1.as_dict().ok()).collect()
}

fn collect(
    document: &Document,
    field: &Dictionary,
    above: &str,
    depth: usize,
    pdf: &[u8],
    found: &mut Vec<Signature>,
) {
    const DEEPEST: usize = 16;
    if depth > DEEPEST || found.len() >= MOST {
        return;
    }
    let part = field.get_deref(b"T", document).and_then(Object::as_str).map(decode).unwrap_or_default();
    let name = if above.is_empty() || part.is_empty() {
        above.to_owned() + &part
    } else {
        format!("{above}.{part}")
    };
    for kid in list(document, field, b"Kids") {
        collect(document, kid, &name, depth + 1, pdf, found);
    }
    let is_signature =
        field.get_deref(b"FT", document).and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig");
    let value = field.get_deref(b"V", document).and_then(Object::as_dict).ok().filter(|_| is_signature);
    found.extend(value.and_then(|value| read(document, value, name, pdf)));
}

fn read(document: &Document, value: &Dictionary, field: String, pdf: &[u8]) -> Option<Signature> {
    let contents = value.get_deref(b"Contents", document).and_then(Object::as_str).ok()?.to_vec();
    let text = |key: &[u8]| value.get_deref(key, document).and_then(Object::as_str).ok().map(decode);
    let encoding = value.get_deref(b"SubFilter", document).and_then(Object::as_name).unwrap_or_default();
    let range: Vec<usize> = value
        .get_deref(b"ByteRange", document)
        .and_then(Object::as_array)
        .into_iter()
        .flatten()
        .filter_map(|number| usize::try_from(number.as_i64().ok()?).ok())
        .collect();
    let pieces = pieces(&range, pdf);
    let digest = Digests::of(&pieces.map_or_else(Vec::new, |(before, after)| vec![before, after]));
    Some(Signature {
        field,
        encoding: String::from_utf8_lossy(encoding).into_owned(),
        claimed: text(b"M"),
        end: pieces.and_then(|(before, after)| covers_all_but(&contents, before, after, &range, pdf)),
        contents,
        digest,
    })
}

/// The two pieces of a file that a byte range names.
fn pieces<'a>(range: &[usize], pdf: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let [start, length, again, rest] = *range else { return None };
    Some((pdf.get(start..start.checked_add(length)?)?, pdf.get(again..again.checked_add(rest)?)?))
}

/// Where what a signature covers ends, if that is all before it but the signature itself, to the last digit.
fn covers_all_but(
    contents: &[u8],
    before: &[u8],
    after: &[u8],
    range: &[usize],
    pdf: &[u8],
) -> Option<usize> {
    let [start, length, again, rest] = *range else { return None };
    let hole = pdf.get(length..again)?.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digits: Vec<u8> =
        hole.iter().filter_map(|byte| (*byte as char).to_digit(16)).map(|digit| digit as u8).collect();
    let is_hexadecimal = hole.iter().all(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace());
    let own = digits.chunks(2).map(|pair| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0));
    let is_own = is_hexadecimal && own.eq(contents.iter().copied());
    let is_whole = before.len() == length && after.len() == rest;
    (start == 0 && is_own && is_whole).then_some(again + rest)
}

/// Reads a moment as PDF writes it, such as `D:20040510090000+02'00'` (ISO 32000-1, 7.9.4); one without an offset is taken as UTC.
#[must_use]
pub fn read_date(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:")?;
    let (date, rest) = text.split_at_checked(14)?;
    let at = DateTime::strptime("%Y%m%d%H%M%S", date).ok()?;
    let offset: String = rest.chars().filter(char::is_ascii_digit).take(4).collect();
    let sign = match rest.chars().next() {
        Some('-') => -1,
        Some('+') => 1,
        _ => 0,
    };
    let hours: i32 = offset.get(..2).map_or(Some(0), |hours| hours.parse().ok())?;
    let minutes: i32 = offset.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    offset.to_timestamp(at).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn place() -> SealPlace {
        let at: ZonedDateTime = "2004-05-10T09:00:00+02:00[+02:00]".parse().unwrap();
        SealPlace { room: 8, name: "An office".into(), at, reason: Some("é".into()), location: None }
    }

    /// A file with a text before the place.
    fn file(before: &[u8]) -> Vec<u8> {
        [before, b"\n7 0 obj\n", &place().to_pdf(false), b"\nendobj\nstartxref\n0\n%%EOF\n"].concat()
    }

    #[test]
    fn all_but_the_signature_is_signed_whatever_a_text_before_it_says() {
        for before in [&b"%PDF-1.7"[..], &[SIGNATURE, CONTENTS, b"00>"].concat()] {
            let blank = file(before);
            let mut signed = Vec::new();
            let filled = fill::<String>(blank.clone(), |digest| {
                signed = digest.to_vec();
                Ok(vec![0xab; 8])
            })
            .unwrap();
            assert_eq!(filled.len(), blank.len());
            let text = String::from_utf8_lossy(&filled).into_owned();
            let (from, to) = (text.rfind("<abababababababab>").unwrap(), text.rfind(">/M(").unwrap() + 1);
            assert!(text.contains(&format!("ByteRange[0 {from} {to} {} ", filled.len() - to)), "{text}");
            assert_eq!(signed, Digests::of(&[&filled[..from], &filled[to..]]).sha256);
        }
    }

    #[test]
    fn a_place_that_is_missing_or_too_small_is_told() {
        let fill = |pdf, length| fill::<String>(pdf, |_| Ok(vec![1; length])).unwrap_err();
        assert_eq!(fill(b"%PDF-1.7".to_vec(), 1), "it has no place for a seal");
        assert_eq!(fill(SIGNATURE.to_vec(), 1), "it has no place for a seal");
        assert_eq!(fill(file(b"%PDF-1.7"), 9), "a seal of 9 bytes has no room");
    }

    #[test]
    fn files_without_signatures_and_broken_ones_have_none() {
        assert_eq!(find(b"nothing"), Ok(Vec::new()));
        assert!(find(b"%PDF-1.7 /ByteRange [0 1 2 3]").is_err());
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        let read = |text: &str| read_date(text).map(|at| at.to_string()).unwrap_or_default();
        assert_eq!(read("D:20040510090000+02'00'"), "2004-05-10T07:00:00Z");
        assert_eq!(read("D:20040510090000-03'30"), "2004-05-10T12:30:00Z");
        assert_eq!(read("D:20040510090000Z"), "2004-05-10T09:00:00Z");
        assert_eq!(read("D:20040510090000"), "2004-05-10T09:00:00Z");
        for odd in ["", "D:2004", "D:20041310090000Z", "D:é0041310090000Z", "20040510090000Z"] {
            assert_eq!(read(odd), "", "{odd}");
        }
    }
}
