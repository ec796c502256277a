//! How forty recipients that differ in gender, rank, names and style are addressed in the six languages.

use std::fmt::Write as _;

use jiff::civil::date;

use super::{LANGUAGES, TODAY, pack};
use crate::diagnostic::Checked;
use crate::golden;
use crate::recipient::read_yaml;

#[test]
fn forty_recipients_are_addressed_as_written_down() {
    let Checked { value: recipients, problems } =
        read_yaml(include_str!("recipients.yaml"), "recipients.yaml", &[]);
    let is_meant = |problem: &&crate::diagnostic::Diagnostic| problem.code.name == "name-marks";
    assert!(problems.iter().all(|problem| is_meant(&problem)), "{problems}");
    assert_eq!(recipients.len(), 40);
    let packs = LANGUAGES.map(pack);
    let mut found = String::new();
    for recipient in &recipients {
        let id = &recipient.id.value;
        let as_of = if id.ends_with("-2004") { date(2004, 5, 10) } else { TODAY };
        writeln!(found, "{id}").unwrap();
        for pack in &packs {
            let country = recipient.iso.as_ref().and_then(|iso| pack.country(iso, as_of));
            let address = pack.address(&recipient.addressee, country, &recipient.ministry);
            let problems = super::check(pack, recipient);
            let warned = problems.iter().map(|problem| format!(" [{}]", problem.code)).collect::<String>();
            let lines = address.lines.join(" | ");
            writeln!(found, "  {}: {lines}{warned}", pack.tag()).unwrap();
            writeln!(found, "      {} … {}", address.salutation, address.close).unwrap();
        }
    }
    golden::assert("src/locale/tests/addresses.txt", &found);
}
