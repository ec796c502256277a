//! Names and moments of certificates, as people read them.

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::name::Name;
use x509_cert::time::Time;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// Most characters of a name.
const MAX_NAME: usize = 200;

/// A name for people: the common name and the organisation, where the name has them; else all of it (RFC 4514).
pub(super) fn name_of(name: &Name) -> String {
    let part = |wanted: ObjectIdentifier| {
        let parts = name.0.iter().flat_map(|set| set.0.iter());
        parts.into_iter().find(|part| part.oid == wanted).map(|part| text_of(part.value.value()))
    };
    let mut known: Vec<String> = [COMMON_NAME, ORGANISATION].into_iter().filter_map(part).collect();
    known.retain(|part| !part.trim().is_empty());
    known.dedup();
    let text = if known.is_empty() { name.to_string() } else { known.join(", ") };
    text.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect()
}

/// The text of a string, whichever of the encodings of names it has: UTF-8, or else two bytes a letter.
fn text_of(bytes: &[u8]) -> String {
    let is_wide = bytes.len().is_multiple_of(2) && bytes.contains(&0);
    if is_wide {
        let units: Vec<u16> =
            bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// A moment of a certificate.
pub(super) fn moment(time: &Time) -> Timestamp {
    seconds(time.to_unix_duration().as_secs())
}

/// A moment by its seconds since 1970.
pub(super) fn seconds(seconds: u64) -> Timestamp {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}

/// Whether a certificate may sign certificates, where it says so.
pub(super) fn may_certify(certificate: &Certificate) -> bool {
    !matches!(certificate.tbs_certificate.get::<KeyUsage>(), Ok(Some((_, usage))) if !usage.key_cert_sign())
}
