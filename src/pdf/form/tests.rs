use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::*;
use crate::pdf::FieldKind;

/// A PDF of one page whose form lists these fields; the page has all their widgets.
fn form(fields: impl FnOnce(&mut Document) -> Vec<ObjectId>) -> Form {
    let mut document = Document::with_version("1.7");
    let roots = fields(&mut document);
    save(document, roots.clone(), roots)
}

fn save(mut document: Document, roots: Vec<ObjectId>, widgets: Vec<ObjectId>) -> Form {
    let references = |ids: Vec<ObjectId>| ids.into_iter().map(Object::Reference).collect::<Vec<_>>();
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
        "Annots" => references(widgets),
    });
    document
        .set_object(pages, dictionary! { "Type" => "Pages", "Kids" => references(vec![page]), "Count" => 1 });
    let form = dictionary! { "Fields" => references(roots) };
    let catalog =
        document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "AcroForm" => form });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    read(&bytes).unwrap()
}

fn widget(entries: Dictionary) -> Dictionary {
    let mut widget = dictionary! { "Type" => "Annot", "Subtype" => "Widget" };
    widget.extend(&entries);
    widget
}

/// A box with the states off and another.
fn tick_box(state: &str, shown: &str) -> Dictionary {
    let states = dictionary! { state => Object::Null, "Off" => Object::Null };
    widget(dictionary! { "AS" => shown, "AP" => dictionary! { "N" => states } })
}

fn text(name: &str, value: impl Into<Object>) -> Dictionary {
    widget(dictionary! { "FT" => "Tx", "T" => Object::string_literal(name), "V" => value.into() })
}

fn values(form: &Form) -> Vec<(&str, &str)> {
    form.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
}

#[test]
fn names_and_entries_come_from_above() {
    let form = form(|document| {
        let leaf = document.add_object(widget(dictionary! { "T" => Object::string_literal("b") }));
        vec![document.add_object(dictionary! {
            "T" => Object::string_literal("a"), "FT" => "Tx", "MaxLen" => 7, "Ff" => 1 | 2 | 1 << 12,
            "V" => Object::string_literal("x"), "Kids" => vec![Object::Reference(leaf)],
        })]
    });
    assert_eq!(values(&form), [("a.b", "x")]);
    let field = &form.fields[0];
    assert_eq!((field.limit, field.required, field.read_only), (Some(7), true, true));
    assert_eq!(field.kind, FieldKind::Multiline);
}

#[test]
fn texts_are_read_however_they_are_written() {
    let form = form(|document| {
        let stream = document.add_object(Stream::new(Dictionary::new(), b"in a stream".to_vec()));
        vec![
            document.add_object(text("a", Object::string_literal("one\r\ntwo\rthree \x07\x1b"))),
            document.add_object(text("b", Object::Reference(stream))),
            document.add_object(text("c", Object::Name(b"a-name".to_vec()))),
            document.add_object(text("d", 7)),
            document.add_object(text("e", Object::string_literal("x".repeat(MAX_VALUE + 5)))),
        ]
    });
    let found = values(&form);
    assert_eq!(found[..4], [("a", "one\ntwo\nthree"), ("b", "in a stream"), ("c", "a-name"), ("d", "")]);
    assert_eq!((form.fields[4].value.len(), form.fields[4].characters), (MAX_VALUE, MAX_VALUE + 5));
}

#[test]
fn boxes_are_read_from_value_and_state() {
    let button = |name: &str, more: Dictionary| {
        let mut field = dictionary! { "FT" => "Btn", "T" => Object::string_literal(name) };
        field.extend(&more);
        field
    };
    let form = form(|document| {
        let mut ids = Vec::new();
        for (name, value, shown) in
            [("both", Some("Yes"), "Yes"), ("seen", None, "Yes"), ("odd", Some("Off"), "Yes")]
        {
            let mut field = tick_box("Yes", shown);
            field.extend(&button(name, Dictionary::new()));
            if let Some(value) = value {
                field.set("V", value);
            }
            ids.push(document.add_object(field));
        }
        let one = document.add_object(tick_box("0", "Off"));
        let other = document.add_object(tick_box("1", "1"));
        let options = vec![Object::string_literal("mr"), Object::string_literal("ms")];
        ids.push(document.add_object(button(
            "numbered",
            dictionary! { "Ff" => 1 << 15, "V" => "1", "Opt" => options, "Kids" => vec![one.into(), other.into()] },
        )));
        let slash = document.add_object(tick_box("ms", "Off"));
        let written = dictionary! { "Ff" => 1 << 15, "V" => Object::string_literal("/ms"), "Kids" => vec![slash.into()] };
        ids.push(document.add_object(button("written", written)));
        ids.push(document.add_object(button("pushed", dictionary! { "Ff" => 1 << 16 })));
        ids
    });
    assert_eq!(
        values(&form),
        [("both", "true"), ("seen", "true"), ("odd", ""), ("numbered", "ms"), ("written", "ms")]
    );
    let shown: Vec<_> = form.fields.iter().map(|field| field.shown.as_deref()).collect();
    assert_eq!(shown, [None, None, Some("true"), None, Some("")]);
}

#[test]
fn a_list_holds_keys_also_where_a_label_was_written() {
    let pair = |key: &str, label: &str| {
        Object::Array(vec![Object::string_literal(key), Object::string_literal(label)])
    };
    let form = form(|document| {
        let list = |value: Object| {
            widget(dictionary! {
                "FT" => "Ch", "T" => Object::string_literal("a"), "V" => value,
                "Opt" => vec![pair("mr", "Mr"), pair("ms", "Ms"), Object::string_literal("other")],
            })
        };
        vec![document.add_object(list(Object::Array(vec![Object::string_literal("Ms")])))]
    });
    assert_eq!(values(&form), [("a", "ms")]);
    let options: Vec<_> =
        form.fields[0].options.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
    assert_eq!(options, [("mr", "Mr"), ("ms", "Ms"), ("other", "other")]);
}

#[test]
fn fields_only_a_page_knows_are_read_and_circles_end() {
    let mut document = Document::with_version("1.7");
    let leaf = document.new_object_id();
    let above = document.add_object(dictionary! {
        "T" => Object::string_literal("a"), "FT" => "Tx", "Kids" => vec![Object::Reference(leaf)],
    });
    let kid = widget(dictionary! {
        "T" => Object::string_literal("b"), "Parent" => above, "V" => Object::string_literal("x"),
    });
    document.set_object(leaf, kid);
    let circle = document.new_object_id();
    let round = dictionary! {
        "T" => Object::string_literal("c"), "FT" => "Tx", "Parent" => circle, "Kids" => vec![Object::Reference(circle)],
    };
    document.set_object(circle, widget(round));
    let alone = document.add_object(text("d", Object::string_literal("y")));
    let form = save(document, Vec::new(), vec![leaf, circle, alone]);
    assert_eq!(values(&form), [("a.b", "x"), ("d", "y")]);
}

#[test]
fn a_field_that_names_those_above_it_as_its_kids_is_read() {
    let form = form(|document| {
        let (group, field) = (document.new_object_id(), document.new_object_id());
        let round = dictionary! {
            "T" => Object::string_literal("b"), "FT" => "Tx", "V" => Object::string_literal("x"),
            "Kids" => vec![Object::Reference(field), Object::Reference(group)],
        };
        document.set_object(field, widget(round));
        let above =
            dictionary! { "T" => Object::string_literal("a"), "Kids" => vec![Object::Reference(field)] };
        document.set_object(group, above);
        vec![group]
    });
    assert_eq!(values(&form), [("a.b", "x")]);
}

#[test]
fn what_is_no_form_says_why() {
    assert_eq!(read(b""), Err(Unreadable::NotPdf));
    assert_eq!(read(b"PK\x03\x04"), Err(Unreadable::NotPdf));
    assert_eq!(read(b"%PDF-1.7\n"), Err(Unreadable::MALFORMED));
    assert_eq!(read(&[b"%PDF-1.7\n".as_slice(), &vec![0; MAX_FILE]].concat()), Err(Unreadable::TooLarge));
}
