//! Lists with what offices write beside what is documented: each is right in the letter, or told with recipient and place.

use serde_json::Value;

use super::told;
use crate::folder::Folder;

const HEADINGS: &str = "Country;Ministry;Name;M/F;Address;Post code;City;E-mail;Language;Send by";

/// A mailing with a list of these lines, and no other.
fn with(headings: &str, rows: &[String]) -> Folder {
    let folder = Folder::started();
    folder.write("contacts.csv", &format!("{headings}\n{}\n", rows.join("\n")));
    folder.edit("mailing.yaml", "recipients/ministries.yaml", "contacts.csv");
    folder
}

/// A row that has nothing to be told, with one cell of its own.
fn row(column: &str, cell: &str, state: &str) -> String {
    let usual = [
        state,
        "Ministry of Fisheries",
        "Kari NORDMANN",
        "F",
        "7 Harbour Road",
        "",
        "Capital",
        "",
        "English",
        "post",
    ];
    let headings: Vec<&str> = HEADINGS.split(';').collect();
    let cells =
        headings.iter().zip(usual).map(|(heading, usual)| if *heading == column { cell } else { usual });
    cells.collect::<Vec<_>>().join(";")
}

/// The codes of problems told of each row, by `check`.
fn codes_by_row(folder: &Folder, count: usize) -> Vec<Vec<String>> {
    let ran = folder.run(&["check", "--json"]);
    let problems: Vec<Value> = ran
        .out
        .lines()
        .filter_map(|line| Some(serde_json::from_str::<Value>(line).expect("JSON").get("problem")?.clone()))
        .filter(|problem| problem["severity"] != "note")
        .collect();
    let of_line = |line: usize| {
        let is_here = |problem: &&Value| problem["location"]["place"]["text"]["line"] == line;
        problems
            .iter()
            .filter(is_here)
            .filter_map(|problem| Some(problem["code"].as_str()?.to_owned()))
            .collect()
    };
    (2..2 + count).map(of_line).collect()
}

/// What a cell holds, and what is told of it; nothing where the letter is right.
const CELLS: [(&str, &str, &str); 30] = [
    ("Name", "Sir John SMITH", "name-marks"),
    ("Name", "Père Jean DUPONT", "name-marks"),
    ("Name", "MrsAnna LEE", "name-marks"),
    ("Name", "la Ministre Awa FALL", "name-marks"),
    ("Name", "Minister Anna LEE", "name-marks"),
    ("Name", "hab. Anna LEE", "name-marks"),
    ("Name", "ＡＮＮＡ LEE", "name-marks"),
    ("Name", "J\u{435}an DUPONT", "value-mixed"),
    ("Name", "C™te", "value-garbled"),
    ("Ministry", "MinistŠre de la pêche", "value-garbled"),
    ("Address", "c/o Embassy, Paris, France", "address-country"),
    ("Address", "7 Harbour Road; SWEDEN", "address-country"),
    ("Address", "7 Harbour Road / 0150 Capital / SOMEWHERE", ""),
    ("Country", "Czech Rep.", ""),
    ("Country", "Iran (Islamic Rep. of)", ""),
    ("Country", "Deutschland", ""),
    ("Country", "Tanzania, United Rep. of", ""),
    ("Country", "Congo (Kinshasa)", ""),
    ("Country", "Congo", "recipient-value"),
    ("Country", "Hong Kong", "recipient-value"),
    ("Country", "China (Taiwan)", "recipient-value"),
    ("City", "Capital, Norway", ""),
    ("Post code", "150", "postcode-short"),
    ("Post code", "0150 Capital", ""),
    ("E-mail", "office@min.ex\u{430}mple", "value-mixed"),
    ("M/F", "X", "value-invalid gender-unknown"),
    ("Name", "Anna LEE or successor", "name-marks"),
    ("Name", "Doña Anna LEE", "name-title"),
    ("Address", "see embassy list", "cell-nothing"),
    ("Language", "english (preferred)", "recipient-value"),
];

#[test]
fn what_a_cell_holds_is_right_in_the_letter_or_told() {
    const STATES: &str = "Angola Argentina Belgium Brazil Canada Chile China Cuba Denmark Egypt Finland Gabon Ghana Iceland Ireland Italy \
        Japan Kenya Mexico Morocco Nigeria Norway Norway Panama Peru Poland Qatar Romania Rwanda Samoa";
    let rows: Vec<String> = STATES
        .split_whitespace()
        .zip(CELLS)
        .map(|(state, (column, cell, _))| {
            row(column, &cell.replace(';', "|"), if column == "City" { "Norway" } else { state })
        })
        .collect();
    let folder = with(HEADINGS, &rows);
    folder.run(&["import", "contacts.csv", "--yes", "--add"]);
    let told = codes_by_row(&folder, rows.len());
    for (told, (column, cell, expected)) in told.iter().zip(CELLS) {
        // Two rows of one State are another matter.
        let told: Vec<&str> =
            told.iter().map(String::as_str).filter(|code| *code != "recipient-alike").collect();
        assert_eq!(told, expected.split_whitespace().collect::<Vec<_>>(), "{column} `{cell}`");
    }
}

#[test]
fn a_name_in_the_nominative_is_told_where_letters_have_the_dative() {
    let name = |name: &str| row("Name", name, "Russia").replace("English", "Russian").replace(";F;", ";M;");
    let folder = with(HEADINGS, &[name("Иван ИВАНОВ"), name("Ивану ИВАНОВУ").replace("Russia;", "Belarus;")]);
    folder.run(&["import", "contacts.csv", "--yes", "--add"]);
    let ran = folder.run(&["check"]);
    assert_eq!(ran.err.matches("name-case").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("`Иван ИВАНОВ` seems to be in the nominative"), "{}", ran.err);
}

#[test]
fn columns_that_letters_need_are_found_or_asked_about() {
    let rows = |name: &str| {
        [("Norway", "Bergen"), ("Ghana", "Accra"), ("Kenya", "Nairobi")].map(|(state, city)| {
            format!("{state};Ministry of {city};{name};Harbour Road 7;{city};English;post")
        })
    };
    let named = with(
        "Country;Ministry;Name of the Minister;Street and number;Place;Language;Send by",
        &rows("Kari NORDMANN"),
    );
    named.run(&["import", "contacts.csv", "--yes"]).ends_with(0);
    let columns = named.read("contacts.columns.yaml");
    for is in ["is: addressee.name", "is: address", "is: city"] {
        assert!(columns.contains(is), "{is} is not in\n{columns}");
    }
    // Headings in a language that is not known.
    let folder =
        with("Country;Ministry;Ansprechpartner;Anschrift;City;Language;Send by", &rows("Kari NORDMANN"));
    let ran = folder.run(&["import", "contacts.csv"]).ends_with(1);
    assert_eq!(told(&ran), 2, "{}", ran.err);
    let ran = folder.run(&["import", "contacts.csv", "--yes"]).ends_with(3);
    assert!(ran.err.contains("left open: what is in the column `Ansprechpartner`"), "{}", ran.err);
    let answers = ["--answer", "column:3=addressee.name", "--answer", "column:4=address"];
    folder.run(&[&["import", "contacts.csv", "--replace"], &answers[..]].concat()).ends_with(0);
    // A column `Name` with countries.
    let folder = with("Name;Ministry;Contact;Address;City;Language;Send by", &rows("Kari NORDMANN"));
    folder.run(&["import", "contacts.csv", "--yes"]).ends_with(0);
    let columns = folder.read("contacts.columns.yaml");
    assert!(
        columns.contains("\"Name\", is: country") && columns.contains("\"Contact\", is: addressee.name"),
        "{columns}"
    );
}

#[test]
fn two_persons_of_a_row_are_not_joined_and_dates_are_no_telephone() {
    let rows = [("Norway", "Bergen"), ("Ghana", "Accra"), ("Kenya", "Nairobi")].map(|(state, city)| {
        format!("{state};Ministry of {city};Kari NORDMANN;Jean BARROT;7 Road;{city};English;post;2004-05-02")
    });
    let folder =
        with("Country;Ministry;Minister;Contact person;Address;City;Language;Send by;Member since", &rows);
    let ran = folder.run(&["import", "contacts.csv", "--yes"]).ends_with(3);
    assert!(ran.err.contains("left open: what is in the column `Contact person`"), "{}", ran.err);
    let columns = folder.read("contacts.columns.yaml");
    assert_eq!(columns.matches("is: addressee.name").count(), 1, "{columns}");
    assert!(columns.contains("\"Member since\", is: fields.member_since"), "{columns}");
}

#[test]
fn a_table_on_its_side_is_told() {
    let columns =
        HEADINGS.split(';').zip(row("", "", "Norway").split(';').map(str::to_owned).collect::<Vec<_>>());
    let rows: Vec<String> = columns.map(|(heading, cell)| format!("{heading};{cell};{cell}")).collect();
    let folder = with(&rows[0], &rows[1..]);
    let ran = folder.run(&["import", "contacts.csv", "--yes"]).ends_with(1);
    assert!(ran.err.contains("error[import-empty]: the headings are in the first column"), "{}", ran.err);
}

#[test]
fn a_second_sheet_with_recipients_is_told_and_can_be_read_too() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, states) in [("Europe", ["Norway", "Poland"]), ("Africa", ["Ghana", "Kenya"])] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.write_row(0, 0, HEADINGS.split(';')).expect("headings");
        for (number, state) in (1..).zip(states) {
            sheet.write_row(number, 0, row("", "", state).split(';')).expect("a row");
        }
    }
    let folder = super::with(&mut book);
    let ran = folder.run(&["import", "contacts.xlsx", "--yes", "--add"]).ends_with(3);
    assert!(
        ran.err.contains("only the sheet `Europe` is read, and Africa has such headings too"),
        "{}",
        ran.err
    );
    let hint = ran.err.split("convoke import ").nth(1).and_then(|rest| rest.lines().next()).expect("a hint");
    let command: Vec<&str> = hint.split_whitespace().map(|word| word.trim_matches('"')).collect();
    let arguments: Vec<&str> = ["import"].into_iter().chain(command).chain(["--yes"]).collect();
    folder.run(&arguments).ends_with(0);
    let ran = folder.run(&["check"]);
    assert!(ran.out.contains("for 4 recipients"), "{}{}", ran.out, ran.err);
}

#[test]
fn languages_are_worked_on_before_the_mailing_is_filled_in() {
    let folder = Folder::empty();
    folder.run(&["init", "--yes", "--languages", "en"]).ends_with(0);
    folder.run(&["locale", "new", "portuguese"]).ends_with(1).says("hint: write `pt`");
    folder.run(&["locale", "new", "xx"]).ends_with(1).says("`xx` is not a language tag");
    folder.run(&["locale", "new", "pt"]).ends_with(0);
    let ran = folder.run(&["locale", "status", "pt"]);
    assert!(!ran.err.contains("mailing-empty"), "{}", ran.err);
}
