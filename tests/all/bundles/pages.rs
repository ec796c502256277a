//! What is on the pages of forms: writing, several forms on one, values that cannot be meant.

use std::fs;
use std::io::Cursor;

use lopdf::{Document, Object, dictionary};

use super::{answered, lines};
use crate::collect::{change, collect, sent, set};

#[test]
fn what_is_written_on_the_page_and_blank_forms_are_told() {
    let (folder, [fra, ken]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    put("answer.pdf", &fra);
    let blank = fs::read(crate::forms::form_of(&folder, "FRA")).expect("a form");
    put("saved-later.pdf", &blank);
    change(&folder, "saved-later.pdf", |document| {
        let info =
            document.add_object(dictionary! { "ModDate" => Object::string_literal("D:20040604090000Z") });
        document.trailer.set("Info", info);
    });
    let markup = |kind: &'static str| {
        move |document: &mut Document| {
            let page = *document.get_pages().get(&1).expect("a page");
            let note = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => kind, "Contents" => Object::string_literal("EXEMPLE"),
                "Rect" => vec![100.into(), 500.into(), 200.into(), 520.into()],
            });
            let page = document.get_dictionary_mut(page).expect("a page");
            page.get_mut(b"Annots").and_then(Object::as_array_mut).expect("annotations").push(note.into());
        }
    };
    let ken_blank = fs::read(crate::forms::form_of(&folder, "KEN")).expect("a form");
    for kind in ["FreeText", "Ink", "Stamp"] {
        put(&format!("{kind}.pdf"), &ken_blank);
        change(&folder, &format!("{kind}.pdf"), markup(kind));
    }
    put("content.pdf", &ken_blank);
    change(&folder, "content.pdf", |document| {
        let page = *document.get_pages().get(&1).expect("a page");
        document.add_page_contents(page, b"BT (EXEMPLE) Tj ET".to_vec()).expect("a page");
    });
    put("both.pdf", &ken);
    change(&folder, "both.pdf", markup("FreeText"));
    let (table, ran) = collect(&folder, 3);
    let line = |name| crate::collect::line(&table, name);
    assert_eq!(line("answer.pdf")["version"], "counts");
    assert_eq!(line("saved-later.pdf")["version"], "blank");
    assert!(line("saved-later.pdf").get("differs_from").is_none());
    for name in ["FreeText", "Ink", "Stamp", "content"] {
        let found = crate::collect::line(&table, &format!("{name}.pdf"));
        assert_eq!(found["status"], "written-on", "{name}");
    }
    assert_eq!(
        (&line("both.pdf")["status"], &line("both.pdf")["version"]),
        (&"matched".into(), &"counts".into())
    );
    assert!(ran.out.contains("matched, more is written on its pages"), "{}", ran.out);
    for name in ["both.pdf", "answer.pdf", "saved-later.pdf"] {
        fs::remove_file(folder.path(&format!("returns/{name}"))).expect("a file");
    }
    let (table, _) = collect(&folder, 3);
    assert_eq!(table["answered"], 1, "who writes on the page has answered");
    // Only a day on which nobody travels, and a language that a text names.
    put("far.pdf", &fra);
    change(&folder, "far.pdf", |document| {
        set(document, "arrival", Object::string_literal("2040-06-24"));
        let text: Vec<u8> = "\u{1b}frFR\u{1b}Exemplé".encode_utf16().flat_map(u16::to_be_bytes).collect();
        set(document, "family_name", Object::string_literal([vec![0xfe, 0xff], text].concat()));
    });
    let (table, ran) = collect(&folder, 3);
    assert!(ran.out.contains("participant.1.arrival: a date far from the event"), "{}", ran.out);
    assert_eq!(table["registrations"][0]["values"]["family_name"], "Exemplé");
}

/// A page with the first pages of forms beside each other, as printers put several on a sheet.
fn n_up(forms: &[Vec<u8>]) -> Vec<u8> {
    const HEIGHT: f32 = 595.0;
    let mut whole = Document::with_version("1.7");
    let (mut drawn, mut content) = (lopdf::Dictionary::new(), String::new());
    #[expect(clippy::cast_precision_loss, reason = "two or three")]
    let width = 842.0 / forms.len() as f32;
    for (number, form) in forms.iter().enumerate() {
        let mut form = Document::load_mem(form).expect("a PDF");
        form.renumber_objects_with(whole.max_id + 1);
        let page = *form.get_pages().get(&1).expect("a page");
        let text = form.get_page_content(page);
        let resources =
            form.get_dictionary(page).and_then(|page| page.get(b"Resources")).expect("resources").clone();
        whole.max_id = form.max_id;
        whole.objects.extend(form.objects);
        let stream = lopdf::Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
                "BBox" => vec![0.into(), 0.into(), 596.into(), 842.into()],
            },
            text,
        );
        drawn.set(format!("F{number}"), whole.add_object(stream));
        #[expect(clippy::cast_precision_loss, reason = "two or three")]
        let left = width * number as f32;
        let scale = (width / 596.0).min(HEIGHT / 842.0);
        content.push_str(&format!("q {scale} 0 0 {scale} {left} 0 cm /F{number} Do Q\n"));
    }
    let pages = whole.new_object_id();
    let content = whole.add_object(lopdf::Stream::new(dictionary! {}, content.into_bytes()));
    let page = whole.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 842.into(), Object::Real(HEIGHT)],
        "Resources" => dictionary! { "XObject" => drawn },
    });
    finish(whole, pages, page)
}

/// A document of one page.
fn finish(mut whole: Document, pages: lopdf::ObjectId, page: lopdf::ObjectId) -> Vec<u8> {
    whole.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = whole.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    whole.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).expect("a PDF");
    bytes
}

/// A page as a scanner of these dots per inch sees it, as JPEG.
fn scanned(pdf: &[u8], dpi: f32) -> image::GrayImage {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::{RenderCache, RenderSettings, render};
    let file = hayro::hayro_syntax::Pdf::new(pdf.to_vec()).expect("a PDF");
    let settings = RenderSettings { x_scale: dpi / 72.0, y_scale: dpi / 72.0, ..RenderSettings::default() };
    let page = file.pages().first().expect("a page");
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let pixels = drawn.data_as_u8_slice().chunks_exact(4);
    let grey = pixels.map(|pixel| pixel[0].saturating_add(u8::MAX - pixel[3])).collect();
    image::GrayImage::from_raw(u32::from(drawn.width()), u32::from(drawn.height()), grey).expect("pixels")
}

#[test]
fn several_forms_on_one_page_are_all_found() {
    let folder = sent();
    let forms = ["FRA", "GMB", "KEN"].map(|id| fs::read(crate::forms::form_of(&folder, id)).expect("a form"));
    let three = n_up(&forms);
    let mut jpeg = Vec::new();
    let scan = scanned(&n_up(&forms[..2]), 200.0);
    scan.write_to(&mut Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("room");
    folder.write_bytes("returns/three.pdf", &three);
    folder.write_bytes("returns/two.jpg", &jpeg);
    let (table, ran) = collect(&folder, 3);
    let recipients = |name| {
        let mut found: Vec<&str> = lines(&table, name).iter().map(|line| line.0).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(recipients("three.pdf"), ["FRA", "GMB", "KEN"], "{}", ran.out);
    assert_eq!(recipients("two.jpg"), ["FRA", "GMB"], "{}", ran.out);
    assert_eq!(table["answered"], 3);
    for id in ["FRA DM-1132/001", "GMB DM-1132/002"] {
        let of_both = ran.out.matches(id).count();
        assert!(of_both >= 2 && ran.out.contains("key it in"), "{}", ran.out);
    }
}

#[test]
fn values_that_fit_and_cannot_be_meant_are_told() {
    let (folder, [fra, _]) = answered();
    folder.write_bytes("returns/odd.pdf", &fra);
    let text = |text: &str| {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        Object::string_literal([vec![0xfe, 0xff], wide].concat())
    };
    let odd = [
        ("family_name", "n/a"),
        ("first_name", "Zo?ë"),
        ("function", "same as above"),
        ("e_mail", "zoe@example.org"),
        ("badge", "[name]"),
        ("nationality", "Fran&ccedil;aise"),
        ("address", "1, rue de lâ€™Ã‰glise"),
        ("arrival", "2004-06-26"),
        ("departure", "2004-06-23"),
        ("hotel", "Hôtel"),
        ("birth_date", "2014-06-01"),
        ("expiry_date", "2004-01-01"),
        ("issue_date", "2004-02-01"),
    ];
    change(&folder, "odd.pdf", |document| {
        odd.iter().for_each(|(field, value)| set(document, field, text(value)));
        set(document, "name", text("Uganda"));
        set(document, "role", Object::Name(b"HEAD".to_vec()));
    });
    let (table, ran) = collect(&folder, 3);
    for (field, said) in [
        ("family_name", "required, and says that there is nothing"),
        ("first_name", "the text has signs in place of letters"),
        ("function", "required, and says that there is nothing"),
        ("badge", "says what is to be written there"),
        ("nationality", "the text has codes of HTML"),
        ("address", "the text looks like UTF-8"),
        ("departure", "a date before `arrival`"),
        ("hotel", "says what is to be written there"),
        ("visa.birth_date", "a date after the deadline"),
        ("visa.expiry_date", "a date before the event"),
    ] {
        assert!(ran.out.contains(&format!("participant.1.{field}: {said}")), "{field}\n{}", ran.out);
    }
    assert!(ran.out.contains("entity.name: another State than the form was sent to"), "{}", ran.out);
    assert!(
        !ran.out.contains("participant.1.role") && !ran.out.contains("participant.1.e_mail"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Uganda") && !ran.out.contains("Zo?ë"), "no value is repeated: {}", ran.out);
    assert_eq!(table["registrations"][0]["values"]["role"], "head");
}
