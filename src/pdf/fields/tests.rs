use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::*;
use crate::fonts::Fonts;
use crate::pdf::{PdfSettings, Standards, export};
use crate::typeset::Typesetter;

/// Draws fields as the layout of a mailing does.
const LAYOUT: &str = r#"
#let fillable(area, ..field) = link("field:" + json.encode(field.named(), pretty: false), area)
#let frame(value, ..field) = block(width: 60mm, height: 8mm, stroke: 1pt,
  fillable(block(width: 100%, height: 100%, value), ..field, ..if value != "" { (value: value) }))
#let tick(ticked, ..field) = box(width: 3mm, height: 3mm,
  fillable(block(width: 100%, height: 100%)[#if ticked [×]], ..field, value: if ticked { "true" } else { "" }))
"#;

const IDENTITY_TEXT: &str = "CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12";

fn typeset(body: &str) -> crate::typeset::Typeset {
    let files = BTreeMap::from([("/layout.typ".to_owned(), LAYOUT.as_bytes().to_vec())]);
    let text = format!(
        "#import \"/layout.typ\": *\n#set document(title: \"Form\")\n#set text(lang: \"en\")\n= Form\n{body}"
    );
    Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap().set(&text).unwrap()
}

fn settings(identity: Option<&str>) -> PdfSettings {
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    PdfSettings {
        ident: "DM-1132/059/FRA/form".into(),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2))).unwrap(),
        standards: Standards::archival_and_accessible().unwrap(),
        identity: identity.map(str::to_owned),
        seal: None,
    }
}

fn made(body: &str) -> Document {
    let pdf = export(&typeset(body), &settings(Some(IDENTITY_TEXT))).unwrap();
    Document::load_mem(&pdf).unwrap()
}

#[track_caller]
fn refused(body: &str) -> String {
    let problems = export(&typeset(body), &settings(None)).unwrap_err();
    assert_eq!(problems[0].code, "form-fields");
    problems[0].message.clone()
}

/// The fields of a document with what they inherit, by full name.
fn fields(document: &Document) -> BTreeMap<String, Dictionary> {
    fn walk(document: &Document, id: lopdf::ObjectId, above: &str, found: &mut BTreeMap<String, Dictionary>) {
        let dict = document.get_dictionary(id).unwrap();
        let Ok(part) = dict.get(b"T") else { return };
        let part = lopdf::decode_text_string(part).unwrap();
        let name = if above.is_empty() { part } else { format!("{above}.{part}") };
        if dict.has(b"FT") {
            found.insert(name.clone(), dict.clone());
        }
        for kid in dict.get(b"Kids").and_then(Object::as_array).into_iter().flatten() {
            walk(document, kid.as_reference().unwrap(), &name, found);
        }
    }
    let form = document.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap();
    let form = document.get_dictionary(form).unwrap();
    assert!(!form.has(b"NeedAppearances") && !form.has(b"XFA"));
    let mut found = BTreeMap::new();
    for root in form.get(b"Fields").unwrap().as_array().unwrap() {
        walk(document, root.as_reference().unwrap(), "", &mut found);
    }
    found
}

fn text(dict: &Dictionary, key: &[u8]) -> String {
    dict.get(key).map_or_else(|_| String::new(), |value| lopdf::decode_text_string(value).unwrap())
}

fn flags(dict: &Dictionary) -> i64 {
    dict.get(b"Ff").and_then(Object::as_i64).unwrap_or_default()
}

#[test]
fn fields_of_every_kind_are_written() {
    let document = made(
        r#"
#frame("", name: "p.1.family", kind: "text", label: "Family name", limit: 60, required: true)
#frame("", name: "p.1.birth", kind: "date", label: "Born", tip: "Born (YYYY-MM-DD)", personal: true)
#frame("", name: "p.1.e_mail", kind: "email", label: "E-mail")
#frame("a b", name: "p.1.address", kind: "multiline", label: "Address", read_only: true)
#frame("mr", name: "p.1.title", kind: "choice", label: "Title", options: (("mr", "Mr"), ("ms", "Ms")))
#tick(true, name: "visa", kind: "check", label: "Visa") #tick(false, name: "hotel", kind: "check", label: "Hotel")
#tick(false, name: "role", kind: "radio", label: "Role", option: ("head", "Head"))
#tick(true, name: "role", kind: "radio", label: "Role", option: ("adviser", "Adviser"))
#frame("", name: "signed", kind: "signature", label: "Signature")
"#,
    );
    let fields = fields(&document);
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "convoke.identity",
            "hotel",
            "p.1.address",
            "p.1.birth",
            "p.1.e_mail",
            "p.1.family",
            "p.1.title",
            "role",
            "signed",
            "visa",
        ]
    );
    let kind = |name: &str| {
        let dict = &fields[name];
        let own = dict.get(PRIVATE_KEY.as_bytes()).unwrap().as_dict().unwrap();
        let own_kind = String::from_utf8_lossy(own.get(b"Kind").unwrap().as_name().unwrap()).into_owned();
        (
            String::from_utf8_lossy(dict.get(b"FT").unwrap().as_name().unwrap()).into_owned(),
            own_kind,
            flags(dict),
        )
    };
    let is = |ft: &str, kind: &str, flags: i64| (ft.to_owned(), kind.to_owned(), flags);
    // Bits of table 221 and those of the types, ISO 32000-1, 12.7.
    assert_eq!(kind("p.1.family"), is("Tx", "text", 1 << 1));
    assert_eq!(kind("p.1.birth"), is("Tx", "date", 1 << 22));
    assert_eq!(kind("p.1.e_mail"), is("Tx", "email", 1 << 22));
    assert_eq!(kind("p.1.address"), is("Tx", "multiline", 1 | 1 << 12));
    assert_eq!(kind("p.1.title"), is("Ch", "choice", 1 << 17));
    assert_eq!(kind("visa"), is("Btn", "check", 0));
    assert_eq!(kind("role"), is("Btn", "radio", 1 << 15));
    assert_eq!(kind("signed"), is("Sig", "signature", 0));

    assert_eq!(text(&fields["p.1.family"], b"TU"), "Family name");
    assert_eq!(text(&fields["p.1.birth"], b"TU"), "Born (YYYY-MM-DD)");
    assert_eq!(fields["p.1.family"].get(b"MaxLen").unwrap().as_i64().unwrap(), 60);
    assert_eq!(text(&fields["p.1.address"], b"V"), "a b");
    assert_eq!(text(&fields["p.1.title"], b"V"), "mr");
    assert_eq!(fields["visa"].get(b"V").unwrap().as_name().unwrap(), b"Yes");
    assert_eq!(fields["hotel"].get(b"V").unwrap().as_name().unwrap(), b"Off");
    assert_eq!(fields["role"].get(b"V").unwrap().as_name().unwrap(), b"adviser");
    let personal =
        |name: &str| fields[name].get(PRIVATE_KEY.as_bytes()).unwrap().as_dict().unwrap().has(b"Personal");
    assert!(personal("p.1.birth") && !personal("p.1.family"));
}

#[test]
fn the_identity_is_out_of_sight_and_cannot_be_changed() {
    let document = made(r#"#frame("", name: "a", kind: "text", label: "A")"#);
    let fields = fields(&document);
    let identity = &fields[IDENTITY];
    assert_eq!(text(identity, b"V"), IDENTITY_TEXT);
    assert_eq!(flags(identity), 1);
    let rect = identity.get(b"Rect").unwrap().as_array().unwrap();
    assert!(rect.iter().all(|side| side.as_float().unwrap() < 0.0), "{rect:?}");
    // Neither hidden nor kept from view, which archival files must not have (ISO 19005-2, 6.3.2).
    assert_eq!(identity.get(b"F").unwrap().as_i64().unwrap(), 4);
}

#[test]
fn a_prefilled_value_moves_from_the_page_into_its_widget() {
    let document = made(r#"before #frame("Ἀθῆναι", name: "a", kind: "text", label: "A") after"#);
    let page = document.page_iter().next().unwrap();
    let on_page = document.extract_text(&[1]).unwrap();
    assert!(
        on_page.contains("before") && on_page.contains("after") && !on_page.contains("Ἀθῆναι"),
        "{on_page}"
    );
    let fields = fields(&document);
    let shown = fields["a"].get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_reference().unwrap();
    let shown = document.get_object(shown).unwrap().as_stream().unwrap();
    let content = String::from_utf8_lossy(&shown.content).into_owned();
    assert!(
        content.starts_with("/Tx BMC") && content.contains("Tf") && content.ends_with("EMC"),
        "{content}"
    );
    assert_eq!(
        shown.dict.get(b"BBox").unwrap(),
        fields["a"].get(b"Rect").unwrap(),
        "drawn where it stood on the page"
    );
    assert!(document.get_dictionary(page).unwrap().has(b"Annots"));
}

#[test]
fn the_structure_tells_of_forms_and_no_longer_of_links() {
    let document = made(
        r#"#link("https://example.org")[a link stays]
#frame("x", name: "a", kind: "text", label: "Name")
#tick(false, name: "role", kind: "radio", label: "Role", option: ("head", "Head"))"#,
    );
    let elements = |kind: &[u8]| {
        let is_kind =
            |dict: &&Dictionary| dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind);
        let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
        dicts.filter(is_kind).map(|dict| text(dict, b"Alt")).collect::<Vec<_>>()
    };
    assert_eq!(elements(b"Form"), ["Name", "Role: Head"]);
    assert_eq!(elements(b"Link").len(), 1);
}

#[test]
fn the_same_name_twice_is_one_field_with_two_widgets() {
    let document = made(
        r#"#frame("x", name: "a", kind: "text", label: "A") #frame("x", name: "a", kind: "text", label: "A")"#,
    );
    let fields = fields(&document);
    let widgets = fields["a"].get(b"Kids").unwrap().as_array().unwrap();
    assert_eq!(widgets.len(), 2);
    for widget in widgets {
        let widget = document.get_dictionary(widget.as_reference().unwrap()).unwrap();
        assert_eq!(text(widget, b"TU"), "A");
    }
}

#[test]
fn names_that_cannot_stand_beside_each_other_are_refused() {
    let text = |name: &str| format!("#frame(\"\", name: \"{name}\", kind: \"text\", label: \"A\")\n");
    assert_eq!(
        refused(&(text("a.b") + &text("a"))),
        "the form cannot be made fillable (the name of the field a begins another's)"
    );
    assert!(refused(&(text("a") + &text("a.b"))).contains("a.b begins another's"));
    assert!(refused(&text("a..b")).contains("`a..b` is not a name of a field"));
    let two = text("a") + "#frame(\"\", name: \"a\", kind: \"date\", label: \"A\")";
    assert!(refused(&two).contains("the field a is of two kinds"));
    assert!(refused("#frame(\"\", name: \"a\", kind: \"color\", label: \"A\")").contains("color"));
}

#[test]
fn a_document_without_fields_is_left_as_typst_wrote_it() {
    let set = typeset("#link(\"https://example.org\")[field:]");
    let with = export(&set, &settings(Some(IDENTITY_TEXT))).unwrap();
    assert!(with == export(&set, &settings(None)).unwrap());
    assert!(!Document::load_mem(&with).unwrap().catalog().unwrap().has(b"AcroForm"));
    assert!(make_fillable(b"%PDF-1.7 no more than that (field:{})".to_vec(), None, None).is_err());
}

#[test]
fn markup_in_a_value_stays_text() {
    let document = made(
        r##"#frame("=1+1 \\) EMC /MCID 3 BDC #panic() <</V (x)>>", name: "a", kind: "text", label: "<</A (\\")"##,
    );
    let fields = fields(&document);
    assert_eq!(text(&fields["a"], b"V"), "=1+1 \\) EMC /MCID 3 BDC #panic() <</V (x)>>");
    assert_eq!(text(&fields["a"], b"TU"), "<</A (\\");
}
