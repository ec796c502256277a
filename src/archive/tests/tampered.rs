//! Every way an archive can have been tampered with, and what is said about it.

use super::*;
use crate::digest::hash_bytes;

const FIRST: &str = "letters/001_AFG_letter_en.pdf";

#[test]
fn altered_missing_and_added_files_are_named() {
    let made = Made::new(&["AFG", "ALB"]);
    let altered =
        format!("archive-altered: `{FIRST}` was altered: it no longer has the checksum it was given");
    assert_eq!(made.after(|_| ()), Vec::<String>::new());
    let flipped = made.after(|bytes| {
        let at = position(bytes, b"AFG)");
        bytes[at] = b'X';
    });
    assert_eq!(flipped, [altered.as_str()]);
    assert_eq!(made.repacked(|files| files[0].1 = pdf(2, "EVL")), [altered.as_str()]);
    let missing = format!("archive-missing: `{FIRST}` is missing");
    assert_eq!(made.repacked(|files| drop(files.remove(0))), [missing]);
    let added = made.repacked(|files| files.push(("letters/003_EVL.pdf".into(), pdf(1, "x"))));
    assert_eq!(added, ["archive-added: \"letters/003_EVL.pdf\" was added: the manifest does not list it"]);
    let swapped = made.repacked(|files| {
        let first = std::mem::take(&mut files[0].1);
        files[0].1 = std::mem::replace(&mut files[1].1, first);
    });
    assert_eq!(swapped.len(), 2);
    let csv = made.repacked(|files| files[2].1.push(b'x'));
    assert_eq!(
        csv,
        ["archive-altered: `register.csv` was altered: it no longer has the checksum it was given"]
    );
}

#[test]
fn hostile_entries_are_named() {
    let made = Made::new(&["AFG"]);
    for (name, cause) in [
        ("../../evil", "it leaves its folder"),
        ("/etc/cron.d/x", "it is absolute"),
        ("letters\\x", "it holds a backslash"),
        ("NUL", "it is not a portable file name"),
    ] {
        let found = made.repacked(|files| files.push((name.into(), b"x".to_vec())));
        assert_eq!(
            found[0],
            format!("archive-entry-name: the entry {name:?} has a dangerous name ({cause})")
        );
    }
    let case = made.repacked(|files| files.push((FIRST.to_uppercase(), b"x".to_vec())));
    assert!(case[0].starts_with("archive-entry-twice:"), "{case:?}");
    // Two entries of one name: written under another of the same length, then renamed in the bytes.
    let other = FIRST.replace("AFG", "ZZZ");
    let mut files = files(&made.finished.zip);
    files.push((other.clone(), pdf(1, "evil")));
    let twice = made.after(|bytes| {
        *bytes = pack(&files, CompressionMethod::Stored);
        for _ in 0..2 {
            let at = position(bytes, other.as_bytes());
            bytes[at..at + FIRST.len()].copy_from_slice(FIRST.as_bytes());
        }
    });
    assert_eq!(twice[0], format!("archive-entry-twice: the entry {FIRST:?} is there twice"));
}

#[test]
fn entries_that_are_no_plain_files_are_named() {
    let made = Made::new(&["AFG"]);
    for (mode, cause) in [
        (0o120_777_u16, "it is a symbolic link"),
        (0o120_000, "it is a symbolic link"),
        (0o120_644, "it is a symbolic link"),
        (0o124_777, "it is a symbolic link"),
        (0o010_644, "it is not a regular file"),
        (0o020_644, "it is not a regular file"),
        (0o040_755, "it is not a regular file"),
        (0o060_644, "it is not a regular file"),
        (0o140_644, "it is not a regular file"),
        (0o150_644, "it is not a regular file"),
        (0o160_644, "it is not a regular file"),
        (0o170_644, "it is not a regular file"),
    ] {
        let found = made.after(|bytes| {
            let directory = position(bytes, b"PK\x01\x02");
            bytes[directory + 40..directory + 42].copy_from_slice(&mode.to_le_bytes());
        });
        let said = format!("archive-entry-kind: the entry {FIRST:?} is no plain file ({cause})");
        assert_eq!(found, [said], "{mode:o}");
    }
    let below = made.repacked(|files| files.push(("letters".into(), b"../../..".to_vec())));
    let said = "archive-entry-kind: the entry \"letters\" is no plain file (other entries lie below it)";
    assert!(below.contains(&said.to_owned()), "{below:?}");
}

#[test]
fn values_of_a_manifest_that_are_not_of_their_type_are_refused_whatever_wrote_them() {
    let made = Made::new(&["AFG"]);
    let long = "x".repeat(limits::MAX_TEXT + 1);
    for (from, to) in [
        ("\"locale\": \"en\"", "\"locale\": \"../../../../x\""),
        ("\"locale\": \"en\"", "\"locale\": \"\""),
        ("\"locale\": \"en\"", "\"locale\": \"e n\""),
        ("\"locale\": \"en\"", "\"locale\": \"/etc\""),
        ("\"locale\": \"en\"", "\"locale\": \"en\\u0000\""),
        ("\"locale\": \"en\"", "\"locale\": 7"),
        ("\"channel\": \"registered-post\"", "\"channel\": \"../x\""),
        ("\"channel\": \"registered-post\"", "\"channel\": \"pigeon\""),
        ("\"role\": \"document\"", "\"role\": \"program\""),
        ("\"serial\": \"A/CONF.123/4/001\"", "\"serial\": \"1\""),
        ("\"serial\": \"A/CONF.123/4/001\"", "\"serial\": \"A/CONF.123/4/../x\""),
        ("\"sha256\": \"", "\"sha256\": \"X"),
        ("\"content\": \"", "\"content\": \"../"),
        ("\"pages\": 2", "\"pages\": -2"),
        ("\"pages\": 2", "\"pages\": 2.5"),
        ("\"bytes\": ", "\"bytes\": 99999999999999999999"),
        ("\"path\": \"letters/", "\"path\": \"letters/../../"),
        ("\"path\": \"letters/", "\"path\": \"/letters/"),
        ("\"path\": \"letters/", "\"path\": \"C:/letters/"),
        ("\"path\": \"letters/", "\"path\": \"letters\\\\"),
        ("\"path\": \"letters/", "\"path\": \"con/"),
        ("\"issued_at\": \"2004", "\"issued_at\": \"soon"),
        ("\"registration_deadline\": \"2004", "\"registration_deadline\": \"20"),
        ("\"Kabul\"", &format!("\"{long}\"")),
        ("\"no usable language\"", &format!("\"{long}\"")),
        ("\"recipient\": \"AFG\"", &format!("\"recipient\": \"{long}\"")),
    ] {
        for tool in ["convoke 0.0.9", "convoke 99.0.0", "other"] {
            let found = made.repacked(|files| {
                let text = String::from_utf8(std::mem::take(&mut files.last_mut().unwrap().1)).unwrap();
                assert!(text.contains(from), "{from}");
                let own = concat!("convoke ", env!("CARGO_PKG_VERSION"));
                files.last_mut().unwrap().1 = text.replacen(own, tool, 1).replacen(from, to, 1).into_bytes();
            });
            let start = "archive-unreadable: `manifest.json` cannot be read (";
            assert!(found.iter().any(|found| found.starts_with(start)), "{to}: {found:?}");
        }
    }
    let lines = format!("[{}]", vec!["\"x\""; limits::MAX_LINES + 1].join(","));
    let found = made.repacked(|files| {
        let text = String::from_utf8(std::mem::take(&mut files.last_mut().unwrap().1)).unwrap();
        let (head, rest) = text.split_once("\"addressee\": [").unwrap();
        let (_, rest) = rest.split_once(']').unwrap();
        files.last_mut().unwrap().1 = format!("{head}\"addressee\": {lines}{rest}").into_bytes();
    });
    assert!(found.iter().any(|found| found.contains("more than 1024 lines")), "{found:?}");
}

#[test]
fn a_table_is_compared_whatever_version_the_manifest_names() {
    let made = Made::new(&["AFG"]);
    for tool in ["convoke 0.0.9", "convoke 0.1.1", "convoke 99.0.0", "", "other 1"] {
        let found = made.repacked(|files| {
            let old = hash_bytes(&files[1].1);
            let table = String::from_utf8(files[1].1.clone()).unwrap().replace("Kabul", "Dakar");
            files[1].1 = table.clone().into_bytes();
            let manifest = String::from_utf8(files[2].1.clone()).unwrap();
            let own = concat!("convoke ", env!("CARGO_PKG_VERSION"));
            let manifest = manifest.replace(own, tool).replace(&old, &hash_bytes(&table));
            files[2].1 = manifest.into_bytes();
        });
        let said = "archive-altered: `register.csv` does not say what the manifest says (from line 2 on)";
        assert_eq!(found, [said], "{tool}");
    }
}

#[cfg(unix)]
#[test]
fn special_files_are_refused_before_they_are_opened() {
    let make_pipe = |path: &Path| {
        let done = std::process::Command::new("mkfifo").arg(path).status().unwrap();
        assert!(done.success());
    };
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.zip");
    make_pipe(&pipe);
    let socket = folder.path().join("socket.zip");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let link = folder.path().join("link.zip");
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    for path in [pipe.as_path(), &socket, &link, Path::new("/dev/zero"), Path::new("/dev/null")] {
        let found = problems(path);
        assert_eq!(found, ["archive-open: the archive cannot be opened (it is not a regular file)"]);
        assert!(!diff(path, path).is_sound());
        assert_eq!(Opened::open(path).unwrap_err().code, "archive-open");
    }
    for path in [FIRST, "A-CONF.123-4.zip", layout::MANIFEST, layout::TABLE] {
        let made = Made::new(&["AFG"]);
        fs::remove_file(made.dir().join(path)).unwrap();
        make_pipe(&made.dir().join(path));
        let found = problems(&made.dir());
        assert!(found.iter().any(|found| found.contains("it is not a regular file")), "{path}: {found:?}");
        let made = Made::new(&["AFG"]);
        fs::remove_file(made.dir().join(path)).unwrap();
        fs::create_dir(made.dir().join(path)).unwrap();
        let found = problems(&made.dir());
        assert!(found.iter().any(|found| found.contains("it is a folder")), "{path}: {found:?}");
    }
}

#[test]
fn a_zip_file_cut_short_or_padded_is_named() {
    let made = Made::new(&["AFG", "ALB"]);
    let length = fs::metadata(&made.finished.zip).unwrap().len() as usize;
    for keep in (0..length).step_by(101).chain([length - 1]) {
        let found = made.after(|bytes| bytes.truncate(keep));
        assert!(!found.is_empty(), "{keep} of {length} bytes");
    }
    for (what, change) in [
        ("behind", Box::new(|bytes: &mut Vec<u8>| bytes.extend(b"tail")) as Box<dyn FnOnce(&mut Vec<u8>)>),
        ("before", Box::new(|bytes: &mut Vec<u8>| drop(bytes.splice(0..0, *b"head")))),
    ] {
        let found = made.after(change);
        assert_eq!(
            found,
            [format!(
                "archive-altered: the ZIP file itself was altered ({})",
                match what {
                    "behind" => "foreign bytes are behind it",
                    _ => "4 foreign bytes are before it",
                }
            )]
        );
    }
}

#[test]
fn every_flipped_byte_of_a_file_is_noticed_and_none_panics() {
    let made = Made::new(&["AFG"]);
    let mut archive = ZipArchive::new(fs::File::open(&made.finished.zip).unwrap()).unwrap();
    // Headers and the manifest cannot vouch for themselves; the manifest's hash is in the report.
    let files: Vec<std::ops::Range<u64>> = (0..archive.len() - 1)
        .map(|index| {
            let file = archive.by_index(index).unwrap();
            let start = file.data_start().unwrap();
            start..start + file.size()
        })
        .collect();
    for at in (0..made.finished.zip_bytes).step_by(5) {
        let found = made.after(|bytes| bytes[usize::try_from(at).unwrap()] ^= 0x55);
        assert!(!found.is_empty() || !files.iter().any(|file| file.contains(&at)), "byte {at}");
    }
}

#[test]
fn unreadable_pdfs_and_wrong_page_counts_are_named() {
    for (bytes, message) in [
        (b"not a pdf".to_vec(), "is not a readable PDF"),
        (b"%PDF-1.7\n%%EOF\n".to_vec(), "is not a readable PDF"),
        (pdf(2, "x")[..300].to_vec(), "is not a readable PDF"),
        (pdf(3, "x"), "has 3 pages, the manifest says 2"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
        writer.add(letter(1, "AFG"), &bytes).unwrap();
        let found = problems(&writer.finish(expected(1)).unwrap().zip);
        assert!(found.len() == 1 && found[0].contains(message), "{found:?}");
    }
}

#[test]
fn a_manifest_that_lies_is_refused() {
    let made = Made::new(&["AFG", "ALB"]);
    let edit = |from: &str, to: &str| {
        made.repacked(|files| {
            let text = String::from_utf8(std::mem::take(&mut files.last_mut().unwrap().1)).unwrap();
            assert!(text.contains(from), "{from}");
            files.last_mut().unwrap().1 = text.replacen(from, to, 1).into_bytes();
        })
    };
    assert_eq!(edit("\"produced\": 2", "\"produced\": 3").len(), 2);
    assert!(
        edit("\"format\": 5", "\"format\": 9")[0].starts_with("archive-format: the manifest has format 9")
    );
    assert!(
        edit("\"tool\"", "\"tule\"")[0].starts_with("archive-unreadable: `manifest.json` cannot be read")
    );
    let leads_outside = edit("letters/001", "../x/001");
    assert!(leads_outside[0].starts_with("archive-unreadable: `manifest.json` cannot be read (\"../x/001"));
    assert!(leads_outside[0].contains("it leaves its folder"), "{leads_outside:?}");
    assert!(edit("letters/002_ALB", "letters/001_AFG").iter().any(|found| found.contains("twice")));
    let gone = made.repacked(|files| drop(files.pop()));
    assert_eq!(gone, ["archive-missing: `manifest.json` is missing: nothing can be checked"]);
}

#[test]
fn no_file_and_no_zip_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        problems(&folder.path().join("nothing.zip"))[0]
            .starts_with("archive-open: the archive cannot be opened")
    );
    for bytes in
        [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], b"not a zip at all, but some text that is long enough"]
    {
        let path = folder.path().join("x.zip");
        fs::write(&path, bytes).unwrap();
        assert!(
            problems(&path)[0].starts_with("archive-unreadable: the file is cut short or is not a ZIP file")
        );
    }
    let empty = folder.path().join("empty.zip");
    fs::write(&empty, pack(&[], CompressionMethod::Stored)).unwrap();
    assert_eq!(problems(&empty).len(), 1);
}

#[test]
fn the_folder_is_checked_like_the_zip_file() {
    let made = Made::new(&["AFG", "ALB"]);
    let dir = made.dir();
    assert_eq!(problems(&dir), Vec::<String>::new());
    assert_eq!(verify(&dir).manifest_sha256, verify(&made.finished.zip).manifest_sha256);
    fs::write(dir.join("ledger.csv"), "sent").unwrap();
    assert!(verify(&dir).is_sound(), "the office's own files are only noted");
    fs::write(dir.join("letters/evil.pdf"), "x").unwrap();
    fs::write(dir.join(FIRST), pdf(2, "EVL")).unwrap();
    fs::remove_file(dir.join("letters/002_ALB_letter_en.pdf")).unwrap();
    let codes: Vec<_> = verify(&dir).problems.into_iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["archive-altered", "archive-missing", "archive-foreign-file", "archive-added"]);
    let other = Made::new(&["AFG"]);
    fs::copy(&other.finished.zip, &made.finished.zip).unwrap();
    let found = verify(&dir).problems.last().cloned().unwrap();
    assert_eq!(found.message, "`A-CONF.123-4.zip` and the folder have different manifests");
    fs::remove_file(dir.join("manifest.json")).unwrap();
    assert_eq!(verify(&dir).problems[0].code, "archive-missing");
}

#[cfg(unix)]
#[test]
fn a_link_anywhere_in_an_archives_folder_is_named_and_not_followed() {
    let unreadable =
        |path: &str, cause: &str| format!("archive-unreadable: `{path}` cannot be read ({cause})");
    let zip = "A-CONF.123-4.zip";
    for (path, said) in [
        ("letters", unreadable(FIRST, "`letters` is a link")),
        (FIRST, unreadable(FIRST, "it is a link")),
        (zip, unreadable(zip, "it is a link")),
        (layout::MANIFEST, unreadable(layout::MANIFEST, "it is a link")),
        (layout::TABLE, unreadable(layout::TABLE, "it is a link")),
    ] {
        for is_dangling in [false, true] {
            let made = Made::new(&["AFG"]);
            replace_by_link(&made, path, is_dangling);
            assert_eq!(problems(&made.dir()), [said.as_str()]);
            let compared = diff(&made.dir(), &made.dir());
            assert!(!compared.is_sound() && compared.new.problems[0].message.contains("is a link"));
        }
    }
    let made = Made::new(&["AFG"]);
    std::os::unix::fs::symlink(made.folder.path(), made.dir().join("pack")).unwrap();
    assert_eq!(problems(&made.dir()), ["pack-unreadable: `pack` cannot be read (it is a link)"]);
}

#[cfg(unix)]
#[test]
fn an_opened_folder_does_not_follow_links() {
    for path in ["letters", FIRST] {
        let made = Made::new(&["AFG"]);
        replace_by_link(&made, path, false);
        let opened = Opened::open(&made.dir()).unwrap();
        let problem = opened.read(&opened.manifest().files[0]).unwrap_err();
        assert!(problem.message.contains("is a link"), "{}", problem.message);
    }
    let made = Made::new(&["AFG"]);
    replace_by_link(&made, layout::MANIFEST, false);
    assert!(Opened::open(&made.dir()).unwrap_err().message.contains("it is a link"));
}

#[cfg(unix)]
#[test]
fn a_document_behind_a_link_is_made_again() {
    let made = Made::new(&[]);
    let target = made.dir();
    let mut writer = Writer::create(&target, origin(), None).unwrap();
    let (entry, bytes) = (letter(1, "AFG"), pdf(2, "AFG"));
    let stored = writer.shelf().put_document(&entry.path, &made_from("key"), bytes.clone(), 2).unwrap();
    writer.enter(vec![(entry, stored)]).unwrap();
    writer.finish(expected(1)).unwrap();
    assert!(
        Writer::create(&target, origin(), None)
            .unwrap()
            .shelf()
            .find(&at(FIRST), &made_from("key"))
            .is_some()
    );
    let again = Made { finished: made.finished.clone(), folder: made.folder };
    fs::remove_dir_all(again.folder.path().join("output/.convoke/A-CONF.123-4/new")).unwrap();
    replace_by_link(&again, "letters", false);
    assert_eq!(
        Writer::create(&target, origin(), None).unwrap().shelf().find(&at(FIRST), &made_from("key")),
        None
    );
}

#[test]
fn compressed_entries_and_hostile_pdfs_do_no_harm() {
    let made = Made::new(&["AFG"]);
    // The method of the first entry is changed to deflate, in its own header and in the directory.
    let found = made.after(|bytes| {
        let directory = position(bytes, b"PK\x01\x02");
        (bytes[8], bytes[directory + 10]) = (8, 8);
    });
    assert!(
        found.iter().any(|found| found.contains("it is compressed, which convoke never does")),
        "{found:?}"
    );
    for nested in ["[", "<<", "(", "<</A["] {
        let mut bytes = b"%PDF-1.7\n1 0 obj\n".to_vec();
        bytes.extend(nested.repeat(20_000).bytes());
        bytes.extend(b"\nendobj\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF\n");
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
        writer.add(letter(1, "AFG"), &bytes).unwrap();
        let found = problems(&writer.finish(expected(1)).unwrap().zip);
        assert!(found.len() == 1 && found[0].contains("is not a readable PDF"), "{found:?}");
    }
}

#[test]
fn a_register_that_says_other_than_the_manifest_is_refused() {
    let made = Made::new(&["AFG"]);
    let found = made.repacked(|files| {
        let old = hash_bytes(&files[1].1);
        let text = String::from_utf8(files[1].1.clone()).unwrap().replace("Kabul", "Dakar");
        let new = hash_bytes(&text);
        files[1].1 = text.into_bytes();
        files[2].1 = String::from_utf8(files[2].1.clone()).unwrap().replace(&old, &new).into_bytes();
    });
    assert_eq!(
        found,
        ["archive-altered: `register.csv` does not say what the manifest says (from line 2 on)"]
    );
}

#[test]
fn what_typst_writes_is_read() {
    use crate::{fonts::Fonts, pdf, typeset::Typesetter};
    use std::{collections::BTreeMap, sync::Arc};
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(BTreeMap::new())).unwrap();
    let text = "#set text(font: \"Libertinus Serif\", lang: \"en\", fallback: false)\n\
                #[#set document(title: \"Letter\"); #metadata(none)]\n= Letter\n#pagebreak()\nTwo";
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    let settings = pdf::PdfSettings {
        ident: "DM-1132/001".into(),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2))).unwrap(),
        standards: pdf::Standards::archival_and_accessible().unwrap(),
        identity: None,
        seal: None,
    };
    let bytes = pdf::export(&typesetter.set(text).unwrap(), &settings).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
    writer.add(letter(1, "AFG"), &bytes).unwrap();
    assert_eq!(problems(&writer.finish(expected(1)).unwrap().zip), Vec::<String>::new());
}

#[test]
fn a_manifest_is_read_alike_in_a_folder_and_in_a_zip_file_and_what_is_wrong_with_it_is_said() {
    let made = Made::new(&["AFG", "ALB"]);
    let (folder, zip) = (Opened::open(&made.dir()).unwrap(), Opened::open(&made.finished.zip).unwrap());
    assert_eq!((folder.manifest(), folder.manifest_sha256()), (zip.manifest(), zip.manifest_sha256()));
    assert_eq!(folder.manifest_sha256(), made.finished.manifest_sha256);
    let path = made.dir().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let newer = text.replace("\"format\": 5", "\"format\": 9,\n  \"more\": []");
    for (text, code, said) in [
        (newer, "archive-format", "format 9"),
        (text.clone() + "}", "archive-unreadable", "trailing"),
        (text.replace("\"tool\"", "\"tools\""), "archive-unreadable", "unknown field `tools`"),
        (text.get(..text.len() / 2).unwrap().to_owned(), "archive-unreadable", "EOF"),
    ] {
        fs::write(&path, text).unwrap();
        let problem = Opened::open(&made.dir()).unwrap_err();
        assert_eq!(problem.code, code);
        assert!(problem.message.contains(said), "{}", problem.message);
    }
}
