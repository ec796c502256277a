//! Workbooks that are made by hand: what is read of them, and files that are made to do harm.

use std::io::Write as _;

use zip::write::SimpleFileOptions;

use super::*;

/// A package of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/>
    <Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="rId4" Type="x/styles" Target="styles.xml"/></Relationships>"#;

const STYLES: &str = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165"
    formatCode="#\ ?/?"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf
    numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>"##;

/// A workbook whose first sheet has these rows.
pub(crate) fn xlsx(rows: &str) -> Vec<u8> {
    xlsx_with(
        "",
        "<sst><si><t>one</t></si></sst>",
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
    )
}

fn xlsx_with(book: &str, strings: &str, sheet: &str) -> Vec<u8> {
    let book = format!(
        r#"<workbook xmlns:r="r">{book}<sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    package(&[
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// A workbook of this table.
pub(crate) fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c"><office:body>
        <office:spreadsheet><table:table table:name="List">{table}</table:table></office:spreadsheet></office:body>
        </office:document-content>"#
    );
    package(&[("content.xml", &content)])
}

/// The cells of the first sheet, each as `B4=text`.
fn cells(bytes: &[u8], kind: WorkbookKind) -> String {
    let book = read(bytes, kind, None).expect("a workbook");
    let shown = |row: &SheetRow, cell: &SheetCell| {
        let state = match &cell.state {
            CellState::Sound => String::new(),
            other => format!(" {other:?}"),
        };
        let hidden = if row.is_hidden { " hidden" } else { "" };
        format!("{}={}{state}{hidden}", cell_name(row.number, cell.column), cell.text)
    };
    let rows = book.sheets[0].rows.iter();
    rows.flat_map(|row| row.cells.iter().map(move |cell| shown(row, cell))).collect::<Vec<_>>().join("; ")
}

#[test]
fn xlsx_cells_are_read_as_they_show() {
    let rows = r#"<row r="2" hidden="1"><c r="B2" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r>
        <rPh><t>no</t></rPh></is></c></row><row><c s="1"><v>45</v></c><c s="2"><v>0.15</v></c><c s="3"><v>38117</v></c><c s="4"><v>0.5</v></c>
        <c s="5"><v>0.75</v></c><c><v>1211</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f></c><c><f>1</f><v/></c>
        <c t="str"><f>""</f><v></v></c><c t="str"><f>"x"</f><v>x_x0041_</v></c><c><f>1+1</f><v>2</v></c><c s="3"/></row>"#;
    assert_eq!(
        cells(&xlsx(rows), WorkbookKind::Xlsx),
        "B2=one hidden; C2=a b hidden; A3=00045; B3=15%; C3=2004-05-10; D3=0.5 Unlike(\"#\\\\ ?/?\"); E3=18:00; \
         F3=1211; G3=TRUE; H3=#N/A Error; I3= NoResult; J3= NoResult; L3=xA; M3=2"
    );
}

#[test]
fn days_are_counted_from_1904_where_the_workbook_says_so() {
    let sheet = r#"<worksheet><sheetData><row><c s="3"><v>0</v></c></row></sheetData></worksheet>"#;
    let book = xlsx_with(r#"<workbookPr date1904="1"/>"#, "<sst/>", sheet);
    assert_eq!(cells(&book, WorkbookKind::Xlsx), "A1=1904-01-01");
}

#[test]
fn hidden_columns_and_merged_cells_are_told() {
    let sheet = r#"<worksheet><cols><col min="5" max="5" hidden="1"/><col min="7" max="20000" width="0"/></cols>
        <sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B3"/></mergeCells></worksheet>"#;
    let first = read(&xlsx_with("", "<sst/>", sheet), WorkbookKind::Xlsx, None).unwrap().sheets.remove(0);
    assert_eq!(first.hidden_columns, [(4, 4), (6, 16_383)]);
    assert_eq!(first.merged, [MergedArea { first: (0, 0), last: (2, 1) }]);
    let table = r#"<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
        <table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>a</text:p>
        </table:table-cell><table:covered-table-cell/></table:table-row>"#;
    let first = read(&ods(table), WorkbookKind::Ods, None).unwrap().sheets.remove(0);
    assert_eq!(first.hidden_columns, [(2, 2)]);
    assert_eq!(first.merged, [MergedArea { first: (0, 0), last: (0, 1) }]);
}

#[test]
fn ods_cells_are_read_as_they_show() {
    let table = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/>
        </table:table-row><table:table-row table:visibility="filter"><table:table-cell office:value-type="float" office:value="45">
        <text:p>00045</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="string">
        <office:annotation><text:p>remark</text:p></office:annotation><text:p>a<text:s text:c="2"/>b <text:span>c</text:span></text:p>
        <text:p>d</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2004-05-10"><text:p>10/05/04</text:p>
        </table:table-cell><table:table-cell office:value-type="time" office:time-value="PT09H30M00S"><text:p>9.30</text:p></table:table-cell>
        <table:table-cell office:value-type="string" calcext:value-type="error" table:formula="of:=NA()"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="0" table:formula="of:=1/0"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>#1!</text:p></table:table-cell><table:table-cell table:formula="of:=1+1"/>
        <table:table-cell office:value-type="percentage" office:value="0.15"/></table:table-row>"#;
    assert_eq!(
        cells(&ods(table), WorkbookKind::Ods),
        "A1000001=00045 hidden; B1000001=a  b c\nd hidden; C1000001=a  b c\nd hidden; D1000001=2004-05-10 hidden; \
         E1000001=09:30 hidden; F1000001=#N/A Error hidden; G1000001=#DIV/0! Error hidden; H1000001=#1! hidden; \
         I1000001= NoResult hidden; J1000001=0.15 hidden"
    );
}

#[test]
fn cells_that_are_struck_out_are_told_from_others() {
    let styles = r#"<styleSheet><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><cellXfs><xf fontId="0"/><xf
        fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>"#;
    let rows = r#"<worksheet><sheetData><row><c s="1"><v>1</v></c><c s="2"><v>2</v></c><c s="0"><v>3</v></c><c s="1" t="e"><v>#N/A</v></c><c
        s="1" t="str"><v> </v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>new</t></r><r><rPr><strike/></rPr><t>
        old</t></r></is></c></row></sheetData></worksheet>"#;
    let strings = r#"<sst><si><r><rPr><strike/></rPr><t>Old</t></r><r><t> New</t></r></si><si><r><rPr><strike val="0"/></rPr><t>a</t></r></si></sst>"#;
    let book =
        r#"<workbook xmlns:r="r"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let bytes = package(&[
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", rows),
    ]);
    assert_eq!(
        cells(&bytes, WorkbookKind::Xlsx),
        "A1=1 Struck; B1=2; C1=3; D1=#N/A Error; F1=Old New Struck; G1=a; H1=new\n        old Struck"
    );
    let content = r#"<d><style name="ce1"><text-properties text-line-through-style="solid"/></style><style name="ce2"><text-properties
        text-line-through-style="none"/></style><style name="ce3" parent-style-name="Gone"/><style name="ce4" parent-style-name="Gone"><text-properties
        text-line-through-style="none" text-line-through-type="none"/></style><style name="T1"><text-properties text-line-through-type="single"/>
        </style><table name="List"><table-column number-columns-repeated="7"/><table-column default-cell-style-name="ce1"/><table-row><table-cell
        style-name="ce1"><p>1</p></table-cell><table-cell style-name="ce2"><p>2</p></table-cell><table-cell><p>new <span>a</span><span
        style-name="T1">old <span>one</span></span></p></table-cell><table-cell><p>b<span style-name="T1"> </span></p></table-cell><table-cell
        style-name="ce3"><p>c</p></table-cell><table-cell style-name="ce4"><p>d</p></table-cell><table-cell><p>e</p></table-cell><table-cell><p>f
        </p></table-cell></table-row><table-row default-cell-style-name="ce3"><table-cell><p>g</p></table-cell></table-row></table></d>"#;
    let common = r#"<d><style name="Gone"><text-properties text-line-through-style="solid"/></style></d>"#;
    assert_eq!(
        cells(&package(&[("content.xml", content), ("styles.xml", common)]), WorkbookKind::Ods),
        "A1=1 Struck; B1=2; C1=new aold one Struck; D1=b ; E1=c Struck; F1=d; G1=e; H1=f  Struck; A2=g Struck"
    );
}

#[test]
fn sheets_that_are_hidden_are_no_sheets() {
    let content = r#"<d><style name="ta1"><table-properties display="false"/></style><tracked-changes><table name="Old"/></tracked-changes>
        <table name="Hidden" style-name="ta1"><table-row/></table><table name="Seen"/></d>"#;
    let book = read(&package(&[("content.xml", content)]), WorkbookKind::Ods, None).unwrap();
    assert_eq!(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Seen"]);
}

/// What is said of a file.
fn told(bytes: &[u8], kind: WorkbookKind) -> String {
    read(bytes, kind, None).expect_err("refused").message
}

#[test]
fn workbooks_that_are_made_to_do_harm_are_one_problem_each() {
    let spaces = " ".repeat((package::MAX_UNPACKED + 1) as usize);
    let long = "x".repeat(100 << 20);
    let nested = "<a>".repeat(100_000);
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    let cell = |inside: &str| format!(r#"<row><c t="inlineStr"><is><t>{inside}</t></is></c></row>"#);
    let ods_cell =
        |attributes: &str| format!("<table:table-cell {attributes}><text:p>x</text:p></table:table-cell>");
    let (xlsx_kind, ods_kind) = (WorkbookKind::Xlsx, WorkbookKind::Ods);
    let cases = [
        (xlsx(&spaces), xlsx_kind, "it unpacks to more than 256 MiB"),
        (ods(&spaces), ods_kind, "it unpacks to more than 256 MiB"),
        (xlsx_with("", &spaces, "<worksheet/>"), xlsx_kind, "it unpacks to more than 256 MiB"),
        (xlsx_with(&spaces, "", ""), xlsx_kind, "it unpacks to more than 256 MiB"),
        (xlsx(&nested), xlsx_kind, "nested too deep"),
        (ods(&nested), ods_kind, "nested too deep"),
        (xlsx(&cell(&nested)), xlsx_kind, "nested too deep"),
        (xlsx(&cell(&long)), xlsx_kind, "List!A1 has more than 65535 characters"),
        (
            xlsx_with("", &format!("<sst><si><t>{long}</t></si></sst>"), "<worksheet/>"),
            xlsx_kind,
            "the shared text 1 has",
        ),
        (
            ods(&format!(
                "<table:table-row><table:table-cell><text:p>{long}</text:p></table:table-cell></table:table-row>"
            )),
            ods_kind,
            "a cell has more than 65535",
        ),
        (
            ods(
                r#"<table:table-row><table:table-cell><text:p><text:s text:c="4000000000"/><text:s text:c="65536"/></text:p></table:table-cell></table:table-row>"#,
            ),
            ods_kind,
            "a cell has more than 65535",
        ),
        (xlsx_with("", "<sst/>", laughs), xlsx_kind, "document type"),
        (xlsx(&cell("&laugh;")), xlsx_kind, "&laugh;"),
        (xlsx(r#"<row r="1048577"/>"#), xlsx_kind, "a row 1048577"),
        (xlsx(r#"<row r="0"/>"#), xlsx_kind, "a row `0`"),
        (xlsx(r#"<row><c r="XFE1"/></row>"#), xlsx_kind, "a cell `XFE1`"),
        (xlsx(r#"<row><c t="s"><v>7</v></c></row>"#), xlsx_kind, "the shared text 7 is missing"),
        (
            ods(&format!(
                "<table:table-row>{}</table:table-row>",
                ods_cell(r#"table:number-columns-repeated="1000000000""#)
            )),
            ods_kind,
            "more than 2000000 filled cells",
        ),
        (
            ods(&format!(
                r#"<table:table-row table:number-rows-repeated="1000000000">{}</table:table-row>"#,
                ods_cell("")
            )),
            ods_kind,
            "more than 2000000 filled cells",
        ),
        (
            ods(&format!(
                r#"<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>"#,
                ods_cell(r#"table:number-columns-repeated="16384""#)
            )),
            ods_kind,
            "more than 2000000 filled cells",
        ),
        (xlsx(&"<row>".repeat(300)), xlsx_kind, "nested too deep"),
        (xlsx("<row><c><v>1"), xlsx_kind, "cannot read"),
        (package(&[("content.xml", "")]), ods_kind, "no visible sheet"),
        (
            package(&[("META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>")]),
            ods_kind,
            "a password",
        ),
        (package(&[("a", "")]), xlsx_kind, "no XLSX workbook"),
        (package(&[("a", "")]), ods_kind, "no ODS workbook"),
        (
            vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            ods_kind,
            "a workbook of Excel, or protected by a password",
        ),
        (
            vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            xlsx_kind,
            "it is damaged, or no workbook at all",
        ),
        (Vec::new(), xlsx_kind, "cannot read the workbook"),
    ];
    for (bytes, kind, part) in cases {
        let said = told(&bytes, kind);
        assert!(said.contains(part), "{part}: {said}");
        assert!(said.len() < 300, "{said}");
    }
}

#[test]
fn a_shared_text_that_is_shown_everywhere_has_a_bound() {
    let text = "x".repeat(60_000);
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(2000));
    let sheet = format!("<worksheet><sheetData>{row}</sheetData></worksheet>");
    let said =
        told(&xlsx_with("", &format!("<sst><si><t>{text}</t></si></sst>"), &sheet), WorkbookKind::Xlsx);
    assert!(said.contains("more than 64 MiB of text"), "{said}");
}

#[test]
fn what_a_sheet_claims_of_its_size_costs_nothing() {
    let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(cells(&xlsx_with("", "<sst/>", sheet), WorkbookKind::Xlsx), "XFD1048576=1");
}

#[test]
fn a_workbook_in_utf16_is_read() {
    let sheet = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c t=\"str\"><v>é漢</v></c></row></sheetData></worksheet>";
    let wide: Vec<u8> = sheet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let book = r#"<workbook xmlns:r="r"><sheets><sheet name="List" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let parts = [
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("XL/Worksheets/Sheet1.xml", &wide),
    ];
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    assert_eq!(cells(&zip.finish().unwrap().into_inner(), WorkbookKind::Xlsx), "A1=é漢");
}

#[test]
fn a_workbook_arrives_from_another_process_as_it_was_read() {
    let book = read(
        &xlsx(r#"<row hidden="1"><c><v>1</v></c><c s="4"><v>0.5</v></c><c t="e"><v>#N/A</v></c></row>"#),
        WorkbookKind::Xlsx,
        None,
    )
    .unwrap();
    let sent = serde_json::to_vec(&book).unwrap();
    assert_eq!(serde_json::from_slice::<Workbook>(&sent).unwrap(), book);
}
