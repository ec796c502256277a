//! Workbooks of Excel 97 to 2003: `xls/contacts.xlsx`, and what LibreOffice saves of it as `xls/contacts.xls`.

use std::path::Path;

use convoke::workbook::{CellState, Workbook, WorkbookKind, read};

use crate::folder::Folder;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/xls").join(name)).expect("a workbook")
}

fn workbook(name: &str) -> Workbook {
    read(&bytes(name), WorkbookKind::Xls, None).expect("a workbook")
}

/// The text of a cell, and what there is to say of it.
fn cell(book: &Workbook, row: u32, column: u32) -> (&str, &CellState) {
    let rows = &book.sheets[0].rows;
    let row = rows.iter().find(|found| found.number == row).expect("a row");
    let cell = row.cells.iter().find(|cell| cell.column == column).expect("a cell");
    (&cell.text, &cell.state)
}

#[test]
fn an_earlier_workbook_is_read_as_a_later_one_is() {
    let (earlier, later) = (workbook("contacts.xls"), workbook("contacts.xlsx"));
    let names: Vec<&str> = earlier.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Contacts", "Notes"], "the hidden sheet is left out");
    let (earlier, later) = (&earlier.sheets[0], &later.sheets[0]);
    assert_eq!((&earlier.merged, earlier.merged.len()), (&later.merged, 1));
    assert!(earlier.hidden_columns.contains(&(13, 13)), "{:?}", earlier.hidden_columns);
    assert_eq!(earlier.rows.len(), later.rows.len());
    for (one, other) in earlier.rows.iter().zip(&later.rows) {
        assert_eq!((one.number, one.is_hidden), (other.number, other.is_hidden));
        // Formulas were not reckoned yet in the file that LibreOffice read.
        let written = |row: &convoke::workbook::SheetRow| {
            let cells = row.cells.iter().filter(|cell| cell.column < 14);
            cells.map(|cell| (cell.column, cell.text.clone(), cell.state.clone())).collect::<Vec<_>>()
        };
        assert_eq!(written(one), written(other), "row {}", one.number);
    }
    assert_eq!(earlier.rows.iter().filter(|row| row.is_hidden).count(), 1);
}

#[test]
fn cells_show_what_they_show() {
    let book = workbook("contacts.xls");
    for (row, column, text) in [
        (3, 10, "00045"),
        (3, 11, "2026-05-10"),
        (3, 12, "15%"),
        (4, 0, "Côte d’Ivoire"),
        (5, 0, "Российская Федерация"),
        (6, 1, "وزارة الخارجية"),
        (3, 14, "90"),
        (4, 14, "n-7"),
        (6, 14, "TRUE"),
        (7, 14, "1,234.50"),
    ] {
        assert_eq!(cell(&book, row, column), (text, &CellState::Sound), "row {row}, column {column}");
    }
    assert_eq!(cell(&book, 5, 14), ("#DIV/0!", &CellState::Error));
    let long = &book.sheets[1].rows[0].cells[0].text;
    assert_eq!(long.len(), 15_000, "a text that is broken over several records");
}

#[test]
fn an_earlier_workbook_is_imported_and_checked() {
    let folder = Folder::started();
    folder.write_bytes("contacts.xls", &bytes("contacts.xls"));
    folder.edit("mailing.yaml", "[recipients/ministries.yaml]", "[]");
    let ran = folder.run(&["import", "contacts.xls", "--yes", "--add"]);
    assert!(ran.out.contains("5 recipients") || ran.out.contains("4 recipients"), "{}{}", ran.out, ran.err);
    let checked = folder.run(&["check"]);
    // The error of its formula is told, and nothing else.
    assert_eq!(checked.err.matches("error[").count(), 1, "{}", checked.err);
    assert!(checked.err.contains("error[cell-error]"), "{}", checked.err);
    assert!(checked.err.contains("[workbook-hidden]"), "{}", checked.err);
}

#[test]
fn what_is_no_such_workbook_or_is_damaged_is_told() {
    let told = |bytes: &[u8]| read(bytes, WorkbookKind::Xls, None).map_err(|problem| problem.message);
    let sound = bytes("contacts.xls");
    assert!(told(b"<html><table>").is_err_and(|told| told.contains("it is damaged, or no workbook at all")));
    assert_eq!(told(&bytes("contacts.xlsx")), Ok(workbook("contacts.xlsx")), "by its content");
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..200 {
        let mut damaged = sound.clone();
        for _ in 0..random.usize(1..40) {
            let at = random.usize(..damaged.len());
            damaged[at] = random.u8(..);
        }
        damaged.truncate(random.usize(600..=damaged.len()));
        // Whatever comes of it, it comes in time and is no panic.
        let _ = told(&damaged);
    }
}
