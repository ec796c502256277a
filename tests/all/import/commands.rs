//! What the command asks, writes and refuses.

use super::{books, told, with};
use crate::folder::Folder;

#[test]
fn nothing_is_written_where_a_question_is_open() {
    let folder = Folder::started();
    let row = |state: &str| format!("{state};Ministry of Fisheries;Harbour 1;en;Brieftaube\n");
    let rows = ["Norway", "Iceland", "Spain"].map(row).concat();
    folder.write("contacts.csv", &format!("Country;Ministry;Address;Language;Send by\n{rows}"));
    let ran = folder.run(&["import", "contacts.csv"]).ends_with(1);
    ran.says("error[import-question]: `Brieftaube`, 3 times: which way of sending?");
    assert!(!folder.path("contacts.columns.yaml").exists());
}

/// A list with a State whose name two have, and nothing said of languages.
fn of_congo() -> Folder {
    let folder = Folder::started();
    folder.write(
        "contacts.csv",
        "Country;Ministry;Address;Send by\n\
         Norway;Ministry of Fisheries;Oslo;post\n\
         Congo;Ministry of Fisheries;Avenue 1;post\n\
         FAO;Food and Agriculture Organization;Rome;post\n",
    );
    folder
}

#[test]
fn a_state_that_is_not_known_yet_gets_no_number_of_an_organisation() {
    let folder = of_congo();
    let ran = folder.run(&["import", "contacts.csv", "--yes", "--add"]).ends_with(3);
    assert!(ran.err.contains("left open: `Congo`: which country?"), "{}", ran.err);
    let columns = folder.read("contacts.columns.yaml");
    assert!(!columns.contains("ORG-"), "{columns}");
    let ran = folder.run(&["check"]);
    assert!(ran.err.contains("error[recipient-value]: `Congo` may be COD or COG"), "{}", ran.err);
    assert!(!ran.err.contains("has no id yet"), "{}", ran.err);
    folder.write(
        "contacts.columns.yaml",
        &format!("{columns}words: {{ country: {{ Congo: COG, FAO: ITA }} }}\n"),
    );
    let ran = folder.run(&["check"]);
    assert!(!ran.err.contains("error["), "{}", ran.err);
}

#[test]
fn questions_are_answered_with_the_command() {
    let folder = of_congo();
    let asked = folder.run(&["import", "contacts.csv", "--json"]);
    let line: serde_json::Value =
        serde_json::from_str(asked.out.lines().next().expect("a line")).expect("JSON");
    let names: Vec<&str> = line["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .filter_map(|one| one["answer"].as_str())
        .collect();
    assert_eq!(names, ["otherwise:languages", "word:country:Congo"], "{line}");
    let with = |answers: &[&str]| {
        let answers = answers.iter().flat_map(|answer| ["--answer", answer]);
        let arguments: Vec<&str> = ["import", "contacts.csv"].into_iter().chain(answers).collect();
        folder.run(&arguments)
    };
    with(&["otherwise:languages=fr"]).ends_with(1).says("--answer \"word:country:Congo=…\", one of COD, COG");
    let told = with(&["otherwise:languages=fr", "word:country:Congo=Brazzaville"]).ends_with(1);
    told.says("error[import-answer]: `Brazzaville` is no answer to `word:country:Congo`");
    let told =
        with(&["otherwise:languages=fr", "word:country:Congo=COG", "word:country:Norge=NOR"]).ends_with(1);
    told.says("error[import-answer]: `word:country:Norge=NOR` answers nothing that is asked");
    assert!(!folder.path("contacts.columns.yaml").exists());
    with(&["otherwise:languages=fr", "word:country:Congo=COG"]);
    let columns = folder.read("contacts.columns.yaml");
    assert!(columns.contains("COG") && columns.contains("fr"), "{columns}");
}

#[test]
fn a_columns_file_is_replaced_on_demand_only_and_ids_stay() {
    let (mut book, _) = books::french();
    let folder = with(&mut book);
    folder.run(&["import", "contacts.xlsx", "--yes"]).ends_with(3);
    let first = folder.read("contacts.columns.yaml");
    folder.run(&["import", "contacts.xlsx", "--yes"]).ends_with(1).says("error[columns-exist]");
    folder.write("contacts.columns.yaml", &first.replace("CIV-2", "PECHES"));
    folder.run(&["import", "contacts.xlsx", "--yes", "--replace"]).ends_with(3);
    assert_eq!(folder.read("contacts.columns.yaml"), first.replace("CIV-2", "PECHES"));
}

#[test]
fn json_tells_the_proposal_and_writes_nothing() {
    let folder = with(&mut books::commission());
    let ran = folder.run(&["import", "contacts.xlsx", "--json"]);
    let line: serde_json::Value =
        serde_json::from_str(ran.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!((&line["event"], &line["recipients"]), (&"proposal".into(), &40.into()));
    assert_eq!(line["proposal"]["columns"][1]["is"], "country");
    assert_eq!(line["shown"].as_array().map(Vec::len), Some(5));
    assert!(!folder.path("contacts.columns.yaml").exists());
}

#[test]
fn problems_are_told_by_cell_and_in_the_words_of_the_workbook() {
    let (mut book, _) = books::english();
    let sheet = book.worksheet_from_index(0).expect("a sheet");
    sheet.write(3, 8, "a(at)no.example").expect("a cell");
    sheet.write(4, 9, "Klingon").expect("a cell");
    sheet.write(5, 0, "Congo").expect("a cell");
    let folder = with(&mut book);
    let ran = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    ran.says("warning[import-open]: left open: `Congo`: which country?");
    let checked = folder.run(&["check"]).ends_with(3);
    let checked = checked.says(
        "`a(at)no.example` is not an e-mail address\n  --> contacts.xlsx:List!I4\n  for recipient NOR, Email",
    );
    let checked = checked
        .says("`Klingon` is not a language tag\n  --> contacts.xlsx:List!J5\n  for recipient GBR, Language");
    checked.says("`Congo` may be COD or COG\n  --> contacts.xlsx:List!A6");
}

#[test]
fn the_workbook_is_read_anew_and_what_changed_in_it_is_told() {
    let (mut book, _) = books::english();
    let folder = with(&mut book);
    folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    let sheet = book.worksheet_from_index(0).expect("a sheet");
    sheet.write(2, 11, "Deputy").expect("a cell").write(2, 9, "Tongue").expect("a cell");
    folder.write_bytes("contacts.xlsx", &book.save_to_buffer().expect("a workbook"));
    let ran = folder.run(&["check"]).ends_with(1);
    let ran = ran
        .says("error[columns-gone]: no row has the headings that `contacts.columns.yaml` names: `Language`");
    assert_eq!(told(&ran), 1, "{}", ran.err);
    let sheet = book.worksheet_from_index(0).expect("a sheet");
    sheet.write(2, 9, "Language").expect("a cell");
    folder.write_bytes("contacts.xlsx", &book.save_to_buffer().expect("a workbook"));
    folder.run(&["check"]).ends_with(3).says(
        "warning[columns-new]: columns are not read, since `contacts.columns.yaml` does not name them: `Deputy`",
    );
}

#[test]
fn the_template_is_written_once_and_recipients_are_exported() {
    let folder = crate::folder::Folder::started();
    folder.run(&["import", "--template", "list.xlsx"]).ends_with(0);
    folder.run(&["import", "--template", "list.xlsx"]).ends_with(1).says("error[export-exists]");
    let ran = folder.run(&["export", "recipients"]).ends_with(0);
    assert!(ran.out.contains("recipients-export.xlsx, 3 recipients"), "{}", ran.out);
    assert!(folder.read("recipients-export.csv").contains("id,kind,iso,addressee.office"));
    folder.edit("mailing.yaml", "recipients/ministries.yaml", "recipients-export.csv");
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn a_mailing_that_cannot_be_changed_is_told_the_line_to_write() {
    let (mut book, _) = books::english();
    let folder = with(&mut book);
    folder.edit("mailing.yaml", "recipients: [contacts.xlsx]", "recipients: [contacts.xlsx] # all of them");
    let ran = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(1);
    ran.says("error[columns-not-added]").says("`- { file: contacts.xlsx, columns: contacts.columns.yaml }`");
    folder
        .run(&["import", "mailing.yaml"])
        .ends_with(1)
        .says("name it under `recipients` of the mailing as it is");
}
