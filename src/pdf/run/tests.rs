use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::packed::Packed;
use super::source::Source;
use super::*;
use crate::fonts::Fonts;
use crate::pdf::{PdfSettings, Standards, export, form};
use crate::typeset::Typesetter;

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

/// A PDF of these pages, each with its entries, below a node with its own.
fn foreign(above: Dictionary, pages: Vec<Dictionary>, change: impl FnOnce(&mut Document)) -> Document {
    let mut document = Document::with_version("1.7");
    let root = document.new_object_id();
    let count = pages.len() as i64;
    let mut kids = Vec::new();
    for mut page in pages {
        page.set("Type", "Page");
        page.set("Parent", root);
        kids.push(Object::Reference(document.add_object(page)));
    }
    let mut node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    node.extend(&above);
    document.set_object(root, node);
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    document.trailer.set("Root", catalog);
    change(&mut document);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn sides(width: i64, height: i64) -> Object {
    vec![0.into(), 0.into(), width.into(), height.into()].into()
}

#[test]
fn any_pdf_can_be_an_enclosure() {
    let mut document = foreign(
        dictionary! { "MediaBox" => sides(200, 100), "Resources" => dictionary! { "ProcSet" => vec!["PDF".into()] } },
        vec![dictionary! {}, dictionary! { "MediaBox" => sides(300, 100), "Rotate" => 90 }],
        |_| {},
    );
    let page = document.page_iter().next().unwrap();
    let content = document.add_object(Stream::new(Dictionary::new(), b"q q 1 0 0 rg 0 0 9 9 re f".to_vec()));
    document.get_dictionary_mut(page).unwrap().set("Contents", content);
    let shown = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => sides(1, 1) },
        b"0 1 0 rg 0 0 1 1 re f".to_vec(),
    );
    let shown = document.add_object(shown);
    for (flags, left) in [(4, 100), (6, 120), (0, 140), (36, 160), (4, 500)] {
        let stamp = dictionary! {
            "Subtype" => "Stamp", "F" => flags, "AP" => dictionary! { "N" => shown }, "P" => page,
            "Rect" => vec![left.into(), 50.into(), (left + 10).into(), 60.into()],
        };
        let stamp = document.add_object(stamp);
        let list = document.get_dictionary_mut(page).unwrap();
        let mut all = list.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
        all.push(stamp.into());
        list.set("Annots", all);
    }
    let mut modern = Vec::new();
    document.clone().save_modern(&mut modern).unwrap();
    let mut divided = document.clone();
    let parts = [&b"q q 1 0 0 rg"[..], b"0 0 9 9 re f"];
    let parts = parts.map(|part| divided.add_object(Stream::new(Dictionary::new(), part.to_vec())).into());
    divided.get_dictionary_mut(page).unwrap().set("Contents", parts.to_vec());
    for pdf in [saved(document), modern, saved(divided)] {
        let (out, totals) = run(true, &[&[&pdf, &letter(1)]]);
        assert_eq!((totals.pages, totals.is_archival), (4, false));
        let pixels = drawn(&out, 0);
        let at = |x: usize, y: usize| {
            let place = (y * 2 * 400 + x * 2) * 4;
            [pixels[place], pixels[place + 1], pixels[place + 2]]
        };
        assert_eq!(at(4, 95), [255, 0, 0]);
        let greens = [105, 125, 145, 165].map(|x| at(x, 45) == [0, 255, 0]);
        assert_eq!(greens, [true, false, false, true], "printed, hidden, not printed, printed only");
        let out = loaded(&out);
        let second = out.get_dictionary(out.page_iter().nth(1).unwrap()).unwrap();
        assert_eq!(second.get(b"MediaBox").unwrap(), &sides(300, 100));
        assert_eq!(second.get(b"Rotate").unwrap(), &90.into());
        assert!(!String::from_utf8_lossy(&saved(out)).contains("pdfaid:part>"));
    }
}

#[test]
fn a_password_is_asked_for_only_where_there_is_one() {
    let encrypted = |password: &str| {
        let mut document = loaded(&letter(1));
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        saved(document)
    };
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    run.add(&encrypted("")).unwrap();
    let refused = run.add(&encrypted("secret")).unwrap_err();
    assert!(matches!(refused, RunError::Unprintable(Unprintable::Password)), "{refused}");
    let (pdf, _) = run.finish().unwrap();
    assert!(drawn(&pdf, 0) == drawn(&letter(1), 0));
}

#[test]
fn what_is_damaged_is_refused_and_the_run_goes_on() {
    let whole = letter(2);
    let node = |kids: Vec<Object>| dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    let circle = foreign(dictionary! {}, Vec::new(), |document| {
        let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        document.set_object(root, node(vec![root.into()]));
    });
    // Each node has the next one twice: 2 to the 40th pages.
    let bomb = foreign(dictionary! {}, Vec::new(), |document| {
        let mut below = document.add_object(dictionary! { "Type" => "Page" });
        for _ in 0..40 {
            below = document.add_object(node(vec![below.into(), below.into()]));
        }
        document.catalog_mut().unwrap().set("Pages", below);
    });
    let empty = foreign(dictionary! {}, Vec::new(), |_| {});
    let mut displaced = saved(foreign(dictionary! {}, vec![dictionary! {}], |_| {}));
    let head = memchr::memmem::find(&displaced, b"1 0 obj").unwrap();
    displaced[head] = b'7';
    let refused = [
        Vec::new(),
        b"PK\x03\x04".to_vec(),
        b"%PDF-1.7\n".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        saved(circle),
        saved(bomb),
        saved(empty),
        displaced,
        nested_objects(),
    ];
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    let causes = refused.map(|pdf| match run.add(&pdf) {
        Err(RunError::Unprintable(cause)) => cause.to_string(),
        other => panic!("{other:?}"),
    });
    assert_eq!(causes[0], "it is no PDF");
    assert_eq!(causes[4], "its structure is damaged: its tree of pages has no end");
    assert_eq!(causes[5], "it is larger, or unpacks to more, than can be printed");
    assert_eq!(causes[6], "its structure is damaged: it has no pages");
    assert_eq!(causes[8], "it is larger, or unpacks to more, than can be printed");
    run.add(&whole).unwrap();
    let (pdf, totals) = run.finish().unwrap();
    assert_eq!(totals.pages, 2);
    assert!(drawn(&pdf, 1) == drawn(&whole, 1));
}

#[test]
fn a_layer_out_of_sight_stays_so() {
    let document = foreign(dictionary! { "MediaBox" => sides(20, 20) }, vec![dictionary! {}], |document| {
        let layer = |name: &str| dictionary! { "Type" => "OCG", "Name" => Object::string_literal(name) };
        let layers = [document.add_object(layer("a")), document.add_object(layer("a"))];
        let content = b"/OC /A BDC 1 0 0 rg 0 0 9 20 re f EMC /OC /B BDC 0 0 1 rg 9 0 9 20 re f EMC";
        let content = document.add_object(Stream::new(Dictionary::new(), content.to_vec()));
        let page = document.page_iter().next().unwrap();
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("Contents", content);
        let properties = dictionary! { "A" => layers[0], "B" => layers[1] };
        page.set("Resources", dictionary! { "Properties" => properties });
        let all: Vec<Object> = layers.map(Object::Reference).to_vec();
        let shown = dictionary! { "OFF" => vec![Object::Reference(layers[0])] };
        let properties = dictionary! { "OCGs" => all, "D" => shown };
        document.catalog_mut().unwrap().set("OCProperties", properties);
    });
    let pdf = saved(document);
    let (out, _) = run(false, &[&[&pdf]]);
    let pixels = drawn(&out, 0);
    let at = |x: usize| [pixels[(20 * 40 + x) * 4], pixels[(20 * 40 + x) * 4 + 2]];
    assert!(pixels == drawn(&pdf, 0));
    assert_eq!(at(28), [0, 255]);
    assert_ne!(at(8), [255, 0]);
}

/// A file whose objects stand in each other, so that to read them all is to read it thousands of times.
fn nested_objects() -> Vec<u8> {
    const MANY: usize = 20_000;
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = vec![0];
    let references: String = (2..MANY).map(|id| format!("{id} 0 R ")).collect();
    let mut object = |pdf: &mut Vec<u8>, text: &str| {
        offsets.push(pdf.len());
        let id = offsets.len() - 1;
        pdf.extend_from_slice(format!("{id} 0 obj\n{text}").as_bytes());
    };
    object(&mut pdf, &format!("<</Type/Catalog/Pages<</Kids[<</Resources[{references}]>>]>>>>\nendobj\n"));
    (2..MANY).for_each(|_| object(&mut pdf, "(\n"));
    pdf.extend_from_slice(")".repeat(MANY).as_bytes());
    let start = pdf.len() + 1;
    pdf.extend_from_slice(format!("\nxref\n0 {}\n0000000000 65535 f\r\n", offsets.len()).as_bytes());
    for offset in &offsets[1..] {
        pdf.extend_from_slice(format!("{offset:010} 00000 n\r\n").as_bytes());
    }
    let size = offsets.len();
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend_from_slice(trailer.as_bytes());
    pdf
}

#[test]
fn damage_anywhere_is_survived() {
    let whole = made("Form", FORM);
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    let mut state = 7_u64;
    for _ in 0..150 {
        let mut pdf = whole.clone();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 24) as usize % pdf.len();
            pdf[place] = (state >> 16) as u8;
        }
        if let Err(RunError::Io(error)) = run.add(&pdf) {
            panic!("{error}");
        }
    }
    loaded(&run.finish().unwrap().0);
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

#[test]
fn streams_of_objects_are_read_like_plain_files() {
    let packed = made("Form", FORM);
    let plain = form::plain(&packed).unwrap();
    let again = crate::pdf::compact::compact(plain.clone()).unwrap();
    assert!(Source::plain(&plain).is_some() && Source::plain(&again).is_none());
    let file = Packed::read(&again).unwrap();
    let (mut plainly, mut unpacked) = (Source::plain(&plain).unwrap(), Source::packed(&file));
    let (mut objects, mut streams) = (0, 0);
    for id in 0..500 {
        let (there, here) = (plainly.object(id).unwrap(), unpacked.object(id).unwrap());
        // The streams of objects themselves are new.
        let Some(there) = there else { continue };
        let here = here.unwrap();
        assert_eq!((there.value, there.stream), (here.value, here.stream), "{id}");
        objects += 1;
        streams += usize::from(there.stream.is_some());
    }
    assert!(streams > 4 && objects > 3 * streams, "{objects} {streams}");
    assert_eq!(run(true, &[&[&plain]]).0, run(true, &[&[&again]]).0);
}

#[test]
fn a_table_that_is_not_as_written_is_left_to_another_reader() {
    let packed = made("Form", FORM);
    assert!(Packed::read(&packed).is_some());
    let at = memchr::memmem::rfind(&packed, b"/Type/XRef").unwrap();
    let spoilt = [
        &b"/Type/XRe "[..],
        b"/Type/XRef/Prev 7",
        b"/Type/XRef/Encrypt 7 0 R",
        b"/Type/XRef/Index[0 9]",
        b"/W[0 0 0]/Old",
    ];
    for change in spoilt {
        let changed = [&packed[..at], change, &packed[at + 10..]].concat();
        assert!(Packed::read(&changed).is_none(), "{}", String::from_utf8_lossy(change));
    }
    for (usual, unusual) in
        [(&b"/Type/ObjStm"[..], &b"/Type/Object"[..]), (b"/Filter/FlateDecode", b"/Filter/LZWDecode  ")]
    {
        let stream = memchr::memmem::find(&packed, b"/Type/ObjStm").unwrap();
        let at = stream + memchr::memmem::find(&packed[stream..], usual).unwrap();
        let mut changed = packed.clone();
        changed[at..at + usual.len()].copy_from_slice(unusual);
        assert!(Packed::read(&changed).is_none(), "{}", String::from_utf8_lossy(unusual));
    }
    for end in (0..packed.len()).step_by(packed.len() / 50) {
        assert!(Packed::read(&packed[..end]).is_none());
    }
}

#[test]
fn tables_that_lie_are_survived() {
    let whole = made("Form", FORM);
    let (start, _) = crate::pdf::plain::table_of(&whole).unwrap();
    let stream = memchr::memmem::find(&whole[start..], b"stream\n").unwrap() + start + b"stream\n".len();
    let mut rows = Vec::new();
    flate2::read::ZlibDecoder::new(&whole[stream..]).read_to_end(&mut rows).unwrap();
    let head = whole[start..stream].to_vec();
    let length = memchr::memmem::find(&head, b"/Length").unwrap();
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    let mut state = 7_u64;
    let mut read = 0;
    for round in 0..300 {
        let mut lying = rows.clone();
        for _ in 0..round % 12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 24) as usize % lying.len();
            // Small numbers lead to other objects of the file more often than large ones do.
            lying[place] = (state >> 16) as u8 >> (round % 8);
        }
        let table = crate::pdf::plain::stream(b"", &lying, flate2::Compression::fast()).unwrap();
        let (own, packed) = table.split_at(memchr::memmem::find(&table, b">>\nstream").unwrap());
        let end = format!("\nendobj\nstartxref\n{start}\n%%EOF");
        let pdf = [&whole[..start], &head[..length], &own[2..], packed, end.as_bytes()].concat();
        read += usize::from(Packed::read(&pdf).is_some());
        if let Err(RunError::Io(error)) = run.add(&pdf) {
            panic!("{error}");
        }
    }
    assert!(read > 25, "{read}");
    loaded(&run.finish().unwrap().0);
}
