//! Files that end or block whatever reads them cost a line of the report each, and nobody else's answer.

mod files;
#[cfg(target_os = "linux")]
mod guarded;
#[cfg(unix)]
mod kills;
mod lists;
mod templates;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::folder::{Folder, Ran};
use crate::forms::form_of;

use files::Named;

const ANSWER: &str = r#"{ "participant.1.family_name": "Ørsted", "participant.1.first_name": "Zoë",
    "participant.1.function": "Minister", "participant.1.role": "head", "participant.1.e_mail": "zoe@example.org" }"#;

/// A built mailing to which two forms have come back, as the first and the last of the files.
pub(crate) fn answered() -> Folder {
    static ANSWERED: OnceLock<Folder> = OnceLock::new();
    Folder::once(&ANSWERED, |folder| {
        folder.write_sample();
        folder.run(&["build"]).ends_with(0);
        folder.write("answer.json", ANSWER);
        for (id, name) in [("FRA", "returns/0.pdf"), ("KEN", "returns/~.pdf")] {
            let form = form_of(folder, id);
            folder
                .run(&["form", "fill", form.to_str().expect("UTF-8"), "answer.json", "-o", name])
                .ends_with(0);
        }
    })
}

/// Collects the answers, and gives the table.
fn collect(folder: &Folder, limits: &[&str]) -> (Value, Ran) {
    let ran = folder.run(&[&["collect", "returns"], limits].concat()).ends_with(3);
    let json = folder.read("output/DM-1132-registrations/registrations.json");
    (serde_json::from_str(&json).expect("JSON"), ran)
}

/// Puts files among the answers; each gets a line, and the answers are read as without them.
#[track_caller]
fn hold(kind: Vec<Named>) {
    assert!(kind.len() > 10, "{} files of a kind", kind.len());
    let folder = answered();
    for (name, content) in &kind {
        put(&folder.path(&format!("returns/{name}")), content);
    }
    // One reader at a time shows that a reader that is gone is replaced, two that the order is that of the files.
    let (table, ran) = collect(&folder, &["--seconds", "1", "--mebibytes", "400", "--jobs", "2"]);
    let lines = table["files"].as_array().expect("files");
    assert_eq!(lines.len(), kind.len() + 2, "{}", ran.out);
    assert!(lines.is_sorted_by_key(|line| line["file"].as_str()), "in the order of the files");
    for line in lines {
        let file = line["file"].as_str().expect("a name");
        let is_answer = ["returns/0.pdf", "returns/~.pdf"].contains(&file);
        assert_eq!(line["status"] == "matched", is_answer, "{line}");
        assert!(is_answer || line["recipient"].is_null(), "{line}");
    }
    assert_eq!((&table["answered"], table["registrations"].as_array().map(Vec::len)), (&2.into(), Some(2)));
}

#[expect(clippy::disallowed_methods, reason = "a test's own file needs no atomic writing")]
pub(crate) fn put(path: &Path, content: &[u8]) {
    fs::write(path, content).expect("a writable folder");
}

#[test]
fn objects_nested_too_deep() {
    hold(files::nested());
}

#[test]
fn contents_nested_too_deep() {
    hold(files::nested_content());
}

#[test]
fn functions_nested_too_deep() {
    hold(files::functions());
}

#[test]
fn streams_packed_several_times() {
    hold(files::packed_twice());
}

#[test]
fn lines_of_endless_dashes() {
    hold(files::dashes());
}

#[test]
fn trees_that_are_none() {
    hold(files::graphs());
}

#[test]
fn drawings_that_hold_themselves() {
    hold(files::itself());
}

#[test]
fn drawings_that_never_end() {
    hold(files::endless());
}

#[test]
fn pictures_that_look_like_many_barcodes() {
    hold(files::pictures());
}

#[test]
fn what_is_given_up_says_why_and_what_to_do() {
    let folder = answered();
    let endless = files::endless().remove(0).1;
    let deep = files::nested_content().remove(0).1;
    put(&folder.path("returns/endless.pdf"), &endless);
    put(&folder.path("returns/deep.pdf"), &deep);
    let (table, ran) = collect(&folder, &["--seconds", "1", "--mebibytes", "2000"]);
    let remark = |name: &str| {
        let lines = table["files"].as_array().expect("files");
        let line = lines.iter().find(|line| line["file"] == name).expect("a line");
        assert_eq!(line["status"], "damaged");
        line["remark"].as_str().expect("a remark").to_owned()
    };
    assert_eq!(remark("returns/endless.pdf"), "given up: it took more than 1 s of processor time");
    assert_eq!(remark("returns/deep.pdf"), "given up: it brought its process down: it nests too deep");
    let told = "returns/endless.pdf: damaged, given up: it took more than 1 s of processor time: ask the ministry to send it again";
    assert!(ran.out.contains(told), "{}", ran.out);
    let deep = folder.run(&["form", "fields", "returns/deep.pdf"]).ends_with(1);
    deep.says("error[form-unreadable]");
}

#[test]
fn forms_are_read_the_same_within_limits_and_without() {
    let folder = answered();
    let table = || folder.sha256("output/DM-1132-registrations/registrations.json");
    folder.run(&["collect", "returns"]).ends_with(0);
    let within = table();
    folder.run(&["collect", "returns", "--no-limits"]).ends_with(0);
    assert_eq!(table(), within);
    let form = form_of(&folder, "FRA");
    let form = form.to_str().expect("UTF-8");
    let fields = |limits: &[&str]| folder.run(&[&["form", "fields", form], limits].concat()).ends_with(0).out;
    assert_eq!(fields(&[]), fields(&["--no-limits"]));
    let fill = |name: &str, limits: &[&str]| {
        folder.run(&[&["form", "fill", form, "answer.json", "-o", name], limits].concat()).ends_with(0);
        folder.sha256(name)
    };
    assert_eq!(fill("a.pdf", &[]), fill("b.pdf", &["--no-limits"]));
}

#[test]
#[cfg(unix)]
fn files_that_are_none_are_refused_before_they_are_opened() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let folder = answered();
    let path = |name: &str| folder.path(&format!("returns/{name}"));
    // A file of 400 GB that takes no room: reading it, or its hash, would take minutes.
    let sparse = fs::File::create(path("sparse.pdf")).expect("a file");
    sparse.set_len(400 << 30).expect("a sparse file");
    let made = std::process::Command::new("mkfifo").arg(path("fifo.pdf")).status().expect("mkfifo");
    assert!(made.success());
    let _socket = UnixListener::bind(path("socket.pdf")).expect("a socket");
    symlink("/dev/zero", path("device.pdf")).expect("a link");
    symlink("0.pdf", path("link.pdf")).expect("a link");
    symlink("/", path("root")).expect("a link");
    symlink("nowhere", path("nowhere.pdf")).expect("a link");
    let (table, _) = collect(&folder, &[]);
    let lines = table["files"].as_array().expect("files");
    for (name, status, remark) in [
        ("device.pdf", "unreadable", "it is a symbolic link, which is not followed"),
        ("fifo.pdf", "unreadable", "it is a pipe"),
        ("link.pdf", "unreadable", "it is a symbolic link, which is not followed"),
        ("nowhere.pdf", "unreadable", "it is a symbolic link, which is not followed"),
        ("root", "unreadable", "it is a symbolic link, which is not followed"),
        ("socket.pdf", "unreadable", "it is a socket"),
        ("sparse.pdf", "too-large", "it has 409600 MiB, and 32 are read at most"),
    ] {
        let line = lines.iter().find(|line| line["file"] == format!("returns/{name}")).expect("a line");
        assert_eq!((&line["status"], &line["remark"]), (&status.into(), &remark.into()), "{name}");
        assert!(line["sha256"].is_null(), "{name}");
    }
    assert_eq!((lines.len(), &table["answered"]), (9, &2.into()));
    for name in ["fifo.pdf", "socket.pdf", "sparse.pdf", "device.pdf"] {
        let name = format!("returns/{name}");
        folder.run(&["form", "fields", &name]).ends_with(1).says("error[form-unreadable]");
        folder.run(&["form", "fill", &name, "answer.json"]).ends_with(1).says("error[form-unreadable]");
    }
}
