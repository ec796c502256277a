//! Forms that can be filled in: their fields, and filling them in.

use std::path::PathBuf;

use convoke::pdf::FieldKind;
use convoke::pdf::form::{self, Field, Form};

use crate::folder::Folder;

/// The only form of a started mailing in this language.
pub(crate) fn form_of(folder: &Folder, id: &str) -> PathBuf {
    form_in(folder, "DM-1132", id)
}

/// The form in one of the mailing's archives.
pub(crate) fn form_in(folder: &Folder, archive: &str, id: &str) -> PathBuf {
    let channels = std::fs::read_dir(folder.path(&format!("output/{archive}"))).expect("an archive");
    let forms = channels.flat_map(|found| std::fs::read_dir(found.expect("a folder").path().join("forms")));
    let mut paths = forms.flatten().map(|found| found.expect("a file").path());
    let name = format!("_{id}_form_");
    paths.find(|path| path.to_string_lossy().contains(&name)).expect("a form")
}

fn read(path: &PathBuf) -> Form {
    form::read(&std::fs::read(path).expect("a file")).expect("a form")
}

fn field<'a>(form: &'a Form, name: &str) -> &'a Field {
    form.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
}

#[test]
fn a_form_has_the_fields_of_its_template() {
    let folder = Folder::built();
    let path = form_of(&folder, "FRA");
    let form = read(&path);
    for (name, kind, tip, value) in [
        (
            "entity.name",
            FieldKind::Text,
            "Pays ou organisation (le pays ou l’organisation que la délégation représente)",
            "France",
        ),
        ("entity.category", FieldKind::Radio, "Catégorie", "state"),
        ("participant.1.family_name", FieldKind::Text, "Nom de famille", ""),
        ("participant.1.e_mail", FieldKind::Email, "Courriel (name@example.org)", ""),
        ("participant.1.arrival", FieldKind::Date, "Date d’arrivée (AAAA-MM-JJ)", ""),
        ("participant.1.address", FieldKind::Multiline, "Adresse postale", ""),
        ("participant.1.language", FieldKind::Radio, "Langue de correspondance", "fr"),
        ("participant.1.day.2", FieldKind::Check, "25 juin 2004", ""),
        ("participant.2.arrival_time", FieldKind::Text, "Heure (arrivée; HH:MM)", ""),
        ("participant.1.visa.passport_type", FieldKind::Radio, "Type de passeport", ""),
        ("participant.1.nationality", FieldKind::Text, "Nationalité (celle du passeport)", ""),
        ("credentials", FieldKind::Radio, "Pouvoirs (l’inscription ne remplace pas les pouvoirs)", ""),
        ("focal_point.tel", FieldKind::Text, "Téléphone (Point de contact de la délégation)", ""),
        ("certified.signature", FieldKind::Signature, "Signature", ""),
        ("delegation.3.role", FieldKind::Choice, "Nº 3: Qualité dans la délégation", ""),
    ] {
        let field = field(&form, name);
        assert_eq!((field.kind, field.tip.as_str(), field.value.as_str()), (kind, tip, value), "{name}");
    }
    assert_eq!(field(&form, "participant.1.family_name").limit, Some(60));
    assert!(field(&form, "participant.1.role").required && !field(&form, "participant.1.tel").required);
    let keys = [
        "head",
        "deputy",
        "alternate",
        "delegate",
        "adviser",
        "expert",
        "observer",
        "interpreter",
        "press",
        "accompanying",
    ];
    let found = &field(&form, "delegation.1.role").options;
    assert_eq!(found.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), keys);
    let identity: convoke::register::Identity =
        form.identity.as_deref().expect("an identity").parse().expect("check digits that fit");
    assert_eq!((identity.recipient.as_str(), identity.locale.as_str()), ("FRA", "fr"));
    assert!(identity.serial.starts_with("DM-1132/"));

    let personal: Vec<&Field> = form.fields.iter().filter(|field| field.personal).collect();
    assert_eq!(personal.len(), 18, "nationality and passport data of two participants");
    assert!(personal.iter().all(|field| field.value.is_empty()));

    let said = folder.run(&["form", "fields", "--json", path.to_str().expect("UTF-8")]).ends_with(0).out;
    let lines: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), form.fields.len() + 1);
    assert_eq!(lines[0]["field"]["name"], "entity.name");
    assert_eq!(lines[form.fields.len()]["identity"], form.identity.as_deref().expect("one"));
}

#[test]
fn every_language_asks_for_the_same_fields() {
    let folder = Folder::started();
    let list = |locale: &str| {
        let out = format!("out-{locale}");
        folder.run(&["preview", "FRA", "--locale", locale, "-o", &out]).ends_with(0);
        let found = std::fs::read_dir(folder.path(&out)).expect("files");
        let path =
            found.map(|it| it.expect("a file").path()).find(|path| path.to_string_lossy().contains("_form_"));
        let fields = read(&path.expect("a form")).fields;
        let untold = fields.iter().filter(|field| field.tip.is_empty()).count();
        assert_eq!(untold, 0, "{locale}: every field has a tooltip");
        fields
            .into_iter()
            .map(|field| (field.name, field.kind, field.required, field.limit))
            .collect::<Vec<_>>()
    };
    let english = list("en");
    assert!(english.len() > 100);
    for locale in ["fr", "es", "ru", "zh", "ar"] {
        assert_eq!(list(locale), english, "{locale}");
    }
}

#[test]
fn personal_data_are_never_prefilled() {
    let folder = Folder::started();
    folder.edit(
        "templates/registration.typ.hbs",
        "    \"language\": ",
        "    \"visa.passport_number\": \"X1\",\n    \"language\": ",
    );
    let ran = folder.run(&["build"]).ends_with(1);
    assert!(
        ran.err.contains("participant.1.visa.passport_number takes personal data, which are never prefilled"),
        "{}",
        ran.err
    );
    assert!(!folder.path("output/DM-1132").exists());
}

#[test]
fn a_filled_form_holds_what_was_written() {
    let folder = Folder::built();
    let path = form_of(&folder, "FRA");
    let sent = std::fs::read(&path).expect("a form");
    folder.write(
        "answer.json",
        r#"{
          "participant": { "1": { "family_name": "Ørsted", "first_name": "Зоя 王 سارة", "title": "ms", "role": "head",
            "address": "1, rue de la Paix\nParis", "arrival": "24.6.2004", "day": { "1": true, "2": false } } },
          "entity.name": null, "participant.2.language": "ar", "delegation.1.role": "adviser"
        }"#,
    );
    let form = path.to_str().expect("UTF-8");
    let fill = |output: &str| {
        folder
            .run(&["form", "fill", form, "answer.json", "-o", output, "--now", "2004-06-02T09:00:00+02:00"])
            .ends_with(0)
    };
    fill("one.pdf");
    fill("two.pdf");
    assert_eq!(folder.sha256("one.pdf"), folder.sha256("two.pdf"));
    assert!(sent == std::fs::read(&path).expect("a form"), "the form itself is left as it was");
    let filled = read(&folder.path("one.pdf"));
    for (name, value) in [
        ("participant.1.family_name", "Ørsted"),
        ("participant.1.first_name", "Зоя 王 سارة"),
        ("participant.1.title", "ms"),
        ("participant.1.role", "head"),
        ("participant.1.address", "1, rue de la Paix\nParis"),
        ("participant.1.arrival", "2004-06-24"),
        ("participant.1.day.1", "true"),
        ("participant.1.day.2", ""),
        ("participant.1.country", ""),
        ("participant.2.language", "ar"),
        ("delegation.1.role", "adviser"),
        ("entity.name", ""),
    ] {
        assert_eq!(field(&filled, name).value, value, "{name}");
    }
    assert_eq!(filled.modified.expect("a date").to_string(), "2004-06-02T09:00:00+02:00[+02:00]");
    let before = read(&path);
    assert_eq!(filled.identity, before.identity);
    assert_eq!(filled.fields.len(), before.fields.len());
    assert!(filled.fields.iter().all(|field| field.shown.is_none()), "boxes show what they hold");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.path("one.pdf")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn values_that_do_not_fit_are_told_together() {
    let folder = Folder::built();
    let path = form_of(&folder, "FRA");
    folder.write(
        "answer.json",
        r#"{ "participant.1.famly_name": "A", "participant.1.arrival": "soon", "participant.1.e_mail": "a b",
             "participant.1.role": "king", "participant.1.tel": "0123456789012345678901234567890",
             "participant.1.day.1": "perhaps", "certified.signature": "A", "participant.1.hotel": ["A"] }"#,
    );
    let form = path.to_str().expect("UTF-8");
    let ran = folder.run(&["form", "fill", form, "answer.json", "-o", "filled.pdf"]).ends_with(1);
    for told in [
        "answer.json\n  for participant.1.famly_name\n  hint: did you mean `participant.1.family_name`?",
        "no date that can be understood one way only",
        "not one e-mail address",
        "none of the options",
        "31 characters, more than the 30 allowed",
        "neither ticked nor not",
        "a signature cannot be typed",
        "a list is not a value of a field",
    ] {
        assert!(ran.err.contains(told), "{told:?} is not in\n{}", ran.err);
    }
    assert!(!folder.path("filled.pdf").exists());
    folder.write("answer.json", "{ \"a\": ");
    folder.run(&["form", "fill", form, "answer.json"]).ends_with(1).says("answer.json:1:7");
    folder.write("answer.json", "[]");
    folder
        .run(&["form", "fill", form, "answer.json"])
        .ends_with(1)
        .says("not an object of field names and values");
    folder.run(&["form", "fill", "mailing.yaml", "answer.json"]).ends_with(1).says("it is not a PDF");
    folder.write("answer.json", "{}");
    let own = ["form", "fill", form, "answer.json", "-o", form];
    folder.run(&own).ends_with(1).says("would take the place of the form itself");
    folder
        .run(&["form", "fill", form, "answer.json", "--now", "today"])
        .ends_with(1)
        .says("`today` is not a date");
    folder.write("answer.json", "{ \"participant.1.hotel\": \"ლ\" }");
    folder.run(&["form", "fill", form, "answer.json", "-o", "x.pdf"]).ends_with(1).says("glyph-missing");
}
