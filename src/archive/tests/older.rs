//! Archives of earlier format versions, as they were written then.

use super::*;

/// An archive of format 2: a letter, its copy, and a recipient that was blocked.
const FORMAT_2: [(&str, &[u8]); 4] = [
    ("letters/001_FRA_letter_fr.pdf", include_bytes!("format-2/letters/001_FRA_letter_fr.pdf")),
    ("letters/001_FRA_letter_fr_copy-1.pdf", include_bytes!("format-2/letters/001_FRA_letter_fr_copy-1.pdf")),
    ("register.csv", include_bytes!("format-2/register.csv")),
    ("manifest.json", include_bytes!("format-2/manifest.json")),
];

/// Lays out files as the folder of an archive, the ZIP file beside them.
fn lay_out(files: &[(String, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(folder.path().join("DM-1130.zip"), pack(files, CompressionMethod::Stored)).unwrap();
    folder
}

fn format_2() -> Vec<(String, Vec<u8>)> {
    FORMAT_2.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
}

#[test]
fn an_archive_of_format_2_is_read_and_checked() {
    let folder = lay_out(&format_2());
    for path in [folder.path().to_owned(), folder.path().join("DM-1130.zip")] {
        let report = verify(&path);
        assert_eq!(report.problems, Problems::new(), "{}", path.display());
        assert_eq!((report.sound, report.pages), (3, 2));
        assert_eq!(report.reconciliation.unwrap().recipients, Tally { expected: 2, produced: 1 });
        assert_eq!(
            report.counts.by_channel["by-hand"],
            DocumentCount { recipients: 1, documents: 1, pages: 1 }
        );
        assert_eq!(report.counts.by_language["fr"], DocumentCount { recipients: 1, documents: 2, pages: 2 });
        let archive = Opened::open(&path).unwrap();
        assert_eq!(archive.manifest().format, 2);
        for entry in &archive.manifest().files {
            archive.read(entry).unwrap();
        }
    }
}

#[test]
fn an_archive_of_format_2_is_compared_with_itself_and_another() {
    let folder = lay_out(&format_2());
    let same = diff(folder.path(), &folder.path().join("DM-1130.zip"));
    assert_eq!((same.is_compared, same.is_sound(), same.unchanged), (true, true, 2));
    assert_eq!((&same.changes[..], &same.blocked[..], &same.notes[..]), (&[][..], &[][..], &[][..]));
    let mut files = format_2();
    files[0].1.push(b'\n');
    let altered = lay_out(&files);
    let found = diff(folder.path(), altered.path());
    assert!(found.old.is_sound() && !found.new.is_sound());
    assert_eq!(found.new.problems[0].code, "archive-altered");
    assert_eq!((&found.changes[..], found.unchanged), (&[][..], 2), "an alteration is no change");
}

#[test]
fn an_archive_of_format_1_is_read() {
    let mut files = format_2();
    let manifest = String::from_utf8(files[3].1.clone()).unwrap();
    files[3].1 = manifest.replacen("\"format\": 2", "\"format\": 1", 1).into_bytes();
    assert_eq!(verify(lay_out(&files).path()).problems, Problems::new());
    files[3].1 = manifest.replacen("\"format\": 2", "\"format\": 0", 1).into_bytes();
    assert_eq!(verify(lay_out(&files).path()).problems[0].code, "archive-format");
}
