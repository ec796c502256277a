//! Nothing is read or written outside of a mailing and its archive, whatever a manifest, a link or a special file says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use crate::broken::archives::{Files, content, pack, unpack};
use crate::folder::{Folder, entries};

/// The ZIP file of an archive, built once.
fn archive() -> &'static [u8] {
    static ARCHIVE: OnceLock<Vec<u8>> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let folder = Folder::started();
        folder.run(&["build", "--no-limits"]).ends_with(0);
        fs::read(folder.path("output/DM-1132/DM-1132.zip")).expect("the archive")
    })
}

/// Every file beneath a folder with its content; links are not followed.
fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let content = |entry: fs::DirEntry| {
        let kind = entry.file_type().expect("a type");
        let content = || if kind.is_file() { fs::read(entry.path()).expect("a file") } else { Vec::new() };
        (!kind.is_dir()).then(|| (entry.path(), content()))
    };
    entries(root).into_iter().filter_map(content).collect()
}

/// Changes the manifest of an archive's files.
fn edit(files: &mut Files, change: impl FnOnce(&mut Value)) {
    let text = content(files, "manifest.json");
    let mut manifest: Value = serde_json::from_slice(text).expect("JSON");
    change(&mut manifest);
    *text = serde_json::to_vec(&manifest).expect("JSON");
}

/// Each file of one recipient.
fn of_recipient(manifest: &mut Value, change: impl Fn(&mut Value)) {
    let files = manifest["files"].as_array_mut().expect("files");
    files.iter_mut().filter(|file| file["recipient"] == "FRA").for_each(change);
}

#[test]
fn pack_writes_nothing_outside_whatever_the_manifest_says() {
    type Change = Box<dyn Fn(&mut Value)>;
    let mut changes: Vec<(String, Change)> = Vec::new();
    for evil in [
        "../../../../x",
        "..",
        "/tmp/x",
        "a/b",
        "fr/../../..",
        "C:\\x",
        "fr\\..\\..",
        "fr\u{0}",
        "\u{202e}fr",
        "",
        "fr\nen",
        "c:on",
        "x".repeat(400).as_str(),
    ] {
        let evil = evil.to_owned();
        let text = evil.clone();
        let locale = move |file: &mut Value| file["locale"] = text.as_str().into();
        changes.push((format!("locale {evil:?}"), Box::new(move |manifest| of_recipient(manifest, &locale))));
        let text = evil.clone();
        let path = move |file: &mut Value| file["path"] = format!("{text}/../x.pdf").into();
        changes.push((format!("path {evil:?}"), Box::new(move |manifest| of_recipient(manifest, &path))));
        let text = evil.clone();
        let language = move |manifest: &mut Value| manifest["office"]["language"] = text.as_str().into();
        changes.push((format!("office language {evil:?}"), Box::new(language)));
        let text = evil.clone();
        let channel = move |file: &mut Value| file["channel"] = text.as_str().into();
        changes
            .push((format!("channel {evil:?}"), Box::new(move |manifest| of_recipient(manifest, &channel))));
    }
    let folder = Folder::started();
    for (what, change) in changes {
        let mut files = unpack(archive());
        edit(&mut files, |manifest| {
            manifest["tool"] = "convoke 0.0.9".into();
            change(manifest);
        });
        folder.write_bytes("evil.zip", &pack(&files));
        let before = tree(folder.root());
        assert_eq!(folder.run(&["verify", "evil.zip"]).code, 1, "{what}");
        assert_eq!(folder.run(&["pack", "evil.zip", "-o", "a/b/pack"]).code, 1, "{what}");
        assert_eq!(tree(folder.root()), before, "{what}");
    }
}

#[test]
fn pack_and_release_refuse_what_verify_refuses() {
    let letter = "pouch/letters/001_FRA_letter_fr.pdf";
    let whole = archive();
    let repacked = |change: &dyn Fn(&mut Files)| {
        let mut files = unpack(whole);
        change(&mut files);
        pack(&files)
    };
    let doubled = {
        // A second entry of the letter's name, written under another of the same length.
        let other = letter.replace("FRA", "ZZZ");
        let mut bytes = repacked(&|files| files.push((other.clone(), b"%PDF-1.7".to_vec())));
        while let Some(at) = bytes.windows(other.len()).position(|window| window == other.as_bytes()) {
            bytes[at..at + letter.len()].copy_from_slice(letter.as_bytes());
        }
        bytes
    };
    let cases: [(&str, Vec<u8>); 10] = [
        ("a doubled entry", doubled),
        ("a leading entry", [b"PK\x03\x04leading".as_slice(), whole].concat()),
        ("bytes before", [b"#!/bin/sh\n".as_slice(), whole].concat()),
        ("bytes behind", [whole, b"tail"].concat()),
        ("an added file", repacked(&|files| files.push(("pouch/x.pdf".into(), b"%PDF-1.7".to_vec())))),
        ("a name that leads outside", repacked(&|files| files.push(("../x".into(), Vec::new())))),
        ("a letter left out", repacked(&|files| files.retain(|(name, _)| name != letter))),
        ("an altered letter", repacked(&|files| content(files, letter).push(b' '))),
        ("an altered table", repacked(&|files| content(files, "register.csv").push(b' '))),
        ("a name in capitals", repacked(&|files| files.push((letter.to_uppercase(), Vec::new())))),
    ];
    let folder = Folder::started();
    for (what, bytes) in cases {
        folder.write_bytes("evil.zip", &bytes);
        assert_eq!(folder.run(&["verify", "evil.zip"]).code, 1, "{what}");
        assert_eq!(folder.run(&["pack", "evil.zip", "-o", "pack"]).code, 1, "{what}");
        assert!(!folder.path("pack").exists(), "{what}");
    }
}

#[test]
fn release_does_not_freeze_an_archive_that_was_altered() {
    let folder = Folder::started();
    folder.run(&["build", "--no-limits"]).ends_with(0);
    let register = folder.read("register.yaml");
    let now = ["release", "--now", "2004-05-11T09:00:00+02:00"];
    for path in ["pouch/letters/001_FRA_letter_fr.pdf", "register.csv", "README.pdf", "DM-1132.zip"] {
        let place = folder.path("output/DM-1132").join(path);
        let whole = fs::read(&place).expect("a file");
        folder.write_bytes(&format!("output/DM-1132/{path}"), &[whole.as_slice(), b" "].concat());
        assert_eq!(folder.run(&now).code, 1, "{path}");
        assert_eq!(folder.read("register.yaml"), register, "{path}");
        folder.write_bytes(&format!("output/DM-1132/{path}"), &whole);
    }
    folder.run(&now).ends_with(0);
    assert_ne!(folder.read("register.yaml"), register);
}

#[cfg(unix)]
#[test]
fn links_of_a_mailing_that_lead_outside_are_named() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().expect("a folder");
    for (path, is_copied) in [
        ("templates", true),
        ("templates/fr", true),
        ("templates/fr/letter.typ.hbs", true),
        ("templates/fr/letter.typ.hbs", false),
        ("templates/fr/locale.yaml", true),
        ("templates/fr/countries.yaml", true),
        ("templates/fr/email.txt.hbs", true),
        ("templates/layout.typ", true),
        ("templates/letterhead.typ.hbs", true),
        ("templates/assets", true),
        ("templates/assets/emblem.svg", true),
        ("templates/assets/emblem.svg", false),
        ("templates/fonts", false),
        ("templates/secret.typ", false),
    ] {
        let folder = Folder::started();
        let place = folder.path(path);
        let target = outside.path().join(format!("{}-{is_copied}", path.replace('/', "-")));
        match is_copied {
            // The very same content, so that nothing but where it lies is wrong.
            true => fs::rename(&place, &target).or_else(|_| copy(&place, &target)).expect("moved"),
            false => {
                let _ = fs::remove_file(&place);
                symlink("/etc/hostname", &target).expect("a link");
            }
        }
        symlink(&target, &place).expect("a link");
        let ran = folder.run(&["check"]);
        assert_eq!(ran.code, 1, "{path}\n{}", ran.err);
        assert!(ran.err.contains("a link on its path leads outside of the mailing"), "{path}\n{}", ran.err);
        assert!(ran.err.contains(path.split('/').next_back().expect("a name")), "{path}\n{}", ran.err);
    }
    let folder = Folder::started();
    fs::create_dir(folder.path("shared")).expect("a folder");
    fs::rename(folder.path("templates/layout.typ"), folder.path("shared/layout.typ")).expect("moved");
    symlink("../shared/layout.typ", folder.path("templates/layout.typ")).expect("a link");
    folder.run(&["check"]).ends_with(0);
}

/// Copies a file or folder.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_file() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    fs::remove_dir_all(from)
}

/// Runs the command, which must come to an end by itself.
#[cfg(unix)]
fn ends(folder: &Folder, arguments: &[&str]) -> i32 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_convoke"))
        .args(arguments)
        .current_dir(folder.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command");
    for _ in 0..600 {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.code().expect("an exit code");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().expect("a child");
    panic!("{arguments:?} hangs");
}

#[cfg(unix)]
#[test]
fn special_files_end_no_command() {
    let folder = Folder::started();
    let make_pipe = |name: &str| {
        let made = Command::new("mkfifo").arg(folder.path(name)).status().expect("mkfifo");
        assert!(made.success(), "{name}");
    };
    make_pipe("pipe.zip");
    std::os::unix::fs::symlink("pipe.zip", folder.path("link.zip")).expect("a link");
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("socket.zip")).expect("a socket");
    for path in ["pipe.zip", "link.zip", "socket.zip", "/dev/zero", "/dev/null"] {
        for arguments in [
            vec!["verify", path],
            vec!["diff", path, path],
            vec!["pack", path, "-o", "pack"],
            vec!["collect", "--archive", path, "returns"],
        ] {
            assert_ne!(ends(&folder, &arguments), 0, "{arguments:?}");
        }
    }
    for path in [
        "templates/fr/letter.typ.hbs",
        "templates/fr/locale.yaml",
        "templates/layout.typ",
        "templates/assets/emblem.svg",
        "recipients/ministries.yaml",
    ] {
        fs::rename(folder.path(path), folder.path("aside")).expect("moved");
        make_pipe(path);
        assert_eq!(ends(&folder, &["check"]), 1, "{path}");
        fs::rename(folder.path("aside"), folder.path(path)).expect("moved");
    }
}
