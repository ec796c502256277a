//! Several forms in one file, however they came together, and forms that came with messages.

mod messages;
mod packages;
mod pages;

use std::fs;
use std::sync::OnceLock;

use serde_json::Value;
use zip::CompressionMethod;

use crate::collect::{answer, collect};
use crate::folder::Folder;
use packages::{Names, join, portfolio, winmail, zip};

/// A mailing with two forms that came back, and their bytes.
fn answered() -> (Folder, [Vec<u8>; 2]) {
    static SENT: OnceLock<Folder> = OnceLock::new();
    let folder = Folder::once(&SENT, |folder| {
        folder.write_sample();
        folder.run(&["build"]).ends_with(0);
        fs::create_dir_all(folder.path("returns")).expect("a folder");
        for id in ["FRA", "KEN"] {
            answer(folder, id, "", &format!("{id}.pdf"), Some("2004-06-02T09:00:00+02:00"));
        }
    });
    let forms = ["FRA", "KEN"].map(|id| {
        let path = folder.path(&format!("returns/{id}.pdf"));
        let bytes = fs::read(&path).expect("a form");
        fs::remove_file(path).expect("a file");
        bytes
    });
    (folder, forms)
}

/// Recipient, status, part and page of each line of a file.
fn lines<'a>(table: &'a Value, name: &str) -> Vec<(&'a str, &'a str, &'a str, u64)> {
    let text = |value: &'a Value| value.as_str().unwrap_or_default();
    let files = table["files"].as_array().expect("files").iter();
    let of_file = files.filter(|file| file["file"] == format!("returns/{name}"));
    of_file
        .map(|file| {
            (
                text(&file["recipient"]),
                text(&file["status"]),
                text(&file["part"]),
                file["page"].as_u64().unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn each_form_in_a_file_is_a_line_of_its_own() {
    let (folder, forms) = answered();
    let [fra, ken] = &forms;
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let both: [(&str, &[u8]); 2] = [("fra.pdf", fra), ("ken.pdf", ken)];
    put("portfolio.pdf", &portfolio(&both));
    put("stored.zip", &zip(&both, CompressionMethod::Stored));
    let systems: [(&str, &[u8]); 4] =
        [both[0], ("__MACOSX/._fra.pdf", b"\0\x05\x16\x07"), (".DS_Store", b"\0\0\0\x01Bud1"), both[1]];
    let deflated = zip(&systems, CompressionMethod::Deflated);
    put("deflated.zip", &deflated);
    put("nested.zip", &zip(&[("in.zip", &deflated)], CompressionMethod::Stored));
    put("one-after-the-other.pdf", &[&fra[..], ken].concat());
    put("padded.pdf", &[&fra[..], &[0; 9_000]].concat());
    put("kept.pdf", &join(&forms, Names::Kept));
    put("marked.pdf", &join(&forms, Names::Marked));
    put("below.pdf", &join(&forms, Names::Below));
    put("unlisted.pdf", &join(&forms, Names::Unlisted));
    put("twice.pdf", &join(&[fra.clone(), fra.clone()], Names::Marked));
    put("winmail.dat", &winmail("fra.pdf", fra));
    put("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put("desktop.ini", b"[.ShellClassInfo]");
    let (table, ran) = collect(&folder, 0);
    let matched = |of: &[(&'static str, &'static str, u64)]| {
        of.iter().map(|(id, part, page)| (*id, "matched", *part, *page)).collect::<Vec<_>>()
    };
    let in_zip = matched(&[("FRA", "fra.pdf", 0), ("KEN", "ken.pdf", 0)]);
    assert_eq!(lines(&table, "stored.zip"), in_zip);
    assert_eq!(lines(&table, "deflated.zip"), in_zip);
    assert_eq!(lines(&table, "portfolio.pdf"), in_zip);
    let nested = matched(&[("FRA", "in.zip, fra.pdf", 0), ("KEN", "in.zip, ken.pdf", 0)]);
    assert_eq!(lines(&table, "nested.zip"), nested);
    let parts = matched(&[("FRA", "part 1", 0), ("KEN", "part 2", 0)]);
    assert_eq!(lines(&table, "one-after-the-other.pdf"), parts);
    assert_eq!(lines(&table, "padded.pdf"), matched(&[("FRA", "", 0)]));
    for joined in ["kept", "marked", "below", "unlisted"] {
        let found = lines(&table, &format!("{joined}.pdf"));
        let pages = found.iter().map(|line| line.3).collect::<Vec<_>>();
        assert_eq!(found, matched(&[("FRA", "", 1), ("KEN", "", pages[1])]), "{joined}");
        assert!(pages[1] > 1, "{joined}");
    }
    assert_eq!(lines(&table, "twice.pdf").iter().map(|line| line.0).collect::<Vec<_>>(), ["FRA", "FRA"]);
    assert_eq!(lines(&table, "winmail.dat"), matched(&[("FRA", "fra.pdf", 0)]));
    assert!(ran.out.contains(" in 12 files for "), "a file is counted once: {}", ran.out);
    assert!(!ran.out.contains("Thumbs.db") && !ran.out.contains("desktop.ini"), "{}", ran.out);
    assert_eq!(table["answered"], 2);
    // What every file says is the same, so that every value was found under whatever name.
    let rows = table["registrations"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["values"]["family_name"] == "Ørsted"));
}

#[test]
fn hostile_bundles_cost_their_own_lines() {
    let (folder, [fra, _]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let mut deep = fra.clone();
    for _ in 0..9 {
        deep = zip(&[("in.zip", &deep)], CompressionMethod::Stored);
    }
    put("deep.zip", &deep);
    let zeros = vec![0; 30 << 20];
    let bomb: Vec<(String, &[u8])> = (0..8).map(|number| (format!("{number}.pdf"), &zeros[..])).collect();
    let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    put("bomb.zip", &zip(&bomb, CompressionMethod::Deflated));
    put("cut.zip", &zip(&[("fra.pdf", &fra)], CompressionMethod::Stored)[..5_000]);
    put("up.zip", &zip(&[("../../up.pdf", &fra), ("=cmd\u{202e}.pdf", &fra)], CompressionMethod::Stored));
    put("word.docx", &zip(&[("[Content_Types].xml", b"<x/>"), ("a.pdf", &fra)], CompressionMethod::Deflated));
    put("other.rar", b"Rar!\x1a\x07\x01\x00");
    put("false.msg", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0xff; 4_000]].concat());
    put("nested.eml", &b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(2_000));
    put("good.pdf", &fra);
    let (table, ran) = collect(&folder, 3);
    let statuses = |name| lines(&table, name).iter().map(|line| line.1).collect::<Vec<_>>();
    assert_eq!(statuses("good.pdf"), ["matched"]);
    assert_eq!(statuses("deep.zip"), ["not-unpacked"]);
    assert!(statuses("bomb.zip").contains(&"not-unpacked"), "{:?}", statuses("bomb.zip"));
    assert_eq!(statuses("cut.zip"), ["not-unpacked"]);
    assert_eq!(statuses("up.zip"), ["matched", "matched"]);
    assert_eq!(statuses("word.docx"), ["not-pdf"]);
    assert_eq!(statuses("other.rar"), ["not-unpacked"]);
    assert_eq!(statuses("false.msg"), ["not-pdf"]);
    assert!(!statuses("nested.eml").is_empty());
    assert!(!ran.out.contains('\u{202e}') && !folder.path("../up.pdf").exists());
}
