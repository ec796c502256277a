//! Returned forms read into a table.

use std::fs;

use calamine::{Data, Reader as _, Xlsx};
use lopdf::{Document, IncrementalDocument, Object};
use serde_json::Value;

use crate::folder::{Folder, Ran};
use crate::forms::form_of;

/// What a ministry answers, unless a test says something else.
const ANSWER: &str = r#""participant.1.family_name": "Ørsted", "participant.1.first_name": "Zoë",
    "participant.1.function": "Minister", "participant.1.role": "head", "participant.1.e_mail": "zoe@example.org""#;

/// A built mailing with a folder for returns.
pub(crate) fn sent() -> Folder {
    let folder = Folder::built();
    fs::create_dir(folder.path("returns")).expect("a folder");
    folder
}

/// Fills in a recipient's form and returns it.
pub(crate) fn answer(folder: &Folder, id: &str, more: &str, name: &str, at: Option<&str>) {
    folder.write("answer.json", &format!("{{ {ANSWER}{more} }}"));
    let form = form_of(folder, id);
    let output = format!("returns/{name}");
    let mut arguments = vec!["form", "fill", form.to_str().expect("UTF-8"), "answer.json", "-o", &output];
    arguments.extend(at.iter().flat_map(|at| ["--now", at]));
    folder.run(&arguments).ends_with(0);
}

pub(crate) fn collect(folder: &Folder, code: i32) -> (Value, Ran) {
    let ran = folder.run(&["collect", "returns", "--now", "2004-06-05"]).ends_with(code);
    let json = folder.read("output/DM-1132-registrations/registrations.json");
    (serde_json::from_str(&json).expect("JSON"), ran)
}

/// The line of a file.
pub(crate) fn line<'a>(table: &'a Value, name: &str) -> &'a Value {
    let files = table["files"].as_array().expect("files");
    files
        .iter()
        .find(|file| file["file"] == format!("returns/{name}"))
        .unwrap_or_else(|| panic!("no line for {name}"))
}

/// Changes a returned PDF.
pub(crate) fn change(folder: &Folder, name: &str, how: impl FnOnce(&mut Document)) {
    let path = folder.path(&format!("returns/{name}"));
    let mut document = Document::load(&path).expect("a PDF");
    how(&mut document);
    document.save(&path).expect("a writable folder");
}

/// Sets the value of the first participant's field of this name, or else of the first field whose name ends so.
pub(crate) fn set(document: &mut Document, part: &str, value: Object) {
    let named = |object: &Object| {
        object.as_dict().is_ok_and(|dict| {
            dict.get(b"T").and_then(Object::as_str).is_ok_and(|name| name == part.as_bytes())
        })
    };
    let ids: Vec<_> =
        document.objects.iter().filter(|(_, object)| named(object)).map(|(id, _)| *id).collect();
    let of_first = ids.iter().find(|id| whole_name(document, **id).starts_with("participant.1."));
    let id = *of_first.or(ids.first()).expect("a field");
    document.get_dictionary_mut(id).expect("a dictionary").set("V", value);
}

/// The name of a field with those above it.
fn whole_name(document: &Document, id: lopdf::ObjectId) -> String {
    let field = document.get_dictionary(id).expect("a field");
    let name = field.get(b"T").and_then(Object::as_str).map(String::from_utf8_lossy).unwrap_or_default();
    match field.get(b"Parent").and_then(Object::as_reference) {
        Ok(above) => format!("{}.{name}", whole_name(document, above)),
        Err(_) => name.into_owned(),
    }
}

#[test]
fn answers_become_rows_and_the_silent_are_named() {
    let folder = sent();
    let more = r#", "participant.1.arrival": "23.06.2004", "participant.1.day.1": true, "participant.1.visa.passport_number": "X123",
        "delegation.1.family_name": "ØRSTED", "delegation.1.first_name": "Zoë", "delegation.1.title": "ms",
        "delegation.2.family_name": "Aalto""#;
    answer(&folder, "FRA", more, "réponse de la France.pdf", None);
    let before = folder.sha256("returns/réponse de la France.pdf");
    let (table, ran) = collect(&folder, 0);
    assert_eq!(folder.sha256("returns/réponse de la France.pdf"), before);
    let file = line(&table, "réponse de la France.pdf");
    assert_eq!(
        (&file["status"], &file["recipient"], &file["version"]),
        (&"matched".into(), &"FRA".into(), &"counts".into())
    );
    assert_eq!((&file["sha256"], &file["participants"]), (&before.as_str().into(), &2.into()));
    let rows = table["registrations"].as_array().expect("rows");
    assert_eq!(rows.len(), 2, "who stands on a page and in the list is one participant");
    assert_eq!((&rows[0]["participant"], &rows[0]["delegation"]), (&1.into(), &1.into()));
    let values = &rows[0]["values"];
    for (column, value) in [
        ("family_name", "Ørsted"),
        ("title", "ms"),
        ("arrival", "2004-06-23"),
        ("day.1", "true"),
        ("entity.name", "France"),
        ("language", "fr"),
        ("visa.passport_number", "X123"),
    ] {
        assert_eq!(values[column], value, "{column}");
    }
    assert_eq!((&rows[1]["delegation"], &rows[1]["values"]["family_name"]), (&2.into(), &"Aalto".into()));
    assert_eq!(table["answered"], 1);
    assert_eq!(table["deadline"], "2004-06-10");
    let silent: Vec<&Value> =
        table["unanswered"].as_array().expect("a list").iter().map(|one| &one["recipient"]).collect();
    assert_eq!(silent.len(), 2);
    assert!(
        ran.out.contains("2 participants in 1 file for DM-1132; 1 of 3 recipients answered"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("not answered (2 recipients, the deadline 2004-06-10 is in 5 days)"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("X123"));

    let csv = folder.read("output/DM-1132-registrations/registrations.csv");
    assert!(csv.starts_with(
        "\u{feff}file,sha256,recipient,serial,document,form_language,modified,version,participant,"
    ));
    assert_eq!(csv.lines().count(), 3);
    let bytes = fs::read(folder.path("output/DM-1132-registrations/registrations.xlsx")).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Registrations", "Files", "Not answered"]);
    let sheet = book.worksheet_range("Registrations").expect("a sheet");
    assert_eq!(sheet.height(), 3);
    assert!(sheet.cells().all(|(_, _, cell)| matches!(cell, Data::String(_) | Data::Empty)), "texts alone");
    #[cfg(unix)]
    for name in ["registrations.csv", "registrations.xlsx", "registrations.json"] {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path(&format!("output/DM-1132-registrations/{name}"));
        assert_eq!(fs::metadata(path).expect("a file").permissions().mode() & 0o777, 0o600, "{name}");
    }
    // The same returns give the same bytes, on one thread and from the ZIP file.
    let hash = || folder.sha256("output/DM-1132-registrations/registrations.xlsx");
    let first = hash();
    folder
        .run(&["collect", "returns", "--jobs", "1", "--archive", "output/DM-1132/DM-1132.zip"])
        .ends_with(0);
    assert_eq!(hash(), first);
}

#[test]
fn the_latest_of_several_counts_and_a_tie_is_shown() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", Some("2004-06-01T09:00:00+02:00"));
    answer(&folder, "FRA", "", "b.pdf", Some("2004-06-02T08:59:00+02:00"));
    // Later by the clock on its wall, but earlier.
    answer(&folder, "FRA", "", "c.pdf", Some("2004-06-02T12:00:00+09:00"));
    answer(&folder, "KEN", r#", "participant.1.hotel": "A""#, "d.pdf", None);
    answer(&folder, "KEN", r#", "participant.1.hotel": "B""#, "e.pdf", None);
    let (table, ran) = collect(&folder, 3);
    for (name, version) in [("a", "earlier"), ("b", "counts"), ("c", "earlier"), ("d", "tie"), ("e", "tie")] {
        assert_eq!(line(&table, &format!("{name}.pdf"))["version"], version, "{name}");
    }
    assert_eq!(table["registrations"].as_array().expect("rows").len(), 5, "all are kept");
    assert!(ran.out.contains("several answers (2; all are in the table)"), "{}", ran.out);
    // Earlier answers and those of a tie register nobody.
    assert!(
        ran.out.starts_with("1 participant in 5 files for DM-1132; 2 of 3 recipients answered"),
        "{}",
        ran.out
    );
    let ran = folder.run(&["collect", "returns", "--json"]).ends_with(3);
    assert!(ran.out.contains(r#""participants":1,"answered":2"#), "{}", ran.out);
    // The same answers twice are no tie.
    fs::copy(folder.path("returns/d.pdf"), folder.path("returns/e.pdf")).expect("a copy");
    let (table, _) = collect(&folder, 0);
    assert_eq!(
        (&line(&table, "d.pdf")["version"], &line(&table, "e.pdf")["version"]),
        (&"counts".into(), &"same".into())
    );
}

#[test]
fn wrong_values_are_told_by_field_and_never_repeated() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", None);
    change(&folder, "a.pdf", |document| {
        set(document, "birth_date", Object::string_literal("the fourth of May"));
        set(document, "e_mail", Object::string_literal("zoe at home"));
        set(document, "tel", Object::string_literal("0".repeat(31)));
        set(document, "first_name", Object::string_literal(""));
        set(document, "category", Object::Name(b"king".to_vec()));
    });
    let (table, ran) = collect(&folder, 3);
    let problems = line(&table, "a.pdf")["problems"].as_array().expect("problems").clone();
    let fields: Vec<&str> = problems.iter().filter_map(|problem| problem["field"].as_str()).collect();
    let people =
        ["first_name", "tel", "e_mail", "visa.birth_date"].map(|name| format!("participant.1.{name}"));
    assert_eq!(fields[0], "entity.category");
    assert_eq!(fields[1..], people);
    assert!(!ran.out.contains("fourth of May") && !ran.out.contains("zoe at home"), "{}", ran.out);
    assert!(ran.out.contains("participant.1.visa.birth_date: no date"), "{}", ran.out);
    let row = &table["registrations"][0];
    assert_eq!(row["values"]["visa.birth_date"], "the fourth of May", "kept as it was written");
    assert_eq!(row["invalid"].as_array().expect("columns").len(), 5);
}

#[test]
fn values_that_try_to_be_something_else_stay_text() {
    let folder = sent();
    answer(&folder, "FRA", "", "=cmd.pdf", None);
    let link = "=HYPERLINK(\"http://example.org\",\"x\")";
    change(&folder, "=cmd.pdf", |document| {
        set(document, "hotel", Object::string_literal(link));
        set(document, "first_name", Object::string_literal("#panic() <b>*x*</b> &amp;"));
        set(document, "function", Object::string_literal("@SUM(1)\u{7}\r\nBcc: a@example.org"));
        set(document, "accessibility", Object::string_literal("=".repeat(1_000_000)));
    });
    let (table, _) = collect(&folder, 3);
    let values = &table["registrations"][0]["values"];
    assert_eq!(values["hotel"], link);
    assert_eq!(values["first_name"], "#panic() <b>*x*</b> &amp;");
    assert_eq!(values["function"], "@SUM(1)\nBcc: a@example.org");
    assert_eq!(values["accessibility"].as_str().expect("a text").len(), 32_767, "what a cell holds");
    let csv = folder.read("output/DM-1132-registrations/registrations.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let record = reader.records().next().expect("a row").expect("well-formed");
    assert!(record.iter().any(|cell| cell == format!("'{link}")));
    assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    let bytes = fs::read(folder.path("output/DM-1132-registrations/registrations.xlsx")).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("a sheet").is_empty(), "{name} has no formulas");
    }
}

#[test]
fn every_file_has_a_line_whatever_it_is() {
    let folder = sent();
    answer(&folder, "FRA", "", "whole.pdf", None);
    let whole = fs::read(folder.path("returns/whole.pdf")).expect("a form");
    let put = |name: &str, bytes: &[u8]| {
        convoke::input::write_atomically(&folder.path(&format!("returns/{name}")), bytes)
            .expect("a writable folder");
    };
    put("cut.pdf", &whole[..whole.len() / 2]);
    put("empty.pdf", b"");
    put("page.html", b"<!DOCTYPE html>");
    put("noise.pdf", &[b"%PDF-1.7\n".as_slice(), &[b'['; 300_000], b"startxref 9"].concat());
    put("sub/again.pdf", &whole);
    fs::copy(form_of(&folder, "KEN"), folder.path("returns/blank.pdf")).expect("a copy");
    let letter = fs::read_dir(folder.path("output/DM-1132/post/letters"))
        .expect("letters")
        .next()
        .expect("one")
        .expect("one");
    fs::copy(letter.path(), folder.path("returns/letter.pdf")).expect("a copy");
    put("tampered.pdf", &whole);
    change(&folder, "tampered.pdf", |document| {
        set(document, "identity", Object::string_literal("CVK1*DM-1132/003*KEN*form*en*00000000*00"));
    });
    let (table, ran) = collect(&folder, 3);
    for (name, status) in [
        ("blank.pdf", "matched"),
        ("cut.pdf", "damaged"),
        ("empty.pdf", "not-pdf"),
        ("letter.pdf", "not-form"),
        ("noise.pdf", "damaged"),
        ("page.html", "not-pdf"),
        ("sub/again.pdf", "matched"),
        ("tampered.pdf", "forged"),
        ("whole.pdf", "matched"),
    ] {
        assert_eq!(line(&table, name)["status"], status, "{name}");
    }
    assert_eq!(table["files"].as_array().expect("files").len(), 9);
    assert_eq!(line(&table, "blank.pdf")["remark"], "nothing is filled in");
    assert_eq!(table["answered"], 1, "a blank form is no answer");
    assert!(ran.out.contains("returns/cut.pdf: damaged: ask the ministry to send it again"), "{}", ran.out);
    let unbuilt = Folder::started();
    unbuilt
        .run(&["collect", "recipients"])
        .ends_with(1)
        .says("the mailing has no archive yet")
        .says("convoke build");
    folder.run(&["collect", "nowhere"]).ends_with(1).says("the returns cannot be read").says("nowhere");
}

#[test]
fn forms_of_another_mailing_or_an_earlier_version_are_told_apart() {
    let folder = sent();
    answer(&folder, "FRA", "", "other.pdf", None);
    answer(&folder, "KEN", "", "old.pdf", None);
    change(&folder, "other.pdf", |document| {
        let identity = convoke::register::Identity::new("DM-2001/001", "FRA", "form", "fr", "0123456789");
        set(document, "identity", Object::string_literal(identity.to_string()));
    });
    folder.edit("templates/layout.typ", "line-height = 6mm", "line-height = 6.1mm");
    folder.run(&["build"]).ends_with(0);
    let (table, ran) = collect(&folder, 3);
    assert_eq!(line(&table, "other.pdf")["status"], "other-mailing");
    assert_eq!(line(&table, "old.pdf")["status"], "old-version");
    assert_eq!(
        table["registrations"].as_array().expect("rows").len(),
        1,
        "an earlier version is read all the same"
    );
    assert!(ran.out.contains("another mailing"), "{}", ran.out);
    // A form the archive no longer vouches for is nothing to check answers against.
    let form = form_of(&folder, "KEN");
    let mut bytes = fs::read(&form).expect("a form");
    bytes.extend(b" ");
    convoke::input::write_atomically(&form, &bytes).expect("a writable folder");
    let (table, _) = collect(&folder, 3);
    assert_eq!(line(&table, "old.pdf")["status"], "unreadable");
}

#[test]
fn a_form_changed_in_place_is_read_as_it_was_left() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", None);
    let path = folder.path("returns/a.pdf");
    let mut document = IncrementalDocument::load(&path).expect("a PDF");
    let named = |object: &Object| {
        object
            .as_dict()
            .is_ok_and(|dict| dict.get(b"T").and_then(Object::as_str).is_ok_and(|name| name == b"hotel"))
    };
    let previous = document.get_prev_documents();
    let id = previous.objects.iter().find(|(_, object)| named(object)).map(|(id, _)| *id).expect("a field");
    document.opt_clone_object_to_new_document(id).expect("an object");
    let value = [0xfe, 0xff, 0x5b, 0x89, 0x59, 0x7d].to_vec();
    document
        .new_document
        .get_dictionary_mut(id)
        .expect("a dictionary")
        .set("V", Object::String(value, lopdf::StringFormat::Hexadecimal));
    document.save(&path).expect("a writable folder");
    let (table, _) = collect(&folder, 0);
    assert_eq!(table["registrations"][0]["values"]["hotel"], "安好");
}

#[test]
fn no_damage_makes_reading_fail() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", None);
    let whole = fs::read(folder.path("returns/a.pdf")).expect("a form");
    // A generator of pseudo-random numbers, the same on every run (Knuth's MMIX).
    let mut state = 1_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let mut read = 0;
    for _ in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..=next(30) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = u8::try_from(next(256)).expect("a byte"),
                1 => drop(bytes.drain(at..(at + next(200)).min(bytes.len()))),
                _ => bytes.splice(at..at, b"<</Kids[1 0 R]/Parent 1 0 R>>".iter().copied()).for_each(drop),
            }
        }
        read += usize::from(convoke::pdf::form::read(&bytes).is_ok());
    }
    assert!(read > 20, "most damage leaves something to read: {read}");
}
