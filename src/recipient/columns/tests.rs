//! Lists that are read through a columns file.

use super::*;
use crate::input::write_atomically;
use crate::recipient::{Lists, Recipient, RecipientSource};
use crate::workbook::InThisProcess;

const LIST: &str = "Our contacts\n\n\
    Country;Body;First name;Surname;Function;Street;Code;Town;E-mail;Tongue;Way;Note\n\
    Sénégal;Ministère;Awa;DIOP;Directrice;BP 1;;Dakar;a@sn.example;fr;DHL;x\n\
    UK;Ministry;Ann;LEE;Director;1 Road;SW1;London;b@uk.example;en;post;y\n\
    ;FAO;;;;Via 1;;Rome;c@fao.example;en;post;\n\
    Total: 3;;;;;;;;;;;\n";

const COLUMNS: &str = "format: 1
header_row: 3
columns:
  - { heading: Country, is: country }
  - { heading: Body, is: ministry }
  - { heading: Surname, is: addressee.name }
  - { heading: First name, is: addressee.name }
  - { heading: Function, is: title, language: en }
  - { heading: Street, is: address }
  - { heading: Code, is: postcode }
  - { heading: Town, is: city }
  - { heading: E-mail, is: emails }
  - { heading: Tongue, is: languages }
  - { heading: Way, is: channels }
  - { heading: Note, is: fields.note }
ids: country
address_ends_with: [city, country]
given_ids: { by: [Body], ids: { fao: FAO } }
";

/// Reads a list through a columns file, each changed in a place: the recipients, and all problems with their hints.
fn read(list: (&str, &str), columns: (&str, &str), fields: &[&str]) -> (Vec<Recipient>, String) {
    assert!(LIST.contains(list.0) && COLUMNS.contains(columns.0));
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| write_atomically(&folder.path().join(name), text.as_bytes()).unwrap();
    write("list.csv", &LIST.replacen(list.0, list.1, 1));
    write("c.yaml", &COLUMNS.replacen(columns.0, columns.1, 1));
    let source =
        RecipientSource { file: "list.csv".to_owned(), columns: Some("c.yaml".to_owned()), query: None };
    let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
    let opened = Lists::open(
        folder.path(),
        [&source],
        None,
        &fields,
        &mut InThisProcess,
        crate::tables::Environment::default(),
    );
    let Checked { value: lists, mut problems } = opened;
    let mut recipients = Vec::new();
    for row in lists.rows() {
        recipients.extend(row.unwrap().report_to(&mut problems));
    }
    let told = problems.iter().filter(|problem| problem.code != codes::CSV_READ_AS);
    let told: Vec<String> =
        told.map(|problem| format!("{problem}: {}\n", problem.hints.join(", "))).collect();
    (recipients, told.concat())
}

fn told(list: (&str, &str), columns: (&str, &str)) -> String {
    read(list, columns, &["note"]).1
}

#[test]
fn rows_become_recipients_with_their_addresses_and_ids() {
    let (recipients, told) = read(("", ""), ("", ""), &["note"]);
    let seen: Vec<String> = recipients
        .iter()
        .map(|one| {
            let (name, office) = (one.addressee.name.as_deref().unwrap_or("-"), &one.addressee.office.value);
            format!(
                "{} {} {name} {office} {} {:?}",
                one.id.value,
                one.kind.name(),
                one.address.get_or_first("en").join("/"),
                one.fields
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            "SEN state DIOP Awa official BP 1/Dakar/SÉNÉGAL {\"note\": \"x\"}",
            "GBR state LEE Ann official 1 Road/London SW1/UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND {\"note\": \"y\"}",
            "FAO organisation - head-of-organisation Via 1/Rome {\"note\": \"\"}",
        ]
    );
    let style = recipients[1].addressee.styles.get("en").and_then(|style| style.title.as_deref());
    assert_eq!(style, Some("Director"));
    for line in [
        "warning[title-language]: the title `Directrice` is in `en`, and the first language is `fr` (recipient SEN, Function)",
        "list.csv:7:1: warning[row-passed-over]: `Total: 3` is passed over: a row that says little of a recipient",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    assert_eq!(told.lines().count(), 2, "{told}");
    assert_eq!(recipients[0].channels[0].name(), "courier", "DHL");
}

#[test]
fn titles_are_in_one_language_or_each_in_its_own() {
    let (recipients, told) = read(("", ""), ("language: en", "language: own"), &[]);
    let titles: Vec<String> =
        recipients.iter().map(|one| format!("{:?}", one.addressee.styles.keys())).collect();
    assert_eq!(titles, ["[\"fr\"]", "[\"en\"]", "[]"]);
    assert!(!told.contains("title-language"), "{told}");
    let (recipients, _) = read(("Director;", "Minister of Foreign Affairs;"), ("", ""), &[]);
    assert!(recipients[1].addressee.styles.is_empty(), "the office of the pack serves all languages");
}

#[test]
fn words_of_the_office_have_its_meaning() {
    let words = "words: { channels: { DHL: by-hand }, country: { UK: FRA } }\nids: country";
    let (recipients, _) = read(("", ""), ("ids: country", words), &[]);
    assert_eq!((recipients[0].channels[0].name(), recipients[1].id.as_str()), ("by-hand", "FRA"));
}

#[test]
fn what_is_not_there_is_told_in_the_words_of_the_list() {
    let has = |told: String, parts: &[&str]| {
        assert!(parts.iter().all(|part| told.contains(part)), "{parts:?} are not in\n{told}");
    };
    has(
        told((";post;y", ";;y"), ("", "")),
        &["`channels` is missing (recipient GBR, Way): fill in the column `Way`"],
    );
    has(
        told(("b@uk.example", "b(at)uk"), ("", "")),
        &["`b(at)uk` is not an e-mail address (recipient GBR, E-mail)"],
    );
    has(
        told((";FAO;", ";WHO;"), ("", "")),
        &["error[row-without-id]: the row `WHO · Via 1", "convoke import list.csv --replace"],
    );
    has(told(("Tongue;", "Language;"), ("", "")), &["error[columns-gone]", "names: `Tongue`"]);
    has(told((";Note\n", ";Note;New\n"), ("", "")), &["warning[columns-new]", "`New`"]);
    has(
        read(("", ""), ("", ""), &[]).1,
        &["note[columns-undeclared]: extra fields are not read: `Note` as `note`"],
    );
}

#[test]
fn headings_are_found_in_another_row_and_order() {
    let moved = LIST.replace("Our contacts\n", "Our contacts\nof this year\nand the next\n");
    let (recipients, told) = read((LIST, &moved), ("", ""), &["note"]);
    assert_eq!(recipients.len(), 3, "{told}");
}

#[test]
fn a_columns_file_is_read_strictly() {
    for (from, to, message) in [
        ("is: emails", "is: emial", "no column is `emial`"),
        ("is: ministry", "is: country", "two columns are `country`"),
        (", language: en", "", "the titles of `Function` are in no language"),
        ("language: en", "language: english language", "`english language` is not a language tag"),
        ("format: 1", "format: 2", "unknown format 2"),
        ("ids: country", "ids: column", "no column gives the ids"),
        (
            "ids: country",
            "ids: country\nwords: { channels: { x: pigeon } }",
            "`pigeon` is no value of `channels`",
        ),
        ("ids: country", "ids: country\nwords: { wages: { x: y } }", "`y` is no value of `wages`"),
        ("ids: country", "ids: country\notherwise: { kind: person }", "`person` is no value of `kind`"),
        ("ids: country", "ids: country\nheading: 1", "unknown key `heading`"),
        ("fields.note", "fields.Note 1", "no column is `fields.Note 1`"),
    ] {
        let told = told(("", ""), (from, to));
        assert!(told.contains(message), "{message} is not in\n{told}");
        assert!(told.lines().all(|line| line.starts_with("c.yaml:")), "{told}");
    }
}

#[test]
fn a_columns_file_that_is_not_there_is_told() {
    let problems = read_columns(std::path::Path::new("/nowhere"), "c.yaml").problems;
    assert_eq!(
        problems[0].to_string(),
        "c.yaml: error[columns-unreadable]: cannot read the columns file (it does not exist)"
    );
}
