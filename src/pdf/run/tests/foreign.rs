//! Documents of other programs, and damaged ones.

use super::*;

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
    assert!(matches!(refused, RunError::Unprintable(Unreadable::Password)), "{refused}");
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
    assert_eq!(causes[0], "it is not a PDF");
    assert_eq!(causes[4], "its structure is damaged: its tree of pages has no end");
    assert_eq!(causes[5], "it is larger, or unpacks to more, than can be read");
    assert_eq!(causes[6], "its structure is damaged: it has no pages");
    assert_eq!(causes[8], "it is larger, or unpacks to more, than can be read");
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

/// A file whose objects overlap, so that reading all of them reads it thousands of times.
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
