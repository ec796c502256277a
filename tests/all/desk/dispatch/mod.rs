//! Dispatch: packs, messages that go out once and only after a question, the ledger, entries by hand, and what came back.

mod ledger;
mod sending;

use std::path::Path;
use std::sync::OnceLock;

use super::Desk;
use super::make::{ended, link};
use crate::folder::Folder;
use crate::sending::{approve, built};

const LIST: &str = "recipients/ministries.yaml";
const MAILING: &str = "mailing.yaml";

/// A mailing of messages that is built, packed and approved, with a server.
fn packed(port: u16) -> Folder {
    static BUILT: OnceLock<Folder> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let folder = built(
            "dispatch:\n  e_mail:\n    smtp: { host: 127.0.0.1, port: 1, security: none, seconds: 5 }\n",
        );
        approve(&folder);
        folder
    });
    let folder = built.copied();
    folder.edit(MAILING, "port: 1,", &format!("port: {port},"));
    folder
}

#[test]
fn the_desk_makes_the_pack_that_the_command_makes() {
    let folder = Folder::built();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let overview = desk.get(&cookie, "/dispatch");
    assert!(overview.contains("No pack has been made yet") && overview.contains("0 of 1"), "{overview}");
    let done = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("only", ""), ("sides", "")]));
    let path = link(&done, "/dispatch/packs/");
    let other = folder.copied();
    std::fs::remove_dir_all(other.path("output/DM-1132/pack")).expect("a pack");
    other.run(&["pack"]).ends_with(0);
    assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), other.sha256("output/DM-1132/pack/pack.json"));
    assert_eq!(link(&desk.get(&cookie, "/dispatch"), "/dispatch/packs/"), path);
    let page = desk.get(&cookie, &path);
    assert!(page.contains("post/en/print-run.pdf") && page.contains("documents to print"), "{page}");
    let before = page.split("post/en/labels.pdf").next().expect("a file");
    let labels = before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).expect("a link");
    let pdf = desk.fetch(&cookie, labels);
    assert_eq!(
        pdf.bytes,
        std::fs::read(folder.path("output/DM-1132/pack/post/en/labels.pdf")).expect("a file")
    );
    assert!(pdf.head.contains("application/pdf") && pdf.head.contains("utf-8''labels.pdf"), "{}", pdf.head);
    // What is not in a list is not there, whatever path leads to it.
    for wrong in ["/files/9999", "/files/x", "/files/..%2f..%2fmanifest.json", "-other", "%2f..%2f..", "/.."]
    {
        assert_eq!(desk.fetch(&cookie, &format!("{path}{wrong}")).status, 404, "{wrong}");
    }
    // A file that was altered is not printed.
    folder.write_bytes("output/DM-1132/pack/post/en/labels.pdf", b"%PDF-1.7 another");
    let altered = desk.fetch(&cookie, labels);
    assert_eq!(altered.status, 422, "{}", altered.head);
    // For some, beside it; and a wish that no form has is refused.
    let part = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("only", "KEN")]));
    assert!(link(&part, "/dispatch/packs/").ends_with("/pack-part"), "{part}");
    assert_eq!(desk.post(&cookie, "/dispatch/pack", &[("output", "/tmp/x")]).status, 400);
    let nothing = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("undelivered", "1")]));
    assert!(nothing.contains("nothing failed"), "{nothing}");
}

#[test]
fn hostile_names_are_text() {
    let folder = Folder::started();
    folder.edit(
        LIST,
        "Ministry of Foreign and Diaspora Affairs",
        "Ministry <script>alert(1)</script> of Affairs",
    );
    let ran = folder.run(&["build"]);
    assert!(Path::new(&folder.path("output/DM-1132")).exists(), "{}", ran.err);
    folder.run(&["ledger", "add", "note", "KEN", "--text", "\"><img src=x onerror=alert(1)>"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in [
        "/dispatch",
        "/dispatch/ledger",
        "/dispatch/ledger/of/KEN",
        "/dispatch/ledger/add?recipient=%22%3E%3Cscript%3E",
    ] {
        let page = desk.get(&cookie, path);
        assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{path}: {page}");
    }
}

#[test]
fn without_an_archive_each_part_says_what_comes_first() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in ["/dispatch", "/dispatch/send", "/dispatch/ledger", "/dispatch/received"] {
        let page = desk.get(&cookie, path);
        assert!(
            page.contains("There is no archive to send yet") && page.contains("href=\"/make\""),
            "{path}: {page}"
        );
    }
    let refused = desk.post(&cookie, "/dispatch/ledger/add", &[("event", "posted"), ("recipient", "KEN")]);
    assert_eq!(refused.status, 422, "{refused:?}");
    let looked = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/send/look", &[]));
    assert!(looked.contains("Not done"), "{looked}");
}
