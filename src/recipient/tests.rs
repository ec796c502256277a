//! Reading recipients from every kind of file.

mod cases;

use super::*;
use crate::diagnostic::{Checked, Severity};

const SAMPLE: &str = include_str!("../../recipients/ministries.yaml");

#[test]
fn the_sample_holds_195_recipients() {
    let Checked { value: recipients, problems } = read_yaml(SAMPLE, "ministries.yaml", &[]);
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(recipients.len(), 195);
}

#[test]
fn a_problem_blocks_its_recipient_only() {
    let text = SAMPLE.replacen("kind: state", "kind: sate", 1);
    let Checked { value: recipients, problems } = read_yaml(&text, "m.yaml", &[]);
    assert_eq!(recipients.len(), 194);
    assert_eq!(problems[0].subject.recipient.as_deref(), Some("AFG"));
    assert!(!problems[0].stops_build());
    assert_eq!(problems[0].hints, ["did you mean `state`?"]);
}

const HEADER: &str = "id;kind;iso;addressee.office;ministry.fr;address;emails;channels;languages;fields.desk";
const ROW: &str = "FRA;state;FRA;foreign-minister;Ministère;\"Paris\nFRANCE\";a@b.example;e-mail;fr,en;007";

fn read_bytes(name: &str, bytes: &[u8]) -> Checked<Vec<Recipient>> {
    let folder = tempfile::tempdir().unwrap();
    crate::input::write_atomically(&folder.path().join(name), bytes).unwrap();
    read(folder.path(), name, None, &["desk".to_owned()])
}

/// Errors and warnings with their hints, a line each.
fn told(name: &str, bytes: &[u8]) -> String {
    let problems = read_bytes(name, bytes).problems;
    let told = problems.iter().filter(|problem| problem.severity != Severity::Note);
    told.map(|problem| format!("{problem}: {}", problem.hints.join(", "))).collect::<Vec<_>>().join("\n")
}

fn is_right(recipients: &[Recipient]) {
    let [recipient] = recipients else { panic!("one recipient: {recipients:?}") };
    assert_eq!(recipient.ministry.get("fr"), Some("Ministère"));
    assert_eq!(recipient.address, ["Paris", "FRANCE"].into());
    assert_eq!(recipient.languages.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>(), ["fr", "en"]);
    assert_eq!(recipient.fields["desk"], "007");
}

#[test]
fn csv_is_read_in_every_usual_encoding() {
    let text = format!("{HEADER}\n{ROW}\n");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let mark = format!("\u{feff}{text}");
    let windows = text.replace('\n', "\r\n");
    let excel = format!("sep=;\n{text}");
    for bytes in
        [text.as_bytes(), mark.as_bytes(), &utf16, &marked, &latin, windows.as_bytes(), excel.as_bytes()]
    {
        let Checked { value: recipients, problems } = read_bytes("r.csv", bytes);
        assert!(!problems.has_errors(), "{problems}");
        is_right(&recipients);
    }
    assert_eq!(
        read_bytes("r.csv", &latin).problems[0].to_string(),
        "r.csv: note[csv-read-as]: read as windows-1252 (a guess by its letters), columns separated by semicolons"
    );
}

#[test]
fn tabs_and_commas_part_columns_too() {
    for separator in [",", "\t"] {
        let row = ROW.replace("fr,en", "\"fr|en\"").replace(';', separator).replace('|', ";");
        let text = format!("{}\n{row}\n", HEADER.replace(';', separator));
        let Checked { value: recipients, problems } = read_bytes("r.csv", text.as_bytes());
        assert!(!problems.has_errors(), "{problems}");
        is_right(&recipients);
    }
}

fn workbook(kind: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("List").unwrap();
    let rows = [HEADER.to_owned(), ROW.replacen("state", kind, 1).replace('"', "")];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells.split(';')) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    sheet.write(1_048_575, 16_383, " ").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_reads_like_yaml_even_with_a_stray_last_cell() {
    let Checked { value: recipients, problems } = read_bytes("r.xlsx", &workbook("state"));
    assert!(problems.is_empty(), "{problems}");
    is_right(&recipients);
    assert_eq!(
        told("r.xlsx", &workbook("sate")),
        "r.xlsx:List!B2: error[value-invalid]: `sate` is not one of the choices (recipient FRA, kind): did you mean `state`?"
    );
}

#[test]
fn a_damaged_workbook_never_panics() {
    let whole = workbook("state");
    for cut in (0..whole.len()).step_by(97) {
        for name in ["r.xlsx", "r.ods"] {
            assert!(read_bytes(name, &whole[..cut]).problems.has_errors(), "{name} cut at {cut}");
        }
    }
}

const YAML: &str = "format: 1\nrecipients:\n  - id: NOR\n    kind: state\n    iso: NOR\n    addressee: { office: foreign-minister }\n    ministry: Null\n    channels: [e-mail]\n    emails: [a@b.example]\n    languages: [no]\n    fields: { desk: 007 }\n";

#[test]
fn yaml_values_stay_as_typed() {
    let Checked { value: recipients, problems } = read_bytes("r.yaml", YAML.as_bytes());
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(recipients[0].ministry.get("en"), Some("Null"));
    assert_eq!(
        (recipients[0].languages[0].value.as_str(), recipients[0].fields["desk"].as_str()),
        ("no", "007")
    );
}

#[test]
fn an_empty_fax_number_is_a_missing_one() {
    let text = YAML.replace("channels: [e-mail]", "channels: [fax]\n    fax: ''");
    assert!(told("r.yaml", text.as_bytes()).contains("sent by fax without a number (recipient NOR, fax)"));
}

#[test]
fn values_are_checked_though_others_are_not_of_their_shape() {
    let text = YAML
        .replace("kind: state", "kind: sate")
        .replace("a@b.example", "a(at)b.example")
        .replace("office: foreign-minister", "gender: femenine")
        .replace("[no]", "[norsk språk]");
    let told = told("r.yaml", text.as_bytes());
    let fields: Vec<&str> = [
        "(recipient NOR, kind)",
        "NOR, addressee.gender)",
        "NOR, addressee.office)",
        "NOR, emails)",
        "NOR, languages)",
    ]
    .into();
    for field in &fields {
        assert_eq!(told.matches(field).count(), 1, "{field} in {told}");
    }
    assert_eq!(told.lines().count(), fields.len(), "{told}");
}

#[test]
fn languages_are_given_by_tags_in_any_case_and_by_name() {
    let with = |language: &str| YAML.replace("languages: [no]", &format!("languages: [{language}]"));
    for (written, tag) in
        [("FR", "fr"), ("French", "fr"), ("русский", "ru"), ("pt-br", "pt-BR"), ("no", "no")]
    {
        let Checked { value: recipients, problems } =
            read_yaml(&with(written), "list.yaml", &["desk".to_owned()]);
        assert!(problems.is_empty(), "{written}: {problems}");
        assert_eq!(recipients[0].languages[0].value, tag, "{written}");
    }
    for wrong in ["Klingon", "xx", "franz"] {
        let problems = read_yaml(&with(wrong), "list.yaml", &["desk".to_owned()]).problems;
        assert!(problems.has_errors(), "{wrong}");
    }
}
