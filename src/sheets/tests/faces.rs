//! Sheets are set in the faces that languages name, addresses in those of their own language.

use std::collections::BTreeSet;

use super::*;
use crate::mailing::LabelSheet;

fn families(frame: &Frame, found: &mut BTreeSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(run) => drop(found.insert(run.font.info().family.as_str().to_owned())),
            FrameItem::Group(group) => families(&group.frame, found),
            _ => {}
        }
    }
}

/// The families that a label in a language is set in, on a sheet of an English office.
fn of_label(language: &str, line: &str, named: &[(&str, &str)]) -> Vec<String> {
    let named = named.iter().map(|(language, families)| ((*language).to_owned(), (*families).to_owned()));
    let words = DispatchWords { fonts: named.collect(), ..words("en") };
    let address = Address { lines: vec![line.to_owned()], locale: language.to_owned(), ..Address::default() };
    let sheet = LabelSheet::of_trade("L7160").unwrap();
    let order = data::labels(&sheet, &[address], &words, &meta("Labels")).unwrap();
    let set = sheets().press.typeset(order).unwrap().value;
    let mut found = BTreeSet::new();
    set.document().pages().iter().for_each(|page| families(&page.frame, &mut found));
    found.into_iter().collect()
}

#[test]
fn labels_are_set_in_the_faces_that_a_language_names() {
    let chinese = "Noto Serif CJK SC";
    // Which has some Latin letters.
    let is_chinese = |language: &str, named: &[(&str, &str)]| {
        of_label(language, "Kenya 2004", named).iter().any(|family| family == chinese)
    };
    assert!(!is_chinese("en", &[]));
    assert!(is_chinese("en", &[("en", chinese)]));
    // An address is in the faces of its own language, and not in those of the office's.
    assert!(!is_chinese("fr", &[("en", chinese)]));
    assert!(is_chinese("fr", &[("fr", chinese)]));
    assert!(of_label("ja", "東京", &[("ja", "Libertinus Serif")]).contains(&chinese.to_owned()));
}

/// The families of the runs of text that have one of some marks in them.
fn of_marks(frame: &Frame, marks: &[char], found: &mut BTreeSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(run) if run.text.contains(marks) => {
                found.insert(run.font.info().family.as_str().to_owned());
            }
            FrameItem::Group(group) => of_marks(&group.frame, marks, found),
            _ => {}
        }
    }
}

#[test]
fn an_apostrophe_of_a_latin_name_is_in_the_face_of_the_name() {
    let (chinese, english) = (DispatchWords { locale: "zh".to_owned(), ..words("en") }, words("en"));
    for (line, face) in [
        ("Ministère de l’Europe, Côte d’Azur", "Libertinus Serif"),
        ("外交部 N’Djamena", "Libertinus Serif"),
        ("肯尼亚‘外交’部’s", "Noto Serif CJK SC"),
    ] {
        // Labels of a Chinese address, and lists of a Chinese office, whose lines are of many languages.
        let address = Address { lines: vec![line.to_owned()], locale: "zh".to_owned(), ..Address::default() };
        let sheet = LabelSheet::of_trade("L7160").unwrap();
        let cover = FaxCover { to: vec![line.to_owned()], locale: "zh".to_owned(), ..FaxCover::default() };
        let row = PouchRow { addressee: line.to_owned(), ..PouchRow::default() };
        let list = PouchList { handover: Handover::Pouch, date: String::new(), rows: vec![row] };
        for order in [
            data::labels(&sheet, std::slice::from_ref(&address), &chinese, &meta("x")).unwrap(),
            data::labels(&sheet, &[address], &english, &meta("x")).unwrap(),
            data::fax_covers(Paper::A4, &[cover], &FaxSender::default(), &english, &meta("x")),
            data::list(Paper::A4, &list, &chinese, &meta("x")),
        ] {
            let set = sheets().press.typeset(order).unwrap().value;
            let mut found = BTreeSet::new();
            set.document().pages().iter().for_each(|page| of_marks(&page.frame, &['‘', '’'], &mut found));
            assert_eq!(Vec::from_iter(&found), [face], "{line}");
        }
    }
}
