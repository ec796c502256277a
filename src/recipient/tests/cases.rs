//! Tables as offices and programs make them: what is read of each, and what is told.

use super::{read_bytes, told};

const HEADER: [&str; 12] = [
    "id",
    "kind",
    "iso",
    "addressee.office",
    "addressee.name",
    "addressee.gender",
    "ministry.en",
    "city",
    "emails",
    "channels",
    "languages",
    "desk",
];
const NORWAY: [&str; 12] = [
    "NOR",
    "state",
    "NOR",
    "foreign-minister",
    "Kari Sample",
    "feminine",
    "Ministry of Foreign Affairs",
    "Oslo",
    "a@mfa.nor.example",
    "post",
    "en",
    "7",
];

/// A CSV file of these rows.
fn csv(rows: &[&[&str]]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

/// The row of Norway with another value in a column.
fn norway<'a>(column: &str, value: &'a str) -> Vec<&'a str> {
    let at = HEADER.iter().position(|name| *name == column).expect("a column");
    let mut row: Vec<&'a str> = NORWAY.to_vec();
    row[at] = value;
    row
}

/// What is told of a CSV file with one other value.
fn told_of(column: &str, value: &str) -> String {
    let quoted = format!("\"{}\"", value.replace('"', "\"\""));
    told("r.csv", csv(&[&HEADER, &norway(column, &quoted)]).as_bytes())
}

/// A workbook of these rows on a sheet each.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                if !cell.is_empty() {
                    sheet.write(row, column, *cell).unwrap();
                }
            }
        }
    }
    book
}

fn told_of_book(mut book: rust_xlsxwriter::Workbook) -> String {
    told("r.xlsx", &book.save_to_buffer().unwrap())
}

/// Asserts that a text has these parts, and so many lines.
#[track_caller]
fn has(text: &str, lines: usize, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert_eq!(text.lines().count(), lines, "{text}");
}

#[test]
fn a_sound_table_has_nothing_to_tell() {
    assert_eq!(told("r.csv", csv(&[&HEADER, &NORWAY]).as_bytes()), "");
    assert_eq!(told_of_book(workbook(&[("List", &[&HEADER, &NORWAY])])), "");
}

#[test]
fn a_filled_column_without_a_heading_is_an_error_wherever_it_is() {
    for at in [0, 4, 11, 12] {
        let mut header = HEADER.to_vec();
        let mut row = NORWAY.to_vec();
        header.insert(at, "");
        row.insert(at, "Mr Sample");
        let text = told("r.csv", csv(&[&header, &row]).as_bytes());
        has(&text, 1, &["error[row-too-long]: `Mr Sample` is in no named column (recipient NOR)"]);
    }
}

#[test]
fn errors_of_formulas_are_errors_in_every_format() {
    for word in
        ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#WERT!", "Err:502"]
    {
        let text = told_of("addressee.name", word);
        has(
            &text,
            1,
            &[&format!("error[cell-error]: the cell holds the error {word} (recipient NOR, addressee.name)")],
        );
    }
    // An address that is an error is not another problem of its form.
    has(&told_of("emails", "#N/A"), 1, &["cell-error"]);
    has(&told_of("ministry.en", "#REF!"), 1, &["cell-error"]);
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: &[&str]| cells.iter().map(|text| cell(text)).collect::<String>();
    let failed = "<table:table-cell table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>";
    let table = format!(
        "<table:table-row>{}</table:table-row><table:table-row>{}{failed}{}</table:table-row>",
        row(&HEADER),
        row(&NORWAY[..4]),
        row(&NORWAY[5..])
    );
    let text = told("r.ods", &crate::workbook::tests::ods(&table));
    has(
        &text,
        1,
        &["r.ods:List!E2: error[cell-error]: the cell holds the error #N/A (recipient NOR, addressee.name)"],
    );
}

#[test]
fn words_that_programs_write_for_nothing_are_told() {
    for word in ["NULL", "null", "nan", "NaN", "None", "\\N", "N/A", "n/a", "NaT", "<NA>", "(null)"] {
        let text = told_of("addressee.name", word);
        has(&text, 1, &[&format!("warning[cell-nothing]: the cell says `{word}`"), "NOR, addressee.name"]);
    }
    for word in ["TBC", "(vacant)", "-", "???", "à confirmer", "待定", "see above"] {
        let text = told_of("addressee.name", word);
        has(
            &text,
            1,
            &[&format!("warning[cell-nothing]: the cell says `{word}`, as people write for what"), "NOR"],
        );
        has(&told_of("desk", word), 0, &[]);
    }
    // One cause, and what follows from it.
    has(&told_of("languages", "N/A"), 2, &["warning[cell-nothing]", "`languages` is missing"]);
    for name in ["Nullmeier", "Nan Sample", "none", "Na"] {
        has(&told_of("addressee.name", name), 0, &[]);
    }
}

#[test]
fn cells_are_read_as_they_show_by_their_number_formats() {
    let mut book = workbook(&[("List", &[&HEADER, &NORWAY, &norway("id", "SWE"), &norway("id", "FIN")])]);
    let sheet = book.worksheet_from_index(0).unwrap();
    let formats = [("00000", 45.0), ("0%", 0.15), ("# ?/?", 0.5)];
    for (row, (format, value)) in (1..).zip(formats) {
        sheet
            .write_with_format(row, 11, value, &rust_xlsxwriter::Format::new().set_num_format(format))
            .unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let read = read_bytes("r.xlsx", &bytes).value;
    assert_eq!(
        read.iter().map(|recipient| recipient.fields["desk"].as_str()).collect::<Vec<_>>(),
        ["00045", "15%", "0.5"]
    );
    has(
        &told("r.xlsx", &bytes),
        1,
        &[
            "List!L4: warning[cell-shown]: the cell is read as `0.5`, and shows it by the format `# ?/?` (recipient FIN, fields.desk)",
        ],
    );
}

#[test]
fn a_formula_without_a_result_is_told_and_not_as_a_missing_value() {
    let cells =
        |row: &[&str]| row.iter().map(|text| format!("<c t=\"str\"><v>{text}</v></c>")).collect::<String>();
    for column in ["addressee.name", "ministry.en", "desk", "emails"] {
        let at = HEADER.iter().position(|name| *name == column).unwrap();
        let row = format!("{}<c><f>1+1</f><v></v></c>{}", cells(&NORWAY[..at]), cells(&NORWAY[at + 1..]));
        let book = crate::workbook::tests::xlsx(&format!("<row>{}</row><row>{row}</row>", cells(&HEADER)));
        has(
            &told("r.xlsx", &book),
            1,
            &["error[cell-no-result]: the formula of the cell has no stored result", column],
        );
    }
}

#[test]
fn hidden_rows_and_columns_are_told_by_name() {
    let mut book = workbook(&[("List", &[&HEADER, &NORWAY, &norway("id", "SWE"), &norway("id", "FIN")])]);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(4).unwrap();
    sheet.set_column_hidden(20).unwrap();
    let text = told_of_book(book);
    has(
        &text,
        1,
        &[
            "warning[workbook-hidden]: hidden cells are read: 1 hidden row: 3 (SWE); 1 hidden column: E (addressee.name)",
        ],
    );
}

#[test]
fn cells_that_are_struck_out_are_told_by_row() {
    let rows: [&[&str]; 4] = [&HEADER, &NORWAY, &norway("id", "SWE"), &norway("id", "FIN")];
    let mut book = workbook(&[("List", &rows)]);
    let sheet = book.worksheet_from_index(0).unwrap();
    let struck = rust_xlsxwriter::Format::new().set_font_strikethrough();
    sheet.write_with_format(2, 4, "Kari Sample", &struck).unwrap();
    sheet.write_with_format(3, 0, "FIN", &struck).unwrap();
    let text = told_of_book(book);
    has(&text, 1, &["warning[workbook-struck]: cells that are struck out are read: rows 3 (SWE), 4 (FIN)"]);
}

#[test]
fn headings_that_come_again_are_no_recipient() {
    let rows: [&[&str]; 5] = [&HEADER, &NORWAY, &HEADER, &norway("id", "SWE"), &HEADER];
    for read in [
        read_bytes("r.csv", csv(&rows).as_bytes()),
        read_bytes("r.xlsx", &workbook(&[("List", &rows)]).save_to_buffer().unwrap()),
    ] {
        assert_eq!(read.value.len(), 2);
        let told: Vec<String> = read.problems.iter().map(|problem| problem.code.name.to_owned()).collect();
        assert_eq!(told.iter().filter(|code| *code == "row-passed-over").count(), 2, "{told:?}");
        assert!(read.problems.iter().all(|problem| problem.severity == crate::diagnostic::Severity::Note));
    }
}

#[test]
fn a_list_with_columns_of_its_own_is_one_error_that_names_import() {
    let text = "Country,Minister,Street,Send by,E-mail,Language\nNorway,Kari Sample,Kirkegata 1,post,a@b.example,en\n";
    let told = told("r.csv", text.as_bytes());
    let errors: Vec<&str> = told.lines().filter(|line| line.contains("column-")).collect();
    assert_eq!(errors.len(), 1, "{told}");
    has(
        errors[0],
        1,
        &[
            "has columns of its own: `Country`, `Minister`, `Street`, `Send by`; and lacks `id`, `kind`",
            "`convoke import r.csv --add`",
        ],
    );
}

#[test]
fn merged_cells_of_the_list_are_told_and_those_of_its_title_are_not() {
    let rows: [&[&str]; 4] = [&["List of ministries"], &HEADER, &NORWAY, &norway("id", "SWE")];
    let format = rust_xlsxwriter::Format::new();
    let mut book = workbook(&[("List", &rows)]);
    book.worksheet_from_index(0).unwrap().merge_range(0, 0, 0, 11, "List of ministries", &format).unwrap();
    has(&told_of_book(book), 0, &[]);
    let mut book = workbook(&[("List", &rows)]);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.merge_range(2, 7, 3, 7, "Oslo", &format).unwrap();
    let text = told_of_book(book);
    has(&text, 1, &["warning[workbook-merged]: of merged cells only the first has a value: H3:H4"]);
}

#[test]
fn a_second_sheet_with_such_headings_is_told_and_a_cover_before_the_list_stops() {
    let half: [&[&str]; 2] = [&HEADER, &NORWAY];
    let text = told_of_book(workbook(&[("Africa", &half), ("Asia", &half), ("Notes", &[&["x"]])]));
    has(
        &text,
        1,
        &["warning[workbook-sheet-unread]: only the sheet `Africa` is read, and Asia has such headings too"],
    );
    let text = told_of_book(workbook(&[("Cover", &[&["Address list"], &["Protocol"]]), ("List", &half)]));
    has(&text, 1, &["error[workbook-order]: the sheet `Cover` is read, and the list seems to be on `List`"]);
}

#[test]
fn titles_above_and_totals_below_are_passed_over() {
    let total = ["Total", "", "", "", "", "", "", "", "", "", "", "1"];
    let rows: [&[&str]; 8] = [
        &["List of ministries as of 3 May"],
        &[""],
        &HEADER,
        &["AFRICA"],
        &NORWAY,
        &total,
        &["Source: Protocol Office"],
        &["", "", "", "* to be confirmed"],
    ];
    let group = "`AFRICA` is passed over";
    for text in [told_of_book(workbook(&[("List", &rows)])), told("r.csv", csv(&rows).as_bytes())] {
        // A word alone in the column of ids may be a recipient whose row was forgotten.
        assert!(!text.contains(group), "{text}");
        assert_eq!(text.matches("warning[row-passed-over]").count(), 3, "{text}");
        assert!(
            text.lines().all(|line| line.contains("row-passed-over") || line.contains("AFRICA")),
            "{text}"
        );
    }
    let notes = read_bytes("r.csv", csv(&rows).as_bytes()).problems;
    let above = notes.iter().find(|problem| problem.code.name == "rows-above").expect("a note");
    assert_eq!(above.message, "what is above the headings is passed over: `List of ministries as of 3 May`");
    assert_eq!(read_bytes("r.csv", csv(&rows).as_bytes()).value.len(), 1);
}

#[test]
fn a_table_without_headings_is_one_error() {
    let rows: Vec<&[&str]> = vec![&NORWAY; 40];
    for text in [told_of_book(workbook(&[("List", &rows)])), told("r.csv", csv(&rows).as_bytes())] {
        has(
            &text,
            1,
            &[
                "error[headings-missing]: no row of the table has the names of columns; the first says `NOR · state",
            ],
        );
    }
}

#[test]
fn one_byte_of_another_encoding_is_an_error_with_its_place() {
    let sound = csv(&[&HEADER, &norway("ministry.en", "Ministère des affaires étrangères à Oslo")]);
    let mut bytes = sound.replace("Kari", "Kar~").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'~').unwrap();
    bytes[at] = 0xe8;
    has(
        &told("r.csv", &bytes),
        1,
        &["r.csv:2:35: error[encoding-mixed]: the byte here is not UTF-8, as the rest of the file is"],
    );
}

#[test]
fn garbled_text_and_html_are_told() {
    for text in ["MinistÃ¨re", "CÃ”TE Dâ€™IVOIRE", "ÐœÐ¸Ð½", "Ã\u{a0} Oslo"] {
        has(&told_of("ministry.en", text), 1, &["warning[value-garbled]", "NOR, ministry.en"]);
    }
    for text in ["Affaires &eacute;trang&egrave;res", "A<br>B", "A &amp; B", "&#233;", "<b>A</b>"] {
        has(&told_of("ministry.en", text), 1, &["warning[value-html]", "NOR, ministry.en"]);
    }
}

#[test]
fn marks_and_quotes_of_other_programs_are_read() {
    let sound = csv(&[&HEADER, &NORWAY]);
    let quoted: String =
        [&HEADER, &NORWAY].map(|row| row.map(|cell| format!("'{cell}'")).join(",") + "\n").concat();
    let texts = [
        format!("sep=,\n{sound}"),
        format!("\"SEP=,\"\r\n{sound}"),
        format!("sep=^\n{}", sound.replace(',', "^")),
        sound.replace(',', "|"),
        format!("{sound}\u{1a}"),
        format!("{sound}\0\0\0"),
        quoted,
        sound.replace(",7\n", ",=\"7\"\n"),
        sound.replace(",7\n", ",'7\n"),
    ];
    for text in texts {
        assert_eq!(told("r.csv", text.as_bytes()), "", "{text}");
        let read = read_bytes("r.csv", text.as_bytes()).value;
        assert_eq!((read[0].id.value.as_str(), read[0].fields["desk"].as_str()), ("NOR", "7"), "{text}");
    }
    let escaped = sound.replace("Ministry of Foreign Affairs", "Ministry of \\\"Trade\\\"");
    has(&told("r.csv", escaped.as_bytes()), 1, &["warning[csv-escape]"]);
}

#[test]
fn what_is_not_seen_in_ids_headings_and_numbers_is_no_mistake() {
    for fax in ["+999\u{a0}23\u{202f}95\u{2009}00 99", "+999 23\u{2011}95\u{2013}00", "\u{ff0b}999 23 95 00"]
    {
        let text = csv(&[&HEADER, &NORWAY])
            .replace("emails", "fax")
            .replace("a@mfa.nor.example", fax)
            .replace("post", "fax");
        assert_eq!(told("r.csv", text.as_bytes()), "", "{fax}");
    }
    let zero_width = told_of("emails", "a@mfa.nor.example\u{200b}");
    has(
        &zero_width,
        1,
        &["warning[value-cleaned]: removed control characters U+200B (recipient NOR, emails)"],
    );
    for hidden in ["\u{200b}", "\u{2060}", "\u{feff}", "\u{ad}"] {
        for (from, to) in
            [("NOR,state", format!("NOR{hidden},state")), ("ministry.en", format!("minis{hidden}try.en"))]
        {
            let text = csv(&[&HEADER, &NORWAY]).replace(from, &to);
            has(
                &told("r.csv", text.as_bytes()),
                1,
                &["warning[value-cleaned]: removed control characters U+"],
            );
            assert_eq!(read_bytes("r.csv", text.as_bytes()).value[0].id.value, "NOR");
        }
    }
    let text = csv(&[&HEADER, &NORWAY]).replace("ministry.en", "\u{a0}ministry.en\u{202f}");
    assert_eq!(told("r.csv", text.as_bytes()), "");
}

#[test]
fn usual_headings_are_read_and_told_once() {
    let text = csv(&[&HEADER, &NORWAY])
        .replace("emails", "E-mail")
        .replace("languages", "Language")
        .replace("channels", "Channel")
        .replace("addressee.gender", "Sex")
        .replace("ministry.en", "Ministry (EN)");
    let read = read_bytes("r.csv", text.as_bytes());
    assert!(!read.problems.has_errors(), "{}", read.problems);
    assert_eq!(read.value[0].ministry.get("en"), Some("Ministry of Foreign Affairs"));
    let notes: Vec<_> =
        read.problems.iter().filter(|problem| problem.code.name == "column-read-as").collect();
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].message.contains("`E-mail` as `emails`")
            && notes[0].message.contains("`Ministry (EN)` as `ministry.en`")
    );
}

#[test]
fn values_are_checked_though_a_heading_is_unknown() {
    let text = csv(&[&HEADER, &norway("kind", "sate")]).replace("city", "Remarks");
    has(
        &told("r.csv", text.as_bytes()),
        2,
        &["unknown column `Remarks`", "`sate` is not one of the choices"],
    );
}

#[test]
fn the_name_of_a_state_is_answered_by_its_code() {
    for name in ["France", "brazil", "Côte d’Ivoire", "Allemagne", "UK", "de", "250"] {
        assert_eq!(told_of("iso", name), "", "{name}");
    }
    has(&told_of("iso", "Congo"), 1, &["`Congo` may be COD or COG", "COG for Congo"]);
    has(&told_of("iso", "Ruritania"), 1, &["write three capital letters"]);
}

#[test]
fn a_file_that_is_not_there_is_told_in_words() {
    let problems = crate::recipient::read(std::path::Path::new("/nowhere"), "r.csv", None, &[]).problems;
    assert_eq!(problems[0].message, "cannot read the recipients (it does not exist)");
}
