//! Mistakes in the mailing, the YAML list, templates, locale packs and the register.

use super::Told;
use crate::folder::Folder;

const MAILING: &str = "mailing.yaml";
const LIST: &str = "recipients/ministries.yaml";
const LETTER: &str = "templates/en/letter.typ.hbs";
const LOCALE: &str = "templates/en/locale.yaml";
const COUNTRIES: &str = "templates/en/countries.yaml";

/// What is broken: a name for it, the file, the text that is replaced, and by what.
const CASES: [(&str, &str, &str, &str); 45] = [
    ("a newer format", MAILING, "format: 1", "format: 2"),
    ("a misspelt key", MAILING, "reference: DM", "refrence: DM"),
    ("a choice that is none", MAILING, "genre: letter", "genre: leter"),
    ("a moment without offset", MAILING, "09:00:00+02:00", "09:00:00"),
    ("a date that is none", MAILING, "start: 2004-06-24", "start: 2004-06-31"),
    ("an event that ends before it starts", MAILING, "end: 2004-06-26", "end: 2004-06-16"),
    ("a deadline after the event", MAILING, "registration: 2004-06-10", "registration: 2014-06-10"),
    ("a deadline before the issue", MAILING, "contributions: 2004-05-28", "contributions: 2004-04-28"),
    ("a sender's address that is none", MAILING, "wsis.gov@ties.itu.int", "wsis.gov(at)itu.int"),
    ("two documents of one name", MAILING, "id: form", "id: letter"),
    ("a template that is not there", MAILING, "template: form.typ.hbs", "template: fomr.typ.hbs"),
    ("a picture that is not there", MAILING, "emblem.svg", "emblam.svg"),
    ("a picture outside the mailing", MAILING, "templates/assets/emblem.svg", "../../etc/passwd"),
    ("a recipients file that is not there", MAILING, "ministries.yaml", "ministeries.yaml"),
    ("a recipients file of another kind", MAILING, "ministries.yaml", "ministries.docx"),
    ("a placeholder that is none", MAILING, "{recipient}_", "{recipent}_"),
    ("no participants", MAILING, "participants_per_form: 2", "participants_per_form: 0"),
    ("a standard that is none", MAILING, "ua-1", "ua-9"),
    ("an open bracket", MAILING, "event:", "event: ["),
    ("a repeated key", MAILING, "website:", "paper: a4\nwebsite:"),
    ("a folder that leads outside", MAILING, "folder: letters", "folder: ../letters"),
    ("an id given twice", LIST, "id: GMB", "id: FRA"),
    ("a kind that is none", LIST, "kind: state", "kind: sate"),
    ("a State without ISO code", LIST, "    iso: GMB\n", ""),
    ("an ISO code in two letters", LIST, "iso: GMB", "iso: GM"),
    ("an ISO code of no State", LIST, "iso: GMB", "iso: GMX"),
    ("an address that is none", LIST, "protocol@foreign-ministry.gmb.example", "protocol(at)gmb.example"),
    ("a channel that is none", LIST, "channels: [e-mail]", "channels: [email]"),
    ("no languages", LIST, "languages: [fr, en]", "languages: []"),
    ("an office that is none", LIST, "office: foreign-minister", "office: foreign-minster"),
    ("an empty ministry", LIST, "ministry: Ministry of Foreign Affairs", "ministry: ''"),
    ("a misspelt key of a recipient", LIST, "address: [Paris", "adress: [Paris"),
    ("a field nobody declared", LIST, "    city: Paris", "    fields: { seat: '1' }\n    city: Paris"),
    ("a list where text is wanted", LIST, "id: KEN", "id: [KEN]"),
    ("a misspelt merge field", LETTER, "{{event.month_name}}", "{{event.mnth_name}}"),
    ("an unescaped merge field", LETTER, "{{event.month_name}}", "{{{event.month_name}}}"),
    ("a block without an end", LETTER, "I look forward", "{{#if event.name}}I look forward"),
    ("a helper that is none", LETTER, "{{event.month_name}}", "{{upper event.month_name}}"),
    ("a partial that is none", LETTER, "I look forward", "{{> signature}}I look forward"),
    ("a missing month", LOCALE, "[January, ", "["),
    ("a placeholder of a date that is none", LOCALE, "\"{day} {month} {year}\"", "\"{day} {moth} {year}\""),
    ("a locale of another name", LOCALE, "locale: en", "locale: eng"),
    ("a missing name of a country", COUNTRIES, "short: France,", ""),
    ("a key of a pack that is none", LOCALE, "name: English", "nmae: English"),
    ("a register of another mailing", "register.yaml", "DM-1132", "DM-1133"),
];

#[test]
fn forty_five_mistakes_are_told_as_expected() {
    let mut told = Told::default();
    for (name, file, from, to) in CASES {
        let folder = Folder::started();
        if file == "register.yaml" {
            folder.write(
                file,
                "format: 1\nreference: \"DM-1132\"\nentries:\n  - { number: 1, recipient: FRA }\n",
            );
        }
        folder.edit(file, from, to);
        told.by(name, &folder.run(&["check"]));
    }
    told.as_in("inputs.txt", include_str!("inputs.txt"));
}
