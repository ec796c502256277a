//! `convoke explain`, and the page of all codes in `docs/`.

use std::fmt::Write as _;
use std::process::{Command, Output};

use convoke::diagnostic::codes::GROUPS;

use crate::golden;

fn explain(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_convoke"))
        .arg("explain")
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the command")
}

fn said(arguments: &[&str]) -> String {
    let output = explain(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_code_is_explained_with_an_example_and_what_to_do() {
    golden::assert("tests/all/explain/glyph-missing.txt", &said(&["glyph-missing"]));
}

#[test]
fn without_a_code_all_are_listed_by_group() {
    golden::assert("tests/all/explain/list.txt", &said(&[]));
}

#[test]
fn json_has_one_object_a_code() {
    let one: serde_json::Value = serde_json::from_str(&said(&["glyph-missing", "--json"])).expect("JSON");
    assert_eq!(one["code"], "glyph-missing");
    assert_eq!(one["severity"], "error");
    for key in ["meaning", "example", "remedy"] {
        assert!(one[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {one}");
    }
    let all: serde_json::Value = serde_json::from_str(&said(&["--json"])).expect("JSON");
    let count: usize = GROUPS.iter().map(|group| group.codes.len()).sum();
    assert_eq!(all.as_array().map(Vec::len), Some(count));
}

#[test]
fn an_unknown_code_is_wrong_usage_and_names_the_nearest() {
    for (code, hint) in [
        ("glyph-mising", "did you mean `glyph-missing`?"),
        ("GLYPH_MISSING", "did you mean `glyph-missing`?"),
        ("something-else", "`convoke explain` lists all codes"),
    ] {
        let output = explain(&[code]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(hint), "{told}");
    }
}

#[test]
fn docs_diagnostics_has_the_page_of_every_code() {
    golden::assert("docs/diagnostics.md", &page());
}

/// The text of `docs/diagnostics.md`.
fn page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\nEvery problem that convoke reports has a code, shown in brackets. `convoke explain CODE` prints the entry of a code.\n\n\
         An *error* keeps something from being made: the documents of one recipient, or the whole build. A *warning* is probably not\n\
         meant, but the documents are made. A *note* needs no action.\n\n\
         This page is made from the source of the program, by `UPDATE=1 cargo test docs_diagnostics`.\n\n",
    );
    for group in &GROUPS {
        let _ = writeln!(page, "- [{}](#{})", group.title, anchor(group.title));
    }
    for group in &GROUPS {
        let _ = writeln!(page, "\n## {}", group.title);
        for code in group.codes {
            let _ = writeln!(
                page,
                "\n### `{code}`\n\n*{severity}.* {meaning}\n\n```text\n{example}\n```\n\n{remedy}",
                severity = capitalised(&code.severity.to_string()),
                meaning = code.meaning(),
                example = code.example(),
                remedy = code.remedy(),
            );
        }
    }
    page
}

/// The anchor that Markdown renderers give a heading.
fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-").replace(',', "")
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
