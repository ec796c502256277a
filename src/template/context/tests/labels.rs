//! What labels and envelopes bear for every office in the six languages, posted in Geneva; and that no line mixes languages or genders.

use std::fmt::Write as _;

use super::super::recipient::addressee_fields;
use super::*;
use crate::golden;
use crate::locale::is_latin;
use crate::locale::tests::offices::{HOLDERS, addressee, find_mixture, ministry, offices, recipients};
use crate::locale::tests::{LANGUAGES, TODAY};

/// A street in the letters of each language.
const STREETS: [(&str, &str); 6] = [
    ("en", "1 Harbour Street"),
    ("fr", "1, avenue Foch"),
    ("es", "Calle Mayor 1"),
    ("ru", "ул. Портовая, 1"),
    ("zh", "港口街1号"),
    ("ar", "1 شارع الميناء"),
];

/// A recipient of a State, posted to.
fn posted(state: &str) -> Recipient {
    let mut recipient = france();
    let streets = STREETS.map(|(tag, street)| (tag.to_owned(), vec![street.to_owned()]));
    recipient.address = LocalLines::ByLanguage(streets.into());
    recipient.city = LocalText::default();
    recipient.iso = Some(At::from(state.to_owned()));
    recipient.ministry = ministry();
    recipient.channels = vec![Channel::Post];
    recipient
}

fn lines(mailing: &Mailing, pack: &LocalePack, recipient: &Recipient) -> Vec<String> {
    let country = find_country(mailing, pack, recipient);
    let address = pack.address(&recipient.addressee, country, &recipient.ministry);
    let fields = addressee_fields(mailing, pack, &address, recipient);
    fields["lines"].as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn sample_from_geneva() -> (Mailing, Vec<LocalePack>) {
    let (mut mailing, _) = sample("en");
    mailing.dispatch.posted_from = Some("CHE".to_owned().into());
    (mailing, LANGUAGES.map(|language| sample(language).1).into())
}

#[test]
fn labels_of_every_office_are_as_written_down() {
    let (mailing, packs) = sample_from_geneva();
    let mut found = String::new();
    for office in offices() {
        writeln!(found, "{office}").unwrap();
        for pack in &packs {
            for (holder, named, gender) in
                HOLDERS.into_iter().filter(|(holder, ..)| ["feminine", "unnamed"].contains(holder))
            {
                let mut recipient = posted("FRA");
                recipient.addressee = addressee(&office, pack.tag(), named, gender);
                let lines = lines(&mailing, pack, &recipient).join(" / ");
                writeln!(found, "  {} {holder}: {lines}", pack.tag()).unwrap();
            }
        }
    }
    golden::assert("src/template/context/tests/labels.txt", &found);
}

#[test]
fn no_line_of_a_label_mixes_languages_or_genders() {
    let (mailing, packs) = sample_from_geneva();
    let states: std::collections::BTreeSet<String> =
        recipients().iter().filter_map(|recipient| Some(recipient.iso.as_ref()?.value.clone())).collect();
    let mut cells = 0;
    // The forms of all forty are held apart (`no_form_mixes_languages_or_genders`); what a label adds is the same for most.
    for state in states.iter().step_by(8) {
        let mut recipient = posted(state);
        for pack in &packs {
            let tag = pack.tag();
            let country = pack.country(state, TODAY).unwrap();
            for office in offices() {
                for (holder, named, gender) in HOLDERS {
                    recipient.addressee = addressee(&office, tag, named, gender);
                    let mut lines = lines(&mailing, pack, &recipient);
                    let last = lines.pop().unwrap();
                    assert!(
                        is_latin(&last) && last == last.to_uppercase(),
                        "{state} {tag} {office} {holder}: {last}"
                    );
                    if !["en", "fr", "es"].contains(&tag) {
                        // Below an address in other letters, whom it is for and where, in those of post.
                        let latin = lines.pop().unwrap();
                        let read =
                            ["en", "fr"].into_iter().find(|read| find_mixture(&latin, read, None).is_none());
                        assert!(read.is_some() && is_latin(&latin), "{latin}");
                        if ["ar", "ru"].contains(&tag) {
                            // The country of an address in other letters stands above that.
                            assert_eq!(
                                lines.pop().unwrap(),
                                pack.postal_name(state, TODAY).unwrap().to_uppercase()
                            );
                        }
                    }
                    let said = [country.formal_of, country.formal, country.of]
                        .into_iter()
                        .fold(lines.join("\n"), |said, name| said.replace(name, ""))
                        .replace("A. EXAMPLE", "");
                    cells += 1;
                    let mixed = find_mixture(&said, tag, gender);
                    assert_eq!(mixed, None, "{state} {tag} {office} {holder}: {lines:?}");
                }
            }
        }
    }
    assert!(cells > 3_000, "{cells}");
}
