//! Time stamps (RFC 3161): asking a server for one, and reading one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cms::content_info::ContentInfo;
use der::asn1::{Any, Null, ObjectIdentifier, OctetString, Uint};
use der::{Decode as _, Encode as _, Reader as _, Sequence, SliceReader, Tag, Tagged as _};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ring::rand::{SecureRandom as _, SystemRandom};
use ureq::tls::{Certificate as TlsCertificate, RootCerts, TlsConfig};
use x509_cert::Certificate;
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithm::SHA256;
use super::signed;
use crate::digest::Sha256;
use crate::pdf::signature::Digests;

/// The attribute of a signature that holds its time stamp.
pub(super) const SIGNATURE_TIME_STAMP: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// What a time stamp is a signature of.
pub(super) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// The use of a certificate that time stamps need.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// How many bytes of a seal a time stamp may have.
pub(super) const ROOM: usize = 16 << 10;

/// How long a server has for an answer.
const SECONDS: Duration = Duration::from_secs(30);
/// How often a server is asked that does not answer.
const TRIES: u32 = 3;

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    hash: OctetString,
}

#[derive(Clone, Debug, Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    nonce: Uint,
    with_certificates: bool,
}

/// A server of time stamps.
pub(super) struct Stamper {
    url: String,
    agent: ureq::Agent,
    /// Why it is asked no more: one that fails for a document would make each other wait too.
    given_up: Mutex<Option<String>>,
}

impl Stamper {
    pub(super) fn new(url: &str) -> Self {
        // The authorities that the system trusts, as for mail.
        let roots = rustls_native_certs::load_native_certs().certs;
        let roots = roots.iter().map(|root| TlsCertificate::from_der(root).to_owned());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(roots))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = ureq::Agent::config_builder().timeout_global(Some(SECONDS)).max_redirects(0);
        let config = config.tls_config(tls.build()).build();
        Self { url: url.to_owned(), agent: config.into(), given_up: Mutex::new(None) }
    }

    /// The time stamp of a signature; an error in words.
    pub(super) fn stamp(&self, signature: &[u8]) -> Result<Any, String> {
        let given_up = || self.given_up.lock().ok().and_then(|cause| cause.clone());
        if let Some(cause) = given_up() {
            return Err(cause);
        }
        let mut cause = String::new();
        for attempt in 1..=TRIES {
            match self.ask(signature) {
                Ok(token) => return Ok(token),
                Err(error) => cause = error,
            }
            if attempt < TRIES {
                std::thread::sleep(Duration::from_millis(500) * attempt);
            }
        }
        if let Ok(mut given_up) = self.given_up.lock() {
            *given_up = Some(cause.clone());
        }
        Err(cause)
    }

    fn ask(&self, signature: &[u8]) -> Result<Any, String> {
        let hash = Sha256::digest(signature);
        let mut nonce = [0; 8];
        SystemRandom::new().fill(&mut nonce).map_err(|_| "no random number can be had".to_owned())?;
        // Its first byte is neither zero nor negative, so that it is written as it is.
        nonce[0] = nonce[0] & 0x7f | 0x40;
        let wrong = |error: der::Error| format!("a request cannot be written ({error})");
        let request = Request {
            version: 1,
            imprint: Imprint {
                algorithm: AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Null.into()) },
                hash: OctetString::new(hash.as_slice()).map_err(wrong)?,
            },
            nonce: Uint::new(&nonce).map_err(wrong)?,
            with_certificates: true,
        };
        let request = request.to_der().map_err(wrong)?;
        let asked = self.agent.post(&self.url).content_type("application/timestamp-query").send(&request[..]);
        let mut answer = asked.map_err(|error| error.to_string())?;
        let body = answer.body_mut().with_config().limit(ROOM as u64 * 2).read_to_vec();
        let token = read_answer(&body.map_err(|error| error.to_string())?)?;
        let stamp = read(&token.to_der().map_err(|error| error.to_string())?, signature)?;
        if stamp.nonce.as_deref() != Some(&nonce[..]) {
            return Err("its answer is not to what it was asked".to_owned());
        }
        Ok(token)
    }
}

/// The token of an answer.
fn read_answer(bytes: &[u8]) -> Result<Any, String> {
    let unread = |error: der::Error| format!("its answer is no time stamp ({error})");
    let outer = Any::from_der(bytes).map_err(unread)?;
    let mut reader = SliceReader::new(outer.value()).map_err(unread)?;
    let status = Any::decode(&mut reader).map_err(unread)?;
    let state =
        SliceReader::new(status.value()).and_then(|mut status| u32::decode(&mut status)).map_err(unread)?;
    // Granted, or granted with changes (RFC 3161, 2.4.2).
    if state > 1 || reader.is_finished() {
        return Err(format!("it refused (status {state})"));
    }
    let token = Any::decode(&mut reader).map_err(unread)?;
    let length = token.to_der().map_err(unread)?.len();
    if length > ROOM { Err(format!("its time stamp is too large ({length} bytes)")) } else { Ok(token) }
}

/// A time stamp that holds, and is of the signature that it is for.
pub(super) struct Stamp {
    pub(super) at: Timestamp,
    pub(super) signer: Certificate,
    pub(super) others: Vec<Certificate>,
    nonce: Option<Vec<u8>>,
}

/// Reads a time stamp of a signature; an error, in words, if it does not hold.
pub(super) fn read(token: &[u8], signature: &[u8]) -> Result<Stamp, String> {
    ContentInfo::from_der(token).map_err(|error| format!("the time stamp cannot be read ({error})"))?;
    let signed =
        signed::read(token, None).map_err(|cause| format!("the time stamp does not hold ({cause})"))?;
    if let Some(fault) = signed.faults.first() {
        return Err(format!("the time stamp does not hold ({fault})"));
    }
    let content = signed.content.filter(|_| signed.content_type == TST_INFO);
    let content = content.ok_or("what stands for a time stamp is something else")?;
    let unread = |error: der::Error| format!("the time stamp cannot be read ({error})");
    let info = Info::read(&content).map_err(unread)?;
    let hashes = Digests::of(&[signature]);
    let own = super::algorithm::digest_of(&info.imprint.algorithm.oid, &hashes);
    if own.as_deref() != Some(info.imprint.hash.as_bytes()) {
        return Err("the time stamp is of another signature".to_owned());
    }
    let usage = signed.signer.tbs_certificate.get::<ExtendedKeyUsage>();
    if !matches!(usage, Ok(Some((_, usage))) if usage.0.contains(&TIME_STAMPING)) {
        return Err("the time stamp is by a certificate that is not for time stamps".to_owned());
    }
    let at = info.at.ok_or("the time stamp names no moment")?;
    Ok(Stamp { at, nonce: info.nonce, signer: signed.signer, others: signed.others })
}

/// What a time stamp says.
struct Info {
    imprint: Imprint,
    at: Option<Timestamp>,
    nonce: Option<Vec<u8>>,
}

impl Info {
    fn read(content: &[u8]) -> Result<Self, der::Error> {
        let outer = Any::from_der(content)?;
        let mut reader = SliceReader::new(outer.value())?;
        let _version = u8::decode(&mut reader)?;
        let _policy = Any::decode(&mut reader)?;
        let imprint = Imprint::decode(&mut reader)?;
        let _serial = Any::decode(&mut reader)?;
        let at = read_moment(Any::decode(&mut reader)?.value());
        let mut nonce = None;
        while !reader.is_finished() {
            let part = Any::decode(&mut reader)?;
            if part.tag() == Tag::Integer {
                nonce = Some(part.value().to_vec());
            }
        }
        Ok(Self { imprint, at, nonce })
    }
}

/// Reads a moment as `20040510070000.5Z`; fractions of a second fall away.
pub(super) fn read_moment(bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let at = DateTime::strptime("%Y%m%d%H%M%S", whole).ok()?;
    TimeZone::UTC.to_timestamp(at).ok()
}
