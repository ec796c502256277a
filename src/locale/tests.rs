mod addresses;
mod dates;
mod names;
mod notes;
pub(crate) mod offices;
mod written;

use std::path::Path;

use jiff::civil::{Date, date};

use super::*;
use crate::diagnostic::Problems;
use crate::recipient::{Recipient, read_yaml};

pub(crate) fn pack(language: &str) -> LocalePack {
    let Checked { value: pack, problems } =
        read(Path::new(env!("CARGO_MANIFEST_DIR")), "templates", language);
    assert!(problems.is_empty(), "{problems}");
    pack.unwrap()
}

pub(crate) const TODAY: Date = date(2026, 1, 1);

pub(crate) const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

#[test]
fn names_are_those_of_the_day() {
    let en = pack("en");
    assert_eq!(en.country("MKD", TODAY).unwrap().short, "North Macedonia");
    let then = en.country("MKD", date(2004, 5, 10)).unwrap();
    assert!(then.in_text.starts_with("the former Yugoslav"), "{then:?}");
    assert_eq!(en.country("FRA", TODAY).unwrap().formal, "the French Republic");
    assert_eq!(pack("fr").country("FRA", TODAY).unwrap().formal_of, "de la République française");
}

#[test]
fn every_pack_names_the_195_states() {
    for language in LANGUAGES {
        assert_eq!(pack(language).country_codes().count(), 195, "{language}");
    }
}

/// Names that did not change in a language when they did in others.
const UNCHANGED: [(&str, &[&str]); 3] =
    [("CPV", &["es", "ru", "zh"]), ("SWZ", &["zh"]), ("TUR", &["ru", "zh", "ar"])];

#[test]
fn every_pack_knows_the_same_states_and_the_same_days_of_change() {
    let packs = LANGUAGES.map(pack);
    let days = |pack: &LocalePack, code: &str| -> Vec<Option<Date>> {
        let country = &pack.countries.countries[code];
        std::iter::once(country.since).chain(country.earlier.iter().map(|names| names.since)).collect()
    };
    for code in packs[0].country_codes() {
        let unchanged = UNCHANGED.iter().find(|(state, _)| *state == code).map_or(&[][..], |(_, tags)| tags);
        let english = days(&packs[0], code);
        for pack in &packs {
            assert!(pack.country(code, TODAY).is_some(), "{code} is missing in {}", pack.tag());
            let expected = if unchanged.contains(&pack.tag()) { vec![None] } else { english.clone() };
            assert_eq!(days(pack, code), expected, "{code} in {}", pack.tag());
        }
    }
}

fn check(pack: &LocalePack, recipient: &Recipient) -> Problems {
    let country = recipient.iso.as_ref().and_then(|iso| pack.country(iso, TODAY));
    pack.check_addressee(&recipient.addressee, country, &recipient.ministry, &recipient.location)
}

fn recipient(addressee: &str) -> Recipient {
    let text = format!(
        "format: 1\nrecipients:\n  - {{id: FRA, kind: state, iso: FRA, addressee: {addressee}, ministry: M, \
         channels: [post], languages: [fr]}}\n"
    );
    let Checked { value: mut recipients, problems } = read_yaml(&text, "r.yaml", &[]);
    assert!(problems.is_empty(), "{problems}");
    recipients.remove(0)
}

#[test]
fn gender_drives_address_salutation_and_close_together() {
    let fr = pack("fr");
    let table = [
        (
            "{office: foreign-minister}",
            "Son Excellence Madame la/Monsieur le Ministre des affaires étrangères de la République française",
            "Madame la Ministre, Monsieur le Ministre,",
            "Veuillez agréer, Madame la Ministre, Monsieur le Ministre, l’assurance de ma très haute considération.",
        ),
        (
            "{office: foreign-minister, gender: masculine}",
            "Son Excellence Monsieur le Ministre des affaires étrangères de la République française",
            "Monsieur le Ministre,",
            "Veuillez agréer, Monsieur le Ministre, l’assurance de ma très haute considération.",
        ),
        (
            "{office: foreign-minister, name: Jeanne Untel, gender: feminine}",
            "Son Excellence Madame Jeanne Untel|Ministre des affaires étrangères de la République française",
            "Madame la Ministre,",
            "Veuillez agréer, Madame la Ministre, l’assurance de ma très haute considération.",
        ),
        (
            "{office: foreign-minister, rank: high}",
            "Son Excellence Madame la/Monsieur le Ministre des affaires étrangères de la République française",
            "Excellence,",
            "Veuillez agréer, Excellence, l’assurance de ma très haute considération.",
        ),
        (
            "{office: foreign-minister, styles: {fr: {title: Garde des sceaux, salutation: 'Monsieur,'}}}",
            "Son Excellence|Garde des sceaux",
            "Monsieur,",
            "Veuillez agréer, Madame la Ministre, Monsieur le Ministre, l’assurance de ma très haute considération.",
        ),
    ];
    for (addressee, lines, salutation, close) in table {
        let recipient = recipient(addressee);
        let address = fr.address(&recipient.addressee, fr.country("FRA", TODAY), &recipient.ministry);
        let problems = check(&fr, &recipient);
        assert!(problems.is_empty(), "{problems}");
        assert_eq!(address.lines.join("|"), lines);
        assert_eq!((address.salutation.as_str(), address.close.as_str()), (salutation, close));
    }
}

#[test]
fn a_named_addressee_without_gender_is_doubled_with_a_warning() {
    let en = pack("en");
    let recipient = recipient("{office: foreign-minister, name: A B}");
    let address = en.address(&recipient.addressee, en.country("FRA", TODAY), &recipient.ministry);
    let problems = check(&en, &recipient);
    assert_eq!(address.lines[0], "His/Her Excellency Mr/Ms A B");
    assert_eq!(problems[0].code, "gender-unknown");
}

#[test]
fn an_unknown_office_is_named_with_its_place() {
    let en = pack("en");
    let recipient = recipient("{office: foreign-minster}");
    let problems = check(&en, &recipient);
    assert_eq!(
        problems[0].to_string(),
        "r.yaml:3:58: error[office-unknown]: unknown office `foreign-minster` (addressee.office)"
    );
}

#[test]
fn every_pack_has_the_same_labels_offices_and_ranks() {
    let keys = |language| {
        let LocaleFile { labels, address, typography, .. } = pack(language).file().clone();
        let offices = address.offices.into_keys().collect::<Vec<_>>();
        let ranks = address.ranks.into_keys().collect::<Vec<_>>();
        let typography = typography.into_keys().collect::<Vec<_>>();
        for (key, label) in &labels {
            assert!(!label.trim().is_empty(), "{language}: label {key} is empty");
        }
        (labels.into_keys().collect::<Vec<_>>(), offices, ranks, typography)
    };
    for language in LANGUAGES {
        assert_eq!(keys(language), keys("en"), "{language}");
    }
}
