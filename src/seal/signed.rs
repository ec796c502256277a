//! Whether a signature (CMS, RFC 5652) holds, and by which certificate; not whether that one is trusted.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode as _, Encode as _, Reader as _, SliceReader};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::algorithm::{digest_of, verify};
use crate::digest::Sha256;
use crate::pdf::signature::Digests;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub(super) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub(super) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub(super) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// ESS, RFC 5035.
pub(super) const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

/// Most certificates of a signature that are looked at.
const MOST: usize = 32;

/// A signature that could be read.
pub(super) struct Signed {
    pub(super) signer: Certificate,
    /// The certificates that came with it.
    pub(super) others: Vec<Certificate>,
    /// What is signed, where it is in it; its type.
    pub(super) content: Option<Vec<u8>>,
    pub(super) content_type: ObjectIdentifier,
    /// The signature alone, which a time stamp is of.
    pub(super) value: Vec<u8>,
    pub(super) unsigned: Option<Attributes>,
    /// Why it does not hold.
    pub(super) faults: Vec<String>,
}

/// Reads a signature; `outside` are hashes of the text it is of, where that is not in it.
///
/// An error, in words, if it cannot be read.
pub(super) fn read(bytes: &[u8], outside: Option<&Digests>) -> Result<Signed, String> {
    let data = parse(bytes).map_err(|error| format!("it cannot be read ({error})"))?;
    let content = data.encap_content_info.econtent.as_ref().map(|content| content.value().to_vec());
    let digests = match (outside, &content) {
        (Some(outside), None) => outside.clone(),
        (None, Some(content)) => Digests::of(&[content]),
        (Some(_), Some(_)) => return Err("it holds a text of its own".to_owned()),
        (None, None) => return Err("the text it is of is missing".to_owned()),
    };
    let mut others: Vec<Certificate> = Vec::new();
    for choice in data.certificates.iter().flat_map(|set| set.0.iter()).take(MOST) {
        if let CertificateChoices::Certificate(certificate) = choice {
            others.push(certificate.clone());
        }
    }
    let [info] = data.signer_infos.0.as_slice() else {
        return Err(format!("it has {} signers instead of one", data.signer_infos.0.len()));
    };
    let signer = others.iter().find(|certificate| is_of(&info.sid, certificate)).cloned();
    let signer = signer.ok_or("the certificate of its signer is missing")?;
    let content_type = data.encap_content_info.econtent_type;
    let faults = check(info, &signer, &digests, content_type);
    Ok(Signed {
        signer,
        others,
        content,
        content_type,
        value: info.signature.as_bytes().to_vec(),
        unsigned: info.unsigned_attrs.clone(),
        faults,
    })
}

/// Reads the structure; what is behind it must be zeros, with which its place in a file is filled.
fn parse(bytes: &[u8]) -> Result<SignedData, der::Error> {
    let mut reader = SliceReader::new(bytes)?;
    let info = ContentInfo::decode(&mut reader)?;
    let rest = reader.read_slice(reader.remaining_len())?;
    if rest.iter().any(|byte| *byte != 0) || info.content_type != SIGNED_DATA {
        return Err(der::ErrorKind::Failed.into());
    }
    info.content.decode_as()
}

fn is_of(signer: &SignerIdentifier, certificate: &Certificate) -> bool {
    let own = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == own.issuer && named.serial_number == own.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            matches!(own.get::<SubjectKeyIdentifier>(), Ok(Some((_, found))) if found == *named)
        }
    }
}

/// Why a signature does not hold.
fn check(
    info: &SignerInfo,
    signer: &Certificate,
    digests: &Digests,
    content_type: ObjectIdentifier,
) -> Vec<String> {
    let mut faults = Vec::new();
    let algorithm = info.digest_alg.oid;
    let Some(digest) = digest_of(&algorithm, digests).filter(|digest| !digest.is_empty()) else {
        return vec![format!("its hash is of a kind that is not known, or too weak ({algorithm})")];
    };
    let Some(attributes) = &info.signed_attrs else {
        return vec!["it does not say what it signs".to_owned()];
    };
    if octets_of(attributes, MESSAGE_DIGEST).is_none_or(|named| named != digest) {
        faults.push("what it covers was changed".to_owned());
    }
    let of_type =
        value_of(attributes, CONTENT_TYPE).and_then(|value| ObjectIdentifier::from_der(&value).ok());
    if of_type != Some(content_type) {
        faults.push("it is of another kind of text".to_owned());
    }
    if names_another(attributes, signer) {
        faults.push("it names another certificate than its own".to_owned());
    }
    let key = &signer.tbs_certificate.subject_public_key_info;
    let holds = attributes.to_der().map_err(|error| error.to_string()).and_then(|text| {
        verify(key, &info.signature_algorithm.oid, Some(&algorithm), &text, info.signature.as_bytes())
    });
    match holds {
        Ok(true) => {}
        Ok(false) => faults.push("the signature is not by the key of its certificate".to_owned()),
        Err(cause) => faults.push(cause),
    }
    faults
}

/// The one value of an attribute that is there once.
pub(super) fn value_of(attributes: &Attributes, wanted: ObjectIdentifier) -> Option<Vec<u8>> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == wanted);
    let attribute = found.next().filter(|attribute| attribute.values.len() == 1)?;
    let value = attribute.values.get(0)?.to_der().ok()?;
    found.next().is_none().then_some(value)
}

fn octets_of(attributes: &SignedAttributes, wanted: ObjectIdentifier) -> Option<Vec<u8>> {
    let value = value_of(attributes, wanted)?;
    OctetString::from_der(&value).ok().map(|octets| octets.as_bytes().to_vec())
}

/// Whether an attribute names the certificate by its hash, and names another. Only hashes by SHA-256, which is what is meant where none
/// is named, are compared.
fn names_another(attributes: &SignedAttributes, signer: &Certificate) -> bool {
    let Some(value) = value_of(attributes, SIGNING_CERTIFICATE) else { return false };
    let Ok(der) = signer.to_der() else { return true };
    let own = Sha256::digest(der);
    let names_by_sha256 = memchr::memmem::find(&value, &[4, 32]).is_some();
    names_by_sha256 && memchr::memmem::find(&value, &own).is_none()
}
