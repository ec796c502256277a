//! Tests of the register: the life of a mailing's numbers, and files that must be refused.

use super::*;
use crate::diagnostic::Checked;

fn ids(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn hashes(pairs: &[(&str, char)]) -> Hashes {
    pairs.iter().map(|(key, fill)| ((*key).to_owned(), fill.to_string().repeat(64))).collect()
}

fn reread(register: &Register) -> Register {
    let Checked { value, problems } = Register::parse(&register.to_yaml(), FILE);
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(&value, register);
    value
}

const NOW: &str = "2004-05-10T09:00:00+02:00";

#[test]
fn numbers_stay_put_through_the_life_of_a_mailing() {
    let mut register = Register::new("DM-1132");
    assert_eq!(register.assign(&ids("AFG ALB DZA AND AGO")), [1, 2, 3, 4, 5]);
    let mut register = reread(&register);

    let ten = "AFG T1 T2 T3 ALB T4 T5 T6 DZA T7 T8 AND AGO T9 T10";
    assert_eq!(register.assign(&ids(ten)), (6..=15).collect::<Vec<_>>());
    let numbers =
        |register: &Register| -> Vec<Option<u32>> { ids(ten).iter().map(|id| register.number(id)).collect() };
    let before = numbers(&register);

    // One is removed, then the rest are reordered: nothing moves, and a newcomer takes no old number.
    let mut register = reread(&register);
    assert!(register.assign(&ids("AFG ALB AND AGO T1 T2 T3 T4 T5 T6 T7 T8 T9 T10")).is_empty());
    assert!(register.assign(&ids("T10 T9 T8 AGO ALB AFG AND T1 T2 T3 T4 T5 T6 T7")).is_empty());
    let mut register = reread(&register);
    assert_eq!(numbers(&register), before);
    assert_eq!(register.assign(&ids("NEW AFG")), [16]);
    assert_eq!(register.assign(&ids("DZA")), Vec::<u32>::new());

    // Before release, a change of content changes no number.
    let first = hashes(&[("letter.en", 'a'), ("form.en", 'b')]);
    assert_eq!(register.frozen_changed("AFG", &first), None);
    let out = [("AFG".to_owned(), first.clone()), ("ALB".to_owned(), hashes(&[("letter.en", 'c')]))].into();
    assert_eq!(register.release(NOW, &out).unwrap(), [1, 2]);
    let mut register = reread(&register);
    assert!(register.is_released("AFG") && !register.is_released("AND"));

    // The same content keeps the number; a correction gets a new one that names the old.
    assert_eq!(register.frozen_changed("AFG", &first), None);
    let corrected = hashes(&[("letter.en", 'd'), ("form.en", 'b')]);
    assert_eq!(register.frozen_changed("AFG", &corrected), Some(17));
    assert_eq!(register.serial("AFG").as_deref(), Some("DM-1132/017"));
    assert_eq!(register.replaced_serial("AFG").as_deref(), Some("DM-1132/001"));
    assert_eq!(register.number("ALB"), Some(2));
    let mut register = reread(&register);
    assert_eq!(register.frozen_changed("AFG", &first), None, "17 has not gone out and may change freely");
    assert!(register.assign(&ids(ten)).is_empty());

    // Released again, corrected again: the chain goes on.
    assert_eq!(register.release(NOW, &[("AFG".to_owned(), corrected)].into()).unwrap(), [17]);
    assert_eq!(register.frozen_changed("AFG", &first), Some(18));
    assert_eq!(register.entry("AFG").unwrap().replaces, Some(17));
    reread(&register);
}

#[test]
fn a_release_never_overwrites_an_earlier_one() {
    let mut register = Register::new("R");
    register.assign(&["A"]);
    let first = hashes(&[("letter.en", 'a')]);
    register.release(NOW, &[("A".to_owned(), first.clone())].into()).unwrap();
    let again = [("A".to_owned(), hashes(&[("letter.en", 'b')]))].into();
    assert!(register.release("2005-01-01T00:00:00Z", &again).unwrap().is_empty());
    let release = register.entry("A").unwrap().released.cloned().unwrap();
    assert_eq!((release.at.as_str(), release.documents), (NOW, first));
}

#[test]
fn a_release_is_all_or_nothing() {
    let mut register = Register::new("R");
    register.assign(&["A"]);
    let before = register.clone();
    let documents = [("A".to_owned(), Hashes::new()), ("B".to_owned(), hashes(&[("letter.en", 'a')]))].into();
    let problems = register.release("yesterday", &documents).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.name).collect();
    assert_eq!(codes, ["time", "release-empty", "release-unknown"]);
    assert_eq!(register, before);
}

#[test]
fn a_missing_file_is_an_empty_register_and_takes_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    let Checked { value: mut register, problems } = Register::read(folder.path());
    assert!(problems.is_empty(), "{problems}");
    register.bind("DM-1132").unwrap();
    assert_eq!(register.reference(), Some("DM-1132"));
    register.assign(&["A"]);
    assert_eq!(register.bind("DM-1133").unwrap_err().code, "register-reference");
    assert_eq!(register.reference(), Some("DM-1132"));
}

#[test]
fn awkward_ids_survive_writing_and_reading() {
    let mut register = Register::new("A/CONF.123/4 \"x\" \\ é");
    register.assign(&["NO", "null", "1.0", "~", "a: b", "#x", "\u{85}tab\t", "été", "\u{202e}x", "- {", ""]);
    reread(&register);
}

#[test]
fn unsound_registers_are_refused() {
    let hash = "a".repeat(64);
    for (entries, code) in [
        ("[{number: 1, recipient: A}, {number: 1, recipient: B}]", "register-number-twice"),
        ("[{number: 0, recipient: A}]", "register-number"),
        ("[{number: 99999999, recipient: A}]", "register-number"),
        ("[{number: 1, recipient: A}, {number: 2, recipient: A}]", "register-replaces"),
        ("[{number: 1, recipient: A}, {number: 2, recipient: B, replaces: 1}]", "register-replaces"),
        ("[{number: 1, recipient: A, released: {at: x, documents: {letter.en: AB}}}]", "register-hash"),
    ] {
        let problems =
            Register::parse(&format!("format: 1\nreference: R\nentries: {entries}\n"), FILE).problems;
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.name).collect();
        assert_eq!(codes, [code], "{entries}");
    }
    let good = format!(
        "format: 1\nreference: R\nentries:\n  - {{number: 2, recipient: A, replaces: 1}}\n  \
         - {{number: 1, recipient: A, released: {{at: x, documents: {{letter.en: {hash}}}}}}}\n"
    );
    let Checked { value: register, problems } = Register::parse(&good, FILE);
    assert_eq!((register.number("A"), problems.len()), (Some(2), 0));
}

#[test]
fn broken_files_are_reported_not_renumbered() {
    for text in ["", "format: 1", "format: 1\nreferenz: x\n", "[", "entries: 3", "\u{0}"] {
        let Checked { value: register, problems } = Register::parse(text, FILE);
        assert!(problems.stops_build(), "{text:?}: {problems:?}");
        assert_eq!(register.entries().count(), 0);
    }
    let problems = Register::parse("format: 4\nreference: R\nentries: []\n", FILE).problems;
    assert_eq!(problems.first().map(|problem| problem.code.name), Some("register-format"));
}

#[test]
fn a_key_is_written_only_over_the_one_that_was_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let choose = |which| Register::new("DM-1132").choose_keys(folder.path(), which).value;
    let (first, second) = (choose(KeyUse::Own), choose(KeyUse::Own));
    assert_eq!(first.write(folder.path()), Ok(()));
    let problem = second.write(folder.path()).expect_err("another key is there by now");
    assert_eq!(problem.code, crate::diagnostic::codes::REGISTER_CHANGED);
    let renewed = choose(KeyUse::Renewed);
    assert_eq!(renewed.write(folder.path()), Ok(()));
    assert!(renewed.keys.has(&first.keys.current().fingerprint()), "the first key stays known");
}

#[test]
fn archives_that_have_gone_out_are_noted_once_and_read_again() {
    let archive = |folder: &str, digit: &str| ReleasedArchive {
        folder: folder.to_owned(),
        manifest_sha256: digit.repeat(64),
        at: NOW.to_owned(),
    };
    let mut register = Register::new("R");
    register.assign(&["A"]);
    assert!(!register.has_released(&"a".repeat(64)));
    register.release(NOW, &[("A".to_owned(), hashes(&[("letter.en", 'a')]))].into()).unwrap();
    assert!(register.has_released(&"a".repeat(64)), "one of an earlier version may be any");
    register.note_archive(archive("R", "a"));
    register.note_archive(archive("R.2", "b"));
    register.note_archive(archive("R.3", "b"));
    assert_eq!(register.archives(), [archive("R", "a"), archive("R.2", "b")]);
    let known = ["a", "b", "c"].map(|digit| register.has_released(&digit.repeat(64)));
    assert_eq!(known, [true, true, false]);
    reread(&register);
    let text = register.to_yaml();
    let other = text.replace("  - { folder: \"R\"", "  - {folder: R");
    assert_eq!(Register::parse(&other, FILE).value, register, "as any YAML");
    let wrong = text.replace(&"b".repeat(64), "B");
    let problems = Register::parse(&wrong, FILE).problems;
    assert_eq!(problems.first().map(|problem| problem.code.name), Some("register-hash"));
}
