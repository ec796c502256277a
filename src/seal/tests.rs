use ::cms::signed_data::EncapsulatedContentInfo;
use der::Decode as _;
use der::asn1::{Any, OctetString};

use super::cms::{sign, sign_content};
use super::key::SealKey;
use super::model::Faith;
use super::stamp::{TST_INFO, read_moment};
use super::*;
use crate::digest::{Sha256, hash_bytes};

const TEXT: &[u8] = b"a manifest\n";

fn file(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/seals").join(name))
        .unwrap()
}

fn key(name: &str) -> SealKey {
    SealKey::read(&file(&format!("{name}.p12")), "test").ok().unwrap()
}

fn trust(names: &[&str]) -> Trust {
    let read = |name: &&str| Trust::read(&String::from_utf8(file(name)).unwrap()).unwrap();
    names.iter().map(read).fold(Trust::default(), Trust::and)
}

fn signature(name: &str) -> Vec<u8> {
    sign(&key(name), &Sha256::digest(TEXT), None).ok().unwrap()
}

fn look(signature: &[u8], text: &[u8], trust: &Trust) -> SealReport {
    let at = "2004-05-10T07:00:00Z".parse().ok();
    inspect_text(signature, (&hash_bytes(text), at), &mut || Ok(text.to_vec()), trust)
}

#[test]
fn a_signature_repeats_and_says_who_made_it() {
    for (name, by) in
        [("ecdsa", "Seal of an office, An office"), ("rsa", "Older seal of an office, An office")]
    {
        let made = signature(name);
        assert_eq!(made, signature(name), "{name}");
        let found = look(&made, TEXT, &trust(&["authority.pem"]));
        assert!(found.holds(), "{name}: {:?}", found.faults);
        assert_eq!(found.by, by);
        assert_eq!(found.faith, Faith::Trusted("Test authority, Nobody".to_owned()));
        assert_eq!(look(&made, TEXT, &Trust::default()).faith, Faith::Unchecked);
    }
}

#[test]
fn another_text_another_byte_and_another_certificate_are_told() {
    let made = signature("ecdsa");
    assert_eq!(look(&made, b"another", &Trust::default()).faults, ["what it covers was changed"]);
    let mut last = made.clone();
    *last.last_mut().unwrap() ^= 1;
    let faults = look(&last, TEXT, &Trust::default()).faults;
    assert_eq!(faults, ["the signature is not by the key of its certificate"]);
    // No byte can be changed without a fault but those of the certificates, which are then not trusted.
    let trust = trust(&["authority.pem"]);
    for at in (0..made.len()).step_by(3) {
        let mut altered = made.clone();
        altered[at] ^= 0x10;
        let found = look(&altered, TEXT, &trust);
        assert!(
            !found.holds()
                || !matches!(found.faith, Faith::Trusted(_))
                || found.key == key("ecdsa").fingerprint,
            "{at}"
        );
    }
    for length in 0..made.len() {
        assert!(!look(&made[..length], TEXT, &trust).holds(), "{length}");
    }
    assert!(look(&[made.as_slice(), &[0, 0, 0]].concat(), TEXT, &trust).holds());
    assert!(!look(&[made.as_slice(), b"x"].concat(), TEXT, &trust).holds());
}

#[test]
fn only_who_is_vouched_for_is_trusted() {
    let cause = |name: &str, anchors: &[&str]| match look(&signature(name), TEXT, &trust(anchors)).faith {
        Faith::Untrusted(cause) => cause,
        other => format!("{other:?}"),
    };
    assert_eq!(cause("stranger", &["authority.pem"]), "nobody who is trusted vouches for it");
    assert_eq!(cause("ecdsa", &["stranger.pem"]), "nobody who is trusted vouches for it");
    assert!(cause("wrapping", &["authority.pem"]).contains("not for signatures"));
    assert!(cause("ecdsa", &["stranger.pem", "authority.pem"]).contains("Trusted"));
    assert!(Trust::read("nothing").is_err());
    assert!(Trust::read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err());
    assert!(Trust::read("-----BEGIN CERTIFICATE-----\n").is_err());
}

#[test]
fn a_key_may_seal_while_its_certificate_is_valid() {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let faults = |name: &str, at: &str, now: &str| {
        let faults = key(name).check(moment(at), moment(now));
        faults.into_iter().map(|fault| fault.0).collect::<Vec<_>>().join("; ")
    };
    let then = "2004-05-10T07:00:00Z";
    assert_eq!(faults("ecdsa", then, "2025-01-01T00:00:00Z"), "");
    assert_eq!(faults("expired", then, "2009-12-31T23:59:59Z"), "");
    assert!(faults("expired", then, "2010-01-01T00:00:01Z").contains("has expired"));
    assert!(
        faults("late", then, "2019-12-31T23:59:59Z").contains("is not valid before 2020-01-01T00:00:00Z")
    );
    assert!(faults("late", then, "2020-01-01T00:00:00Z").contains("would claim 2004-05-10T07:00:00Z"));
    assert!(SealKey::read(&file("ecdsa.p12"), "wrong").is_err());
    assert!(SealKey::read(b"nothing", "test").is_err());
}

/// A time stamp of a signature, as a server gives it.
fn token(signature: &[u8], by: &str, at: &str) -> Any {
    let hash = Sha256::digest(signature);
    let part = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    // SHA-256; then the imprint, a serial, the moment and a nonce.
    let algorithm = part(0x30, &part(6, &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]));
    let imprint = part(0x30, &[algorithm, part(4, &hash)].concat());
    let info = [
        part(2, &[1]),
        part(6, &[0x2a, 3]),
        imprint,
        part(2, &[7]),
        part(0x18, at.as_bytes()),
        part(2, &[9]),
    ];
    let info = part(0x30, &info.concat());
    let content = EncapsulatedContentInfo {
        econtent_type: TST_INFO,
        econtent: Some(Any::encode_from(&OctetString::new(info.clone()).unwrap()).unwrap()),
    };
    let made = sign_content(&key(by), content, &Sha256::digest(&info), &mut |_| Ok(None)).ok().unwrap();
    Any::from_der(&made).unwrap()
}

fn stamped(by: &str, of: Option<&[u8]>) -> SealReport {
    let content = EncapsulatedContentInfo { econtent_type: super::signed::DATA, econtent: None };
    let made = sign_content(&key("ecdsa"), content, &Sha256::digest(TEXT), &mut |signature| {
        Ok(Some(token(of.unwrap_or(signature), by, "20240511070000.25Z")))
    });
    look(&made.ok().unwrap(), TEXT, &trust(&["authority.pem"]))
}

#[test]
fn a_time_stamp_is_of_this_signature_and_by_who_may_give_one() {
    let found = stamped("stamps", None);
    assert!(found.holds(), "{:?}", found.faults);
    assert_eq!(found.stamped.as_ref().unwrap().at.to_string(), "2024-05-11T07:00:00Z");
    let words = found.describe();
    assert!(words.contains("time-stamped at 2024-05-11T07:00:00Z by Time stamps, An office"), "{words}");
    assert!(!words.contains("not trusted"), "{words}");
    assert_eq!(stamped("stamps", Some(b"another")).faults, ["the time stamp is of another signature"]);
    let faults = stamped("rsa", None).faults;
    assert_eq!(faults, ["the time stamp is by a certificate that is not for time stamps"]);
    assert!(read_moment(b"20240511070000Z").is_some());
    for odd in [&b"20240511070000"[..], b"2024", b"20241311070000Z", b"\xff"] {
        assert!(read_moment(odd).is_none());
    }
}

#[test]
fn minisign_keys_sign_for_those_without_a_certificate() {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let signature = plain::sign(&pair.sk, &mut &TEXT[..]).unwrap();
    let public = pair.pk.to_box().unwrap().to_string();
    let trust = Trust::read(&public).unwrap();
    let found = look(&signature, TEXT, &trust);
    assert!(found.holds() && matches!(found.faith, Faith::Trusted(_)), "{found:?}");
    assert_eq!(found.key.len(), 16);
    assert!(!look(&signature, b"another", &trust).holds());
    assert_eq!(look(&signature, b"another", &Trust::default()).faith, Faith::Unchecked);
    let other = minisign::KeyPair::generate_unencrypted_keypair().unwrap().pk.to_box().unwrap().to_string();
    assert!(matches!(look(&signature, TEXT, &Trust::read(&other).unwrap()).faith, Faith::Untrusted(_)));
    assert!(!look(b"untrusted comment: x\n", TEXT, &trust).holds());
}
