//! Answers that people enter: keyed in from paper, regrets, letters, and files that were read.

use std::fs;

use calamine::{Reader as _, Xlsx};
use lopdf::{Document, dictionary};

use crate::collect::{answer, change, collect, line, sent};
use crate::folder::Folder;
use crate::forms::form_of;

/// A form whose fields were turned into pictures of themselves.
fn on_paper(folder: &Folder, id: &str, name: &str) {
    fs::copy(form_of(folder, id), folder.path(&format!("returns/{name}"))).expect("a copy");
    change(folder, name, |document: &mut Document| {
        let pages: Vec<_> = document.get_pages().into_values().collect();
        for page in pages {
            document.get_dictionary_mut(page).expect("a page").remove(b"Annots");
        }
        let catalog = document.catalog_mut().expect("a catalog");
        catalog.set("AcroForm", dictionary! {});
    });
}

#[test]
fn what_is_keyed_in_counts_and_settles_its_scan() {
    let folder = sent();
    on_paper(&folder, "FRA", "scan.pdf");
    on_paper(&folder, "KEN", "scan of Kenya.pdf");
    folder.write("returns/note.txt", "We cannot come.");
    let (table, ran) = collect(&folder, 3);
    assert_eq!(line(&table, "scan.pdf")["status"], "flattened");
    assert_eq!((&table["answered"], &line(&table, "note.txt")["status"]), (&2.into(), &"not-pdf".into()));
    assert!(ran.out.contains("): fields turned into text: key it in"), "{}", ran.out);

    folder.run(&["collect", "--answers-template", "answers.csv"]).ends_with(0);
    let headings = folder.read("answers.csv");
    assert!(headings.starts_with("\u{feff}recipient,status,date,note,file,"), "{headings}");
    assert!(headings.contains(",family_name,") && headings.contains("entity.category"), "{headings}");
    folder
        .run(&["collect", "--answers-template", "answers.csv"])
        .ends_with(1)
        .says("a file is there already");
    folder.run(&["collect", "--answers-template", "answers.xlsx"]).ends_with(0);
    let bytes = fs::read(folder.path("answers.xlsx")).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.worksheet_range("Answers").expect("a sheet").height(), 1);
    fs::remove_file(folder.path("answers.xlsx")).expect("a file");

    let third = table["unanswered"][0]["recipient"].as_str().expect("an id").to_owned();
    folder.write(
        "answers.csv",
        &format!(
            "recipient;status;date;note;file;family_name;first_name;e_mail;arrival\n\
             FRA;;2004-06-03;;;Exemple;Élodie;e@mfa.example;24.6.2004\n\
             FRA;answered;2004-06-03;;;Modèle;Paul;;\n\
             {third};regrets;2004-06-02;by note 12;note.txt;;;;\n\
             KEN;letter;;;\"scan of Kenya.pdf\";;;;\n"
        ),
    );
    let (table, ran) = collect(&folder, 0);
    assert_eq!(table["answered"], 3);
    let files = table["files"].as_array().expect("files");
    let entered: Vec<_> = files
        .iter()
        .filter(|file| file["file"] == "./answers.csv" || file["file"] == "answers.csv")
        .collect();
    let statuses: Vec<_> = entered.iter().map(|file| file["status"].as_str().expect("a status")).collect();
    assert_eq!(statuses, ["keyed", "regrets", "answered-by-letter"]);
    assert_eq!((&entered[0]["part"], &entered[0]["participants"]), (&"rows 2, 3".into(), &2.into()));
    assert_eq!((&entered[1]["entered"], &entered[1]["version"]), (&"by note 12".into(), &"counts".into()));
    for name in ["scan.pdf", "scan of Kenya.pdf", "note.txt"] {
        assert!(
            line(&table, name)["settled_by"].as_str().expect("an entry").contains("answers.csv, row"),
            "{name}"
        );
    }
    assert_eq!(table["registrations"][0]["values"]["arrival"], "2004-06-24");
    for said in ["2 participants", "keyed in", "regrets", "answered by letter, entered"] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }

    // Of two scans, one may say more than what was keyed in; a form that says something else is a tie on the same day.
    on_paper(&folder, "FRA", "second scan.pdf");
    answer(&folder, "FRA", "", "form.pdf", Some("2004-06-03T17:00:00+02:00"));
    let (table, _) = collect(&folder, 3);
    assert_eq!(line(&table, "form.pdf")["version"], "tie");
    assert!(line(&table, "scan.pdf").get("settled_by").is_none());
    // A form that was filled in afterwards settles the one scan, too.
    fs::remove_file(folder.path("returns/second scan.pdf")).expect("a file");
    folder.write(
        "answers.csv",
        &format!("recipient,status,file\n{third},regrets,note.txt\nKEN,letter,scan of Kenya.pdf\n"),
    );
    let (table, _) = collect(&folder, 0);
    assert_eq!(line(&table, "scan.pdf")["settled_by"], "returns/form.pdf");
}

#[test]
fn what_is_wrong_with_a_table_of_answers_is_told_together() {
    let folder = sent();
    answer(&folder, "FRA", "", "form.pdf", None);
    folder.write(
        "entered.csv",
        "recipient,status,date,family_nam,file\nFRO,,,x,\nFRA,perhaps,,,\nFRA,,06/05/2004,,\nFRA,regrets,,x,\n",
    );
    folder
        .run(&["collect", "returns", "--answers", "entered.csv"])
        .ends_with(1)
        .says("no form has the column `family_nam`")
        .says("did you mean `family_name`?")
        .says("no form was sent to `FRO`")
        .says("`perhaps` is no status")
        .says("`06/05/2004` is not a date")
        .says("a value of a form stands in a row that is no answer to one");
    folder.write("entered.csv", "recipient,e_mail,file,date\nFRA,nobody,lost.pdf,2004-06-01\n");
    let ran = folder.run(&["collect", "returns", "--answers", "entered.csv"]).ends_with(3);
    for said in ["e_mail: row 2: not one e-mail address", "file: row 2: no returned file is called so"] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    folder.run(&["collect", "returns", "--answers", "nowhere.csv"]).ends_with(1).says("cannot be read");
    // A table among the returns is a ministry's word, not the office's.
    folder.write("returns/answers.csv", "recipient,status\nKEN,regrets\n");
    let (table, _) = collect(&folder, 3);
    assert_eq!((&table["answered"], &line(&table, "answers.csv")["status"]), (&1.into(), &"not-pdf".into()));
}
