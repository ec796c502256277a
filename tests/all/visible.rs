//! Nothing is printed raw: a list of hostile texts goes through every channel, and each shows or encodes it by its rule.
//!
//! The rules are the table of docs/security.md.

use std::fs;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use convoke::archive::{Manifest, table};
use convoke::diagnostic::is_visible;
use serde_json::{Value, json};

use crate::folder::{Folder, Ran};

/// Texts that act on a terminal, hide on it, forge a line of it, or mean more than text elsewhere.
const HOSTILE: [&str; 48] = [
    "\u{1b}[2J\u{1b}[3J\u{1b}[H\u{1b}[1;32mintact\u{1b}[0m: all as made\u{1b}[8m",
    "x \u{1b}]0;TITLE SET BY DATA\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}P$qm\u{1b}\\",
    "\u{1b}c",
    "\u{9b}31mred\u{9b}0m",
    "\u{9d}0;title\u{9c}",
    "\u{90}q\u{9c}",
    "x\u{8}\u{8}\u{8}y",
    "x\r\nintact: forged",
    "x\nintact: forged\n",
    "x\rintact: forged",
    "x\u{b}\u{c}y",
    "x\ty",
    "\0",
    "\u{7}",
    "\u{7f}\u{7f}",
    "x\u{85}y",
    "x\u{2028}y\u{2029}z",
    "\u{202e}fdp.exe",
    "\u{202d}\u{202c}\u{202a}\u{202b}",
    "\u{2066}isolate\u{2069}",
    "\u{2067}open",
    "\u{2068}first\u{2069}\u{2069}",
    "\u{200e}\u{200f}\u{61c}",
    "zero\u{200b}width",
    "word\u{2060}joiner",
    "no\u{feff}break",
    "soft\u{ad}hyphen",
    "pay\u{200d}pal\u{200c}",
    "\u{e0041}\u{e0042}\u{e007f}tags",
    "\u{e0001}",
    "a\u{fe0f}b\u{e0100}c",
    "\u{3164}filler\u{115f}\u{1160}\u{ffa0}",
    "\u{180e}\u{34f}\u{17b4}",
    "\u{206a}\u{206f}",
    "\u{fff9}anno\u{fffa}tation\u{fffb}",
    "\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}",
    "\u{e000}\u{f8ff}\u{f0000}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "<script>alert(1)</script>&amp;\"'",
    "\\u001b[2J %s ${x} {{recipient.id}} #panic()",
];

/// Asserts that nothing printed acts on a terminal or hides in it.
#[track_caller]
fn assert_inert(what: &str, ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let raw = text.chars().find(|c| *c != '\n' && !is_visible(*c));
        assert!(raw.is_none(), "{what}: {raw:?} in {text:?}");
        let forged = text.lines().any(|line| line.starts_with("intact: forged"));
        assert!(!forged, "{what}: a forged line in {text}");
    }
}

/// Asserts that the output is JSON lines in which nothing acts; returns them.
#[track_caller]
fn json_lines(what: &str, ran: &Ran) -> Vec<Value> {
    assert_inert(what, ran);
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{what}: {error} in {line}"));
    ran.out.lines().map(read).collect()
}

fn built() -> Folder {
    let folder = Folder::built();
    fs::remove_file(folder.path("output/DM-1132/DM-1132.zip")).expect("a ZIP file");
    folder
}

fn manifest(folder: &Folder) -> Value {
    serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON")
}

#[test]
fn a_tool_named_by_an_archive_is_shown_and_json_has_its_value() {
    let folder = built();
    let sound = manifest(&folder);
    for hostile in HOSTILE {
        let mut forged = sound.clone();
        forged["tool"] = json!(hostile);
        folder.write("output/DM-1132/manifest.json", &forged.to_string());
        let what = format!("tool {hostile:?}");
        assert_inert(&what, &folder.run(&["verify", "output/DM-1132"]));
        assert_inert(&what, &folder.run(&["diff", "output/DM-1132", "output/DM-1132"]));
        let told = json_lines(&what, &folder.run(&["verify", "output/DM-1132", "--json"]));
        let verified = told.iter().find(|line| line["event"] == "verified").expect("an outcome");
        let tool = &verified["tool"];
        assert!(tool.is_null() || tool == hostile, "{what} became {tool}");
    }
}

#[test]
fn whatever_a_manifest_says_is_shown() {
    let folder = built();
    let sound = manifest(&folder);
    let texts = [
        "recipient",
        "serial",
        "locale",
        "document",
        "path",
        "sha256",
        "entity",
        "channel",
        "role",
        "copy_to",
    ];
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let mut forged = sound.clone();
        let entries = forged["files"].as_array_mut().expect("files");
        let last = entries.iter_mut().rfind(|entry| entry["recipient"].is_string()).expect("a document");
        last[texts[number % texts.len()]] = json!(hostile);
        last["sha256"] = json!("0".repeat(64));
        forged[["reference", "issued_at", "tool", "format"][number % 4]] = json!(hostile);
        folder.write("output/DM-1132/manifest.json", &forged.to_string());
        let what = format!("manifest {hostile:?}");
        assert_inert(&what, &folder.run(&["verify", "output/DM-1132"]).ends_with(1));
        json_lines(&what, &folder.run(&["verify", "output/DM-1132", "--json"]).ends_with(1));
        assert_inert(&what, &folder.run(&["pack", "output/DM-1132", "-o", "packed"]));
    }
}

/// A list of one recipient for each hostile text, which is at one of four places of it; the names of those whose text is the name
/// of a city, which is no error, and of the others.
fn hostile_lists(folder: &Folder) -> [Vec<String>; 2] {
    let list = folder.read("recipients/ministries.yaml");
    let (head, _) = list.split_once("  - id: FRA").expect("France");
    let (_, kenya) = list.split_once("  - id: KEN").expect("Kenya");
    let mut names = [Vec::new(), Vec::new()];
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let quoted = json!(hostile).to_string().replace('\u{7f}', "\\x7f");
        let id = format!("id: K{number:02}");
        let (from, to) = match number % 4 {
            0 => (id.as_str(), format!("id: {quoted}")),
            1 => ("city: Nairobi", format!("city: {quoted}")),
            2 => ("channels: [post]", format!("channels: [{quoted}]")),
            _ => ("city: Nairobi", format!("city: Nairobi\n    {quoted}: x")),
        };
        let text = format!("{head}  - {id}{kenya}");
        assert!(text.contains(from), "{from}");
        let name = format!("recipients/hostile-{number:02}.yaml");
        folder.write(&name, &text.replacen(from, &to, 1));
        names[usize::from(number % 4 != 1)].push(name);
    }
    names
}

#[test]
fn values_of_recipient_lists_are_shown() {
    let folder = Folder::started();
    let mailing = folder.read("mailing.yaml");
    for (names, code) in hostile_lists(&folder).iter().zip([3, 1]) {
        let from = "[recipients/ministries.yaml]";
        assert!(mailing.contains(from));
        folder.write("mailing.yaml", &mailing.replacen(from, &format!("[{}]", names.join(", ")), 1));
        let shown = folder.run(&["check", "--verbose"]).ends_with(code);
        assert_inert("recipients", &shown);
        let told = folder.run(&["check", "--json"]).ends_with(code);
        json_lines("recipients", &told);
        // Each of them was come to.
        for name in names {
            assert!(shown.err.contains(name.as_str()), "{name} is not in\n{}", shown.err);
            assert!(told.out.contains(name.as_str()), "{name} is not in\n{}", told.out);
        }
    }
}

#[test]
fn keys_and_values_of_the_mailing_are_shown() {
    let folder = Folder::started();
    let mailing = folder.read("mailing.yaml");
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let quoted = json!(hostile).to_string();
        let (from, to) = match number % 4 {
            0 => ("website:", format!("{quoted}:")),
            1 => ("reference: DM-1132", format!("reference: {quoted}")),
            2 => ("default_language: en", format!("default_language: {quoted}")),
            _ => ("issued_at:", format!("issued_at: {quoted}\nissued_on:")),
        };
        assert!(mailing.contains(from), "{from}");
        folder.write("mailing.yaml", &mailing.replacen(from, &to, 1));
        assert_inert(&format!("mailing {hostile:?}"), &folder.run(&["check"]));
    }
}

#[test]
fn templates_are_quoted_and_shown() {
    let folder = Folder::started();
    let letter = folder.read("templates/en/letter.typ.hbs");
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let text = match number % 3 {
            0 => format!("{letter}\n{{{{event.{hostile}}}}}\n"),
            1 => format!("{letter}\n#nonsense(\"{hostile}\")\n"),
            _ => format!("{letter}\n#panic(\"{}\")\n", hostile.replace('"', "")),
        };
        folder.write("templates/en/letter.typ.hbs", &text);
        assert_inert(&format!("template {hostile:?}"), &folder.run(&["preview", "KEN"]));
    }
}

/// A text as an attribute or element of XML holds it.
fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[test]
fn xliff_files_are_shown() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let sound = folder.read("fr.xlf");
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let begin = [
            "<unit id=\"",
            "<source>",
            "<target>",
            "srcLang=\"",
            "trgLang=\"",
            "<file id=\"",
            "version=\"2.",
        ];
        let begin = begin[number % begin.len()];
        assert!(sound.contains(begin), "{begin}");
        // As a tool would write it, or in the raw.
        let text = match number % 2 {
            0 => format!("{begin}{}", in_xml(hostile)),
            _ => format!("<{hostile}>{begin}&{hostile};"),
        };
        folder.write("hostile.xlf", &sound.replacen(begin, &text, 1));
        let ran = folder.run(&["locale", "import", "hostile.xlf"]);
        assert_inert(&format!("XLIFF {hostile:?} in {begin}"), &ran);
    }
}

#[test]
fn the_status_of_languages_is_shown() {
    let folder = Folder::started();
    let [letter, pack, state] = ["letter.typ.hbs", "locale.yaml", "translation.yaml"]
        .map(|name| folder.read(&format!("templates/fr/{name}")));
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let quoted = json!(hostile).to_string();
        let (name, sound, text) = match number % 4 {
            0 => ("letter.typ.hbs", &letter, format!("{letter}\n{hostile} {{{{event.{hostile}}}}}\n")),
            1 => ("locale.yaml", &pack, format!("{pack}\n{quoted}: {quoted}\n")),
            2 => (
                "translation.yaml",
                &state,
                state.replacen("source: \"en\"", &format!("source: {quoted}"), 1),
            ),
            _ => ("translation.yaml", &state, format!("{state}\n{quoted}: {quoted}\n")),
        };
        folder.write(&format!("templates/fr/{name}"), &text);
        let what = format!("status {hostile:?} in {name}");
        assert_inert(&what, &folder.run(&["locale", "status", "fr", "--verbose"]));
        folder.write(&format!("templates/fr/{name}"), sound);
    }
}

#[test]
fn arguments_are_shown() {
    let folder = Folder::started();
    for hostile in HOSTILE.iter().filter(|text| !text.contains('\0')) {
        let what = format!("argument {hostile:?}");
        assert_inert(&what, &folder.run(&[hostile]).ends_with(2));
        assert_inert(&what, &folder.run(&["check", hostile]).ends_with(2));
        assert_inert(&what, &folder.run(&["verify", "--", hostile]).ends_with(1));
        assert_inert(&what, &folder.run(&["explain", "--", hostile]).ends_with(2));
        assert_inert(&what, &folder.run(&["locale", "status", "--", hostile]).ends_with(1));
        assert_inert(&what, &folder.run(&["check", "--mailing", &format!("x{hostile}")]).ends_with(1));
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_shown_though_they_are_not_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = built();
    fs::create_dir(folder.path("returns")).expect("a folder");
    let names = HOSTILE
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .chain([b"\xff\xfe.pdf".to_vec(), b"a\xc3".to_vec()]);
    let names: Vec<Vec<u8>> = names.filter(|name| !name.contains(&0) && !name.contains(&b'/')).collect();
    for name in &names {
        let name = OsStr::from_bytes(name);
        for path in [folder.path("returns").join(name), folder.path("output/DM-1132").join(name)] {
            fs::copy(folder.path("mailing.yaml"), path).expect("written");
        }
    }
    let ran = folder.run(&["collect", "returns"]).ends_with(3);
    assert_inert("returns", &ran);
    assert!(ran.out.contains("<0xFF><0xFE>.pdf") && ran.out.contains("a<0xC3>"), "{}", ran.out);
    let told = json_lines("returns", &folder.run(&["collect", "returns", "--json"]).ends_with(3));
    assert_eq!(told.iter().filter(|line| line["event"] == "file").count(), names.len());
    let ran = folder.run(&["verify", "output/DM-1132", "--verbose"]).ends_with(1);
    assert_inert("foreign files", &ran);
    assert!(ran.err.contains("<0xFF>"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_no_text_can_be_worked_in() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::started();
    let name = OsStr::from_bytes(b"m\xff");
    let run = |arguments: &[&str]| {
        let arguments = [OsStr::new("-C"), name].into_iter().chain(arguments.iter().map(OsStr::new));
        Ran::from(folder.command(&arguments.collect::<Vec<_>>()).output().expect("the command"))
    };
    assert!(run(&["init", "--sample"]).ends_with(0).out.contains("m<0xFF>"));
    for arguments in [&["build"][..], &["build", "--json"], &["pack", "--json"], &["pack"]] {
        let ran = run(arguments).ends_with(0);
        assert!(ran.out.contains("m<0xFF>"), "{}", ran.out);
    }
}

#[test]
fn the_table_of_documents_has_no_formula_and_all_of_its_text() {
    let folder = built();
    let mut forged: Manifest = serde_json::from_value(manifest(&folder)).expect("a manifest");
    let documents =
        forged.files.iter().filter(|entry| entry.pages.is_some() && entry.recipient.is_some()).count();
    for chunk in HOSTILE.chunks(documents) {
        let entries =
            forged.files.iter_mut().filter(|entry| entry.pages.is_some() && entry.recipient.is_some());
        for (entry, hostile) in entries.zip(chunk) {
            entry.entity = Some((*hostile).to_owned());
        }
        let mut csv = Vec::new();
        table::write_csv(&forged, &mut csv).expect("written");
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
        let book = folder.path("register.xlsx");
        let made = table::make_workbook(&forged, folder.root()).expect("made");
        convoke::input::write_atomically(&book, &made).expect("written");
        let mut book: Xlsx<_> = open_workbook(&book).expect("a workbook");
        assert!(book.worksheet_formula("Register").expect("a sheet").is_empty());
        let sheet = book.worksheet_range("Register").expect("a sheet");
        for hostile in chunk {
            // Apostrophes are put before what begins like a formula, and nothing else is changed.
            let bare = |text: &str| text.replace('\'', "");
            let cell = rows.iter().map(|row| &row[4]).find(|cell| bare(cell) == bare(hostile));
            let cell = cell.unwrap_or_else(|| panic!("{hostile:?} is in no row of the CSV"));
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            let is_there =
                sheet.rows().any(|row| matches!(&row[4], Data::String(text) if same(text, hostile)));
            assert!(is_there, "{hostile:?} is in no row of the workbook");
        }
    }
}

/// Whether a cell says this. XML has no way to write noncharacters, and reads line ends alike.
fn same(cell: &str, text: &str) -> bool {
    let bare = |text: &str| {
        text.chars().filter(|c| !c.is_control() && u32::from(*c) & 0xfffe != 0xfffe).collect::<String>()
    };
    bare(cell) == bare(text)
}
