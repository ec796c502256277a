//! Archives and packs altered behind their manifest's back: each alteration is named by `verify` and by `diff`.

mod scene;

use std::fs;

use convoke::archive::PackKind;
use serde_json::{Value, json};

use crate::broken::archives::content;
use crate::diff::copy;
use crate::folder::Ran;
use scene::{Scene, edited, letter_of, position};

const ARCHIVE: &str = "output/DM-1132";
const ZIP: &str = "DM-1132.zip";
const MANIFEST: &str = "manifest.json";

/// What is given to the command.
#[derive(Clone, Copy, PartialEq)]
enum Given {
    Zip,
    Folder,
    Volumes,
}

/// An alteration: a name for it, what is given, what is done, and what must be said, code and message.
type Alteration = (&'static str, Given, fn(&Scene), &'static [&'static str]);

/// In what must be said, `LETTER` is the path of the letter, `FLIPPED` and `EVIL` that path changed, `SECOND` that of another letter;
/// `WHOLE` and `OTHER` are the hashes of the two archives' manifests.
const ALTERATIONS: [Alteration; 27] = [
    (
        "a byte of a letter flipped",
        Given::Zip,
        |scene| scene.flip(scene.letter()),
        &["archive-altered: `LETTER` was altered: it no longer has the checksum it was given"],
    ),
    (
        "a byte of the manifest flipped",
        Given::Zip,
        |scene| scene.flip(MANIFEST),
        &["archive-altered: `manifest.json` was altered: it no longer has the checksum it was given"],
    ),
    (
        "a byte of the register flipped",
        Given::Zip,
        |scene| scene.flip("register.csv"),
        &["archive-altered: `register.csv` was altered: it no longer has the checksum it was given"],
    ),
    (
        "a byte of the ZIP directory flipped",
        Given::Zip,
        |scene| {
            let name = scene.letter().to_owned();
            scene.change(ZIP, |bytes| {
                let directory = position(bytes, b"PK\x01\x02");
                let at = directory + position(&bytes[directory..], name.as_bytes());
                bytes[at] ^= 1;
            });
        },
        &[
            "archive-added: \"FLIPPED\" was added: the manifest does not list it",
            "archive-altered: the ZIP file itself was altered (invalid Zip archive: header inconsistency detected: Local file header filename mismatch (does not match central directory))",
            "archive-missing: `LETTER` is missing",
        ],
    ),
    (
        "a letter renamed",
        Given::Zip,
        |scene| {
            scene.repack(|files| {
                files.iter_mut().find(|(name, _)| name == scene.letter()).expect("it").0 =
                    "letters/evil.pdf".into();
            })
        },
        &[
            "archive-added: \"letters/evil.pdf\" was added: the manifest does not list it",
            "archive-missing: `LETTER` is missing",
        ],
    ),
    (
        "a letter added",
        Given::Zip,
        |scene| {
            scene.repack(|files| {
                files.push(("letters/evil.pdf".into(), b"%PDF-1.7".to_vec()));
            })
        },
        &["archive-added: \"letters/evil.pdf\" was added: the manifest does not list it"],
    ),
    (
        "a letter removed",
        Given::Zip,
        |scene| {
            scene.repack(|files| {
                files.retain(|(name, _)| name != scene.letter());
            })
        },
        &["archive-missing: `LETTER` is missing"],
    ),
    (
        "a letter doubled",
        Given::Zip,
        |scene| {
            // Written under another name of the same length, then renamed in the bytes.
            let (name, other) = (scene.letter(), scene.letter().replace("letter_fr", "lettre_fr"));
            scene.repack(|files| files.push((other.clone(), b"%PDF-1.7".to_vec())));
            scene.change(ZIP, |bytes| {
                for _ in 0..2 {
                    let at = position(bytes, other.as_bytes());
                    bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
                }
            });
        },
        &[
            "archive-altered: `LETTER` was altered: it no longer has the checksum it was given",
            "archive-entry-twice: the entry \"LETTER\" is there twice",
        ],
    ),
    (
        "two letters exchanged",
        Given::Zip,
        |scene| {
            scene.repack(|files| {
                let first = std::mem::take(content(files, &scene.letters[0]));
                let second = std::mem::replace(content(files, &scene.letters[1]), first);
                *content(files, &scene.letters[0]) = second;
            })
        },
        &[
            "archive-altered: `LETTER` was altered: it no longer has the checksum it was given",
            "archive-altered: `SECOND` was altered: it no longer has the checksum it was given",
        ],
    ),
    (
        "the ZIP file cut short",
        Given::Zip,
        |scene| scene.change(ZIP, |bytes| bytes.truncate(bytes.len() / 2)),
        &["archive-unreadable: the file is cut short or is not a ZIP file (it has no end record)"],
    ),
    (
        "bytes behind the ZIP file",
        Given::Zip,
        |scene| scene.change(ZIP, |bytes| bytes.extend(b"tail")),
        &["archive-altered: the ZIP file itself was altered (foreign bytes are behind it)"],
    ),
    (
        "a count in the manifest",
        Given::Zip,
        |scene| {
            scene.edit(|manifest| {
                manifest["reconciliation"]["documents"]["produced"] = 7.into();
            })
        },
        &["archive-reconciliation: the manifest counts 7 documents and lists 6"],
    ),
    (
        "a hash in the manifest",
        Given::Zip,
        |scene| scene.edit_letter("sha256", &"0".repeat(64)),
        &[
            "archive-altered: `LETTER` was altered: it no longer has the checksum it was given",
            "archive-altered: `register.csv` does not say what the manifest says (from line 6 on)",
        ],
    ),
    (
        "a recipient in the manifest",
        Given::Zip,
        |scene| scene.edit_letter("recipient", "FRX"),
        &[
            "archive-altered: `register.csv` does not say what the manifest says (from line 6 on)",
            "archive-reconciliation: the manifest counts 3 recipients and lists 4",
        ],
    ),
    (
        "a path in the manifest",
        Given::Zip,
        |scene| scene.edit_letter("path", "letters/evil.pdf"),
        &[
            "archive-added: \"LETTER\" was added: the manifest does not list it",
            "archive-altered: `register.csv` does not say what the manifest says (from line 6 on)",
            "archive-missing: `letters/evil.pdf` is missing",
        ],
    ),
    (
        "a serial in the manifest",
        Given::Zip,
        |scene| scene.edit_letter("serial", "DM-1132/009"),
        &["archive-altered: `register.csv` does not say what the manifest says (from line 6 on)"],
    ),
    (
        "a loose letter altered",
        Given::Folder,
        |scene| {
            scene.change(scene.letter(), |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            })
        },
        &["archive-altered: `LETTER` was altered: it no longer has the checksum it was given"],
    ),
    (
        "a loose letter removed",
        Given::Folder,
        |scene| {
            fs::remove_file(scene.altered(scene.letter())).expect("removed");
        },
        &["archive-missing: `LETTER` is missing"],
    ),
    (
        "a loose letter added",
        Given::Folder,
        |scene| {
            scene.write(&scene.letter().replace("FRA", "EVL"), b"%PDF-1.7");
        },
        &["archive-added: \"EVIL\" was added: the manifest does not list it"],
    ),
    (
        "the loose manifest edited",
        Given::Folder,
        |scene| {
            scene.change(MANIFEST, |bytes| {
                let letter = scene.letter();
                edited(bytes, |manifest| {
                    letter_of(manifest, letter)["sources"]["data"] = json!("0".repeat(64))
                });
            })
        },
        &[
            "archive-altered: `DM-1132.zip` and the folder have different manifests",
            "pack-stale: the pack was made from another archive (whose manifest is WHOLE)",
        ],
    ),
    (
        "a file of the pack altered",
        Given::Folder,
        |scene| scene.write("pack/post/en/all.txt", b"x"),
        &["pack-altered: `pack/post/en/all.txt` was altered: it no longer has the checksum it was given"],
    ),
    (
        "a file of the pack removed",
        Given::Folder,
        |scene| {
            fs::remove_file(scene.altered("pack/pouch/fr/all.txt")).expect("removed");
        },
        &["pack-missing: `pack/pouch/fr/all.txt` is missing"],
    ),
    (
        "a file added to the pack",
        Given::Folder,
        |scene| scene.write("pack/post/en/more.txt", b"x"),
        &["pack-added: \"pack/post/en/more.txt\" was added: the pack does not list it"],
    ),
    (
        "a file left out of the pack and its list",
        Given::Folder,
        |scene| {
            fs::remove_file(scene.altered("pack/e-mail/en/all.txt")).expect("removed");
            scene.pack_list(|list| list.files.retain(|file| file.kind != PackKind::EMail));
        },
        &["pack-count: the e-mails for e-mail hold 0 sendings in en, the archive has 1"],
    ),
    (
        "the pack of another archive",
        Given::Folder,
        |scene| {
            fs::remove_dir_all(scene.altered("pack")).expect("removed");
            copy(&scene.folder.path("other/pack"), &scene.altered("pack"));
        },
        &["pack-stale: the pack was made from another archive (whose manifest is OTHER)"],
    ),
    (
        "a volume missing",
        Given::Volumes,
        |scene| {
            fs::remove_file(scene.altered("DM-1132_volume-002.zip")).expect("removed");
        },
        &["archive-missing: `DM-1132_volume-002.zip` is missing"],
    ),
    (
        "a volume of another archive",
        Given::Volumes,
        |scene| {
            let name = "DM-1132_volume-002.zip";
            let other = fs::read(scene.folder.path("other-volumes").join(name)).expect("a volume");
            scene.write(name, &other);
        },
        &["archive-altered: `DM-1132_volume-002.zip` and the folder have different manifests"],
    ),
];

/// The errors a command told of, code and message, in order of the alphabet; of `archive` where one is named.
fn told(ran: &Ran, archive: Option<&str>) -> Vec<String> {
    let lines = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let problems = lines.filter(|line| line["event"] == "problem" && line["problem"]["severity"] == "error");
    let of_archive = problems.filter(|line| archive.is_none_or(|archive| line["archive"] == archive));
    let mut told: Vec<String> = of_archive
        .map(|line| {
            let text = |key: &str| line["problem"][key].as_str().expect("text").to_owned();
            format!("{}: {}", text("code"), text("message"))
        })
        .collect();
    told.sort();
    told
}

#[test]
fn every_alteration_is_named_by_verify_and_by_diff() {
    let scene = Scene::new();
    let hash = |name: &str| scene.folder.sha256(&format!("{name}/{MANIFEST}"));
    let (whole, other) = (hash("whole"), hash("other"));
    let mut flipped = scene.letter().to_owned().into_bytes();
    flipped[0] ^= 1;
    let flipped = String::from_utf8(flipped).expect("ASCII");
    let filled = |text: &&str| {
        text.replace("EVIL", &scene.letter().replace("FRA", "EVL"))
            .replace("FLIPPED", &flipped)
            .replace("LETTER", scene.letter())
            .replace("SECOND", &scene.letters[1])
            .replace("WHOLE", &whole)
            .replace("OTHER", &other)
    };
    let mut wrong = Vec::new();
    for (name, given, alter, expected) in ALTERATIONS {
        let original = if given == Given::Volumes { "whole-volumes" } else { "whole" };
        let _ = fs::remove_dir_all(scene.folder.path("altered"));
        copy(&scene.folder.path(original), &scene.folder.path("altered"));
        alter(&scene);
        let altered = if given == Given::Zip { "altered/DM-1132.zip" } else { "altered" };
        let verified = told(&scene.folder.run(&["verify", altered, "--json"]).ends_with(1), None);
        let ran = scene.folder.run(&["diff", original, altered, "--json"]).ends_with(1);
        let mut expected: Vec<String> = expected.iter().map(filled).collect();
        expected.sort();
        if verified != expected || told(&ran, Some("new")) != expected || !told(&ran, Some("old")).is_empty()
        {
            wrong.push(format!("{name}: {verified:#?}\n{}", ran.out));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let ran = scene.folder.run(&["diff", "altered", "whole", "--json"]).ends_with(1);
    assert_eq!((told(&ran, Some("old")).len(), told(&ran, Some("new")).len()), (1, 0));
}

#[test]
fn what_was_altered_is_never_taken_for_a_change() {
    let scene = Scene::new();
    copy(&scene.folder.path("whole"), &scene.folder.path("altered"));
    scene.edit_letter("sha256", &"0".repeat(64));
    let ran = scene.folder.run(&["diff", "whole", "altered/DM-1132.zip"]).ends_with(1);
    assert!(ran.out.starts_with("  FRA          letter fr changed: altered\n"), "{}", ran.out);
    assert!(ran.out.ends_with("NEW was altered: what is said of it may not be true\n"), "{}", ran.out);
    ran.says("NEW: `")
        .says("was altered: it no longer has the checksum it was given")
        .says("for recipient FRA");
}

#[test]
fn verify_counts_by_channel_and_language() {
    let scene = Scene::new();
    let ran = scene.folder.run(&["verify", "whole"]).ends_with(0);
    for line in [
        "  channels     e-mail           1 recipient, 2 documents, ",
        "               post             1 recipient, 2 documents, ",
        "               pouch            1 recipient, 2 documents, ",
        "  languages    en               2 recipients, 4 documents, ",
        "               fr               1 recipient, 2 documents, ",
        "  pack         3 files, 0 pages\n",
    ] {
        assert!(ran.out.contains(line), "{line:?} is not in\n{}", ran.out);
    }
    let ran = scene.folder.run(&["verify", "whole", "--json"]).ends_with(0);
    let said: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        (&said["by_channel"]["pouch"]["documents"], &said["by_language"]["en"]["recipients"]),
        (&2.into(), &2.into())
    );
    assert_eq!(said["pack"]["sound"], 3);
    scene.folder.run(&["verify", "whole/pack"]).ends_with(0);
    // A new build leaves the pack of the old archive behind.
    copy(&scene.folder.path("whole/pack"), &scene.folder.path(ARCHIVE).join("pack"));
    scene.folder.run(&["build"]).ends_with(0);
    assert!(!scene.folder.path(ARCHIVE).join("pack").exists());
}
