//! Runs of documents as this crate makes them.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use jiff::ZonedDateTime;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::*;
use crate::fonts::Fonts;
use crate::pdf::{PdfSettings, Standards, export, form};
use crate::typeset::Typesetter;

mod foreign;
mod streams;

/// Draws fields as the layout of a mailing does.
const LAYOUT: &str = r#"
#let fillable(area, ..field) = link("field:" + json.encode(field.named(), pretty: false), area)
#let frame(value, ..field) = block(width: 60mm, height: 8mm, stroke: 1pt,
  fillable(block(width: 100%, height: 100%, value), ..field, ..if value != "" { (value: value) }))
#let tick(ticked, ..field) = box(width: 3mm, height: 3mm, stroke: 1pt,
  fillable(block(width: 100%, height: 100%)[], ..field, value: if ticked { "true" } else { "" }))
"#;

const FORM: &str = r#"
#frame("", name: "family", kind: "text", label: "Family name")
#frame("Ἀθῆναι", name: "town", kind: "text", label: "Town")
#link("https://example.org")[a link]
"#;

fn at() -> ZonedDateTime {
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2))).unwrap()
}

fn made(title: &str, body: &str) -> Vec<u8> {
    let files = BTreeMap::from([("/layout.typ".to_owned(), LAYOUT.as_bytes().to_vec())]);
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap();
    let text = format!(
        "#import \"/layout.typ\": *\n#set text(font: \"Libertinus Serif\", lang: \"en\")\n\
         #set document(title: \"{title}\")\n= {title}\n{body}"
    );
    let settings = PdfSettings {
        ident: title.into(),
        issued_at: at(),
        standards: Standards::archival_and_accessible().unwrap(),
        identity: Some("CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12".into()),
        seal: None,
    };
    export(&typesetter.set(&text).unwrap(), &settings).unwrap()
}

fn letter(pages: usize) -> Vec<u8> {
    made(&format!("Letter of {pages}"), &"#lorem(40)\n#pagebreak(weak: false)\n".repeat(pages - 1))
}

fn settings(is_duplex: bool) -> RunSettings {
    RunSettings {
        title: "Post <en> & more".into(),
        language: "en".into(),
        ident: "DM-1132/post/en".into(),
        issued_at: at(),
        is_duplex,
    }
}

fn run(is_duplex: bool, recipients: &[&[&[u8]]]) -> (Vec<u8>, RunTotals) {
    let mut run = PrintRun::begin(Vec::new(), settings(is_duplex)).unwrap();
    for (number, documents) in recipients.iter().enumerate() {
        run.start(&format!("{number} État"), &format!("DM-1132/{number:03} · "));
        for document in *documents {
            run.add(document).unwrap();
        }
    }
    run.finish().unwrap()
}

fn loaded(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

fn text(value: &Object) -> String {
    lopdf::decode_text_string(value).unwrap()
}

fn dict<'a>(document: &'a Document, value: &'a Object) -> &'a Dictionary {
    document.dereference(value).unwrap().1.as_dict().unwrap()
}

/// The text of what a page with fields is made of.
fn text_of_form(document: &Document, page: usize) -> String {
    let page = document.page_iter().nth(page).unwrap();
    let (resources, id) = document.get_page_resources(page).unwrap();
    let resources = resources.or_else(|| document.get_dictionary(*id.first()?).ok()).unwrap();
    let form = dict(document, resources.get(b"XObject").unwrap()).get(b"Flat0").unwrap();
    let form = document.dereference(form).unwrap().1.as_stream().unwrap();
    // lopdf reads the text of pages only.
    let mut alone = document.clone();
    let contents = alone.add_object(Stream::new(Dictionary::new(), form.decompressed_content().unwrap()));
    let page = alone.get_dictionary_mut(page).unwrap();
    page.set("Contents", contents);
    page.set("Resources", form.dict.get(b"Resources").unwrap().clone());
    alone.extract_text(&[1]).unwrap()
}

/// The pages of a file as hayro draws them, in pixels.
fn drawn(pdf: &[u8], page: usize) -> Vec<u8> {
    let file = Pdf::new(pdf.to_vec()).unwrap();
    let settings = RenderSettings { x_scale: 2.0, y_scale: 2.0, ..RenderSettings::default() };
    let page = file.pages().get(page).unwrap();
    render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings).data_as_u8_slice().to_vec()
}

#[test]
fn documents_begin_on_front_sides() {
    let (one, two) = (letter(1), letter(2));
    let (pdf, totals) = run(true, &[&[&one, &two], &[&two, &one]]);
    assert_eq!(totals, RunTotals { pages: 8, sheets: 4, recipients: 2, is_archival: true });
    let document = loaded(&pdf);
    let pages: Vec<&Dictionary> =
        document.page_iter().map(|page| document.get_dictionary(page).unwrap()).collect();
    let has_content: Vec<bool> = pages.iter().map(|page| page.has(b"Contents")).collect();
    assert_eq!(has_content, [true, false, true, true, true, true, true, false]);
    assert_eq!(pages[0].get(b"MediaBox").unwrap(), pages[1].get(b"MediaBox").unwrap());

    let (pdf, totals) = run(false, &[&[&one, &two]]);
    assert_eq!((totals.pages, totals.sheets), (3, 3));
    assert_eq!(loaded(&pdf).page_iter().count(), 3);
    let mut run = PrintRun::begin(Vec::new(), settings(true)).unwrap();
    assert_eq!(run.add(&one).unwrap(), Added { pages: 1, blanks: 1 });
    assert_eq!(run.add(&two).unwrap(), Added { pages: 2, blanks: 0 });
    assert_eq!(run.finish().unwrap().1.recipients, 0);
}

#[test]
fn every_recipient_has_a_bookmark_and_labels() {
    let (one, two) = (letter(1), letter(2));
    let (pdf, _) = run(false, &[&[&one, &two], &[], &[&one]]);
    let document = loaded(&pdf);
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let outlines = dict(&document, document.catalog().unwrap().get(b"Outlines").unwrap());
    let mut found = Vec::new();
    let mut next = outlines.get(b"First").ok();
    while let Some(item) = next.map(|item| dict(&document, item)) {
        let place = item.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        let page = pages.iter().position(|page| *page == place).unwrap();
        found.push((text(item.get(b"Title").unwrap()), page));
        next = item.get(b"Next").ok();
    }
    assert_eq!(found, [("0 État".to_owned(), 0), ("2 État".to_owned(), 3)]);
    assert_eq!(outlines.get(b"Count").unwrap().as_i64().unwrap(), 2);

    let labels = dict(&document, document.catalog().unwrap().get(b"PageLabels").unwrap());
    let leaf = dict(&document, &labels.get(b"Kids").unwrap().as_array().unwrap()[0]);
    let pairs = leaf.get(b"Nums").unwrap().as_array().unwrap();
    let found: Vec<(i64, String)> = pairs
        .chunks(2)
        .map(|pair| (pair[0].as_i64().unwrap(), text(pair[1].as_dict().unwrap().get(b"P").unwrap())))
        .collect();
    assert_eq!(found, [(0, "DM-1132/000 · ".to_owned()), (3, "DM-1132/002 · ".to_owned())]);
}

#[test]
fn forms_are_flat_and_look_as_before() {
    let blank = made("Form", FORM);
    let read = form::read(&blank).unwrap();
    let values = BTreeMap::from([("family".to_owned(), "Dupont".to_owned())]);
    let filled = form::fill(&blank, &read, &values, None).unwrap();
    let (pdf, totals) = run(false, &[&[&blank, &filled]]);
    assert!(totals.is_archival);
    let document = loaded(&pdf);
    for object in document.objects.values() {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        let gone = ["Annots", "AcroForm", "StructTreeRoot", "MarkInfo", "StructParents", "StructParent"];
        assert!(gone.iter().all(|key| !dict.has(key.as_bytes())), "{dict:?}");
        assert!(!dict.has_type(b"Annot") && !dict.has_type(b"StructElem"));
    }
    assert!(text_of_form(&document, 0).contains("Form"));
    assert!(drawn(&blank, 0) == drawn(&pdf, 0), "the blank form differs");
    assert!(drawn(&filled, 0) == drawn(&pdf, 1), "the filled form differs");
    assert!(drawn(&pdf, 0) != drawn(&pdf, 1), "values do not show");
}

#[test]
fn a_box_shows_its_state() {
    let boxed = |ticked: bool| {
        made("Boxes", &format!("#tick({ticked}, name: \"visa\", kind: \"check\", label: \"Visa\")"))
    };
    let (ticked, not) = (boxed(true), boxed(false));
    let (pdf, _) = run(false, &[&[&ticked, &not]]);
    assert!(drawn(&pdf, 1) == drawn(&not, 0));
    let (ticked, not) = (drawn(&pdf, 0), drawn(&pdf, 1));
    let different = ticked.chunks(4).zip(not.chunks(4)).filter(|(a, b)| a != b).count();
    // A cross in a box of three millimetres, at two pixels a point.
    assert!((20..300).contains(&different), "{different} pixels");
}

#[test]
fn the_same_run_has_the_same_bytes() {
    let (letter, form) = (letter(2), made("Form", FORM));
    let (first, _) = run(true, &[&[&letter, &form]]);
    assert!(first == run(true, &[&[&letter, &form]]).0);
    let document = loaded(&first);
    let information = document.trailer.get(b"Info").unwrap();
    let information = dict(&document, information);
    assert_eq!(text(information.get(b"Title").unwrap()), "Post <en> & more");
    assert_eq!(information.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20040510090000+02'00");
    let all = String::from_utf8_lossy(&first);
    for mark in ["Post &lt;en&gt; &amp; more", "<pdfaid:conformance>U<", "DisplayDocTitle true", "/Lang(en)"]
    {
        assert!(all.contains(mark), "{mark}");
    }
}

#[test]
fn what_documents_have_in_common_is_written_once() {
    let (first, second) =
        (made("Letter 1", "To Athens, with respect"), made("Letter 2", "To Bern, with respect"));
    let (alone, _) = run(false, &[&[&first]]);
    let (both, _) = run(false, &[&[&first], &[&second]]);
    let (again, _) = run(false, &[&[&first], &[&second], &[&first], &[&second]]);
    let programs = |pdf: &[u8]| {
        let document = loaded(pdf);
        let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
        dicts.filter(|dict| dict.has(b"FontFile3")).count()
    };
    assert_eq!((programs(&both), programs(&again)), (programs(&alone), programs(&alone)));
    assert!(both.len() - alone.len() < 4_000, "{} more", both.len() - alone.len());
    assert!(again.len() - both.len() < 2_000, "{} more", again.len() - both.len());
    let intents = String::from_utf8_lossy(&both).matches("/GTS_PDFA1").count();
    assert_eq!(intents, 1);
}

#[test]
fn a_long_run_has_a_tree_of_pages() {
    let (one, pages) = (letter(1), 64 * 64 + 3);
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    for number in 0..pages {
        run.start(&number.to_string(), "");
        run.add(&one).unwrap();
    }
    let kept = run.sink.kept();
    let (pdf, totals) = run.finish().unwrap();
    assert_eq!(totals.pages, pages);
    let document = loaded(&pdf);
    assert_eq!(document.page_iter().count() as u64, pages);
    let root = dict(&document, document.catalog().unwrap().get(b"Pages").unwrap());
    assert_eq!(root.get(b"Count").unwrap().as_i64().unwrap() as u64, pages);
    assert!(root.get(b"Kids").unwrap().as_array().unwrap().len() <= 64);
    assert!(kept < 64 * pages as usize, "{kept} bytes are kept");
}

#[test]
fn where_nothing_can_be_written_the_error_says_so() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("no space left"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut run = PrintRun::begin(Full, settings(false)).unwrap();
    let error = run.add(&letter(1)).and_then(|_| run.add(&letter(2))).and_then(|_| Ok(run.finish()?.1));
    assert_eq!(error.unwrap_err().to_string(), "the print run cannot be written (no space left)");
}

/// Makes a run of all PDFs of a folder, for looking at: `PRINT_RUN_FROM=folder PRINT_RUN_TO=file`, and how often.
#[test]
#[ignore = "for looking at what comes out"]
#[expect(clippy::disallowed_methods, reason = "a person asks for the file")]
fn a_folder_makes_a_run() {
    let given = |name: &str| std::env::var_os(name).expect(name);
    let mut files: Vec<_> =
        std::fs::read_dir(given("PRINT_RUN_FROM")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pdf"));
    files.sort();
    let times: usize = given("PRINT_RUN_TIMES").to_string_lossy().parse().unwrap();
    let out = std::fs::File::create(given("PRINT_RUN_TO")).unwrap();
    let mut run = PrintRun::begin(out, settings(true)).unwrap();
    for time in 0..times {
        for file in &files {
            let name = file.file_stem().unwrap().to_string_lossy();
            run.start(&name, &format!("{name}/{time} · "));
            run.add(&std::fs::read(file).unwrap()).unwrap();
        }
    }
    run.finish().unwrap();
}
