//! Mistakes in recipient lists as secretariats have them: CSV files and workbooks.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::Told;
use crate::folder::{Folder, Ran};

const HEADER: &str = "id;kind;iso;addressee.office;ministry;address;emails;channels;languages";
const FRANCE: &str = "FRA;state;FRA;foreign-minister;Ministère;\"Paris\nFRANCE\";a@b.example;e-mail;fr,en";
const GAMBIA: &str = "GMB;state;GMB;foreign-minister;Ministry;Banjul;c@d.example;post;en";

/// What is broken in the CSV file: a name for it, the text that is replaced, and by what.
const CSV: [(&str, &str, &str); 13] = [
    ("a misspelt column", ";iso;", ";izo;"),
    ("a column given twice", ";ministry;", ";kind;"),
    ("columns that exclude each other", ";ministry;address;", ";ministry;ministry.fr;"),
    ("a column nobody declared", ";emails;", ";fields.desk;"),
    ("no column of ids", "id;kind", "idd;kind"),
    ("a cell too many", "post;en", "post;en;more"),
    ("an open quotation mark", "FRANCE\"", "FRANCE"),
    ("an id given twice", "GMB;state", "FRA;state"),
    ("a row without id", "GMB;state", ";state"),
    ("a kind that is none", "GMB;state", "GMB;sate"),
    ("an address that is none", "c@d.example", "c(at)d.example"),
    ("an empty ministry", ";Ministry;", ";;"),
    ("a language that is none", "post;en", "post;english language"),
];

fn csv() -> String {
    format!("{HEADER}\n{FRANCE}\n{GAMBIA}\n")
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

fn xlsx(from: &str, to: &str) -> Vec<u8> {
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

fn ods(from: &str, to: &str) -> Vec<u8> {
    let escaped = |cell: &String| {
        let paragraphs = cell.lines().map(|line| format!("<text:p>{}</text:p>", line.replace('&', "&amp;")));
        format!(
            "<table:table-cell office:value-type=\"string\">{}</table:table-cell>",
            paragraphs.collect::<String>()
        )
    };
    let rows = cells(from, to).iter().fold(String::new(), |rows, row| {
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
    let native = |ministry| csv().replace("Ministère", "Ministere").replace("Ministry", ministry);
    let russian = encoded(encoding_rs::WINDOWS_1251, &native("Министерство иностранных дел"));
    let arabic = encoded(encoding_rs::WINDOWS_1256, &native("وزارة الشؤون الخارجية"));
    for (name, content, said) in [
        ("list.csv", csv().into_bytes(), "columns separated by semicolons"),
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

#[test]
fn mistakes_in_tables_are_told_as_expected() {
    let mut told = Told::default();
    for (name, from, to) in CSV {
        let text = csv();
        assert!(text.contains(from), "{from}");
        told.by(&format!("CSV: {name}"), &check("list.csv", text.replacen(from, to, 1).as_bytes(), &[]));
    }
    told.by("CSV: an empty file", &check("list.csv", b"", &[]));
    told.by("CSV: a header and no row", &check("list.csv", HEADER.as_bytes(), &[]));
    let latin = csv().replace('è', "\u{fffd}").into_bytes();
    told.by("CSV: an encoding that is none", &check("list.csv", &latin, &["--encoding", "windwos-1252"]));
    let latin = encoded(encoding_rs::WINDOWS_1252, &csv());
    told.by("CSV: another encoding than said", &check("list.csv", &latin, &["--encoding", "utf-8"]));
    for (name, from, to) in [
        ("a misspelt column", ";iso;", ";izo;"),
        ("a kind that is none", "GMB;state", "GMB;sate"),
        ("a formula that failed", ";Banjul;", ";error #DIV/0!;"),
    ] {
        told.by(&format!("XLSX: {name}"), &check("list.xlsx", &xlsx(from, to), &[]));
    }
    let whole = xlsx("", "");
    told.by("XLSX: cut short", &check("list.xlsx", &whole[..whole.len() / 2], &[]));
    told.by("XLSX: a text file", &check("list.xlsx", csv().as_bytes(), &[]));
    told.by("ODS: a channel that is none", &check("list.ods", &ods(";post;", ";pots;"), &[]));
    told.by("ODS: a workbook of the other kind", &check("list.ods", &whole, &[]));
    told.as_in("tables.txt", include_str!("tables.txt"));
}
