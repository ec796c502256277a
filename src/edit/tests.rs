//! Saves, what is kept of them, and the way back.

use std::path::Path;

use jiff::Timestamp;

use super::*;

const FILE: &str = "recipients/list.yaml";

fn now() -> Timestamp {
    "2026-11-30T08:00:00Z".parse().unwrap()
}

fn text(root: &Path) -> String {
    read(root, FILE).unwrap().0
}

/// A folder in which a file was saved with each of these texts, and the version of the last.
fn saved(texts: &[&str]) -> (tempfile::TempDir, Version) {
    let folder = tempfile::tempdir().unwrap();
    let save = |seen, text: &&str| save(folder.path(), FILE, &seen, text, now()).unwrap();
    let seen = texts.iter().fold(Version::None, save);
    (folder, seen)
}

#[test]
fn undo_goes_back_step_by_step_and_no_text_is_lost() {
    let (folder, mut seen) = saved(&["a", "b", "c"]);
    let root = folder.path();
    for former in ["b", "a"] {
        seen = undo(root, FILE, &seen, now()).unwrap();
        assert_eq!(text(root), former);
    }
    // The file was not there before.
    assert!(undoable(root, FILE).unwrap().unwrap().is_none);
    seen = undo(root, FILE, &seen, now()).unwrap();
    assert_eq!(seen, Version::None);
    assert!(!root.join(FILE).exists());
    assert_eq!(undoable(root, FILE).unwrap(), None);
    assert_eq!(undo(root, FILE, &seen, now()).unwrap_err().code.name, "file-no-history");
    // A new save begins a new way back, on which what was taken back is passed over.
    seen = save(root, FILE, &seen, "d", now()).unwrap();
    seen = save(root, FILE, &seen, "e", now()).unwrap();
    seen = undo(root, FILE, &seen, now()).unwrap();
    assert_eq!(text(root), "d");
    undo(root, FILE, &seen, now()).unwrap();
    assert!(!root.join(FILE).exists());
    let kept = history(root, FILE).unwrap();
    let texts = kept.iter().map(|kept| former(root, FILE, kept.number).unwrap());
    let texts: Vec<Option<String>> =
        texts.map(|bytes| bytes.map(|bytes| String::from_utf8(bytes).unwrap())).collect();
    let some = |text: &str| Some(text.to_owned());
    let wanted = vec![
        None,
        some("a"),
        some("b"),
        some("c"),
        some("b"),
        some("a"),
        None,
        some("d"),
        some("e"),
        some("d"),
    ];
    assert_eq!(texts, wanted);
    restore(root, FILE, 4, &Version::None, now()).unwrap();
    assert_eq!(text(root), "c");
}

#[test]
fn a_file_that_changed_since_is_left_as_it_is() {
    let (folder, seen) = saved(&["a: 1\nb: 2\n"]);
    let root = folder.path();
    std::fs::write(root.join(FILE), "a: 1\nb: 3\n").unwrap();
    let problem = save(root, FILE, &seen, "a: 4\nb: 2\n", now()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "recipients/list.yaml: error[file-changed]: the file was changed elsewhere since it was read"
    );
    assert_eq!(problem.excerpt.as_deref(), Some("- a: 1\n- b: 3\n+ a: 4\n+ b: 2"));
    assert_eq!(text(root), "a: 1\nb: 3\n");
    std::fs::remove_file(root.join(FILE)).unwrap();
    let problem = save(root, FILE, &seen, "a: 4\n", now()).unwrap_err();
    assert_eq!(problem.message, "the file was removed elsewhere since it was read");
    assert_eq!(save(root, FILE, &Version::of("x"), "y", now()).unwrap_err().code.name, "file-changed");
    assert!(!root.join(FILE).exists());
}

#[test]
fn what_is_the_same_is_no_save() {
    let (folder, seen) = saved(&["a"]);
    let root = folder.path();
    assert_eq!(save(root, FILE, &seen, "a", now()).unwrap(), seen);
    assert_eq!(history(root, FILE).unwrap().len(), 1);
}

#[test]
fn a_bounded_number_of_texts_is_kept() {
    let (folder, mut seen) = saved(&[]);
    for number in 0..205 {
        seen = save(folder.path(), FILE, &seen, &format!("{number}"), now()).unwrap();
    }
    let kept = history(folder.path(), FILE).unwrap();
    let ends = [kept.first(), kept.last()].map(|former| former.unwrap().number);
    assert_eq!((kept.len(), ends), (200, [6, 205]));
    let large = vec![b'x'; 40 << 20];
    seen = bytes(folder.path(), FILE, &seen, &large, now()).unwrap();
    seen = bytes(folder.path(), FILE, &seen, b"small", now()).unwrap();
    bytes(folder.path(), FILE, &seen, &large, now()).unwrap();
    assert!(history(folder.path(), FILE).unwrap().len() < 205, "large texts leave less room");
}

#[test]
fn a_save_that_never_came_is_no_step_back() {
    let (folder, seen) = saved(&["a", "b"]);
    let root = folder.path();
    // What a save that was killed before it wrote leaves behind.
    let own = crate::beneath::Folder::open(&root.join(files::OWN)).unwrap();
    let file = std::fs::File::open(root.join(FILE)).unwrap();
    history::Shelf::make(&own, FILE).unwrap().keep(FILE, Some((b"b", &file)), None, now()).unwrap();
    undo(root, FILE, &seen, now()).unwrap();
    assert_eq!(text(root), "a");
}

#[test]
fn nothing_outside_of_the_mailing_is_written() {
    let (folder, _) = saved(&["a"]);
    let root = folder.path();
    for path in ["../x", "/etc/x", "a/../../x", "", "a//b", ".convoke/history/x", "./x"] {
        let problem = save(root, path, &Version::None, "x", now()).unwrap_err();
        assert_eq!(problem.code.name, "file-outside", "{path}");
        assert_eq!(read(root, path).unwrap_err().code.name, "file-outside", "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, seen) = saved(&["a"]);
    let root = folder.path();
    std::fs::set_permissions(root.join(FILE), std::fs::Permissions::from_mode(0o640)).unwrap();
    save(root, FILE, &seen, "b", now()).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&root.join(FILE)), 0o640);
    let kept = std::fs::read_dir(root.join(".convoke/history")).unwrap().next().unwrap().unwrap().path();
    let newest = std::fs::read_dir(kept)
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.to_string_lossy().contains("000002-"));
    assert_eq!(mode(&newest.unwrap()), 0o640);
    symlink("recipients/list.yaml", root.join("link.yaml")).unwrap();
    let (_, seen) = read(root, "link.yaml").unwrap();
    assert!(save(root, "link.yaml", &seen, "c", now()).is_err());
    assert_eq!(text(root), "b");
}

#[test]
fn who_saves_meanwhile_waits_or_is_told() {
    let (folder, seen) = saved(&["a"]);
    let root = folder.path();
    let own = crate::beneath::Folder::open(&root.join(files::OWN)).unwrap();
    let lock = own.append_own("lock").unwrap();
    lock.lock().unwrap();
    assert_eq!(save(root, FILE, &seen, "b", now()).unwrap_err().code.name, "file-in-use");
    drop(lock);
    save(root, FILE, &seen, "b", now()).unwrap();
}

#[test]
fn the_files_that_were_changed_are_known() {
    let (folder, _) = saved(&["a", "b"]);
    save(folder.path(), "mailing.yaml", &Version::None, "x", "2026-11-30T09:00:00Z".parse().unwrap())
        .unwrap();
    let files = changed_files(folder.path()).unwrap();
    let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["mailing.yaml", FILE]);
    assert_eq!(files[1].1.number, 2);
    let ignored = std::fs::read_to_string(folder.path().join(".convoke/.gitignore")).unwrap();
    assert_eq!(ignored, "*\n");
}

#[test]
fn one_cell_changes() {
    use super::table::{TableMarks, append, remove, row, row_at_line, set};
    let marks = TableMarks { separator: ',', quote: '"' };
    let text = "id,name,city\n\nA,\"x, \"\"y\"\"\nz\",Bern\nB,v\n";
    assert_eq!(row(text, marks, 1).unwrap(), ["A", "x, \"y\"\nz", "Bern"]);
    assert_eq!(set(text, marks, 1, 2, "Köniz").unwrap(), text.replace("Bern", "Köniz"));
    assert_eq!(set(text, marks, 1, 1, "w").unwrap(), text.replace("\"x, \"\"y\"\"\nz\"", "\"w\""));
    assert_eq!(set(text, marks, 2, 2, "a \"b\"").unwrap(), text.replace("B,v", "B,v,\"a \"\"b\"\"\""));
    assert_eq!(remove(text, marks, 1).unwrap(), "id,name,city\n\nB,v\n");
    assert_eq!(append("id,name", marks, &["A", "b,c"]), "id,name\nA,\"b,c\"\n");
    let rows = [1, 2, 3, 4, 5].map(|line| row_at_line(text, marks, line).unwrap());
    assert_eq!(rows, [0, 0, 1, 1, 2]);
    assert_eq!(set(text, marks, 3, 0, "w"), None);
    assert_eq!(set("a,\"b\n", marks, 0, 0, "w"), None, "quotes that are not closed");
}
