//! What is exported is read again as it was.

use super::*;
use crate::diagnostic::Checked;
use crate::input::write_atomically;
use crate::recipient::{Lists, Recipient, read, read_yaml};
use crate::workbook::InThisProcess;

const SAMPLE: &str = include_str!("../../recipients/ministries.yaml");

const ODD: &str = "format: 1
recipients:
  - id: NOR-2
    kind: organisation
    addressee:
      name: Kari Nordmann
      gender: feminine
      office: head-of-organisation
      rank: high
      styles: { en: { title: Director of Fisheries, lines: [One, Two] }, nb: { honorific: Fru } }
    ministry: { en: Directorate, nb: Direktorat }
    address: [Strandgaten 229, 5804 Bergen, NORWAY]
    city: { en: Bergen, nb: Bergen }
    emails: [a@b.example, c@d.example]
    fax: +47 55 23 80 00
    channels: [e-mail, registered-post]
    languages: [nb, en]
    second_language: none
    group: [observers, host]
    copies: [{ to: Embassy, address: [1 Street, PARIS], channel: post }]
    fields: { desk: '007' }
";

/// Without places, which the way through a file changes.
fn plain(recipient: &Recipient) -> String {
    let mut recipient = recipient.clone();
    recipient.location.place = None;
    recipient.location.file.clear();
    let optional =
        [recipient.iso.as_mut(), recipient.addressee.rank.as_mut(), recipient.second_language.as_mut()];
    optional.into_iter().flatten().for_each(|at| at.place = None);
    recipient.id.place = None;
    recipient.addressee.office.place = None;
    recipient.languages.iter_mut().for_each(|language| language.place = None);
    format!("{recipient:?}")
}

fn there_and_back(text: &str, fields: &[String]) {
    let Checked { value: before, problems } = read_yaml(text, "list.yaml", fields);
    assert!(problems.is_empty(), "{problems}");
    let lists = Lists::from_recipients(before.clone());
    for (format, name) in [(TableFormat::Csv, "list.csv"), (TableFormat::Xlsx, "list.xlsx")] {
        let (bytes, count) = write_recipients(&lists, format).expect("a table");
        assert_eq!(bytes, write_recipients(&lists, format).expect("a table").0, "the same bytes each time");
        let folder = tempfile::tempdir().unwrap();
        write_atomically(&folder.path().join(name), &bytes).unwrap();
        let Checked { value: after, problems } = read(folder.path(), name, None, fields);
        assert!(!problems.has_errors(), "{name}: {problems}");
        assert_eq!((count, after.len()), (before.len(), before.len()));
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(plain(before), plain(after), "{name}");
        }
    }
}

#[test]
fn the_sample_comes_back_as_it_was() {
    there_and_back(SAMPLE, &[]);
}

#[test]
fn all_that_a_recipient_can_have_comes_back() {
    there_and_back(ODD, &["desk".to_owned()]);
}

#[test]
fn the_workbook_to_fill_in_is_understood_and_its_example_is_no_recipient() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = make_template().expect("a workbook");
    assert_eq!(bytes, make_template().expect("a workbook"));
    write_atomically(&folder.path().join("list.xlsx"), &bytes).unwrap();
    let opened = crate::import::open(folder.path(), "list.xlsx", Default::default(), &mut InThisProcess)
        .expect("opened");
    let (mut import, questions) = opened.value;
    assert!(questions.is_empty(), "{questions:?}");
    let is: Vec<&str> = import.proposal().columns.iter().map(|column| column.is.as_str()).collect();
    assert_eq!(
        is,
        [
            "country",
            "ministry",
            "addressee.gender",
            "addressee.name",
            "addressee.name",
            "title",
            "address",
            "postcode",
            "city",
            "emails",
            "fax",
            "languages",
            "channels",
            "fields.remarks"
        ]
    );
    assert!(import.settle("en").is_empty());
    import.give_ids(None);
    let Checked { value: recipients, problems } = import.read("list.columns.yaml").expect("read");
    assert!(recipients.is_empty(), "{recipients:?}");
    assert!(problems.iter().any(|problem| problem.message.contains("Example: Norway")), "{problems}");
}
