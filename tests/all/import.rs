//! `convoke import`: spreadsheets as offices keep them, from the file to the letter.

pub(crate) mod books;
mod commands;
mod kinds;

use crate::folder::{Folder, Ran, pdf_text, plain};
use books::Row;

/// A mailing with a workbook in it, and no other list.
fn with(book: &mut rust_xlsxwriter::Workbook) -> Folder {
    let folder = Folder::started();
    folder.write_bytes("contacts.xlsx", &book.save_to_buffer().expect("a workbook"));
    folder.edit("mailing.yaml", "recipients/ministries.yaml", "contacts.xlsx");
    folder
}

/// How many problems are told, notes apart.
fn told(ran: &Ran) -> usize {
    let is_problem = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
    ran.err.lines().filter(is_problem).count()
}

#[test]
fn the_list_of_a_commission_is_ready_in_two_rounds() {
    let folder = with(&mut books::commission());
    assert_eq!(questions(&folder), 0);
    let imported = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    assert!(
        imported.out.contains("read: 40 recipients, headings in row 3 of `Contacts`"),
        "{}",
        imported.out
    );
    let checked = folder.run(&["check"]).ends_with(3);
    assert!(checked.out.contains("ready: 80 documents for 40 recipients"), "{}", checked.out);
    assert!(imported.out.contains("`Total: 40 contacts` is passed over"), "{}", imported.out);
    let problems = told(&imported) + told(&checked);
    assert!(problems <= 5, "{problems}\n{}{}", imported.err, checked.err);
}

/// How much `import` asks of a workbook.
fn questions(folder: &Folder) -> usize {
    let asked = folder.run(&["import", "contacts.xlsx", "--json"]);
    let line: serde_json::Value =
        serde_json::from_str(asked.out.lines().next().expect("a line")).expect("JSON");
    line["questions"].as_array().expect("questions").len()
}

/// Imports a workbook, builds, and holds the address of each letter against rows: an id, then the lines.
fn hold_addresses(book: &mut rust_xlsxwriter::Workbook, addresses: &[Row], asked: usize) {
    let folder = with(book);
    assert_eq!(questions(&folder), asked);
    folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    folder.run(&["build"]).ends_with(3);
    let manifest: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let letters: Vec<&serde_json::Value> = manifest["files"]
        .as_array()
        .expect("files")
        .iter()
        .filter(|file| file["document"] == "letter" && file["recipient"].is_string())
        .collect();
    assert_eq!(letters.len(), addresses.len());
    for address in addresses {
        let (id, lines) = address.split_first().expect("an id");
        let letter = letters.iter().find(|letter| letter["recipient"] == **id).expect(id);
        let block: Vec<&str> =
            letter["addressee"].as_array().expect("lines").iter().filter_map(|line| line.as_str()).collect();
        // Post reads what is not in Latin letters in these too.
        let (own, of_post) = block.split_at(lines.len().min(block.len()));
        assert!(own.iter().eq(lines.iter()), "{id}: {own:?} is not {lines:?}");
        assert!(of_post.iter().all(|line| line.is_ascii()), "{id}: {of_post:?}");
        let path = folder.path("output/DM-1132").join(letter["path"].as_str().expect("a path"));
        let is_latin = lines.iter().all(|line| line.chars().all(|c| u32::from(c) < 0x500));
        if let Some(text) = pdf_text(&path).filter(|_| is_latin) {
            let text = plain(&text);
            assert!(text.contains(&plain(&lines.concat())), "{id}: {lines:?} is not in\n{text}");
        }
    }
}

#[test]
fn an_english_list_is_in_the_letters_as_it_is_in_the_workbook() {
    let (mut book, addresses) = books::english();
    hold_addresses(&mut book, &addresses, 1);
}

#[test]
fn a_french_list_with_merged_cells_is_in_the_letters_as_it_is_in_the_workbook() {
    let (mut book, addresses) = books::french();
    hold_addresses(&mut book, &addresses, 0);
}

#[test]
fn an_arabic_list_of_organisations_is_in_the_letters_as_it_is_in_the_workbook() {
    let (mut book, addresses) = books::arabic();
    hold_addresses(&mut book, &addresses, 1);
}

/// What a list says beside its values: the column, what is in it, and what is told of it.
const ODD: [(&str, &str, &str); 22] = [
    ("Name", "BARROT1", "name-marks"),
    ("Name", "BARROT, Jean", "name-marks"),
    ("Name", "Jean BARROT and Anna MARTIN", "name-marks"),
    ("Name", "jean barrot", "name-marks"),
    ("Name", "The Minister", "name-marks"),
    ("Name", "late Jean BARROT", "name-marks"),
    ("Name", "HE Jean BARROT", "name-marks"),
    ("Name", "Jean BARROT TBC", "name-marks"),
    ("Name", "J?an BARROT", "value-garbled name-marks"),
    ("Remarks", "do not invite", "remark-against"),
    ("Remarks", "declined, 3 May", "remark-against"),
    ("Remarks", "Deceased", "remark-against"),
    ("Remarks", "NE PAS ENVOYER", "remark-against"),
    ("Remarks", "no longer in office", "remark-against"),
    ("Country", "", "state-missing"),
    ("Language", "", "cell-otherwise"),
    ("Send by", "", "cell-otherwise"),
    ("City", "", "city-missing"),
    ("City", "75007", "city-missing"),
    ("Address", "see above", "cell-nothing"),
    ("Ministry", "Minist?re", "value-garbled"),
    ("Remarks", "see file", ""),
];

#[test]
fn what_a_list_says_beside_its_values_is_told_by_recipient() {
    const HEADINGS: [&str; 9] =
        ["Country", "Ministry", "Name", "Gender", "Address", "City", "Language", "Send by", "Remarks"];
    const STATES: [&str; 22] = [
        "Angola",
        "Argentina",
        "Belgium",
        "Brazil",
        "Canada",
        "Chile",
        "China",
        "Cuba",
        "Denmark",
        "Egypt",
        "France",
        "Gabon",
        "Ghana",
        "Iceland",
        "Iran",
        "Japan",
        "Kenya",
        "Mexico",
        "Morocco",
        "Nigeria",
        "Norway",
        "Panama",
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).expect("headings");
    for (number, ((column, cell, _), state)) in (1..).zip(ODD.iter().zip(STATES)) {
        let ministry = format!("Ministry of Fisheries {number}");
        let address = format!("{number} Harbour Road");
        let mut row = [state, &ministry, "Jean BARROT", "M", &address, "Capital", "English", "post", ""]
            .map(str::to_owned);
        let at = HEADINGS.iter().position(|heading| heading == column).expect("a column");
        row[at] = (*cell).to_owned();
        sheet.write_row(number, 0, &row).expect("a row");
    }
    let folder = with(&mut book);
    folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    let ran = folder.run(&["check", "--json"]).ends_with(3);
    let problems: Vec<serde_json::Value> = ran
        .out
        .lines()
        .filter_map(|line| {
            Some(serde_json::from_str::<serde_json::Value>(line).expect("JSON").get("problem")?.clone())
        })
        .collect();
    for (number, (column, cell, code)) in (2..).zip(ODD) {
        let is_of_row = |problem: &&serde_json::Value| {
            let cell = problem["location"]["place"]["cell"]["cell"].as_str().unwrap_or_default();
            cell.trim_start_matches(|c: char| c.is_ascii_uppercase()) == number.to_string()
        };
        let told: Vec<&str> =
            problems.iter().filter(is_of_row).filter_map(|problem| problem["code"].as_str()).collect();
        let expected: Vec<&str> = code.split_whitespace().collect();
        assert_eq!(told, expected, "row {number}, {column} `{cell}`");
    }
}

#[test]
fn a_column_of_languages_that_says_none_is_no_reason_to_write_in_another() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["Country", "Ministry", "City", "E-mail", "Language", "Send by"])
        .expect("headings");
    for (number, (state, letter)) in (1..).zip([("France", "F"), ("Kenya", "E"), ("Chile", "S")]) {
        let email = format!("a{number}@mfa.example");
        let row = [state, "Ministry of Fisheries", "Capital", &email, letter, "e-mail"];
        sheet.write_row(number, 0, row).expect("a row");
    }
    let folder = with(&mut book);
    let ran = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    ran.says("import-open").says("what is in the column `Language`, such as `F`, `E`, `S`?");
    let ran = folder.run(&["check"]).ends_with(3);
    for hint in ["write `fr`, if that is what is meant", "write `en`", "write `es`"] {
        assert!(ran.err.contains(hint), "{hint} is not in\n{}", ran.err);
    }
}

#[test]
fn family_names_before_a_comma_are_printed_behind_given_names() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(
            0,
            0,
            ["Country", "Title", "Sex", "Name", "Ministry", "City", "E-mail", "Language", "Send by"],
        )
        .expect("headings");
    for (number, (state, title, sex, name)) in (1..).zip([
        ("France", "Mr", "M", "BARROT, Jean-Noël"),
        ("Kenya", "Ms", "F", "WAHOME, Alice"),
        ("Canada", "Mr", "F", "JOLY, Mélanie"),
    ]) {
        let email = format!("a{number}@mfa.example");
        let ministry = format!("Ministry of Fisheries {number}");
        let row = [state, title, sex, name, &ministry, "Capital", &email, "English", "e-mail"];
        sheet.write_row(number, 0, row).expect("a row");
    }
    let folder = with(&mut book);
    let ran = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    assert!(
        ran.out.contains("Jean-Noël BARROT (masculine)") && ran.out.contains("Alice WAHOME (feminine)"),
        "{}",
        ran.out
    );
    assert!(folder.read("contacts.columns.yaml").contains("is: addressee.name, order: family-first }"));
    let ran = folder.run(&["check"]).ends_with(3);
    let ran = ran.says("warning[gender-differs]: `Mr` and `F` say different genders");
    assert!(!ran.err.contains("name-marks"), "{}", ran.err);
}
