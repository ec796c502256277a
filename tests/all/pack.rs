//! Packs: what each channel needs, made from the archive alone.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::broken::archives::{content, pack, unpack};
use crate::folder::{Folder, pdf_text};

const PACK: &str = "output/DM-1132/pack";

/// The sample's three recipients, one of them with a copy, and an archive of them.
fn built() -> Folder {
    let folder = Folder::started();
    let copies = "copies: [{ to: \"Permanent Mission of Kenya, Geneva\", address: [Geneva, SWITZERLAND], channel: by-hand }]";
    folder.edit("recipients/ministries.yaml", "channels: [post]", &format!("channels: [post]\n    {copies}"));
    folder.run(&["build"]).ends_with(0);
    folder
}

fn list(folder: &Folder) -> Value {
    serde_json::from_str(&folder.read(&format!("{PACK}/pack.json"))).expect("JSON")
}

/// The paths of a pack's files, each with how many sendings it is for.
fn files(list: &Value) -> BTreeMap<&str, u64> {
    let files = list["files"].as_array().expect("files");
    files.iter().filter_map(|file| Some((file["path"].as_str()?, file["recipients"].as_u64()?))).collect()
}

#[test]
fn each_channel_gets_what_it_works_with() {
    let folder = built();
    let ran = folder.run(&["pack"]).ends_with(0);
    assert!(ran.out.contains("for 4 sendings of DM-1132"), "{}", ran.out);
    let list = list(&folder);
    let files = files(&list);
    let expected = BTreeMap::from([
        ("by-hand/en/envelopes.pdf", 1),
        ("by-hand/en/files.csv", 1),
        ("by-hand/en/labels.pdf", 1),
        ("by-hand/en/print-run.pdf", 1),
        ("by-hand/list.pdf", 1),
        ("e-mail-in-reserve/en/003_KEN_e-mail_en.eml", 1),
        ("e-mail-in-reserve/fr/001_FRA_e-mail_fr.eml", 1),
        ("e-mail.json", 3),
        ("e-mail/en/002_GMB_e-mail_en.eml", 1),
        ("e-mail/en/files.csv", 1),
        ("post/en/envelopes.pdf", 1),
        ("post/en/files.csv", 1),
        ("post/en/labels.pdf", 1),
        ("post/en/print-run.pdf", 1),
        ("pouch/fr/envelopes.pdf", 1),
        ("pouch/fr/files.csv", 1),
        ("pouch/fr/labels.pdf", 1),
        ("pouch/fr/print-run.pdf", 1),
        ("pouch/list.pdf", 1),
        ("register.csv", 3),
        ("register.xlsx", 3),
    ]);
    assert_eq!(files, expected);
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
}

#[test]
fn the_same_archive_gives_the_same_pack_wherever_it_lies() {
    let folder = built();
    folder.run(&["pack"]).ends_with(0);
    let first = folder.sha256(&format!("{PACK}/pack.json"));
    folder.run(&["pack", "--jobs", "1"]).ends_with(0);
    assert_eq!(folder.sha256(&format!("{PACK}/pack.json")), first, "on one thread");
    std::fs::create_dir(folder.path("elsewhere")).expect("a folder");
    std::fs::copy(folder.path("output/DM-1132/DM-1132.zip"), folder.path("elsewhere/a.zip")).expect("a copy");
    std::fs::remove_dir_all(folder.path("templates")).expect("no templates");
    std::fs::remove_dir_all(folder.path("recipients")).expect("no recipients");
    folder.run(&["pack", "elsewhere/a.zip", "-o", "packed"]).ends_with(0);
    assert_eq!(folder.sha256("packed/pack.json"), first, "from the ZIP file alone");
}

#[test]
fn a_copy_is_marked_and_names_its_original() {
    let folder = built();
    folder.run(&["pack"]).ends_with(0);
    for (name, is_marked) in
        [("by-hand/en/labels.pdf", true), ("by-hand/list.pdf", true), ("post/en/labels.pdf", false)]
    {
        let Some(text) = pdf_text(&folder.path(&format!("{PACK}/{name}"))) else { return };
        assert_eq!(text.contains("Copy of DM-1132/003"), is_marked, "{name}: {text}");
        assert_eq!(text.contains("Permanent Mission of Kenya"), is_marked, "{name}: {text}");
    }
}

#[test]
fn a_message_names_who_gets_a_copy_and_where_answers_go() {
    let folder = Folder::started();
    let rules = "\ndispatch:\n  e_mail: { cc: [registry@wsis.example, archive@wsis.example], reply_to: desk@wsis.example }\n";
    folder.write("mailing.yaml", &(folder.read("mailing.yaml") + rules));
    folder.run(&["build"]).ends_with(0);
    folder.run(&["pack"]).ends_with(0);
    let message = folder.read(&format!("{PACK}/e-mail/en/002_GMB_e-mail_en.eml"));
    let head = message.split("\r\n\r\n").next().expect("headers").replace("\r\n ", " ");
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    assert_eq!(header("Cc:"), Some("registry@wsis.example, archive@wsis.example"), "{head}");
    assert_eq!(header("Reply-To:"), Some("desk@wsis.example"), "{head}");
    folder.write("mailing.yaml", &folder.read("mailing.yaml").replace("archive@wsis.example", "archive"));
    let ran = folder.run(&["check"]).ends_with(1);
    assert!(ran.err.contains("dispatch.e_mail.cc"), "{}", ran.err);
}

#[test]
fn a_print_run_has_every_document_and_starts_each_on_a_front_side() {
    let folder = built();
    folder.run(&["pack", "--simplex"]).ends_with(0);
    let pages = |list: &Value| {
        let files = list["files"].as_array().expect("files").clone();
        let run =
            files.into_iter().find(|file| file["path"] == "pouch/fr/print-run.pdf").expect("a print run");
        run["pages"].as_u64().expect("pages")
    };
    let simplex = pages(&list(&folder));
    let manifest: Value = serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let own = manifest["files"].as_array().expect("files").iter().filter(|file| file["recipient"] == "FRA");
    let counts: Vec<u64> = own.filter_map(|file| file["pages"].as_u64()).collect();
    assert_eq!(simplex, counts.iter().sum::<u64>());
    folder.run(&["pack", "--duplex"]).ends_with(0);
    assert_eq!(pages(&list(&folder)), counts.iter().map(|pages| pages.next_multiple_of(2)).sum::<u64>());
}

#[test]
fn an_address_too_long_for_its_label_is_told_and_not_cut() {
    let folder = Folder::started();
    let long = "Department of International Organisations, Conferences and Protocol, Division for the Information Society".repeat(6);
    folder.edit(
        "recipients/ministries.yaml",
        "address: [Nairobi, KENYA]",
        &format!("address: [\"{long}\", Nairobi, KENYA]"),
    );
    folder.run(&["build"]).ends_with(0);
    folder.run(&["pack", "--labels", "L7159"]).ends_with(3).says("sheet-overflow").says("KEN");
    let Some(text) = pdf_text(&folder.path(&format!("{PACK}/post/en/labels.pdf"))) else { return };
    assert!(crate::folder::plain(&text).contains(&crate::folder::plain(&long)), "{text}");
}

#[test]
fn what_is_no_archive_or_no_pack_is_left_alone() {
    let folder = built();
    folder.run(&["pack"]).ends_with(0);
    let list = folder.sha256(&format!("{PACK}/pack.json"));
    std::fs::create_dir(folder.path("mine")).expect("a folder");
    folder.write("mine/notes.txt", "mine");
    folder.run(&["pack", "-o", "mine"]).ends_with(1).says("pack-foreign-folder");
    assert_eq!(folder.read("mine/notes.txt"), "mine");
    folder.write("output/DM-1132/post/letters/003_KEN_letter_en.pdf", "altered");
    folder.run(&["pack"]).ends_with(1).says("archive-altered").says("003_KEN_letter_en.pdf");
    assert_eq!(folder.sha256(&format!("{PACK}/pack.json")), list, "the last pack stays");
    folder.run(&["pack", "nothing.zip"]).ends_with(1).says("nothing.zip");
    folder.write("broken.zip", "no archive");
    folder.run(&["pack", "broken.zip", "-o", "new/deep/pack"]).ends_with(1).says("broken.zip");
    assert!(!folder.path("new").exists(), "folders that were made for nothing are gone");
    folder.run(&["pack", "--labels", "L1"]).ends_with(2).says("L7160");
}

#[test]
fn an_archive_of_the_last_format_is_checked_and_not_packed() {
    let folder = built();
    let mut files = unpack(&fs::read(folder.path("output/DM-1132/DM-1132.zip")).expect("the archive"));
    // Its table of documents had columns for the office to fill in.
    let table = String::from_utf8(content(&mut files, "register.csv").clone()).expect("UTF-8");
    let table = table.replace(",generated,status,", ",generated,approved,sent,proof,status,");
    let table = table.replace("+02:00,produced,", "+02:00,,,,produced,").into_bytes();
    let mut manifest: Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    manifest["format"] = 2.into();
    manifest.as_object_mut().expect("an object").remove("office").expect("what the office works by");
    let entries = manifest["files"].as_array_mut().expect("files");
    let entry = entries.iter_mut().find(|entry| entry["path"] == "register.csv").expect("the table");
    entry["bytes"] = table.len().into();
    entry["sha256"] =
        Sha256::digest(&table).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
    *content(&mut files, "register.csv") = table;
    *content(&mut files, "manifest.json") = serde_json::to_vec(&manifest).expect("JSON");
    folder.write_bytes("old.zip", &pack(&files));
    folder.run(&["verify", "old.zip"]).ends_with(0);
    folder.run(&["pack", "old.zip"]).ends_with(1).says("archive-too-old").says("build the archive again");
}

#[test]
fn a_new_build_leaves_the_old_pack_behind() {
    let folder = built();
    folder.run(&["pack"]).ends_with(0);
    folder.edit("recipients/ministries.yaml", "Banjul, THE GAMBIA", "Bakau, THE GAMBIA");
    folder.run(&["build"]).ends_with(0);
    assert!(!folder.path(PACK).exists(), "its labels are of the last archive");
}
