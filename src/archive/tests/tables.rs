//! The register as a workbook, read back by another program's eyes.

use calamine::{Data, Reader as _, Xlsx};

use super::*;

/// The register of an archive of these recipients, as CSV and as a workbook.
fn tables(recipients: &[&str]) -> (Made, Vec<u8>, Vec<u8>) {
    let made = Made::new(recipients);
    let archive = Opened::open(&made.dir()).unwrap();
    let mut csv = Vec::new();
    table::write_csv(archive.manifest(), &mut csv).unwrap();
    let xlsx = table::make_workbook(archive.manifest(), made.folder.path()).unwrap();
    (made, csv, xlsx)
}

#[test]
fn the_workbook_says_what_the_csv_says_each_cell_of_its_type() {
    let (made, csv, xlsx) = tables(&["AFG", "ALB"]);
    assert_eq!(csv, fs::read(made.dir().join("register.csv")).unwrap());
    let mut workbook = Xlsx::new(Cursor::new(xlsx)).unwrap();
    let sheet = workbook.worksheet_range("Register").unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<_> = sheet.rows().collect();
    assert_eq!(rows[0].iter().map(ToString::to_string).collect::<Vec<_>>(), header);
    let column = |name: &str| header.iter().position(|known| known == name).unwrap();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), records.len() + 1, "blocked recipients are listed too");
    for (row, record) in rows.iter().skip(1).zip(&records) {
        for (position, name) in header.iter().enumerate() {
            let (cell, text) = (&row[position], &record[position]);
            match (name.as_str(), cell) {
                (_, Data::Empty) => assert_eq!(text, "", "{name}"),
                ("pages", Data::Float(pages)) => assert_eq!(pages.to_string(), text),
                ("generated", Data::DateTime(at)) => assert_eq!(at.as_f64(), 38_117.375),
                (_, Data::String(found)) => assert_eq!(found, text.trim_start_matches('\''), "{name}"),
                (name, cell) => panic!("{name} holds {cell:?}"),
            }
        }
    }
    assert_eq!(rows[1][column("addressee")].to_string(), "=HYPERLINK(\"x\") / Kabul");
    assert_eq!(rows[3][column("status")].to_string(), "blocked: no usable language / =1+1");
    assert_eq!(workbook.worksheet_formula("Register").unwrap().used_cells().count(), 0);
    assert_eq!(listing(made.folder.path()), ["output"], "nothing is left behind");
}

#[test]
fn the_workbook_is_ready_to_be_filtered_and_printed_and_the_same_every_time() {
    let (_, csv, xlsx) = tables(&["AFG", "ALB"]);
    let (_, again, workbook_again) = tables(&["AFG", "ALB"]);
    assert!(again == csv && workbook_again == xlsx);
    let mut archive = ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let sheet = text("xl/worksheets/sheet1.xml");
    for part in [
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        "<autoFilter ref=\"A1:T4\"/>",
        "fitToPage=\"1\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "paperSize=\"9\"",
    ] {
        assert!(sheet.contains(part), "{part} is not in {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formula");
    assert!(text("xl/workbook.xml").contains("_xlnm.Print_Titles"), "the header stands on every page");
    assert!(text("docProps/core.xml").contains("2004-05-10T09:00:00Z"));
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    let made = Made::new(&["AFG"]);
    let archive = Opened::open(&made.dir()).unwrap();
    let problem = table::make_workbook(archive.manifest(), &made.folder.path().join("nothing")).unwrap_err();
    assert_eq!(problem.code, "register-write");
}
