//! Whom a note verbale is to, by office and sender in the six languages; and that no formula mixes languages.

use std::fmt::Write as _;

use super::offices::{addressee, find_mixture, ministry, offices};
use super::{LANGUAGES, TODAY, pack};
use crate::golden;
use crate::input::At;
use crate::locale::{Addressee, Gender, LocalText, LocalePack, Note, NoteSender, SenderGender, Style};

/// Senders in each language, an office and a person, with the gender of the office's name.
const SENDERS: [(&str, &str, SenderGender, &str); 6] = [
    ("en", "The Secretariat", SenderGender::Neuter, "The Secretary-General"),
    ("fr", "Le Secrétariat", SenderGender::Masculine, "La Secrétaire générale"),
    ("es", "La Secretaría", SenderGender::Feminine, "La Secretaria General"),
    ("ru", "Секретариат", SenderGender::Masculine, "Генеральный секретарь"),
    ("zh", "秘书处", SenderGender::Neuter, "秘书长"),
    ("ar", "الأمانة العامة", SenderGender::Feminine, "الأمينة العامة"),
];

fn note(pack: &LocalePack, addressee: &Addressee, is_person: bool) -> Option<Note> {
    let (_, office, gender, person) = SENDERS.into_iter().find(|(tag, ..)| *tag == pack.tag())?;
    let sender = match is_person {
        true => NoteSender { name: person, gender: SenderGender::Feminine, is_person },
        false => NoteSender { name: office, gender, is_person },
    };
    pack.note(addressee, pack.country("FRA", TODAY), &ministry(), sender)
}

#[test]
fn notes_are_opened_and_closed_as_written_down() {
    let packs = LANGUAGES.map(pack);
    let mut found = String::new();
    for office in offices() {
        writeln!(found, "{office}").unwrap();
        for pack in &packs {
            for is_person in [false, true] {
                let addressee = addressee(&office, pack.tag(), false, Some(Gender::Feminine));
                let who = if is_person { "person" } else { "office" };
                let tag = pack.tag();
                match note(pack, &addressee, is_person) {
                    Some(Note { opening, renewal, addressee }) => {
                        writeln!(found, "  {tag} {who}: {opening} || {renewal} ({})", addressee.pronoun)
                            .unwrap();
                        let mixed = find_mixture(&format!("{opening} {renewal}"), tag, None);
                        assert_eq!(mixed, None, "{tag} {office} {who}: {opening} {renewal}");
                        let gender = is_person.then_some(Gender::Feminine);
                        let mixed =
                            find_mixture(&format!("{} {}", addressee.name, addressee.to), tag, gender);
                        assert_eq!(mixed, None, "{tag} {office} {who}: {addressee:?}");
                        assert!(!format!("{opening}{renewal}").contains(['{', '}']), "{opening} {renewal}");
                    }
                    None => writeln!(found, "  {tag} {who}: -").unwrap(),
                }
            }
        }
    }
    golden::assert("src/locale/tests/notes.txt", &found);
}

#[test]
fn an_office_writes_to_the_ministry_by_its_name() {
    let en = pack("en");
    for (name, office, to) in [
        (
            "Ministry of Foreign Affairs and Trade",
            "foreign-minister",
            "to the Ministry of Foreign Affairs and Trade of",
        ),
        ("Ministry for Europe", "minister", "to the Ministry for Europe of"),
        ("Ministry of Foreign Affairs", "ministry", "to the Ministry of Foreign Affairs of"),
        // A name that is like none stands for the usual one.
        ("Department of Foreign Affairs", "foreign-minister", "to the Ministry of Foreign Affairs of"),
    ] {
        let addressee = addressee(office, "en", true, Some(Gender::Masculine));
        let ministry = LocalText::Same(name.to_owned());
        let spoken = en.note_addressee(&addressee, en.country("FRA", TODAY), &ministry, false);
        assert_eq!(spoken.expect("words").to, format!("{to} the French Republic"), "{name}");
    }
    let unknown = addressee("ministry", "en", false, None);
    let department = LocalText::Same("Department of State".to_owned());
    assert_eq!(en.note_addressee(&unknown, en.country("FRA", TODAY), &department, false), None);
}

#[test]
fn words_of_the_list_go_before_those_of_the_pack() {
    let en = pack("en");
    let style = Style {
        sentence_name: Some("the Secretariat of the Fisheries Commission".to_owned()),
        sentence_to: Some("to the Secretariat of the Fisheries Commission".to_owned()),
        ..Style::default()
    };
    let addressee = Addressee {
        office: At::from("organisation".to_owned()),
        styles: [("en".to_owned(), style)].into(),
        ..Addressee::default()
    };
    let Note { opening, addressee, .. } = note(&en, &addressee, false).expect("words");
    assert_eq!(
        opening,
        "The Secretariat presents its compliments to the Secretariat of the Fisheries Commission and has the honour"
    );
    assert_eq!(addressee.pronoun, "");
}
