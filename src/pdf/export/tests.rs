use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::fonts::Fonts;
use crate::typeset::{Typesetter, evict, evict_everything, with_worker_pool};

fn typesetter() -> Typesetter {
    Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(BTreeMap::new())).unwrap()
}

fn settings(ident: &str) -> PdfSettings {
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    PdfSettings {
        ident: ident.into(),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2))).unwrap(),
        standards: Standards::archival_and_accessible().unwrap(),
        identity: None,
        seal: None,
    }
}

fn letter(number: usize) -> String {
    format!(
        "#set text(font: \"Libertinus Serif\", lang: \"en\", fallback: false)\n\
         #[#set document(title: \"Letter {number}\", author: \"ITU\"); #metadata(none)]\n\
         = Invitation {number}\n#lorem({})\n",
        100 + number
    )
}

fn make(typesetter: &Typesetter, number: usize) -> Vec<u8> {
    let document = typesetter.set(&letter(number)).unwrap();
    export(&document, &settings(&format!("DM-1132/{number:03}"))).unwrap()
}

#[test]
fn carries_title_author_date_and_standards() {
    let pdf = make(&typesetter(), 7);
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).unwrap().1;
    let info = info.as_dict().unwrap();
    assert_eq!(info.get(b"Title").unwrap().as_str().unwrap(), b"Letter 7");
    assert_eq!(info.get(b"Author").unwrap().as_str().unwrap(), b"ITU");
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20040510090000+02'00");
    let text = String::from_utf8_lossy(&pdf);
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "Convoke"] {
        assert!(text.contains(mark), "{mark}");
    }
    let marks = document.catalog().unwrap().get(b"MarkInfo").unwrap().as_dict().unwrap();
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
}

#[test]
fn same_input_gives_same_bytes_over_runs_and_threads() {
    let alone: Vec<_> = (0..6).map(|number| make(&typesetter(), number)).collect();
    let typesetter = typesetter();
    let worker = |numbers: [usize; 6]| {
        let typesetter = typesetter.clone();
        move || {
            with_worker_pool(move || {
                numbers.map(|number| {
                    let pdf = make(&typesetter, number);
                    evict();
                    (number, pdf)
                })
            })
        }
    };
    let threads = [[0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4]].map(|order| std::thread::spawn(worker(order)));
    for thread in threads {
        for (number, pdf) in thread.join().unwrap().unwrap() {
            assert!(pdf == alone[number], "letter {number} differs");
        }
    }
    evict_everything();
    assert!(make(&typesetter, 3) == alone[3]);
}

#[test]
fn the_identifier_follows_the_ident() {
    let document = typesetter().set(&letter(1)).unwrap();
    let first = export(&document, &settings("DM-1132/001")).unwrap();
    assert!(first == export(&document, &settings("DM-1132/001")).unwrap());
    assert!(first != export(&document, &settings("DM-1132/002")).unwrap());
}

#[test]
fn properties_of_a_document_are_written_wherever_its_rules_stand() {
    let texts = [
        "// Values\n#let name = \"A\"\n#set document(title: name, author: \"ITU\")\n#set page(numbering: \"1\")\n\n= Sir\n#lorem(900)",
        "#set text(lang: \"fr\")\n#set document(title: \"B\");#set document(keywords: (\"x\",))\nSir, #footnote[note]\n\n#table([a], [b])",
        "#set document(title: [C])\n#title()\n#context document.title",
    ];
    for text in texts {
        let fonts = "#set text(font: \"Libertinus Serif\", fallback: false)\n";
        let (typesetter, text) = (typesetter(), format!("{fonts}{text}"));
        let pdf = export(&typesetter.set(&text).unwrap(), &settings("x")).unwrap();
        let plain = typesetter.set_plainly(&text, &Default::default()).unwrap();
        assert!(pdf == export(&plain, &settings("x")).unwrap(), "{text}");
    }
}

#[test]
fn a_missing_title_is_an_error() {
    let document = typesetter().set("#set text(lang: \"en\")\nSir,").unwrap();
    let problems = export(&document, &settings("x")).unwrap_err();
    assert_eq!(problems[0].to_string(), "error[pdf-title-missing]: missing document title (PDF/UA-1)");
}

#[test]
fn a_missing_glyph_is_placed() {
    let text = "#set document(title: \"x\")\n#set text(fallback: false)\n\nto \u{5317}\u{4eac}\n";
    let problems = export(&typesetter().set(text).unwrap(), &settings("x")).unwrap_err();
    assert_eq!(problems[0].code, "glyph-missing");
    assert_eq!(problems[0].location.as_ref().unwrap().to_string(), "rendered.typ:4:1");
    assert!(problems[0].excerpt.as_ref().unwrap().contains("4 | to 北京"));
    assert!(problems[0].message.contains('北'), "{}", problems[0].message);
}

#[test]
fn a_missing_alternate_text_is_placed() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_vec();
    let files = BTreeMap::from([("/assets/dot.svg".to_owned(), svg)]);
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap();
    let text = "#set document(title: \"x\")\nSir,\n#image(\"/assets/dot.svg\")";
    let problems = export(&typesetter.set(text).unwrap(), &settings("x")).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "rendered.typ:3:2: error[pdf-standard]: missing alt text (PDF/A-2a, PDF/UA-1)"
    );
}

#[test]
fn pictures_come_in_the_place_of_marks() {
    use image::ImageEncoder as _;
    let text = letter(1)
        + "#image(bytes((0, 0, 0)), format: (encoding: \"rgb8\", width: 1, height: 1), width: 20mm, height: 20mm, fit: \"stretch\", alt: \"one\")";
    let sheet = typesetter().set(&text).unwrap();
    let marked = export_with_marks(&sheet, &settings("DM-1132/001")).unwrap();
    let mut png = Vec::new();
    let pixels = [7; 7 * 5 * 3];
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(&pixels, 7, 5, image::ExtendedColorType::Rgb8)
        .unwrap();
    let pdf = put_pictures(marked.clone(), &[png.clone()]).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let sizes = document.objects.values().filter_map(|object| {
        let stream = object.as_stream().ok()?;
        Some([
            stream.dict.get(b"Width").ok()?.as_i64().ok()?,
            stream.dict.get(b"Height").ok()?.as_i64().ok()?,
        ])
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [[7, 5]]);
    for (pictures, cause) in [
        (vec![png.clone(), png], "the file has no mark for picture 1"),
        (vec![b"\xff\xd8".to_vec()], "picture 0 is none of a page"),
    ] {
        let refused = put_pictures(marked.clone(), &pictures).unwrap_err();
        assert!(refused.message.contains(cause), "{refused:?}");
    }
}
