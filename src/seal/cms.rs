//! Writes a signature (CMS, RFC 5652) of a text that is not in it, as PAdES asks for it (ETSI EN 319 142-1, level B-B; B-T with a time
//! stamp).

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, Null, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode as _, Encode as _};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithm::{ECDSA_SHA256, RSA, SHA256};
use super::key::{Private, SealKey};
use super::signed::{CONTENT_TYPE, DATA, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE};
use super::stamp::{SIGNATURE_TIME_STAMP, Stamper};
use crate::digest::Sha256;

/// Why there is no signature.
pub(super) enum Unsigned {
    /// It cannot be made; the cause in words.
    Failed(String),
    /// The token of the key does not sign; the cause in words.
    #[cfg(feature = "pkcs11")]
    Token(String),
    /// The server of time stamps gives none.
    Unstamped(String),
}

impl From<der::Error> for Unsigned {
    fn from(error: der::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<String> for Unsigned {
    fn from(cause: String) -> Self {
        Self::Failed(cause)
    }
}

/// Signs a text by its SHA-256.
pub(super) fn sign(key: &SealKey, digest: &[u8; 32], stamper: Option<&Stamper>) -> Result<Vec<u8>, Unsigned> {
    let outside = EncapsulatedContentInfo { econtent_type: DATA, econtent: None };
    sign_content(key, outside, digest, &mut |signature| {
        stamper.map(|stamper| stamper.stamp(signature)).transpose().map_err(Unsigned::Unstamped)
    })
}

/// What gives a signature its time stamp, where there is to be one.
pub(super) type Stamp<'a> = dyn FnMut(&[u8]) -> Result<Option<Any>, Unsigned> + 'a;

/// Signs what has this SHA-256; `stamp` is given the signature, for its time stamp.
pub(super) fn sign_content(
    key: &SealKey,
    content: EncapsulatedContentInfo,
    digest: &[u8; 32],
    stamp: &mut Stamp<'_>,
) -> Result<Vec<u8>, Unsigned> {
    let own = key.own().ok_or_else(|| "the key has no certificate".to_owned())?;
    let attributes = signed_attributes(content.econtent_type, digest, &own.to_der()?)?;
    let (algorithm, signature) = sign_text(&key.private, &attributes.to_der()?)?;
    let unsigned = match stamp(&signature)? {
        Some(token) => Some(Attributes::try_from(vec![attribute(SIGNATURE_TIME_STAMP, token)?])?),
        None => None,
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: own.tbs_certificate.issuer.clone(),
            serial_number: own.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha256(),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: unsigned,
    };
    let certificates = key.chain.iter().cloned().map(CertificateChoices::Certificate).collect::<Vec<_>>();
    let data = SignedData {
        // Content of another type than data asks for the third version (RFC 5652, 5.1).
        version: if content.econtent_type == DATA { CmsVersion::V1 } else { CmsVersion::V3 },
        digest_algorithms: SetOfVec::try_from(vec![sha256()])?,
        encap_content_info: content,
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    Ok(ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()?)
}

fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: SHA256, parameters: None }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, der::Error> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

/// The attributes that are signed: there is no signing time among them, which PAdES forbids; the file has it.
fn signed_attributes(
    content_type: ObjectIdentifier,
    digest: &[u8; 32],
    certificate: &[u8],
) -> Result<Attributes, der::Error> {
    let named = Any::from_der(&essential(&Sha256::digest(certificate)))?;
    Attributes::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&content_type)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest.as_slice())?)?)?,
        attribute(SIGNING_CERTIFICATE, named)?,
    ])
}

/// `SigningCertificateV2` with one certificate, by its SHA-256 (RFC 5035): three sequences round an octet string.
fn essential(hash: &[u8; 32]) -> Vec<u8> {
    const SEQUENCE: u8 = 0x30;
    const OCTETS: u8 = 4;
    let mut der = vec![SEQUENCE, 38, SEQUENCE, 36, SEQUENCE, 34, OCTETS, 32];
    der.extend_from_slice(hash);
    der
}

fn sign_text(key: &Private, text: &[u8]) -> Result<(AlgorithmIdentifierOwned, Vec<u8>), Unsigned> {
    let rsa = || AlgorithmIdentifierOwned { oid: RSA, parameters: Some(Null.into()) };
    let ecdsa = || AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None };
    match key {
        Private::Rsa(key) => {
            let mut signature = vec![0; key.public().modulus_len()];
            // The random numbers blind the computation; the signature does not depend on them.
            key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                .map_err(|error| error.to_string())?;
            Ok((rsa(), signature))
        }
        Private::P256(key) => {
            let signature: p256::ecdsa::Signature =
                key.sign_prehash(&Sha256::digest(text)).map_err(|error| error.to_string())?;
            Ok((ecdsa(), signature.to_der().as_bytes().to_vec()))
        }
        #[cfg(feature = "pkcs11")]
        Private::Token(key) => {
            let signature = key.sign(text).map_err(Unsigned::Token)?;
            Ok((if key.is_rsa { rsa() } else { ecdsa() }, signature))
        }
    }
}
