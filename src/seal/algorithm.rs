//! Which signature is made with which key, and whether it holds: RSA and ECDSA, by ring.

use der::Encode as _;
use der::asn1::ObjectIdentifier;
use ring::signature::{self as by, UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::pdf::signature::Digests;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub(super) const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
pub(super) const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
pub(super) const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
const ED25519: ObjectIdentifier = oid("1.3.101.112");

/// The one of some hashes that an algorithm makes; `None` for one that is not known, or too weak.
pub(super) fn digest_of(algorithm: &ObjectIdentifier, digests: &Digests) -> Option<Vec<u8>> {
    match *algorithm {
        SHA256 => Some(digests.sha256.clone()),
        SHA384 => Some(digests.sha384.clone()),
        SHA512 => Some(digests.sha512.clone()),
        _ => None,
    }
}

/// Whether a signature of a text holds; an error, in words, if it is of a kind that is not known. `digest` is the hash, where the
/// algorithm of the signature does not name it.
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &ObjectIdentifier,
    digest: Option<&ObjectIdentifier>,
    text: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    let known = choose(key, algorithm, digest)
        .ok_or_else(|| format!("its algorithm is not known, or too weak ({algorithm})"))?;
    let public = UnparsedPublicKey::new(known, key.subject_public_key.raw_bytes());
    Ok(public.verify(text, signature).is_ok())
}

fn choose(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &ObjectIdentifier,
    digest: Option<&ObjectIdentifier>,
) -> Option<&'static dyn VerificationAlgorithm> {
    let named = match *algorithm {
        RSA_SHA256 | ECDSA_SHA256 => Some(SHA256),
        RSA_SHA384 | ECDSA_SHA384 => Some(SHA384),
        RSA_SHA512 | ECDSA_SHA512 => Some(SHA512),
        _ => digest.copied(),
    };
    let curve = key.algorithm.parameters.as_ref().and_then(|parameters| parameters.to_der().ok());
    let is_curve = |wanted: ObjectIdentifier| wanted.to_der().ok() == curve;
    Some(match (key.algorithm.oid, *algorithm, named) {
        (RSA, RSA_PSS, Some(SHA256)) => &by::RSA_PSS_2048_8192_SHA256,
        (RSA, RSA_PSS, Some(SHA384)) => &by::RSA_PSS_2048_8192_SHA384,
        (RSA, RSA_PSS, Some(SHA512)) => &by::RSA_PSS_2048_8192_SHA512,
        (RSA, RSA | RSA_SHA256 | RSA_SHA384 | RSA_SHA512, Some(SHA256)) => &by::RSA_PKCS1_2048_8192_SHA256,
        (RSA, RSA | RSA_SHA256 | RSA_SHA384 | RSA_SHA512, Some(SHA384)) => &by::RSA_PKCS1_2048_8192_SHA384,
        (RSA, RSA | RSA_SHA256 | RSA_SHA384 | RSA_SHA512, Some(SHA512)) => &by::RSA_PKCS1_2048_8192_SHA512,
        (EC, _, Some(SHA256)) if is_curve(P256) => &by::ECDSA_P256_SHA256_ASN1,
        (EC, _, Some(SHA384)) if is_curve(P256) => &by::ECDSA_P256_SHA384_ASN1,
        (EC, _, Some(SHA256)) if is_curve(P384) => &by::ECDSA_P384_SHA256_ASN1,
        (EC, _, Some(SHA384)) if is_curve(P384) => &by::ECDSA_P384_SHA384_ASN1,
        (ED25519, ED25519, _) => &by::ED25519,
        _ => return None,
    })
}
