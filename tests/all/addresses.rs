//! Addresses that arrive, and letters that mix no languages.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use convoke::fonts::Fonts;
use convoke::locale::{LocalePack, is_latin};
use convoke::mailing::{LabelSheet, Mailing};
use convoke::recipient::{Channel, Recipient};
use convoke::sheets::{Address, DispatchWords, Meta, Sheets};
use convoke::template::{Version, context};
use convoke::{locale, mailing, recipient};
use serde_json::Value;

use crate::folder::{Folder, pdf_text};
use crate::golden;

const LIST: &str = "recipients/ministries.yaml";

/// The sample's recipients, all sent by post, and its locale packs.
fn sample() -> (Mailing, BTreeMap<String, LocalePack>, Vec<Recipient>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mailing = mailing::read(root, "mailing.yaml").value.expect("the sample");
    let packs = ["ar", "en", "es", "fr", "ru", "zh"].map(|language| {
        (language.to_owned(), locale::read(root, "templates", language).value.expect("a pack"))
    });
    let mut recipients = recipient::read(root, LIST, None, &[]).value;
    recipients.iter_mut().for_each(|recipient| recipient.channels = vec![Channel::RegisteredPost]);
    (mailing, packs.into(), recipients)
}

/// The lines of an address as a letter has them.
fn inside_address(
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    recipient: &Recipient,
) -> Vec<String> {
    let pack = &packs[recipient.languages[0].value.as_str()];
    let context = context(mailing, pack, recipient, "S", None, Version::Original, "letter");
    let lines = context["addressee"]["lines"].as_array().expect("lines").iter();
    lines.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The lines of an address as a label has them: what is in Latin letters line by line.
fn line_by_line(mut lines: Vec<String>) -> Vec<String> {
    if lines.iter().any(|line| !is_latin(line)) {
        let country = lines.pop().expect("a country");
        let latin = lines.pop().expect("a ministry and a city");
        let (ministry, city) = latin.rsplit_once(", ").expect("a ministry and a city");
        lines.extend([ministry, city, &country].map(str::to_owned));
    }
    lines
}

#[test]
fn every_address_ends_as_post_reads_it_where_it_is_posted() {
    let (mut mailing, packs, recipients) = sample();
    for (from, name) in [("CHE", "geneva"), ("TH", "bangkok")] {
        mailing.dispatch.posted_from = Some(from.to_owned().into());
        let mut text = String::new();
        for recipient in &recipients {
            let lines = inside_address(&mailing, &packs, recipient);
            let country = lines.last().expect("a country");
            assert!(is_latin(country) && *country == country.to_uppercase(), "{lines:?}");
            let ministry = recipient.ministry.get(&recipient.languages[0].value).expect("a ministry");
            let at = lines.iter().position(|line| line == ministry).map_or(1, |at| at + 1);
            let postal = lines[at..].join(" / ");
            assert!(lines.len() - at >= 2, "{} has no city: {postal}", recipient.id.value);
            text += &format!("{} {} {postal}\n", recipient.id.value, recipient.languages[0].value);
        }
        golden::assert(&format!("tests/all/addresses/{name}.txt"), &text);
    }
}

#[test]
fn every_address_fits_its_label_and_the_labels_of_a_sheet_have_one_size() {
    let (mut mailing, packs, recipients) = sample();
    let sheets = Sheets::new(Arc::new(Fonts::embedded())).expect("sheets");
    let words = DispatchWords { locale: "en".to_owned(), ..DispatchWords::default() };
    let sheet = LabelSheet::of_trade("L7160").expect("a sheet");
    for from in ["CHE", "TH"] {
        mailing.dispatch.posted_from = Some(from.to_owned().into());
        let address = |recipient: &Recipient| Address {
            recipient: recipient.id.value.clone(),
            serial: "DM-1132/195".to_owned(),
            lines: line_by_line(inside_address(&mailing, &packs, recipient)),
            locale: recipient.languages[0].value.clone(),
            is_rtl: recipient.languages[0].value == "ar",
            copy_of: None,
        };
        let addresses: Vec<Address> = recipients.iter().map(address).collect();
        let meta = Meta {
            reference: "DM-1132".to_owned(),
            title: "Labels".to_owned(),
            ident: "DM-1132/labels".to_owned(),
            issued_at: mailing.issued_at.zoned().expect("a date"),
        };
        let made = sheets.labels(&sheet, &addresses, &words, &meta).expect("labels");
        assert!(made.problems.is_empty(), "{from}: {}", made.problems);
    }
}

/// A mailing in which Kenya is written to in French and its ministry is given in English only.
fn mixed() -> Folder {
    let folder = Folder::started();
    folder.edit(LIST, "ministry: { en: Ministry of Foreign and Diaspora Affairs, fr: Ministère des affaires étrangères et de la diaspora }", "ministry: { en: Ministry of Foreign and Diaspora Affairs }");
    let list = folder.read(LIST);
    let (head, kenya) = list.split_once("  - id: KEN").expect("Kenya");
    folder.write(LIST, &format!("{head}  - id: KEN{}", kenya.replace("languages: [en]", "languages: [fr]")));
    folder
}

#[test]
fn a_letter_that_would_mix_languages_is_held_back_until_it_is_asked_for() {
    let folder = mixed();
    let told = "language-mixed]: a letter in fr would mix languages: `ministry` is given in others only";
    folder.run(&["check"]).ends_with(3).says(&format!("error[{told}"));
    folder.run(&["build", "--allow-stale"]).ends_with(0).says(&format!("warning[{told}"));
    let manifest: Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("a manifest");
    let mixed =
        manifest["files"].as_array().expect("files").iter().filter(|file| file.get("mixed").is_some());
    let mixed: Vec<String> =
        mixed.map(|file| format!("{} {} {}", file["recipient"], file["document"], file["mixed"])).collect();
    assert_eq!(mixed, [r#""KEN" "letter" ["ministry"]"#, r#""KEN" "form" ["ministry"]"#]);
    folder.run(&["verify"]).ends_with(0);
}

#[test]
fn letters_that_mix_languages_for_one_cause_are_told_together() {
    let folder = Folder::started();
    let rows: String = (1..=6)
        .map(|number| {
            format!(
                "  - {{ id: R{number}, kind: organisation, addressee: {{ office: head-of-organisation }}, ministry: {{ fr: Office {number} }}, \
                 city: Geneva, address: [SWITZERLAND], channels: [post], languages: [en] }}\n"
            )
        })
        .collect();
    folder.write(LIST, &format!("format: 1\nrecipients:\n{rows}"));
    let ran = folder.run(&["check"]).ends_with(3);
    assert_eq!(ran.err.matches("error[language-mixed]").count(), 1, "{}", ran.err);
    ran.says("3:5 R1, 4:5 R2, 5:5 R3, 6:5 R4, 7:5 R5, 8:5 R6");
}

#[test]
fn a_return_address_that_a_language_lacks_stops_the_build_until_it_is_asked_for() {
    let folder = Folder::started();
    let french = folder.read("mailing.yaml").lines().find(|line| line.contains("SUISSE")).map(str::to_owned);
    folder.edit("mailing.yaml", &(french.expect("lines in French") + "\n"), "");
    let told = "mailing-untranslated]: `return_address.lines` has no text in `fr`";
    folder.run(&["check"]).ends_with(1).says(&format!("error[{told}"));
    folder.run(&["build", "--allow-stale"]).ends_with(0).says(&format!("warning[{told}"));
    let manifest: Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("a manifest");
    assert_eq!(manifest["stale_languages"], serde_json::json!(["fr"]));
}

#[test]
fn a_copy_goes_to_a_permanent_mission_in_its_host_city() {
    let folder = Folder::started();
    let copy = "copies: [{ to: { en: Permanent Mission of Kenya, fr: Mission permanente du Kenya }, address: [Avenue de la Paix 1], \
                city: { en: Geneva, fr: Genève }, iso: CHE, channel: registered-post }]";
    let list = folder.read(LIST);
    folder.write(LIST, &format!("{}    {copy}\n", list.trim_end_matches('\n').to_owned() + "\n"));
    folder.edit("mailing.yaml", "output: output", "output: output\ndispatch: { posted_from: CH }");
    folder.run(&["build"]).ends_with(0);
    let manifest: Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("a manifest");
    let files = manifest["files"].as_array().expect("files");
    let copy = files.iter().find(|file| file["copy_number"] == 1 && file.get("delivery").is_some());
    let delivery = &copy.expect("a copy")["delivery"];
    assert_eq!(
        delivery["lines"],
        serde_json::json!(["Permanent Mission of Kenya", "Avenue de la Paix 1", "Geneva", "SWITZERLAND"])
    );
    assert_eq!(delivery["city"], "Geneva");
}

#[test]
fn a_letter_by_post_bears_its_address_in_latin_letters_too() {
    let folder = Folder::started();
    let state = "  - { id: SAU, kind: state, iso: SAU, addressee: { office: foreign-minister }, \
                 ministry: { ar: وزارة الخارجية, en: Ministry of Foreign Affairs }, city: { ar: الرياض, en: Riyadh }, \
                 channels: [registered-post], languages: [ar] }\n";
    folder.write(LIST, &format!("format: 1\nrecipients:\n{state}"));
    folder.run(&["build"]).ends_with(0);
    folder.run(&["pack"]).ends_with(0);
    let pack = folder.path("output/DM-1132/pack/registered-post/ar");
    for file in ["labels.pdf", "envelopes.pdf"] {
        let Some(text) = pdf_text(&pack.join(file)) else { return };
        for line in ["Ministry of Foreign Affairs", "Riyadh", "SAUDI ARABIA"] {
            assert!(text.lines().any(|shown| shown.trim() == line), "{file}: {line} is not in {text}");
        }
    }
    let letter = pdf_text(&pack.join("print-run.pdf")).expect("pdftotext");
    assert!(letter.contains("Ministry of Foreign Affairs, Riyadh\nSAUDI ARABIA\n"), "{letter}");
    folder.edit(LIST, "city: { ar: الرياض, en: Riyadh }", "city: { ar: الرياض }");
    folder.run(&["check"]).says("warning[address-script]: `الرياض` has no form in Latin letters");
}
