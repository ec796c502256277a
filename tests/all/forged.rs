//! Forms know their sender: what is forged, altered, replayed or renamed is told from what is genuine, by field and by barcode.

use std::fs;

use convoke::register::{FormKey, Identity};
use lopdf::{Document, Object};
use serde_json::Value;

use crate::collect::{answer, change, collect, line, sent, set};
use crate::folder::Folder;
use crate::forms::form_of;

/// The languages of two mailings of three recipients.
const LANGUAGES: [[(&str, &str); 3]; 2] =
    [[("FRA", "fr"), ("GMB", "en"), ("KEN", "ar")], [("FRA", "es"), ("GMB", "ru"), ("KEN", "zh")]];

/// A built mailing whose recipients are written to in these languages, with a folder for returns.
fn sent_in(languages: &[(&str, &str)]) -> Folder {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    let mut tags = languages.iter().map(|(_, tag)| tag);
    let lines = list.lines().map(|line| match line.strip_prefix("    languages: ") {
        Some(_) => format!("    languages: [{}]", tags.next().expect("three recipients")),
        None => line.to_owned(),
    });
    folder.write("recipients/ministries.yaml", &lines.collect::<Vec<_>>().join("\n"));
    folder.run(&["build", "--allow-stale"]).ends_with(0);
    fs::create_dir(folder.path("returns")).expect("a folder");
    folder
}

/// The text of the identity that a recipient's form carries.
fn carried(folder: &Folder, id: &str) -> String {
    let bytes = fs::read(form_of(folder, id)).expect("a form");
    convoke::pdf::form::read(&bytes).expect("a form").identity.expect("an identity")
}

/// The parts of an identity, without mark, keyed hash and check digits.
fn parts(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split('*').collect();
    parts[1..6].iter().map(ToString::to_string).collect()
}

/// An identity as a forger writes it: with these parts, the keyed hash at hand, and check digits that fit.
fn forge(parts: &[String], tag: &str) -> String {
    let body = format!("CVK2*{}*{tag}", parts.join("*"));
    let remainder = body.bytes().fold(0, |remainder, byte| (remainder * 256 + u32::from(byte)) % 97);
    format!("{body}*{:02}", 98 - remainder * 100 % 97)
}

fn set_identity(folder: &Folder, name: &str, identity: &str) {
    change(folder, name, |document| set(document, "identity", Object::string_literal(identity)));
}

/// All identities that claim to be a recipient's and were made by somebody else, and what each is.
fn forgeries(folder: &Folder, id: &str) -> Vec<(String, String)> {
    let genuine = carried(folder, id);
    let own = parts(&genuine);
    let tag = genuine.split('*').nth(6).expect("a keyed hash").to_owned();
    let read: Identity = genuine.parse().expect("an identity");
    let mut forged = vec![("another key".to_owned(), read.made_with(&FormKey::TRIAL).to_string())];
    let altered = ["DM-1132/099", "XYZ", "letter", "pt", "00000000"];
    for (at, (name, other)) in
        ["serial", "recipient", "document", "locale", "version"].iter().zip(altered).enumerate()
    {
        let mut parts = own.clone();
        parts[at] = other.to_owned();
        forged.push((format!("another {name}"), forge(&parts, &tag)));
    }
    for at in 0..tag.len() {
        let mut digits = tag.clone().into_bytes();
        digits[at] = if digits[at] == b'A' { b'B' } else { b'A' };
        forged.push((
            format!("digit {at} of the hash"),
            forge(&own, &String::from_utf8(digits).expect("ASCII")),
        ));
    }
    forged
}

#[test]
fn honest_forms_are_told_from_forged_ones_in_six_languages() {
    for languages in LANGUAGES {
        let folder = sent_in(&languages);
        for (id, tag) in languages {
            assert_eq!(parts(&carried(&folder, id))[3], tag);
            // Under the name of somebody else.
            answer(&folder, id, "", &format!("{id}.pdf"), Some("2004-06-01T09:00:00+02:00"));
            let renamed = folder.path(&format!("returns/USA_form_{tag}.pdf"));
            fs::rename(folder.path(&format!("returns/{id}.pdf")), renamed).expect("renamed");
        }
        let (table, ran) = collect(&folder, 0);
        assert_eq!(
            (&table["answered"], &table["unanswered"]),
            (&3.into(), &Value::Array(Vec::new())),
            "{}",
            ran.out
        );
        let (id, tag) = languages[2];
        let whole = fs::read(folder.path(&format!("returns/USA_form_{tag}.pdf"))).expect("a form");
        let forgeries = forgeries(&folder, id);
        for (number, (_, identity)) in forgeries.iter().enumerate() {
            let name = format!("forged-{number}.pdf");
            convoke::input::write_atomically(&folder.path(&format!("returns/{name}")), &whole)
                .expect("written");
            set_identity(&folder, &name, identity);
        }
        let (table, ran) = collect(&folder, 3);
        for (number, (what, identity)) in forgeries.iter().enumerate() {
            let file = line(&table, &format!("forged-{number}.pdf"));
            assert_eq!(file["status"], "forged", "{what}: {identity}");
            assert_eq!(file["version"], Value::Null, "{what}");
        }
        assert_eq!(
            table["registrations"].as_array().expect("rows").len(),
            3,
            "nothing forged is in the table"
        );
        assert_eq!(table["answered"], 3);
        assert!(ran.out.contains("forged or altered"), "{}", ran.out);
        assert!(
            ran.out.contains("ask the ministry, by an address you know, whether it sent this"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn check_digits_that_do_not_fit_are_an_alteration() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", None);
    let genuine = carried(&folder, "FRA");
    set_identity(&folder, "a.pdf", &genuine.replace("FRA", "KEN"));
    let (table, ran) = collect(&folder, 3);
    let file = line(&table, "a.pdf");
    assert_eq!((&file["status"], &file["recipient"]), (&"forged".into(), &Value::Null), "{}", ran.out);
}

#[test]
fn one_ministry_cannot_answer_for_another() {
    let folder = sent();
    answer(&folder, "KEN", "", "1-genuine.pdf", Some("2004-06-01T09:00:00+02:00"));
    answer(
        &folder,
        "FRA",
        r#", "participant.2.family_name": "Mallory""#,
        "2-forged.pdf",
        Some("2038-12-31T23:59:59Z"),
    );
    // What FRA knows of KEN's form: all but the keyed hash, as forms had it before.
    let known = parts(&carried(&folder, "KEN"));
    let identity = Identity::new(&known[0], "KEN", "form", "en", &known[4]).to_string();
    set_identity(&folder, "2-forged.pdf", &identity);
    change(&folder, "2-forged.pdf", |document| set_barcode(document, &identity));
    let (table, ran) = collect(&folder, 3);
    assert_eq!(line(&table, "1-genuine.pdf")["version"], "counts");
    let forged = line(&table, "2-forged.pdf");
    assert_eq!(
        (&forged["status"], &forged["version"]),
        (&"unverified".into(), &"unverified".into()),
        "{}",
        ran.out
    );
    assert_eq!(forged["differs_from"], serde_json::json!(["returns/1-genuine.pdf"]));
    assert_eq!(table["answered"], 1);
    assert!(ran.out.starts_with("1 participant in 2 files"), "{}", ran.out);
    // Alone it counts neither.
    fs::remove_file(folder.path("returns/1-genuine.pdf")).expect("removed");
    let (table, _) = collect(&folder, 3);
    assert_eq!(
        (&table["answered"], &line(&table, "2-forged.pdf")["version"]),
        (&0.into(), &"unverified".into())
    );
    // With the keyed hash of its own form neither is it KEN's.
    let tag = carried(&folder, "FRA").split('*').nth(6).expect("a keyed hash").to_owned();
    set_identity(&folder, "2-forged.pdf", &forge(&known, &tag));
    assert_eq!(line(&collect(&folder, 3).0, "2-forged.pdf")["status"], "forged");
}

/// Puts the barcode of one form into another, as a forger who has both would.
fn set_barcode(document: &mut Document, identity: &str) {
    let code = qrcode::QrCode::with_error_correction_level(identity, qrcode::EcLevel::Q).expect("a barcode");
    let modules =
        code.to_colors().iter().map(|module| if *module == qrcode::Color::Dark { 0 } else { 255 }).collect();
    let side = Object::Integer(code.width().try_into().expect("a small one"));
    let is_code = |object: &Object| {
        object.as_stream().is_ok_and(|stream| {
            let of = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).unwrap_or_default();
            of(b"Width") == of(b"Height") && (21..=177).contains(&of(b"Width"))
        })
    };
    let found =
        document.objects.iter().find(|(_, object)| is_code(object)).map(|(id, _)| *id).expect("a barcode");
    let stream = document.get_object_mut(found).and_then(Object::as_stream_mut).expect("a picture");
    for (key, value) in [("Width", side.clone()), ("Height", side), ("BitsPerComponent", 8.into())] {
        stream.dict.set(key, value);
    }
    stream.dict.set("ColorSpace", Object::Name(b"DeviceGray".to_vec()));
    stream.dict.remove(b"Filter");
    stream.dict.remove(b"DecodeParms");
    stream.set_content(modules);
}

#[test]
fn a_replayed_identity_does_not_fit_the_barcode() {
    let folder = sent();
    answer(&folder, "FRA", "", "replayed.pdf", None);
    let identity = carried(&folder, "KEN");
    set_identity(&folder, "replayed.pdf", &identity);
    let (table, ran) = collect(&folder, 3);
    let file = line(&table, "replayed.pdf");
    assert_eq!((&file["status"], &file["recipient"]), (&"forged".into(), &"KEN".into()), "{}", ran.out);
    assert_eq!(file["remark"], "its barcode is that of another form");
    assert_eq!(table["answered"], 0);
}

#[test]
fn a_whole_form_replayed_is_seen_beside_the_genuine_answer() {
    let folder = sent();
    answer(&folder, "KEN", "", "genuine.pdf", Some("2004-06-01T09:00:00+02:00"));
    answer(&folder, "FRA", r#", "participant.1.hotel": "A""#, "replayed.pdf", Some("2038-12-31T23:59:59Z"));
    let identity = carried(&folder, "KEN");
    set_identity(&folder, "replayed.pdf", &identity);
    change(&folder, "replayed.pdf", |document| set_barcode(document, &identity));
    let (table, ran) = collect(&folder, 3);
    let [genuine, replayed] = ["genuine.pdf", "replayed.pdf"].map(|name| line(&table, name));
    // A date yet to come says nothing.
    assert_eq!((&genuine["version"], &replayed["version"]), (&"counts".into(), &"undated".into()));
    assert_eq!(genuine["differs_from"], serde_json::json!(["returns/replayed.pdf"]));
    assert_eq!(replayed["differs_from"], serde_json::json!(["returns/genuine.pdf"]));
    assert!(ran.out.contains("KEN          they do not say the same"), "{}", ran.out);
}

#[test]
fn answers_that_differ_name_each_other_everywhere() {
    use calamine::{Data, Reader as _, Xlsx};
    let folder = sent();
    answer(&folder, "FRA", r#", "participant.1.hotel": "A""#, "a.pdf", Some("2004-06-01T09:00:00+02:00"));
    answer(&folder, "FRA", r#", "participant.1.hotel": "B""#, "b.pdf", Some("2004-06-02T09:00:00+02:00"));
    answer(&folder, "FRA", r#", "participant.1.hotel": "B""#, "c.pdf", Some("2004-06-02T09:00:00+02:00"));
    answer(&folder, "KEN", "", "d.pdf", None);
    let (table, ran) = collect(&folder, 3);
    let differs = |name: &str| line(&table, name)["differs_from"].clone();
    assert_eq!(differs("a.pdf"), serde_json::json!(["returns/b.pdf", "returns/c.pdf"]));
    assert_eq!((differs("b.pdf"), differs("d.pdf")), (serde_json::json!(["returns/a.pdf"]), Value::Null));
    for (name, version) in [("a", "earlier"), ("b", "counts"), ("c", "same"), ("d", "counts")] {
        assert_eq!(line(&table, &format!("{name}.pdf"))["version"], version, "{name}");
    }
    for name in ["a.pdf", "b.pdf", "c.pdf"] {
        assert!(
            ran.out.contains(&format!(
                "2004-06-0{}T09:00:00+02:00  returns/{name}",
                if name == "a.pdf" { 1 } else { 2 }
            )),
            "{}",
            ran.out
        );
    }
    let csv = folder.read("output/DM-1132-registrations/registrations.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let column =
        reader.headers().expect("a header").iter().position(|name| name == "differs_from").expect("one");
    let cells: Vec<String> = reader.records().map(|row| row.expect("a row")[column].to_owned()).collect();
    assert_eq!(cells, ["returns/b.pdf, returns/c.pdf", "returns/a.pdf", "returns/a.pdf", ""]);
    let bytes = fs::read(folder.path("output/DM-1132-registrations/registrations.xlsx")).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    for name in ["Registrations", "Files"] {
        let sheet = book.worksheet_range(name).expect("a sheet");
        let named =
            |text: &str| sheet.cells().any(|(.., cell)| matches!(cell, Data::String(found) if found == text));
        assert!(named("returns/b.pdf, returns/c.pdf") && named("returns/a.pdf"), "{name}");
    }
}

#[test]
fn dates_decide_only_where_they_can_be_believed() {
    let folder = sent();
    let later = Some("2004-06-05T20:00:00-05:00");
    answer(&folder, "FRA", r#", "participant.1.hotel": "A""#, "a.pdf", Some("2004-06-01T09:00:00+02:00"));
    answer(&folder, "FRA", r#", "participant.1.hotel": "B""#, "b.pdf", later);
    answer(&folder, "FRA", r#", "participant.1.hotel": "C""#, "c.pdf", Some("2038-01-01T00:00:00Z"));
    let versions = |now: &[&str]| {
        let arguments = [&["collect", "returns"], now].concat();
        folder.run(&arguments).ends_with(3);
        let table = folder.read("output/DM-1132-registrations/registrations.json");
        let table: Value = serde_json::from_str(&table).expect("JSON");
        ["a.pdf", "b.pdf", "c.pdf"]
            .map(|name| line(&table, name)["version"].as_str().expect("one").to_owned())
    };
    assert_eq!(versions(&["--now", "2004-06-05"]), ["earlier", "counts", "undated"]);
    assert_eq!(versions(&["--now", "2004-06-02"]), ["counts", "undated", "undated"]);
    assert_eq!(
        versions(&["--now", "2004-05-20"]),
        ["tie", "tie", "tie"],
        "none of the dates can be believed"
    );
    // Nobody says which day it is: the three still name each other.
    assert_eq!(versions(&[]), ["earlier", "earlier", "counts"]);
}

#[test]
fn without_the_key_forms_are_read_and_nothing_counts() {
    let folder = sent();
    answer(&folder, "FRA", "", "a.pdf", None);
    answer(&folder, "KEN", "", "b.pdf", None);
    fs::create_dir(folder.path("safe")).expect("a folder");
    fs::rename(folder.path("register.key"), folder.path("safe/register.key")).expect("moved");
    let (table, ran) = collect(&folder, 3);
    assert_eq!(ran.err.matches("warning[form-key-missing]").count(), 1, "{}", ran.err);
    for name in ["a.pdf", "b.pdf"] {
        let file = line(&table, name);
        assert_eq!(
            (&file["status"], &file["remark"]),
            (&"unverified".into(), &"the key is not at hand".into())
        );
    }
    assert_eq!(table["registrations"].as_array().expect("rows").len(), 2, "they are in the table");
    assert_eq!(table["answered"], 0);
    // A person may answer for them, or name the key.
    let ran = folder.run(&["collect", "returns", "--accept-unverified"]).ends_with(3);
    assert!(
        ran.out.starts_with("2 participants in 2 files for DM-1132; 2 of 3 recipients answered"),
        "{}",
        ran.out
    );
    folder.run(&["collect", "returns", "--key", "safe/register.key"]).ends_with(0);
    folder
        .run(&["collect", "returns", "--key", "safe/lost.key"])
        .ends_with(1)
        .says("error[form-key-damaged]");
    let other = Folder::started();
    other.run(&["build"]).ends_with(0);
    let other = other.path("register.key");
    let named = ["collect", "returns", "--key", other.to_str().expect("UTF-8")];
    folder
        .run(&named)
        .ends_with(1)
        .says("error[form-key-other]")
        .says("the forms of the archive were made with");
}

#[test]
fn forms_of_an_archive_made_before_are_told_apart() {
    let folder = sent();
    // What an earlier version left: a manifest of format 3, and forms without a keyed hash.
    let manifest = folder.read("output/DM-1132/manifest.json");
    let key = manifest.lines().find(|line| line.contains("\"form_key\"")).expect("a fingerprint");
    let manifest = manifest.replace("\"format\": 5", "\"format\": 3").replace(&format!("{key}\n"), "");
    folder.write("output/DM-1132/manifest.json", &manifest);
    fs::remove_file(folder.path("register.key")).expect("removed");
    for (id, language) in [("FRA", "fr"), ("KEN", "en")] {
        let name = format!("{id}.pdf");
        answer(&folder, id, "", &name, None);
        let known = parts(&carried(&folder, id));
        let identity = Identity::new(&known[0], id, "form", language, &known[4]).to_string();
        set_identity(&folder, &name, &identity);
        change(&folder, &name, |document| set_barcode(document, &identity));
    }
    let (table, ran) = collect(&folder, 3);
    assert!(!ran.err.contains("form-key"), "it never had a key: {}", ran.err);
    let file = line(&table, "FRA.pdf");
    assert_eq!(
        (&file["status"], &file["remark"]),
        (&"unverified".into(), &"it was made before forms proved who made them".into())
    );
    assert_eq!((&table["answered"], table["registrations"].as_array().expect("rows").len()), (&0.into(), 2));
    let ran = folder.run(&["collect", "returns", "--accept-unverified"]).ends_with(0);
    assert!(ran.out.contains("2 of 3 recipients answered"), "{}", ran.out);
}

/// A picture of paper with a barcode, as PNG.
fn paper(identity: &str) -> Vec<u8> {
    const PIXELS: u32 = 5;
    const MARGIN: u32 = 60;
    let code = qrcode::QrCode::with_error_correction_level(identity, qrcode::EcLevel::Q).expect("a barcode");
    let modules = u32::try_from(code.width()).expect("a small one");
    let side = modules * PIXELS + 2 * MARGIN;
    let picture = image::GrayImage::from_fn(side, side * 3 / 2, |x, y| {
        let at =
            |pixel: u32| pixel.checked_sub(MARGIN).map(|pixel| pixel / PIXELS).filter(|at| *at < modules);
        let is_dark = at(x).zip(at(y)).is_some_and(|(x, y)| {
            let module = code[(usize::try_from(x).expect("small"), usize::try_from(y).expect("small"))];
            module == qrcode::Color::Dark
        });
        image::Luma([if is_dark { 0 } else { 255 }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

/// The first page of a form as a scanner gives it, at 200 dots per inch.
fn scan(form: Vec<u8>) -> Vec<u8> {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::{RenderCache, RenderSettings, render};
    const SCALE: f32 = 200.0 / 72.0;
    let file = hayro::hayro_syntax::Pdf::new(form).expect("a PDF");
    let page = file.pages().first().expect("a page");
    let settings = RenderSettings { x_scale: SCALE, y_scale: SCALE, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let [width, height] = [drawn.width(), drawn.height()].map(u32::from);
    let grey = drawn
        .data_as_u8_slice()
        .chunks_exact(4)
        .map(|pixel| pixel[1].saturating_add(255 - pixel[3]))
        .collect();
    let picture = image::GrayImage::from_raw(width, height, grey).expect("all of it");
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

#[test]
fn barcodes_prove_as_much_as_fields_in_six_languages() {
    for languages in LANGUAGES {
        let folder = sent_in(&languages);
        let put = |name: &str, bytes: &[u8]| {
            convoke::input::write_atomically(&folder.path(&format!("returns/{name}")), bytes)
                .expect("written");
        };
        for (id, _) in languages {
            put(&format!("scan-{id}.png"), &scan(fs::read(form_of(&folder, id)).expect("a form")));
        }
        let (table, ran) = collect(&folder, 3);
        for (id, tag) in languages {
            let file = line(&table, &format!("scan-{id}.png"));
            assert_eq!(
                (&file["status"], &file["recipient"], &file["locale"]),
                (&"scanned".into(), &id.into(), &tag.into()),
                "{}",
                ran.out
            );
        }
        assert_eq!(table["answered"], 3, "a scan shows that its recipient has answered");
        for (id, _) in languages {
            fs::remove_file(folder.path(&format!("returns/scan-{id}.png"))).expect("removed");
        }
        let id = languages[0].0;
        let forgeries = forgeries(&folder, id);
        for (number, (_, identity)) in forgeries.iter().enumerate() {
            put(&format!("forged-{number}.png"), &paper(identity));
        }
        let known = parts(&carried(&folder, id));
        put("earlier.png", &paper(&Identity::new(&known[0], id, "form", &known[3], &known[4]).to_string()));
        put("honest.png", &paper(&carried(&folder, languages[1].0)));
        let (table, ran) = collect(&folder, 3);
        for (number, (what, _)) in forgeries.iter().enumerate() {
            assert_eq!(
                line(&table, &format!("forged-{number}.png"))["status"],
                "forged",
                "{what}: {}",
                ran.out
            );
        }
        let earlier = line(&table, "earlier.png");
        assert_eq!(earlier["status"], "unverified");
        assert!(earlier["remark"].as_str().expect("one").ends_with("; scanned"), "{}", earlier["remark"]);
        assert_eq!(line(&table, "honest.png")["status"], "scanned");
        assert_eq!(table["answered"], 1, "the honest one alone");
    }
}

#[test]
fn a_form_with_its_fields_turned_into_text_proves_as_much() {
    let folder = sent();
    // The page alone, with the barcode of another key and without fields.
    let path = form_of(&folder, "FRA");
    let mut document = Document::load(&path).expect("a PDF");
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).expect("a catalogue");
    document.get_dictionary_mut(root).expect("a dictionary").remove(b"AcroForm");
    let pages: Vec<_> = document.get_pages().into_values().collect();
    for page in pages {
        document.get_dictionary_mut(page).expect("a page").remove(b"Annots");
    }
    document.save(folder.path("returns/flat.pdf")).expect("written");
    let (table, _) = collect(&folder, 3);
    assert_eq!(line(&table, "flat.pdf")["status"], "flattened");
    assert_eq!(table["answered"], 1);
    // With another key the same page is a forgery.
    let other = Folder::started();
    other.run(&["build"]).ends_with(0);
    fs::create_dir(other.path("returns")).expect("a folder");
    fs::copy(folder.path("returns/flat.pdf"), other.path("returns/flat.pdf")).expect("a copy");
    let (table, ran) = collect(&other, 3);
    assert_eq!(
        (&line(&table, "flat.pdf")["status"], &table["answered"]),
        (&"forged".into(), &0.into()),
        "{}",
        ran.out
    );
}
