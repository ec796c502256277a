//! Packs beside their archive and alone, and what becomes of them when another archive takes its place.

use super::*;
use crate::digest::hash_bytes;

/// The archive of a few letters, all by registered post and in English, with a pack of two files.
fn packed(recipients: &[&str]) -> Made {
    let made = Made::new(recipients);
    write_pack(&made, |_| ());
    made
}

fn write_pack(made: &Made, change: impl FnOnce(&mut PackList)) {
    let recipients = files(&made.finished.zip).len() - 2;
    let archive = Opened::open(&made.dir()).unwrap();
    let mut list = PackList::new(&archive.manifest().reference, archive.manifest_sha256(), Vec::new());
    for (name, kind, pages) in [("print-run", PackKind::PrintRun, 4), ("labels", PackKind::Labels, 1)] {
        let path = format!("registered-post/en/{name}.pdf");
        let bytes = pdf(pages, name);
        let full = made.dir().join(PackList::FOLDER).join(&path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, &bytes).unwrap();
        list.files.push(PackFile {
            path: at(&path),
            sha256: hash_bytes(&bytes),
            bytes: bytes.len() as u64,
            kind,
            channel: Some(Channel::RegisteredPost),
            language: Some("en".into()),
            recipients,
            pages: Some(u32::try_from(pages).unwrap()),
        });
    }
    change(&mut list);
    let mut json = Vec::new();
    list.write_json(&mut json).unwrap();
    fs::write(made.dir().join(PackList::FOLDER).join(PackList::FILE), json).unwrap();
}

fn found(path: &Path) -> Vec<String> {
    let problems = verify(path).problems;
    problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

#[test]
fn a_pack_is_checked_beside_its_archive_and_by_its_own_folder() {
    let made = packed(&["AFG", "ALB"]);
    for path in [made.dir(), made.dir().join(PackList::FOLDER)] {
        let report = verify(&path);
        assert_eq!(report.problems, Problems::new());
        assert_eq!(report.pack, Some(CheckedPack { sound: 2, pages: 5, only: 0 }));
        assert_eq!(report.manifest_sha256.as_ref(), Some(&made.finished.manifest_sha256));
        assert_eq!(report.reference.as_deref(), Some("A/CONF.123/4"));
    }
    let alone = made.folder.path().join("alone");
    fs::rename(made.dir().join(PackList::FOLDER), &alone).unwrap();
    let report = verify(&alone);
    assert!(report.is_sound());
    assert_eq!(report.problems[0].code, "pack-alone");
    assert_eq!(verify(&made.dir()).pack, None);
}

#[test]
fn a_pack_that_was_tampered_with_is_named() {
    let made = packed(&["AFG"]);
    let pack = made.dir().join(PackList::FOLDER);
    fs::write(pack.join("registered-post/en/labels.pdf"), pdf(1, "evil")).unwrap();
    fs::write(pack.join("registered-post/more.pdf"), "x").unwrap();
    fs::remove_file(pack.join("registered-post/en/print-run.pdf")).unwrap();
    let expected = [
        "pack-missing: `pack/registered-post/en/print-run.pdf` is missing",
        "pack-altered: `pack/registered-post/en/labels.pdf` was altered: it no longer has the checksum it was given",
        "pack-added: \"pack/registered-post/more.pdf\" was added: the pack does not list it",
    ];
    assert_eq!(found(&made.dir()), expected);
    assert_eq!(found(&pack), expected);
    fs::write(pack.join(PackList::FILE), "{").unwrap();
    assert!(found(&pack)[0].starts_with("pack-unreadable: `pack.json` cannot be read"));
    assert!(!verify(&made.dir()).is_sound());
}

#[test]
fn a_list_that_lies_is_refused() {
    let made = packed(&["AFG", "ALB"]);
    let after = |change: fn(&mut PackList)| {
        write_pack(&made, change);
        found(&made.dir())
    };
    assert_eq!(
        after(|list| list.files[0].pages = Some(3)),
        ["pack-pages: `pack/registered-post/en/print-run.pdf` has 4 pages, the pack's list says 3"]
    );
    let list = made.dir().join("pack/pack.json");
    for hostile in ["../../manifest.json", "/x", "a//x", "C:x", "con", "a/\u{202e}x", "", ".", "x ", "a/../x"]
    {
        write_pack(&made, |_| ());
        let text = fs::read_to_string(&list).unwrap();
        let path = serde_json::to_string(hostile).unwrap();
        let text = text.replacen("\"registered-post/en/labels.pdf\"", &path, 1);
        fs::write(&list, text).unwrap();
        let found = found(&made.dir());
        assert!(found[0].starts_with("pack-unreadable: `pack.json` cannot be read ("), "{found:?}");
    }
    assert_eq!(
        after(|list| list.files.push(list.files[1].clone())),
        [
            "pack-entry-twice: the pack lists \"registered-post/en/labels.pdf\" twice",
            "pack-count: the labels for registered-post hold 4 sendings in en, the archive has 2",
        ]
    );
    assert_eq!(
        after(|list| list.files[0].recipients = 1),
        ["pack-count: the print runs for registered-post hold 1 sendings in en, the archive has 2"]
    );
    assert_eq!(
        after(|list| list.files[0].language = Some("fr".into())),
        [
            "pack-count: the print runs for registered-post hold 0 sendings in en, the archive has 2",
            "pack-count: the print runs for registered-post hold 2 sendings in fr, the archive has 0",
        ]
    );
    assert_eq!(
        after(|list| list.files[0].channel = Some(Channel::Pouch)),
        [
            "pack-count: the print runs for registered-post hold 0 sendings in en, the archive has 2",
            "pack-count: `pack/registered-post/en/print-run.pdf` is for 2 sendings by pouch; the archive has none",
        ]
    );
    assert_eq!(after(|list| list.files[1].language = None), Vec::<String>::new());
}

#[test]
fn a_pack_of_another_archive_is_refused() {
    let (made, other) = (packed(&["AFG"]), Made::new(&["ALB"]));
    write_pack(&made, |list| list.manifest_sha256.clone_from(&other.finished.manifest_sha256));
    let stale = format!(
        "pack-stale: the pack was made from another archive (whose manifest is {})",
        other.finished.manifest_sha256
    );
    assert_eq!(found(&made.dir()), [stale.as_str()]);
    assert_eq!(found(&made.dir().join(PackList::FOLDER)), [stale]);
}

#[test]
fn a_new_archive_puts_the_old_ones_pack_aside_and_leaves_all_else() {
    let made = packed(&["AFG", "ALB"]);
    fs::write(made.dir().join("ledger.csv"), "sent").unwrap();
    let placed = build(&made.dir(), &["AFG", "ALB"]).placed;
    assert_eq!((placed.is_unchanged, placed.stale_pack), (true, None));
    let placed = build(&made.dir(), &["AFG"]).placed;
    assert!(!made.dir().join(PackList::FOLDER).exists());
    let aside = made.dir().join(format!("pack-{}", &made.finished.manifest_sha256[..8]));
    assert_eq!((placed.is_unchanged, placed.stale_pack.as_ref()), (false, Some(&aside)));
    assert_eq!(listing(&aside), ["pack.json", "registered-post"]);
    fs::remove_dir_all(aside).unwrap();
    assert_eq!(fs::read_to_string(made.dir().join("ledger.csv")).unwrap(), "sent");
    // A folder of that name that is not a pack is the office's own.
    fs::create_dir(made.dir().join(PackList::FOLDER)).unwrap();
    fs::write(made.dir().join(PackList::FOLDER).join("notes.txt"), "x").unwrap();
    build(&made.dir(), &["ALB"]);
    assert_eq!(listing(&made.dir().join(PackList::FOLDER)), ["notes.txt"]);
    let report = verify(&made.dir());
    assert_eq!(report.problems.len(), 2, "{:?}", report.problems);
    assert!(report.is_sound());
}

#[cfg(unix)]
#[test]
fn a_link_anywhere_in_a_pack_is_named_and_not_followed() {
    let read = |path: &str, cause: &str| format!("pack-unreadable: `{path}` cannot be read ({cause})");
    let files = ["print-run", "labels"].map(|name| format!("pack/registered-post/en/{name}.pdf"));
    let folder_is_a_link = files.each_ref().map(|file| read(file, "`registered-post` is a link"));
    let cases = [
        ("pack/pack.json", vec![read("pack.json", "it is a link")]),
        (&files[0], vec![read(&files[0], "it is a link")]),
        (
            "pack/registered-post",
            [
                &folder_is_a_link[..],
                &["pack-added: \"pack/registered-post\" was added: the pack does not list it".into()],
            ]
            .concat(),
        ),
    ];
    for (path, expected) in &cases {
        for is_dangling in [false, true] {
            let made = packed(&["AFG"]);
            replace_by_link(&made, path, is_dangling);
            for place in [made.dir(), made.dir().join(PackList::FOLDER)] {
                assert_eq!(&found(&place), expected, "{path} in {}", place.display());
            }
        }
    }
    let made = packed(&["AFG"]);
    replace_by_link(&made, "pack", false);
    for place in [made.dir(), made.dir().join(PackList::FOLDER)] {
        assert_eq!(found(&place), [read("pack", "it is a link")]);
    }
    let made = packed(&["AFG"]);
    replace_by_link(&made, "manifest.json", false);
    let pack = made.dir().join(PackList::FOLDER);
    assert_eq!(found(&pack), ["archive-unreadable: `manifest.json` cannot be read (it is a link)"]);
}
