//! A YAML text is read alike in both ways there are: plainly, and by serde-saphyr.

use std::fs;
use std::path::{Path, PathBuf};

use convoke_yaml_tree::{parse_plain, parse_whole};

/// The YAML files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => found.push(entry),
            None if entry.is_dir() => files(&entry, found),
            _ => {}
        }
    }
}

fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("mailing.yaml")];
    for folder in ["templates", "recipients", "src", "tests"] {
        files(&root.join(folder), &mut found);
    }
    found.sort();
    found.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// Both ways say the same, where this one says anything.
fn compare(text: &str) -> bool {
    let Some(tree) = parse_plain(text) else { return false };
    let whole = parse_whole(text).unwrap_or_else(|fault| panic!("{fault:?} of {text:?}"));
    assert!(tree == whole, "{text:?}\n{tree:#?}\n{whole:#?}");
    true
}

#[test]
fn files_read_as_serde_saphyr_reads_them() {
    let texts = texts();
    let read = texts.iter().filter(|text| compare(text)).count();
    assert!(texts.len() > 30 && read * 10 > texts.len() * 9, "{read} of {}", texts.len());
}

#[test]
fn what_is_not_plain_is_left_to_serde_saphyr() {
    for text in [
        "",
        "# nothing",
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "<<: {a: 1}",
        "a: !!str 1",
        "!x {a: 1}",
        "? [1]\n: 2",
        "~: 1",
        "1: 2",
        "yes: 1",
        "a: 1\n---\nb: 2",
        "a: [",
        "a:\n\tb: 1",
        "%YAML 1.1\n---\na: 1",
        "a: b: c",
    ] {
        assert!(parse_plain(text).is_none(), "{text:?}");
    }
    assert!(parse_plain(&"[".repeat(40)).is_none());
}

#[test]
fn scalars_are_what_serde_saphyr_takes_them_for() {
    let scalars = "1 -1 +1 0 00 007 0x1F 0X1F 0o17 0b101 1_000 1.5 -1.5 1e3 1E999 .5 5. -.5 .inf -.INF .nan inf nan Infinity null Null NULL ~ true             True TRUE tRUE false yes No on y n 2026-11-28 12:30 +41_22 18446744073709551615 18446744073709551616 -9223372036854775808             -9223372036854775809 1e 0x 3f2a9c 1e5f 0b12 0b101_1 12:30:45 1.2.3 @x %x `x` =x $x -x +x .x 1x 1_x 0xZZ -0x1F +.5 -.nan +.inf - -- + . .. =  <<";
    for scalar in scalars.split_whitespace() {
        for text in [
            format!("a: {scalar}"),
            format!("- {scalar}"),
            format!("a: '{scalar}'"),
            format!("[{scalar}, b]"),
        ] {
            compare(&text);
        }
    }
    for text in [
        "a: +41 22 730",
        "a: 1 2",
        "a:",
        "a: ''",
        "- ",
        "a: |\n  b\n  c\n",
        "a: >-\n  b\n  c",
        "a: b\n  c",
        "{a: b, c: [d, {e: f}]}",
    ] {
        assert!(compare(text), "{text:?}");
    }
}

#[test]
fn texts_with_chance_slips_read_as_serde_saphyr_reads_them() {
    let mut random = fastrand::Rng::with_seed(7);
    let mut next = |below: usize| random.usize(..below);
    let pieces = [
        "a", "b: ", ": ", "- ", "\n", "  ", "\t", "'", "\"", "#", " #", "&", "*", "!", "|", ">", "{", "}",
        "[", "]", ",", "?", "é", "1", "~",
    ];
    let samples: Vec<String> = texts().into_iter().filter(|text| text.len() < 3000).collect();
    let mut read = 0;
    for _ in 0..4000 {
        let mut text = samples[next(samples.len())].clone();
        for _ in 0..=next(3) {
            let at =
                text.char_indices().map(|(at, _)| at).nth(next(text.chars().count().max(1))).unwrap_or(0);
            let end = at + text[at..].chars().next().map_or(0, |c| c.len_utf8() * next(2));
            text.replace_range(at..end, pieces[next(pieces.len())]);
        }
        read += usize::from(compare(&text));
    }
    assert!(read > 500, "{read}");
}
