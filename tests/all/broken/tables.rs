//! Mistakes in recipient lists as secretariats have them: CSV files and workbooks.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::{mistakes, tell};
use crate::folder::{Folder, Ran};

const HEADER: &str = "id;kind;iso;addressee.office;ministry;address;emails;channels;languages";
const FRANCE: &str = "FRA;state;FRA;foreign-minister;Ministère;\"Paris\nFRANCE\";a@b.example;e-mail;fr,en";
const GAMBIA: &str = "GMB;state;GMB;foreign-minister;Ministry;Banjul, GAMBIA;c@d.example;post;en";

mistakes! {
    // A name, the name of the list, its content, and options of the command.
    check_mistake:
    csv_a_byte_of_another_encoding(
        "list.csv", &csv("Ministry;", "Ministère éàç~;").into_bytes().iter().map(|byte| if *byte == b'~' { 0xe8 } else { *byte }).collect::<Vec<_>>(), &[]
    );
    csv_an_error_of_a_formula("list.csv", csv(";Ministry;", ";#REF!;").as_bytes(), &[]);
    csv_no_row_of_headings("list.csv", csv(HEADER, "Ministries;as of;3 May").as_bytes(), &[]);
    csv_a_name_of_two_states("list.csv", csv("state;FRA", "state;Congo").as_bytes(), &[]);
    csv_many_values_that_are_not_known("list.csv", many().as_bytes(), &[]);
    csv_a_title_a_total_and_odd_words("list.csv", odd().as_bytes(), &[]);
    csv_a_misspelt_column("list.csv", csv(";iso;", ";izo;").as_bytes(), &[]);
    csv_a_column_given_twice("list.csv", csv(";ministry;", ";kind;").as_bytes(), &[]);
    csv_columns_that_exclude_each_other("list.csv", csv(";ministry;address;", ";ministry;ministry.fr;").as_bytes(), &[]);
    csv_an_undeclared_column("list.csv", csv(";emails;", ";fields.desk;").as_bytes(), &[]);
    csv_no_column_of_ids("list.csv", csv("id;kind", "idd;kind").as_bytes(), &[]);
    csv_a_cell_too_many("list.csv", csv("post;en", "post;en;more").as_bytes(), &[]);
    csv_an_open_quotation_mark("list.csv", csv("FRANCE\"", "FRANCE").as_bytes(), &[]);
    csv_an_id_given_twice("list.csv", csv("GMB;state", "FRA;state").as_bytes(), &[]);
    csv_a_row_without_id("list.csv", csv("GMB;state", ";state").as_bytes(), &[]);
    csv_an_unknown_kind("list.csv", csv("GMB;state", "GMB;sate").as_bytes(), &[]);
    csv_an_invalid_address("list.csv", csv("c@d.example", "c(at)d.example").as_bytes(), &[]);
    csv_an_empty_ministry("list.csv", csv(";Ministry;", ";;").as_bytes(), &[]);
    csv_an_unknown_language("list.csv", csv("post;en", "post;english language").as_bytes(), &[]);
    csv_an_empty_file("list.csv", b"", &[]);
    csv_a_header_and_no_row("list.csv", HEADER.as_bytes(), &[]);
    csv_an_unknown_encoding("list.csv", csv("è", "\u{fffd}").as_bytes(), &["--encoding", "windwos-1252"]);
    csv_another_encoding_than_said(
        "list.csv", &encoded(encoding_rs::WINDOWS_1252, &csv("", "")), &["--encoding", "utf-8"]
    );
    xlsx_a_misspelt_column("list.xlsx", &xlsx(";iso;", ";izo;"), &[]);
    xlsx_an_unknown_kind("list.xlsx", &xlsx("GMB;state", "GMB;sate"), &[]);
    xlsx_a_formula_that_failed("list.xlsx", &xlsx(";Banjul, GAMBIA;", ";error #DIV/0!;"), &[]);
    xlsx_cut_short("list.xlsx", &half(&xlsx("", "")), &[]);
    xlsx_a_text_file("list.xlsx", csv("", "").as_bytes(), &[]);
    ods_an_unknown_channel("list.ods", &ods(";post;", ";pots;"), &[]);
    ods_a_workbook_of_the_other_kind("list.ods", &xlsx("", ""), &[]);
}

fn check_mistake(mistake: &str, list: &str, content: &[u8], options: &[&str]) {
    tell("tables", mistake, &check(list, content, options));
}

/// The CSV file, one mistake made.
fn csv(from: &str, to: &str) -> String {
    let text = format!("{HEADER}\n{FRANCE}\n{GAMBIA}\n");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// A list in which the kinds and an address of many recipients are wrong.
fn many() -> String {
    let ids = ["AUT", "BEL", "CHE", "DEU", "ESP", "FIN"];
    let row = |(number, id): (usize, &&str)| {
        let kind = if number % 3 == 0 { "persons" } else { "Head of State" };
        format!("{id};{kind};{id};foreign-minister;Ministry;Address;;e-mail;en\n")
    };
    csv("", "") + &ids.iter().enumerate().map(row).collect::<String>()
}

/// A list with what offices and programs put around and into it, and one mistake.
fn odd() -> String {
    let text = csv("c@d.example", "c(at)d.example")
        .replace("emails", "E-mail")
        .replace("Ministère", "MinistÃ¨re")
        .replace("Banjul", "Street<br>Banjul");
    format!(
        "List of ministries;;;;;;;;\n\n{text}KEN;state;KEN;foreign-minister;NULL;Nairobi, KENYA;;post;en\nTotal: 3;;;;;;;;\n"
    )
}

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

/// Checks a mailing with this list.
fn check(name: &str, content: &[u8], options: &[&str]) -> Ran {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "ministries.yaml", name);
    convoke::input::write_atomically(&folder.path(&format!("recipients/{name}")), content).expect("written");
    folder.run(&[&["check"], options].concat())
}

/// The cells of the CSV file, one mistake made.
fn cells(from: &str, to: &str) -> Vec<Vec<String>> {
    let rows = [HEADER, FRANCE, GAMBIA].map(|row| row.replace(from, to).replace('"', ""));
    rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect()
}

pub(crate) fn xlsx(from: &str, to: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Ministries").expect("a name");
    for (row, cells) in (0..).zip(cells(from, to)) {
        for (column, cell) in (0..).zip(cells) {
            if let Some(result) = cell.strip_prefix("error ") {
                let formula = rust_xlsxwriter::Formula::new("=1/0").set_result(result);
                sheet.write_formula(row, column, formula).expect("a cell");
            } else {
                sheet.write(row, column, cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

pub(crate) fn ods(from: &str, to: &str) -> Vec<u8> {
    ods_of(&cells(from, to))
}

/// An OpenDocument file of these rows.
pub(crate) fn ods_of(rows: &[Vec<String>]) -> Vec<u8> {
    let escaped = |cell: &String| {
        let paragraphs = cell.lines().map(|line| format!("<text:p>{}</text:p>", line.replace('&', "&amp;")));
        format!(
            "<table:table-cell office:value-type=\"string\">{}</table:table-cell>",
            paragraphs.collect::<String>()
        )
    };
    let rows = rows.iter().fold(String::new(), |rows, row| {
        rows + "<table:table-row>" + &row.iter().map(escaped).collect::<String>() + "</table:table-row>"
    });
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Ministries\">{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
                    xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
                    <manifest:file-entry manifest:full-path=\"/\" \
                    manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/></manifest:manifest>";
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        file.start_file(name, options).expect("an entry");
        file.write_all(content.as_bytes()).expect("its content");
    }
    file.finish().expect("a ZIP file").into_inner()
}

fn encoded(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text} cannot be written in {}", encoding.name());
    bytes.into_owned()
}

#[test]
fn a_list_is_the_same_from_every_kind_of_file() {
    let native = |ministry| csv("", "").replace("Ministère", "Ministere").replace("Ministry", ministry);
    let russian = encoded(encoding_rs::WINDOWS_1251, &native("Министерство иностранных дел (MFA)"));
    let arabic = encoded(encoding_rs::WINDOWS_1256, &native("وزارة الشؤون الخارجية (MFA)"));
    for (name, content, said) in [
        ("list.csv", csv("", "").into_bytes(), "columns separated by semicolons"),
        ("list.csv", russian, "read as windows-1251 (a guess by its letters)"),
        ("list.csv", arabic, "read as windows-1256 (a guess by its letters)"),
        ("list.xlsx", xlsx("", ""), ""),
        ("list.ods", ods("", ""), ""),
    ] {
        let ran = check(name, &content, &["--verbose"]).ends_with(0).says(said);
        assert!(ran.out.contains("ready: 4 documents for 2 recipients"), "{name}: {}", ran.out);
        assert!(ran.out.contains("en 1, fr 1"), "{name}: {}", ran.out);
    }
}
