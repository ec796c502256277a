//! A workbook from a browser is read as the command would have it read.

use super::begin::{files, leads_to, post};
use super::{Answer, Desk};
use crate::folder::Folder;
use crate::import::books;

/// The value of the hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().expect("a value").to_owned()
}

/// The address of the columns of a spreadsheet.
fn address(file: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    format!("/import/columns?{}", pairs.append_pair("file", file).finish())
}

/// Saves the columns of a spreadsheet with these choices.
fn choose(desk: &Desk, cookie: &str, file: &str, choices: &[(&str, &str)]) -> Answer {
    let page = desk.get(cookie, &address(file));
    let (of, seen) = (hidden(&page, "of"), hidden(&page, "seen"));
    let (row, sheet) = of.split_once('/').expect("a row");
    let mut fields = vec![("file", file), ("of", &of), ("seen", &seen), ("header", row), ("sheet", sheet)];
    fields.extend(choices);
    desk.post(cookie, "/import/columns", &fields)
}

/// Saves them, and expects that they can be.
#[track_caller]
pub(super) fn save(desk: &Desk, cookie: &str, file: &str, choices: &[(&str, &str)]) {
    leads_to(&choose(desk, cookie, file, choices), "/recipients");
}

#[test]
fn a_workbook_is_imported_as_by_the_command() {
    let workbook = books::commission().save_to_buffer().expect("a workbook");
    let (by_page, by_command) = (Folder::started(), Folder::started());
    by_command.write_bytes("recipients/contacts.xlsx", &workbook);
    let desk = Desk::open(&by_page);
    let cookie = desk.enter();
    let given = [("file", "contacts.xlsx", workbook.as_slice())];
    leads_to(&post(&desk, &cookie, "/import", &[], &given), &address("recipients/contacts.xlsx"));
    let page = desk.get(&cookie, &address("recipients/contacts.xlsx"));
    for text in
        ["Recipients as they are understood: 40", "by its heading", "<option value=\"emails\" selected"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    save(&desk, &cookie, "recipients/contacts.xlsx", &[]);
    by_command.run(&["import", "recipients/contacts.xlsx", "--yes", "--add"]).ends_with(3);
    assert_eq!(files(&by_page), files(&by_command));
    let list = desk.get(&cookie, "/import");
    assert!(list.contains("Read through its columns"), "{list}");
    // What was corrected by hand is shown when the columns are looked over again.
    by_page.edit(
        "recipients/contacts.columns.yaml",
        "heading: \"Remarks\", is: fields.remarks",
        "heading: \"Remarks\", is: left-out",
    );
    let again = desk.get(&cookie, &address("recipients/contacts.xlsx"));
    assert!(again.contains("What was chosen before is shown"), "{again}");
    save(&desk, &cookie, "recipients/contacts.xlsx", &[("column:12", "left-out")]);
    assert!(by_page.read("recipients/contacts.columns.yaml").contains("heading: \"Remarks\", is: left-out"));
}

/// A list with a State whose name two have.
fn of_congo() -> Folder {
    let folder = Folder::started();
    let rows = "Norway;Ministry of Fisheries;Oslo;post\nCongo;Ministry of Fisheries;Avenue 1;post\n";
    folder.write("contacts.csv", &format!("The list of 2027\nCountry;Ministry;Address;Send by\n{rows}"));
    folder
}

#[test]
fn what_is_unclear_is_asked_and_what_is_chosen_is_written() {
    let folder = of_congo();
    let before = files(&folder);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, &address("contacts.csv"));
    assert!(
        page.contains("name=\"word:country:Congo\"") && page.contains("Democratic Republic of the Congo"),
        "{page}"
    );
    let answer = choose(&desk, &cookie, "contacts.csv", &[]);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("Nobody is written to by a guess"), "{answer:?}");
    // What is not among the choices is no answer, and nothing that a file could be made to say.
    for choice in [("word:country:Congo", "Brazzaville"), ("column:2", "x }\nids: column")] {
        assert_eq!(choose(&desk, &cookie, "contacts.csv", &[choice]).status, 422, "{choice:?}");
    }
    assert_eq!(files(&folder), before, "nothing was written");
    let choices = [("word:country:Congo", "COG"), ("otherwise:languages", "fr"), ("column:4", "left-out")];
    save(&desk, &cookie, "contacts.csv", &choices);
    let columns = folder.read("contacts.columns.yaml");
    for text in
        ["\"Congo\": \"COG\"", "languages: [\"fr\"]", "heading: \"Send by\", is: left-out", "header_row: 2"]
    {
        assert!(columns.contains(text), "{text}: {columns}");
    }
    // The same is shown again, as it was chosen.
    let again = desk.get(&cookie, &address("contacts.csv"));
    assert!(again.contains("<option value=\"COG\" selected"), "{again}");
    // Somebody else changes the file meanwhile: it is not overwritten.
    let seen = hidden(&again, "seen");
    folder.write("contacts.columns.yaml", &columns.replace("left-out", "channels"));
    let fields = [("file", "contacts.csv"), ("of", "2/"), ("header", "2"), ("seen", &seen), choices[0]];
    assert_eq!(desk.post(&cookie, "/import/columns", &fields).status, 422);
    assert!(folder.read("contacts.columns.yaml").contains("channels"));
}

#[test]
fn only_files_of_the_mailing_are_read_and_none_is_overwritten() {
    let folder = of_congo();
    folder.write("recipients/contacts.csv", "mine\n");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for file in
        ["../contacts.csv", "/etc/passwd", "mailing.yaml", "nothing.csv", "recipients/../contacts.csv"]
    {
        let answer = desk.ask("GET", &address(file), &[("Cookie", &cookie)], "");
        assert_eq!(answer.status, 404, "{file}");
    }
    let given = [("file", "../../contacts.csv", b"Country;Ministry\nNorway;Fisheries\n".as_slice())];
    leads_to(&post(&desk, &cookie, "/import", &[], &given), &address("recipients/contacts-2.csv"));
    assert_eq!(folder.read("recipients/contacts.csv"), "mine\n");
    let given = [("file", "bomb.xlsx", b"PK\x03\x04 no workbook".as_slice())];
    leads_to(&post(&desk, &cookie, "/import", &[], &given), &address("recipients/bomb.xlsx"));
    let page = desk.get(&cookie, &address("recipients/bomb.xlsx"));
    assert!(page.contains("class=\"error\""), "{page}");
    let given = [("file", "list.pdf", b"%PDF-1.7".as_slice())];
    assert_eq!(post(&desk, &cookie, "/import", &[], &given).status, 422);
    assert!(!folder.path("recipients/list.pdf").exists());
}
