//! Every code has one place, one name and a whole page, and is used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{GROUPS, all, named};

/// The Rust files of the library and the command outside of this module, as text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.components().any(|part| part.as_os_str() == "diagnostic")
            {
                let text = fs::read_to_string(&path).unwrap();
                sources.push((path, text));
            }
        }
    }
    sources
}

/// A source without its tests, which compare codes by name.
fn without_tests((path, text): &(PathBuf, String)) -> &str {
    let is_test = path.components().any(|part| part.as_os_str() == "tests")
        || path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
    if is_test { "" } else { text.split("\nmod tests {").next().unwrap_or_default() }
}

fn constant(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

#[test]
fn names_are_unique_and_in_kebab_case_and_in_order() {
    let mut names = BTreeSet::new();
    for code in all() {
        assert!(names.insert(code.name), "`{code}` is there twice");
        let parts = || code.name.split('-');
        let is_part = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(parts().all(is_part), "`{code}` is not in kebab case");
        assert_eq!(named(code.name), Some(code));
    }
    for group in &GROUPS {
        assert!(group.codes.is_sorted_by_key(|code| code.name), "`{}` is not in order", group.title);
    }
}

#[test]
fn constants_have_the_names_of_their_codes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/codes");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // The doc of `mod.rs` shows a definition.
    let text: String = files
        .filter(|path| !path.ends_with("mod.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for code in all() {
        let definition = format!(" {} = {}(\"{code}\");", constant(code.name), code.severity);
        assert_eq!(text.matches(&definition).count(), 1, "{definition}");
    }
}

#[test]
fn every_code_is_used() {
    let sources = sources();
    let unused: Vec<&str> = all()
        .map(|code| code.name)
        .filter(|name| {
            let used = format!("codes::{}", constant(name));
            let is_used = |source: &(PathBuf, String)| {
                without_tests(source)
                    .split(&used)
                    .skip(1)
                    .any(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            !sources.iter().any(is_used)
        })
        .collect();
    assert!(unused.is_empty(), "never reported: {unused:?}");
}

#[test]
fn no_source_names_a_code_by_a_string() {
    let compared = |text: &str, literal: &str| {
        text.lines().any(|line| line.contains(literal) && line.to_lowercase().contains("code"))
    };
    for source in sources() {
        for code in all() {
            let literal = format!("\"{code}\"");
            assert!(!compared(without_tests(&source), &literal), "{}: {literal}", source.0.display());
        }
    }
}

#[test]
fn every_code_has_a_page() {
    for code in all() {
        for (what, text) in [("meaning", code.meaning()), ("remedy", code.remedy())] {
            assert!(text.ends_with('.'), "the {what} of `{code}` is not a sentence: {text:?}");
            assert!(!text.contains("```"), "the {what} of `{code}` has an example of its own");
        }
        let example = code.example();
        let start = format!("{}[{code}]: ", code.severity);
        assert!(example.starts_with(&start), "the example of `{code}` does not begin with `{start}`");
        for line in example.lines().skip(1) {
            let begins = ["  --> ", "  for ", "  | ", "  hint: "].iter().any(|mark| line.starts_with(mark));
            assert!(begins, "the example of `{code}` has a line the command does not print: {line:?}");
        }
    }
}
