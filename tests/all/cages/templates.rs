//! Templates that bring down whatever parses, checks or merges them are one problem each, and the others are still merged.

use std::collections::BTreeMap;
use std::time::Duration;

use convoke::diagnostic::Checked;
use convoke::template::TemplateTexts;
use convoke::worker::{Isolation, JobLimits, WorkerCommand, open_templates};
use serde_json::{Value, json};

use crate::folder::Folder;

fn texts(texts: &[(&str, &str, String)]) -> TemplateTexts {
    let entry = |(language, file, text): &(&str, &str, String)| {
        (((*language).to_owned(), (*file).to_owned()), text.clone())
    };
    texts.iter().map(entry).collect()
}

fn processes() -> Isolation {
    let program = env!("CARGO_BIN_EXE_convoke").into();
    Isolation::Processes(WorkerCommand { program, arguments: vec!["worker".into()] })
}

const LIMITS: JobLimits = JobLimits { time: Duration::from_secs(1), bytes: 1 << 30 };

/// Takes minutes to parse.
fn bomb() -> String {
    "{{recipient.id}} {{#if recipient.id}}x{{/if}}".repeat(60_000)
}

#[test]
fn a_template_that_ends_its_process_is_told_once_and_the_others_are_merged() {
    let texts = texts(&[
        ("en", "bomb.typ.hbs", bomb()),
        ("en", "letter.typ.hbs", "Dear {{name}},".to_owned()),
        ("fr", "letter.typ.hbs", "{{#if name}}".to_owned()),
    ]);
    let Checked { value: templates, problems } = open_templates("templates", &texts, &processes(), LIMITS);
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[0],
        "templates/en/bomb.typ.hbs: error[template-given-up]: the template was given up: it took more than 1 s of processor time"
    );
    assert!(
        told.len() == 2 && told[1].contains("templates/fr/letter.typ.hbs:1:13: error[template-syntax]"),
        "{told:?}"
    );
    assert!(!templates.listing().has("en", "bomb.typ.hbs"));
    let merged = templates.render("en", "letter.typ.hbs", &json!({ "name": "Côte d’Ivoire #1" }));
    assert_eq!(merged.as_deref(), Ok(r"Dear Côte d’Ivoire \u{23}1,"));
}

#[test]
fn processes_answer_as_this_process_does() {
    let folder = Folder::started();
    let mut texts = BTreeMap::new();
    for (language, file) in [
        ("en", "letter.typ.hbs"),
        ("fr", "letter.typ.hbs"),
        ("en", "email.txt.hbs"),
        ("", "letterhead.typ.hbs"),
    ] {
        let path = format!("templates/{language}/{file}").replace("//", "/");
        texts.insert((language.to_owned(), file.to_owned()), folder.read(&path));
    }
    texts.insert(("en".to_owned(), "wrong.typ.hbs".to_owned()), "{{no.such}} {{> letterhead}} $".to_owned());
    let open = |isolation| open_templates("templates", &texts, isolation, LIMITS);
    let (here, apart) = (open(&Isolation::None), open(&processes()));
    assert_eq!(here.problems, apart.problems);
    let (here, apart) = (here.value, apart.value);
    assert_eq!(here.listing(), apart.listing());
    assert_eq!(here.listing().parts("en", "letter.typ.hbs").len(), 2);
    let tree: Value = json!({ "event": { "name": "A #1" }, "recipient": { "id": "FRA" } });
    for (language, file) in [
        ("en", "letter.typ.hbs"),
        ("fr", "letter.typ.hbs"),
        ("en", "email.txt.hbs"),
        ("en", "wrong.typ.hbs"),
        ("ru", "letter.typ.hbs"),
    ] {
        assert_eq!(
            here.check(language, file, &tree),
            apart.check(language, file, &tree),
            "{language}/{file}"
        );
        assert_eq!(
            here.render(language, file, &tree),
            apart.render(language, file, &tree),
            "{language}/{file}"
        );
    }
}

#[test]
fn a_template_that_cannot_be_parsed_within_limits_is_one_problem_of_the_mailing() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\nlimits: { seconds: 2 }");
    folder.write("templates/other.hbs", &bomb());
    folder.edit("templates/fr/letter.typ.hbs", "{{event.month_name}}", "{{event.month_nam}}");
    let ran = folder.run(&["check"]).ends_with(1);
    assert_eq!(ran.err.matches("templates/other.hbs").count(), 1, "{}", ran.err);
    ran.says("error[template-given-up]").says("`event.month_nam`").says("raise `limits` in mailing.yaml");
}

#[test]
fn without_a_process_nothing_is_said_of_the_templates() {
    let nowhere = WorkerCommand { program: "/nowhere".into(), arguments: Vec::new() };
    let texts =
        texts(&[("en", "letter.typ.hbs", "Dear".to_owned()), ("en", "form.typ.hbs", "Form".to_owned())]);
    let opened = open_templates("templates", &texts, &Isolation::Processes(nowhere), LIMITS);
    assert_eq!(opened.problems.len(), 1, "{}", opened.problems);
    assert_eq!(opened.problems[0].code, "worker-start");
}
