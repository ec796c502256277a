//! Tests of the merge fields, on the sample mailing.

mod labels;

use std::path::Path;

use serde_json::Value;

use super::*;
use crate::diagnostic::{Checked, Problems};
use crate::input::At;
use crate::locale::{LocalLines, LocalText};
use crate::mailing::SenderInNote;
use crate::recipient::{Channel, Copy, Kind};
use crate::template::{EMAIL, MergeTemplates as _, check_address, find_untranslated, shape};
use crate::{locale, mailing, recipient, template};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(language: &str) -> (Mailing, LocalePack) {
    let mailing = mailing::read(root(), "mailing.yaml").value;
    let pack = locale::read(root(), "templates", language).value;
    (mailing.unwrap(), pack.unwrap())
}

fn france() -> Recipient {
    let recipients = recipient::read(root(), "recipients/ministries.yaml", None, &[]).value;
    recipients.into_iter().find(|recipient| recipient.id.value == "FRA").unwrap()
}

#[track_caller]
fn text<'a>(context: &'a Value, pointer: &str) -> &'a str {
    context.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}"))
}

#[test]
fn the_sample_is_merged_as_its_language_writes() {
    let (mailing, pack) = sample("fr");
    let context = context(&mailing, &pack, &france(), "DM-1132/061", None, Version::Original, "letter");
    assert_eq!(text(&context, "/mailing/dateline"), "Genève, le 10\u{a0}mai 2004");
    assert_eq!(text(&context, "/event/dates"), "du 24 au 26\u{a0}juin 2004");
    assert_eq!(text(&context, "/event/days/0"), "24 juin 2004");
    assert_eq!(text(&context, "/event/in_place"), "à Hammamet (Tunisie)");
    assert_eq!(text(&context, "/event/of_month"), "de juin");
    assert_eq!(context["event"]["days"].as_array().unwrap().len(), 3);
    assert_eq!(text(&context, "/recipient/country/of"), "de la France");
    assert_eq!(text(&context, "/recipient/entity"), "France");
    assert_eq!(text(&context, "/document/annexes/0"), "Formulaire d’inscription");
    assert_eq!(text(&context, "/document/title"), "Lettre DM-1132/061 – France");
    assert_eq!(text(&context, "/assets/emblem/path"), "/assets/emblem.svg");
    assert!(context["recipient"]["replaces"].is_null());
    let lines: Vec<&str> =
        context["addressee"]["lines"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(lines.last(), Some(&"FRANCE"), "{lines:?}");
    assert!(lines.contains(&"Ministère de l’Europe et des affaires étrangères"), "{lines:?}");
}

#[test]
fn dates_of_an_e_mail_have_ordinary_spaces() {
    let (mailing, pack) = sample("ru");
    let context = context(&mailing, &pack, &france(), "DM-1132/061", None, Version::Original, EMAIL);
    assert_eq!(text(&context, "/event/dates"), "с 24 по 26 июня 2004 года");
    assert_eq!(text(&context, "/mailing/registration_deadline"), "10 июня 2004 года");
    assert_eq!(text(&context, "/event/in_place"), "в Хаммамете (Тунис)");
}

#[test]
fn only_the_letter_names_annexes_and_copies() {
    let (mailing, pack) = sample("en");
    let mut recipient = france();
    recipient.copies.push(Copy {
        fax: None,
        telephone: None,
        to: LocalText::Same("Mission".to_owned()),
        address: LocalLines::default(),
        city: LocalText::default(),
        iso: None,
        channel: Channel::Post,
        email: None,
    });
    let letter =
        context(&mailing, &pack, &recipient, "s", None, Version::Copy(&recipient.copies[0]), "letter");
    assert_eq!(text(&letter, "/document/copies/0"), "Mission");
    assert_eq!(text(&letter, "/document/copy_to"), "Mission");
    let form = context(&mailing, &pack, &recipient, "s", None, Version::Original, "form");
    assert_eq!(form["document"]["annexes"], json!([]));
    assert_eq!(form["document"]["copies"], json!([]));
}

#[test]
fn an_organisation_has_no_country_and_empty_lines_close_up() {
    let (mailing, pack) = sample("en");
    let mut recipient = france();
    recipient.kind = Kind::Organisation;
    recipient.iso = None;
    recipient.addressee.office = At::from("head-of-organisation".to_owned());
    recipient.addressee.styles.clear();
    recipient.ministry = LocalText::Same("European Union".to_owned());
    recipient.address = ["", "Brussels", " ", "BELGIUM"].into();
    recipient.city = LocalText::default();
    let context = context(&mailing, &pack, &recipient, "s", None, Version::Original, "letter");
    assert!(context["recipient"]["country"].is_null());
    assert_eq!(text(&context, "/recipient/entity"), "European Union");
    let lines = &context["addressee"]["lines"];
    assert_eq!(lines, &json!(["European Union", "Brussels", "BELGIUM"]));
}

#[test]
fn the_shape_has_every_field_of_a_context() {
    fn same(shape: &Value, context: &Value, path: &str) {
        match (shape, context) {
            // A mailing that follows none knows nothing of another.
            (_, Value::Null) => assert!(!shape.is_null() || path == "/follows", "{path}"),
            (Value::Object(shape), Value::Object(context)) => {
                assert!(shape.keys().eq(context.keys()), "{path}");
                for (name, value) in context {
                    same(&shape[name], value, &format!("{path}/{name}"));
                }
            }
            (Value::Array(shape), Value::Array(_)) => assert!(!shape.is_empty(), "{path}"),
            _ => assert_eq!(std::mem::discriminant(shape), std::mem::discriminant(context), "{path}"),
        }
    }
    let (mut mailing, pack) = sample("en");
    mailing.extra_fields.push("table".to_owned());
    mailing.event.legal_basis = Some(LocalText::Same("Article 25".to_owned()));
    mailing.event.host = Some(At::from("TUN".to_owned()));
    let name = LocalText::Same("The Secretariat".to_owned());
    mailing.sender.note =
        Some(SenderInNote { name, gender: std::collections::BTreeMap::new(), person: false });
    for document in ["letter", "form"] {
        let context = context(&mailing, &pack, &france(), "s", None, Version::Original, document);
        same(&shape(&mailing, &pack, document), &context, "");
    }
}

#[test]
fn the_sample_templates_pass_the_check_and_render() {
    let Checked { value: engine, problems } = template::Engine::read(root(), "templates");
    assert_eq!(problems, Problems::new());
    for language in ["ar", "en", "es", "fr", "ru", "zh"] {
        let (mailing, pack) = sample(language);
        assert_eq!(find_untranslated(&mailing, language, "mailing.yaml"), Problems::new());
        for document in &mailing.documents {
            let shape = shape(&mailing, &pack, &document.id);
            assert_eq!(engine.check(language, &document.template, &shape), Problems::new());
            let context =
                context(&mailing, &pack, &france(), "DM-1132/061", None, Version::Original, &document.id);
            let rendered = engine.render(language, &document.template, &context).unwrap();
            assert!(rendered.contains(r"DM\u{2d}1132\u{2f}061"), "{rendered}");
        }
        assert_eq!(engine.check(language, EMAIL, &shape(&mailing, &pack, EMAIL)), Problems::new());
        let context = context(&mailing, &pack, &france(), "DM-1132/061", None, Version::Original, EMAIL);
        let rendered = engine.render(language, EMAIL, &context).unwrap();
        let email = template::Email::parse(&rendered, EMAIL).unwrap();
        assert!(email.subject.contains("DM-1132/061"), "{email}");
        let mut facts =
            mailing.documents.iter().map(|document| document.name.get(language).unwrap()).collect::<Vec<_>>();
        facts.extend(
            [
                "/mailing/registration_deadline",
                "/mailing/contributions_deadline",
                "/event/dates",
                "/return/e_mail",
            ]
            .map(|pointer| text(&context, pointer)),
        );
        for fact in facts {
            assert!(email.text.contains(fact), "{fact} in {email}");
        }
    }
}

#[test]
fn every_label_of_the_packs_stands_in_a_template() {
    let mut templates = String::new();
    for folder in ["templates", "templates/en"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "hbs") {
                templates.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let (_, pack) = sample("en");
    // The text of the office's sheets is in src/sheets.
    let of_form = crate::mailing::known_labels();
    for label in pack.file().labels.keys().filter(|label| !label.starts_with("dispatch_")) {
        let field = format!("{{{{labels.{label}}}}}");
        assert!(templates.contains(&field) || of_form.contains(label), "no template writes {field}");
    }
    let lacking: Vec<_> = of_form.iter().filter(|label| !pack.file().labels.contains_key(*label)).collect();
    assert!(lacking.is_empty(), "no label for {lacking:?}");
}

#[test]
fn missing_names_and_texts_are_reported() {
    let (mut mailing, pack) = sample("en");
    let mut recipient = france();
    assert_eq!(check_address(&mailing, &pack, &recipient), Problems::new());
    recipient.iso = Some(At::from("XXX".to_owned()));
    assert_eq!(check_address(&mailing, &pack, &recipient)[0].message, "no State has the code XXX");
    mailing.event.name = LocalText::ByLanguage([("fr".to_owned(), "x".to_owned())].into());
    let missing = find_untranslated(&mailing, "en", "mailing.yaml");
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].message, "`event.name` has no text in `en`");
}

#[test]
fn the_labels_a_template_names_are_all_it_writes() {
    let engine = template::Engine::read(root(), "templates").value;
    for language in ["ar", "en", "es", "fr", "ru", "zh"] {
        let (mailing, pack) = sample(language);
        let of_email = (EMAIL, EMAIL);
        let documents = mailing.documents.iter().map(|it| (it.id.value.as_str(), it.template.as_str()));
        for (document, file) in documents.chain([of_email]) {
            let all = context(&mailing, &pack, &france(), "DM-1132/061", None, Version::Courtesy, document);
            let named = engine.listing().labels(language, file).unwrap();
            let mut few = all.clone();
            add_labels(&mut few, &pack, Some(named));
            assert_eq!(few["labels"].as_object().unwrap().len(), named.len(), "{file}: {named:?}");
            assert!((2..20).contains(&named.len()), "{file}: {named:?}");
            assert_eq!(engine.render(language, file, &few), engine.render(language, file, &all));
        }
    }
}
