//! Proof of dispatch: what is on record of one sending, checked against the ledger as somebody would who was not there.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::folder::{Folder, Ran, pdf_text, plain};

const LEDGER: &str = "output/dispatch/DM-1132.jsonl";
const PROOF: &str = "output/dispatch/proof-of-dispatch_DM-1132-001_FRA";

fn booked() -> Folder {
    let folder = Folder::built();
    folder.run(&["approve", "--by", "Anna Martin", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    for (event, who, more) in [
        ("posted", "FRA", ["--number", "RR 123 456 785 CH"]),
        ("posted", "KEN", ["--number", "RR 2"]),
        ("collected", "FRA", ["--text", "signed for by the registry"]),
        ("note", "GMB", ["--text", "the last line"]),
    ] {
        let now = ["--now", "2004-05-12T09:00:00Z"];
        folder.run(&[&["ledger", "add", event, who], &more[..], &now].concat()).ends_with(0);
    }
    folder
}

fn prove(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.run(&[&["proof-of-dispatch"], arguments].concat());
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

fn read(folder: &Folder) -> Value {
    serde_json::from_str(&folder.read(&format!("{PROOF}.json"))).expect("JSON")
}

#[test]
fn a_proof_has_what_somebody_with_the_ledger_can_check() {
    let folder = booked();
    prove(&folder, &["FRA"]).ends_with(0).says("proved: DM-1132/001 to FRA, by 2 entries");
    let proof = read(&folder);
    let ledger = folder.read(LEDGER);
    let lines: Vec<&str> = ledger.lines().collect();
    // The chain is that of the ledger, whose hashes are those of the texts before them.
    let hashes: Vec<String> = lines
        .iter()
        .map(|line| {
            let (text, _) = line.rsplit_once(",\"hash\":\"").expect("a hash");
            Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect();
    assert_eq!(proof["chain"], Value::from(hashes.clone()));
    assert_eq!(
        (&proof["ledger"]["lines"], &proof["ledger"]["head"]),
        (&5.into(), &hashes[4].as_str().into())
    );
    // Its own lines word by word, with the approval, and nobody else's.
    let own: Vec<(u64, &str)> = proof["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| (line["line"].as_u64().expect("a number"), line["text"].as_str().expect("a text")))
        .collect();
    assert_eq!(own, [(1, lines[0]), (2, lines[1]), (4, lines[3])]);
    let whole = folder.read(&format!("{PROOF}.json"));
    assert!(!whole.contains("KEN") && !whole.contains("the last line"), "{whole}");
    for document in proof["documents"].as_array().expect("documents") {
        let path = format!("output/DM-1132/{}", document["path"].as_str().expect("a path"));
        assert_eq!(document["sha256"], folder.sha256(&path).as_str(), "{path}");
    }
    let hash = folder.sha256("output/DM-1132/manifest.json");
    assert_eq!(proof["manifest_sha256"], hash.as_str());
    if let Some(text) = pdf_text(&folder.path(&format!("{PROOF}.pdf"))) {
        for part in ["RR 123 456 785 CH", "signed for by the registry", "Anna Martin", &hashes[4], &hash] {
            assert!(plain(&text).contains(&plain(part)), "{part} is not in\n{text}");
        }
    }
    // The same archive and ledger give the same bytes, however the recipient is named.
    let before = [".pdf", ".json"].map(|ending| folder.sha256(&format!("{PROOF}{ending}")));
    prove(&folder, &["DM-1132/001"]).ends_with(0);
    assert_eq!([".pdf", ".json"].map(|ending| folder.sha256(&format!("{PROOF}{ending}"))), before);
    folder.run(&["verify"]).ends_with(0);
}

#[test]
fn nothing_is_proved_with_what_was_touched() {
    let folder = booked();
    prove(&folder, &["FRX"]).ends_with(1).says("error[ledger-entry]").says("nothing for `FRX`");
    let whole = folder.read(LEDGER);
    for broken in [whole.replace("RR 123", "RR 124"), whole.replacen("\"line\":3", "\"line\":9", 1), {
        let lines: Vec<&str> = whole.lines().collect();
        [lines[0], lines[2], lines[1], lines[3], lines[4], ""].join("\n")
    }] {
        folder.write(LEDGER, &broken);
        prove(&folder, &["FRA"]).ends_with(1).says("error[ledger-broken]");
    }
    folder.write(LEDGER, &whole);
    let letter = read_letter(&folder);
    let bytes = std::fs::read(folder.path(&letter)).expect("a letter");
    let mut altered = bytes.clone();
    altered[500] ^= 1;
    folder.write_bytes(&letter, &altered);
    prove(&folder, &["FRA"]).ends_with(1).says("error[archive-altered]");
    assert!(!folder.path(&format!("{PROOF}.pdf")).exists(), "nothing was written");
    // A line that was cut short announces nothing, and is not proved.
    folder.write_bytes(&letter, &bytes);
    folder.write(LEDGER, &whole[..whole.len() - 9]);
    prove(&folder, &["FRA"]).ends_with(0);
    assert_eq!(read(&folder)["ledger"]["lines"], 4);
}

#[test]
#[cfg(feature = "seal")]
fn seals_are_told_in_the_language_of_the_office() {
    for (language, says) in [
        (
            "fr",
            [
                "Cachet apposé par Seal of an office, An office.",
                "Le cachet couvre tout le fichier.",
                "2004-05-10 09:00:00 +02:00",
            ],
        ),
        (
            "zh",
            [
                "签章者：Seal of an office, An office。",
                "印章覆盖整个文件。",
                "证书由 Test authority, Nobody 签发",
            ],
        ),
    ] {
        let folder = crate::seals::started("ecdsa", "");
        let dispatch = format!("extra_fields: []\ndispatch: {{ language: {language} }}\n");
        folder.edit("mailing.yaml", "extra_fields: []\n", &dispatch);
        folder.run(&["build"]).ends_with(0);
        folder.run(&["approve", "--by", "Anna Martin", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
        prove(&folder, &["FRA"]).ends_with(0);
        let Some(text) = pdf_text(&folder.path(&format!("{PROOF}.pdf"))) else { return };
        for part in says {
            assert!(plain(&text).contains(&plain(part)), "{part} is not in\n{text}");
        }
        // The letter, the form, and the end of the ledger.
        assert_eq!(plain(&text).matches(&plain(says[0])).count(), 3, "{text}");
        assert!(!text.contains("sealed by") && !text.contains("covers all"), "{text}");
    }
}

/// The path of the letter to France.
fn read_letter(folder: &Folder) -> String {
    let found = crate::folder::entries(&folder.path("output/DM-1132")).into_iter().map(|entry| entry.path());
    let letter =
        found.filter(|path| path.to_string_lossy().contains("_FRA_letter_")).last().expect("a letter");
    letter.strip_prefix(folder.root()).expect("beneath").to_string_lossy().into_owned()
}
