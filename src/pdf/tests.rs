//! What holds for every file, whichever part writes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ZonedDateTime;

use super::form;
use super::run::{PrintRun, RunSettings};
use super::{PdfSettings, Standards, export};
use crate::fonts::Fonts;
use crate::typeset::Typesetter;

fn now() -> ZonedDateTime {
    "2004-05-10T09:00:00+02:00[+02:00]".parse().unwrap()
}

/// A document that may have a form field.
fn made(standards: [&str; 2], has_field: bool) -> Vec<u8> {
    const FIELD: &str = r#"#block(width: 60mm, height: 8mm, link(
        "field:" + json.encode((name: "town", kind: "text", label: "Town"), pretty: false),
        block(width: 100%, height: 100%),
    ))"#;
    let field = if has_field { FIELD } else { "" };
    let text = format!("#set document(title: \"Form\")\n#set text(lang: \"en\")\n= Form\n{field}");
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default()).unwrap();
    let settings = PdfSettings {
        ident: "form".into(),
        issued_at: now(),
        standards: Standards::parse(standards.iter().filter(|name| !name.is_empty())).unwrap(),
        identity: None,
        seal: None,
    };
    export(&typesetter.set(&text).unwrap(), &settings).unwrap()
}

/// A program that signs a file appends to it, and PDF/A has a line end before every object (ISO 19005-2, 6.1.9) and at
/// most one after `%%EOF` (6.1.3).
#[test]
fn every_file_ends_with_one_line_end() {
    let form = made(["a-2a", "ua-1"], true);
    let values = BTreeMap::from([("town".to_owned(), "Genève".to_owned())]);
    let filled = form::fill(&form, &form::read(&form).unwrap(), &values, Some(&now())).unwrap();
    let settings = RunSettings {
        title: "Run".into(),
        language: "en".into(),
        ident: "run".into(),
        issued_at: now(),
        is_duplex: false,
    };
    let mut run = PrintRun::begin(Vec::new(), settings).unwrap();
    run.add(&form).unwrap();
    let (run, _) = run.finish().unwrap();
    for (name, pdf) in [
        ("a letter", made(["a-2a", "ua-1"], false)),
        ("a form", form),
        ("a letter of an old version", made(["1.4", ""], false)),
        ("a form of an old version", made(["1.4", ""], true)),
        ("a filled form", filled),
        ("a print run", run),
    ] {
        let end = String::from_utf8_lossy(&pdf[pdf.len() - 9..]).into_owned();
        assert!(end.ends_with("\n%%EOF\n"), "{name}: {end:?}");
    }
}
