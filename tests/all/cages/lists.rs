//! Recipient lists and XLIFF files that are made to do harm are a problem each, with the file's name and what to do.

use std::io::Write as _;
use std::time::Duration;

use convoke::workbook::{ReadWorkbook as _, WorkbookKind};
use convoke::worker::{Isolation, JobLimits, ReadingRoom, WorkerCommand};
use zip::write::SimpleFileOptions;

use crate::folder::Folder;

/// A workbook whose only sheet has these cells.
fn workbook(cells: &str) -> Vec<u8> {
    let relations =
        r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="sheet.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns:r="r"><sheets><sheet name="List" r:id="rId1"/></sheets></workbook>"#;
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in
        [("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", relations), ("xl/sheet.xml", &sheet)]
    {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(name, options).expect("a part");
        zip.write_all(content.as_bytes()).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

#[test]
fn a_workbook_that_ends_its_reader_is_told_and_another_is_read_after_it() {
    let command =
        WorkerCommand { program: env!("CARGO_BIN_EXE_convoke").into(), arguments: vec!["worker".into()] };
    let rows = |count: usize| workbook(&"<row><c><v>1</v></c></row>".repeat(count));
    let limits = JobLimits { time: Duration::from_millis(100), ..JobLimits::LIST };
    let mut reader = ReadingRoom::new(&Isolation::Processes(command), limits).reader();
    let lost = reader.read_workbook(&rows(1_900_000), WorkbookKind::Xlsx, None).expect_err("too slow");
    assert_eq!(
        lost.to_string(),
        "error[workbook-unreadable]: cannot read the workbook (it took more than 0.1 s of processor time)"
    );
    assert!(!lost.hints.is_empty());
    let read = reader.read_workbook(&rows(2), WorkbookKind::Xlsx, None).expect("read");
    assert_eq!(read.sheets[0].rows.len(), 2);
}

#[test]
fn a_workbook_that_is_refused_costs_no_other_list_its_check() {
    let folder = Folder::started();
    let sheets = " ".repeat(300 << 20);
    folder.write_bytes("recipients/bomb.xlsx", &workbook(&sheets));
    folder.write("recipients/other.csv", "id,kind\nNOR,sate\n");
    folder.edit(
        "mailing.yaml",
        "recipients: [recipients/ministries.yaml]",
        "recipients: [recipients/bomb.xlsx, recipients/other.csv]",
    );
    let ran = folder.run(&["check"]).ends_with(1);
    let told = ran.err.matches("recipients/bomb.xlsx").count();
    assert_eq!(told, 1, "{}", ran.err);
    assert!(
        ran.err.contains(
            "error[workbook-too-large]: the workbook is too large (it unpacks to more than 256 MiB)"
        ),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("`sate` is not one of the choices"), "{}", ran.err);
}

#[test]
fn xliff_files_that_are_made_to_do_harm_are_one_problem_each() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let sound = folder.read("fr.xlf");
    let head = r#"<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="fr"><file id="f">"#;
    let head_1 = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\"><file original=\"locale.yaml\" \
                  source-language=\"en\" target-language=\"fr\"><body>";
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>"#.to_owned();
    let cases = [
        ("nested elements", format!("{head}{}", "<group>".repeat(1_000_000))),
        ("entities", laughs + &sound),
        (
            "an unknown entity",
            format!("{head}<unit id=\"a\"><segment><source>&laugh;</source></segment></unit></file></xliff>"),
        ),
        ("very many texts", format!("{head}{}</file></xliff>", "<unit id=\"a\"/>".repeat(300_000))),
        ("very many attributes", format!("{head}<unit{}/></file></xliff>", " a=\"\"".repeat(100_000))),
        ("very many texts of XLIFF 1.2", format!("{head_1}{}", "<trans-unit id=\"a\"/>".repeat(300_000))),
        (
            "a list of very many",
            format!(
                "{head_1}{}</body></file></xliff>",
                "<trans-unit id=\"dates.months/1\"/>".repeat(300_000)
            ),
        ),
        ("nested elements of XLIFF 1.2", format!("{head_1}{}", "<g id=\"1\">".repeat(1_000_000))),
        ("an end too early", sound[..sound.len() / 2].to_owned()),
        ("nothing", String::new()),
        ("no XML", "\u{0}".repeat(1000)),
    ];
    for (what, text) in cases {
        folder.write("harm.xlf", &text);
        let ran = folder.run(&["locale", "import", "harm.xlf"]).ends_with(1);
        assert_eq!(ran.err.matches("error[").count(), 1, "{what}: {}", ran.err);
        assert!(ran.err.contains("harm.xlf") && ran.err.contains("hint: "), "{what}: {}", ran.err);
    }
}
