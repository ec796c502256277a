//! Goldens: texts that are kept in files and held against what the program says.
//!
//! A test that finds a difference shows it and fails. `UPDATE=1 cargo test NAME` writes the new text in place of the old; the
//! difference is then looked at in git.

use std::fs;
use std::path::Path;

/// Holds a text against the golden at this path below the root of the repository.
///
/// # Panics
///
/// They differ, or the golden is missing, and `UPDATE` is not set.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "the environment tells whether to accept, and a golden is written in place"
)]
pub(crate) fn assert(golden: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(golden);
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, actual).expect("a writable folder");
        return;
    }
    panic!("{}", difference(golden, &expected, actual));
}

/// What differs, as a unified diff, and how to accept it.
fn difference(golden: &str, expected: &str, actual: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, actual);
    let lines = diff.unified_diff().context_radius(2).header(golden, "now").to_string();
    format!("{golden} differs; `UPDATE=1 cargo test NAME_OF_THIS_TEST` accepts it\n{lines}")
}

#[test]
fn a_difference_shows_the_lines_that_differ_only() {
    let lines: String = (0..100).map(|number| format!("line {number}\n")).collect();
    let shown = difference("a.txt", &lines, &lines.replace("line 50\n", "another\n"));
    assert!(shown.contains("-line 50\n+another\n"), "{shown}");
    assert!(shown.lines().count() < 12, "{shown}");
}
