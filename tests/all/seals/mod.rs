//! Sealed mailings: what is sealed, what `verify` says of it, and what it finds that was changed since.
//!
//! The keys are made by `make.sh` beside this file; all have the passphrase `test`.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use convoke::seal::{self, Faith, Trust};
use serde_json::Value;

use crate::diff::copy;
use crate::folder::Folder;

const ARCHIVE: &str = "output/DM-1132";
const MANIFEST: &str = "output/DM-1132/manifest.json";

fn keys(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/seals").join(name)).expect("a key")
}

fn trust() -> Trust {
    Trust::read(&String::from_utf8(keys("authority.pem")).expect("PEM")).expect("certificates")
}

/// A mailing that is sealed with a key; `more` are further lines of `seal`.
pub(crate) fn started(key: &str, more: &str) -> Folder {
    let folder = Folder::started();
    seal_with(&folder, key, more);
    folder
}

fn seal_with(folder: &Folder, key: &str, more: &str) {
    folder.write_bytes("seal.p12", &keys(&format!("{key}.p12")));
    folder.write("passphrase", "test\n");
    restrict(&folder.path("passphrase"));
    let seal =
        format!("extra_fields: []\nseal:\n  pkcs12: seal.p12\n  secret: {{ file: passphrase }}\n{more}");
    folder.edit("mailing.yaml", "extra_fields: []\n", &seal);
}

#[cfg(unix)]
fn restrict(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("permissions");
}

#[cfg(not(unix))]
fn restrict(_: &Path) {}

#[expect(clippy::disallowed_methods, reason = "a test takes away its own file")]
fn remove(folder: &Folder, name: &str) {
    fs::remove_file(folder.path(name)).expect("removed");
}

/// A sealed archive, built once; tests alter copies of it.
fn sealed() -> &'static Folder {
    static SEALED: OnceLock<Folder> = OnceLock::new();
    SEALED.get_or_init(|| {
        let folder = started("ecdsa", "  reason: { en: Invitation, fr: Invitation }\n");
        folder.write_bytes("authority.pem", &keys("authority.pem"));
        folder.write_bytes("stranger.pem", &keys("stranger.pem"));
        folder.run(&["build"]).ends_with(0).says("");
        folder
    })
}

/// A copy of the sealed archive, in a folder of its own.
fn copied() -> Folder {
    let folder = Folder::empty();
    copy(sealed().root(), folder.root());
    folder
}

/// A sealed letter, and the signature of the manifest.
pub(crate) fn letter_and_signature() -> (Vec<u8>, Vec<u8>) {
    let letter = fs::read(find(sealed(), "FRA_letter_fr.pdf").1).expect("a letter");
    (letter, fs::read(sealed().path(&format!("{MANIFEST}.p7s"))).expect("a signature"))
}

fn documents(folder: &Folder) -> Vec<(String, PathBuf)> {
    let manifest: Value = serde_json::from_str(&folder.read(MANIFEST)).expect("JSON");
    let files = manifest["files"].as_array().expect("files");
    let documents = files.iter().filter(|file| file["role"] == "document");
    documents
        .map(|file| {
            let path = file["path"].as_str().expect("a path");
            (path.to_owned(), folder.path(ARCHIVE).join(path))
        })
        .collect()
}

fn find(folder: &Folder, end: &str) -> (String, PathBuf) {
    documents(folder).into_iter().find(|(path, _)| path.ends_with(end)).expect("a document")
}

#[test]
fn each_document_is_sealed_in_whole_by_the_key_of_the_mailing() {
    let folder = sealed();
    let manifest: Value = serde_json::from_str(&folder.read(MANIFEST)).expect("JSON");
    assert_eq!(manifest["format"], 6);
    assert_eq!(manifest["seal"]["by"], "Seal of an office, An office");
    let documents = documents(folder);
    assert_eq!(documents.len(), 6);
    for (path, file) in documents {
        let found = seal::inspect(&fs::read(&file).expect("a document"), &trust());
        let [found] = &found[..] else { panic!("{path} has {} seals", found.len()) };
        assert!(found.holds() && found.covers_all && found.added == 0, "{path}: {}", found.describe());
        assert_eq!(found.faith, Faith::Trusted("Test authority, Nobody".to_owned()), "{path}");
        assert_eq!(found.field.as_deref(), Some("convoke.seal"), "{path}");
        assert_eq!(found.claimed.map(|at| at.to_string()).as_deref(), Some("2004-05-10T07:00:00Z"), "{path}");
        assert_eq!(manifest["seal"]["certificate"], found.key.as_str());
        assert!(found.stamped.is_none());
    }
    let letter = fs::read(find(folder, "FRA_letter_fr.pdf").1).expect("a letter");
    let form = fs::read(find(folder, "FRA_form_fr.pdf").1).expect("a form");
    let has = |pdf: &[u8], text: &str| pdf.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!has(&letter, "/DocMDP"), "a letter is not certified");
    assert!(has(&form, "/DocMDP") && has(&form, "/P 2"), "a form may be filled in and signed");
}

#[test]
fn the_same_key_and_date_give_the_same_bytes_and_nothing_is_sealed_twice() {
    let folder = copied();
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.contains("nothing changed"), "{}", ran.out);
    let other = started("ecdsa", "  reason: { en: Invitation, fr: Invitation }\n").with_key_of(&folder);
    other.run(&["build"]).ends_with(0);
    for (path, file) in documents(&folder) {
        assert!(
            fs::read(file).expect("a document") == fs::read(other.path(ARCHIVE).join(&path)).expect("it"),
            "{path}"
        );
    }
    let signature = format!("{MANIFEST}.p7s");
    assert_eq!(folder.sha256(&signature), other.sha256(&signature));
    // Another moment is another seal.
    let ran = folder.run(&["build", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    assert!(ran.out.contains("6 made, 0 unchanged") || !ran.out.contains("unchanged"), "{}", ran.out);
    let found = seal::inspect(&fs::read(find(&folder, "FRA_letter_fr.pdf").1).expect("a letter"), &trust());
    assert_eq!(found[0].claimed.map(|at| at.to_string()).as_deref(), Some("2004-05-11T07:00:00Z"));
}

#[test]
fn verify_tells_who_sealed_and_whom_to_trust_decides_the_rest() {
    let folder = sealed();
    let ran = folder.run(&["verify"]).ends_with(0);
    assert!(
        ran.out.contains("6 documents: sealed by Seal of an office, An office; issuer not checked"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("the manifest: sealed by Seal of an office"), "{}", ran.out);
    let ran = folder.run(&["verify", "--trust", "authority.pem"]).ends_with(0);
    assert!(ran.out.contains("vouched for by Test authority, Nobody"), "{}", ran.out);
    folder
        .run(&["verify", "--trust", "stranger.pem"])
        .ends_with(1)
        .says("error[seal-untrusted]: the seal of 6 documents is not trusted");
    folder
        .run(&["verify", "--trust", "mailing.yaml"])
        .ends_with(1)
        .says("nobody can be trusted by this file");
    let zip = folder
        .run(&["verify", "output/DM-1132/DM-1132.zip", "--trust", "authority.pem", "--json"])
        .ends_with(0);
    let result: Value = serde_json::from_str(zip.out.lines().last().expect("a line")).expect("JSON");
    assert_eq!(result["seals"][0]["documents"], 6);
    assert_eq!(result["manifest_seal"]["faith"]["trusted"], "Test authority, Nobody");
    let letter = find(folder, "FRA_letter_fr.pdf").1.display().to_string();
    let ran = folder.run(&["verify", &letter, "--trust", "authority.pem"]).ends_with(0);
    assert!(ran.out.contains("convoke.seal: sealed by Seal of an office"), "{}", ran.out);
    assert!(ran.out.contains("covers all of the file"), "{}", ran.out);
}

#[test]
fn an_archive_without_a_seal_is_not_taken_for_one_with_it() {
    let folder = Folder::built();
    let manifest: Value = serde_json::from_str(&folder.read(MANIFEST)).expect("JSON");
    assert_eq!((&manifest["format"], &manifest["seal"]), (&5.into(), &Value::Null));
    folder.run(&["verify"]).ends_with(0);
    folder.write_bytes("authority.pem", &keys("authority.pem"));
    folder.run(&["verify", "--trust", "authority.pem"]).ends_with(1).says("nothing in the archive is sealed");
    folder.write("letter.pdf", "%PDF-1.7\n");
    folder.run(&["verify", "letter.pdf"]).ends_with(1).says("there is no seal in it");
}

#[test]
fn what_was_changed_since_is_told() {
    // A byte of the page, the seal itself, something added behind it: of a single document, whose manifest nobody has.
    let folder = copied();
    let (_, letter) = find(&folder, "FRA_letter_fr.pdf");
    let whole = fs::read(&letter).expect("a letter");
    let tell = |bytes: &[u8]| {
        let found = seal::inspect(bytes, &trust());
        found.iter().map(seal::SealReport::describe).collect::<Vec<_>>().join("\n")
    };
    let mut altered = whole.clone();
    let at = altered.windows(10).position(|window| window == b"/Name<FEFF").expect("a name") + 12;
    altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
    assert!(tell(&altered).contains("what it covers was changed"), "{}", tell(&altered));
    let start = whole.windows(10).position(|window| window == b"/Contents<").expect("a signature") + 10;
    let end = start + whole[start..].iter().position(|byte| *byte == b'>').expect("an end");
    let hex: Vec<u8> = whole[start..end].to_vec();
    // A digit of the signature's value, which is the last of it before the zeros.
    let last = start + hex.iter().rposition(|byte| *byte != b'0').expect("digits");
    let mut forged = whole.clone();
    forged[last] = if forged[last] == b'1' { b'2' } else { b'1' };
    assert!(tell(&forged).contains("does not hold"), "{}", tell(&forged));
    let appended = [&whole[..], b"% more\n%%EOF\n"].concat();
    assert!(tell(&appended).contains("13 bytes were added after it"), "{}", tell(&appended));
    assert!(!seal::inspect(&appended, &trust())[0].covers_all);
    // The range says that less is covered.
    let range = whole.windows(13).position(|window| window == b"/ByteRange[0 ").expect("a range") + 13;
    let mut short = whole.clone();
    short[range] = if short[range] == b'1' { b'2' } else { b'1' };
    assert!(tell(&short).contains("does not"), "{}", tell(&short));

    for (bytes, says) in
        [(&altered, "what it covers was changed"), (&appended, "bytes were added after its seal")]
    {
        folder.write_bytes(&relative(&folder, &letter), bytes);
        folder
            .run(&["verify"])
            .ends_with(1)
            .says("error[archive-altered]")
            .says("error[seal-broken]: `")
            .says(says)
            .says("for recipient FRA");
    }
}

#[test]
fn a_seal_that_was_taken_away_is_missed_although_the_manifest_fits() {
    let folder = copied();
    let unsealed = Folder::started();
    unsealed.run(&["build"]).ends_with(0);
    let (path, letter) = find(&folder, "FRA_letter_fr.pdf");
    let other = fs::read(find(&unsealed, "FRA_letter_fr.pdf").1).expect("a letter");
    let before = fs::read(&letter).expect("a letter");
    folder.write_bytes(&relative(&folder, &letter), &other);
    let manifest = folder.read(MANIFEST);
    let manifest = manifest
        .replace(&convoke::digest::hash_bytes(&before), &convoke::digest::hash_bytes(&other))
        .replace(&format!("\"bytes\": {}", before.len()), &format!("\"bytes\": {}", other.len()));
    folder.write(MANIFEST, &manifest);
    folder
        .run(&["verify"])
        .ends_with(1)
        .says(&format!("`{path}` is not as it was sealed: there is no seal in it"))
        .says("`manifest.json` is not as it was sealed: what it covers was changed");
    remove(&folder, &format!("{MANIFEST}.p7s"));
    folder.run(&["verify"]).ends_with(1).says("its signature `manifest.json.p7s` is missing");
}

#[test]
fn a_seal_by_another_key_is_told_although_all_else_fits() {
    let folder = copied();
    let other = started("stranger", "");
    other.run(&["build"]).ends_with(0);
    let signature = fs::read(other.path(&format!("{MANIFEST}.p7s"))).expect("a signature");
    folder.write_bytes(&format!("{MANIFEST}.p7s"), &signature);
    folder.run(&["verify"]).ends_with(1).says("`manifest.json` is not as it was sealed");
    // The stranger's own archive is whole; who trusts the authority does not trust it, whatever name it bears.
    other.run(&["verify"]).ends_with(0);
    other.write_bytes("authority.pem", &keys("authority.pem"));
    other.run(&["verify", "--trust", "authority.pem"]).ends_with(1).says("error[seal-untrusted]");
}

#[test]
fn a_key_that_cannot_seal_is_told_by_check_before_anything_is_made() {
    for (key, says) in [
        ("expired", "the certificate of the seal has expired (on 2010-01-01T00:00:00Z)"),
        ("late", "the seal would claim 2004-05-10T07:00:00Z, and its certificate is valid from 2020-01-01"),
        ("wrapping", "the certificate of the seal is not for signatures"),
    ] {
        let folder = started(key, "");
        folder.run(&["check"]).ends_with(1).says("error[seal-key]").says(says).says("mailing.yaml:");
        folder.run(&["build"]).ends_with(1).says(says);
        assert!(!folder.path(ARCHIVE).exists());
    }
    let folder = started("late", "");
    folder.run(&["build", "--now", "2024-05-11T09:00:00+02:00"]).ends_with(0);

    let folder = started("ecdsa", "");
    folder.write("passphrase", "wrong\n");
    folder.run(&["check"]).ends_with(1).says("error[seal-key]: the key of the seal cannot be read");
    folder.write("passphrase", "test\nmore\n");
    folder.run(&["check"]).ends_with(1).says("error[seal-secret]: the secret is empty, or more than a line");
    remove(&folder, "seal.p12");
    folder.write("passphrase", "test\n");
    folder.run(&["check"]).ends_with(1).says("error[seal-key]: the key of the seal cannot be read");
    folder.edit("mailing.yaml", "  secret: { file: passphrase }\n", "  documents: [lettre]\n");
    folder
        .run(&["check"])
        .ends_with(1)
        .says("it is not said where the passphrase of the key is")
        .says("the mailing has no document `lettre`")
        .says("did you mean `letter`?");
}

#[test]
fn a_key_on_a_token_is_named_in_full_and_told_where_it_is_not_there() {
    let folder = Folder::started();
    let seal = |folder: &Folder, keys: &str| {
        let former = folder.read("mailing.yaml");
        let head = former.split("seal:\n").next().expect("a beginning");
        folder.write("mailing.yaml", &format!("{head}seal:\n{keys}"));
    };
    seal(&folder, "  pkcs11: { module: none.so }\n");
    folder
        .run(&["check"])
        .ends_with(1)
        .says("error[mailing-value]: the module of the token is not named by its whole path")
        .says("for seal.pkcs11.module");
    let module = folder.path("none.so");
    let module = module.to_str().expect("a path");
    seal(&folder, &format!("  pkcs11: {{ module: '{module}' }}\n  minisign: key\n"));
    folder.run(&["check"]).ends_with(1).says("a seal has one key").says("pkcs11: { module: PATH }");
    seal(&folder, &format!("  pkcs11: {{ module: '{module}', certificate: own.pem }}\n"));
    folder
        .run(&["check"])
        .ends_with(1)
        .says("error[seal-key]: the certificate of the seal cannot be read")
        .says("for seal.pkcs11.certificate");
    seal(&folder, &format!("  pkcs11: {{ module: '{module}' }}\n  secret: {{ file: passphrase }}\n"));
    folder.write("passphrase", "1234\n");
    restrict(&folder.path("passphrase"));
    let says = if cfg!(feature = "pkcs11") {
        "error[seal-key]: the module of the token cannot be loaded"
    } else {
        "error[seal-key]: this program was built without keys on tokens (PKCS#11)"
    };
    let ran = folder.run(&["check"]).ends_with(1).says(says).says("for seal.pkcs11");
    assert!(!ran.err.contains("1234"), "{}", ran.err);
}

#[test]
fn a_key_that_does_not_belong_to_its_certificate_is_refused() {
    use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKeyChain};

    let chain = |name: &str| {
        let store = KeyStore::from_pkcs12(&keys(name), "test").expect("a file");
        let (_, chain) = store.private_key_chain().expect("a key");
        chain.clone()
    };
    let (own, other) = (chain("ecdsa.p12"), chain("stranger.p12"));
    let folder = started("ecdsa", "");
    for (key, certificate, code) in [(&own, &own, 0), (&other, &own, 1)] {
        let mut store = KeyStore::new();
        let mixed = PrivateKeyChain::new(key.key(), key.local_key_id(), certificate.chain().to_vec());
        store.add_entry("seal", KeyStoreEntry::PrivateKeyChain(mixed));
        folder.write_bytes("seal.p12", &store.writer("test").write().expect("a file"));
        let ran = folder.run(&["check"]).ends_with(code);
        let says = "error[seal-key]: the key of the seal does not belong to its certificate";
        assert_eq!(ran.err.contains(says), code == 1, "{}", ran.err);
    }
}

#[test]
fn an_older_key_seals_too_and_documents_that_are_named_alone() {
    let folder = started("rsa", "  documents: [letter]\n");
    folder.write_bytes("authority.pem", &keys("authority.pem"));
    folder.run(&["build"]).ends_with(0);
    let ran = folder.run(&["verify", "--trust", "authority.pem"]).ends_with(0);
    assert!(ran.out.contains("3 documents: sealed by Older seal of an office"), "{}", ran.out);
    let form = fs::read(find(&folder, "FRA_form_fr.pdf").1).expect("a form");
    assert!(seal::inspect(&form, &trust()).is_empty());
    // Volumes have their own manifests, and signatures of them.
    folder.run(&["build", "--volume-size", "4"]).ends_with(0);
    folder.run(&["verify", "--trust", "authority.pem"]).ends_with(0);
    let volume = folder
        .run(&["verify", "output/DM-1132/DM-1132_volume-001.zip", "--trust", "authority.pem"])
        .ends_with(0);
    assert!(volume.out.contains("the manifest: sealed by Older seal"), "{}", volume.out);
    folder.run(&["pack"]).ends_with(0);
    folder.run(&["verify"]).ends_with(0);
}

#[test]
fn a_draft_is_not_sealed_and_a_loose_document_is() {
    let folder = started("ecdsa", "");
    folder.run(&["build", "--draft"]).ends_with(0);
    folder.run(&["build", "--only", "FRA"]).ends_with(0);
    let pdfs = |place: &str| {
        let all = crate::folder::entries(&folder.path(place));
        let pdfs = all
            .into_iter()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "pdf"));
        pdfs.map(|path| seal::inspect(&fs::read(path).expect("a PDF"), &trust()).len()).collect::<Vec<_>>()
    };
    assert_eq!(pdfs("output/DM-1132-draft"), [0; 6]);
    assert_eq!(pdfs("output/DM-1132-loose"), [1; 2]);
}

#[test]
fn a_server_of_time_stamps_that_gives_none_stops_the_build_once() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let _ = std::io::Write::write_all(
                &mut stream,
                b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 7\r\nConnection: close\r\n\r\n0\x050\x03\x02\x01\x02",
            );
        }
    });
    let folder = started("ecdsa", &format!("  timestamp: \"{url}\"\n"));
    let ran = folder
        .run(&["build"])
        .ends_with(1)
        .says("error[seal-timestamp]: the server of time stamps gives none");
    assert_eq!(ran.err.matches("error[seal-timestamp]").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("it refused (status 2)"), "{}", ran.err);
    assert!(!folder.path(ARCHIVE).exists());
}

#[test]
fn the_end_of_the_ledger_is_sealed_by_approve_and_by_hand() {
    let folder = copied();
    let now = ["--now", "2004-05-11T09:00:00+02:00"];
    folder.run(&[&["approve", "--by", "Anna Martin"], &now[..]].concat()).ends_with(0);
    let head: Value = serde_json::from_str(&folder.read("output/dispatch/DM-1132.head.json")).expect("JSON");
    assert_eq!(head["lines"], 1);
    folder
        .run(&["ledger", "add", "posted", "FRA", "--by", "Anna Martin", "--now", "2004-05-20T09:00:00Z"])
        .ends_with(0);
    // What was booked since is in the chain, and not yet under the seal.
    let ran = folder.run(&["verify", "--trust", "authority.pem"]).ends_with(0);
    assert!(
        ran.out.contains("its end: sealed by Seal of an office, An office; vouched for by"),
        "{}",
        ran.out
    );
    let sealed = folder.run(&["ledger", "seal", "--now", "2004-05-21T09:00:00Z"]).ends_with(0);
    assert!(sealed.out.contains("sealed: 2 lines of the ledger"), "{}", sealed.out);
    folder.run(&["verify"]).ends_with(0);

    let ledger = folder.read("output/dispatch/DM-1132.jsonl");
    let first = ledger.split_inclusive('\n').next().expect("a line").to_owned();
    folder.write("output/dispatch/DM-1132.jsonl", &first);
    folder.run(&["verify"]).ends_with(1).says("of 2 lines, 1 at its end are gone").says("DM-1132.head.json");
    folder.write("output/dispatch/DM-1132.jsonl", &ledger);
    folder.edit("output/dispatch/DM-1132.head.json", "\"lines\": 2", "\"lines\": 1");
    folder
        .run(&["verify"])
        .ends_with(1)
        .says("the ledger is not as it was sealed: its line 1 is another")
        .says("the ledger is not as it was sealed: what it covers was changed");
    remove(&folder, "output/dispatch/DM-1132.head.json.p7s");
    folder.run(&["verify"]).ends_with(1).says("the signature of its head is missing");
    Folder::started()
        .run(&["ledger", "seal"])
        .ends_with(1)
        .says("the mailing has no key to seal the ledger with");
}

#[test]
fn a_key_of_minisign_signs_the_manifest_for_those_without_a_certificate() {
    let folder = Folder::started();
    let pair = minisign::KeyPair::generate_unencrypted_keypair().expect("a key");
    folder.write("minisign.key", &pair.sk.to_box(None).expect("a box").to_string());
    folder.write("minisign.pub", &pair.pk.to_box().expect("a box").to_string());
    folder.edit("mailing.yaml", "extra_fields: []\n", "extra_fields: []\nseal: { minisign: minisign.key }\n");
    folder.run(&["build"]).ends_with(0);
    let signature = folder.read(&format!("{MANIFEST}.minisig"));
    let ran = folder.run(&["verify", "--trust", "minisign.pub"]).ends_with(0);
    assert!(ran.out.contains("the manifest: sealed by the key"), "{}", ran.out);
    let letter = fs::read(find(&folder, "FRA_letter_fr.pdf").1).expect("a letter");
    assert!(seal::inspect(&letter, &Trust::default()).is_empty());
    // Another signature of the same manifest has other bytes: the one that is there stays.
    folder.run(&["build"]).ends_with(0);
    assert_eq!(folder.read(&format!("{MANIFEST}.minisig")), signature);
    let manifest = folder.read(MANIFEST);
    folder.write(MANIFEST, &manifest.replace("\"tool\": ", "\"tool\":  "));
    folder.run(&["verify", "--trust", "minisign.pub"]).ends_with(1).says("error[seal-broken]");
}

#[test]
fn a_form_that_is_filled_in_anew_bears_no_broken_seal() {
    let folder = copied();
    let form = find(&folder, "FRA_form_fr.pdf").1.display().to_string();
    let fields = folder.run(&["form", "fields", &form]).ends_with(0);
    assert!(!fields.out.contains("convoke.seal"), "{}", fields.out);
    folder.write("values.json", "{\"participant.1.family_name\": \"Dupont\"}");
    folder.run(&["form", "fill", &form, "values.json", "-o", "filled.pdf"]).ends_with(0);
    let filled = fs::read(folder.path("filled.pdf")).expect("a form");
    assert!(seal::inspect(&filled, &trust()).is_empty());
}

fn relative(folder: &Folder, path: &Path) -> String {
    path.strip_prefix(folder.root()).expect("beneath").display().to_string()
}
