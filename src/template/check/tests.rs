//! Tests of the engine and of the static check: what passes, and the message for what does not.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::Checked;
use crate::template::{Engine, MergeTemplates as _};

fn engine(sources: &[(&str, &str, &str)]) -> (Engine, Vec<String>) {
    let sources: BTreeMap<(String, String), String> = sources
        .iter()
        .map(|(language, file, text)| (((*language).to_owned(), (*file).to_owned()), (*text).to_owned()))
        .collect();
    let Checked { value: engine, problems } = Engine::new("templates", &sources);
    (engine, problems.iter().map(line).collect())
}

fn line(problem: &crate::diagnostic::Diagnostic) -> String {
    let place = problem.location.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{place}: {} ({})", problem.message, problem.hints.join("; "))
}

fn shape() -> Value {
    json!({
        "event": { "name": "Summit", "days": ["24 June"] },
        "recipient": {
            "name": "A", "ministry": "M", "is_state": true,
            "country": { "short": "France", "in_text": "France" },
            "people": [{ "name": "B", "titles": ["T"] }],
        },
        "labels": { "tel": "Tel." },
        "form": { "participants": 2 },
    })
}

fn check(text: &str) -> Vec<String> {
    let (engine, problems) = engine(&[
        ("en", "letter.typ.hbs", text),
        ("en", "person.typ.hbs", "{{name}}{{#if title}}{{title}}{{/if}}"),
        ("", "foot.hbs", "{{event.name}}"),
    ]);
    assert_eq!(problems, Vec::<String>::new());
    engine.check("en", "letter.typ.hbs", &shape()).iter().map(line).collect()
}

#[track_caller]
fn one(text: &str, expected: &str) {
    assert_eq!(check(text), [format!("templates/en/letter.typ.hbs:{expected}")]);
}

fn render(text: &str, context: &Value) -> Result<String, String> {
    let (engine, problems) = engine(&[("en", "letter.typ.hbs", text), ("", "p.hbs", "({{name}})")]);
    assert_eq!(problems, Vec::<String>::new());
    engine.render("en", "letter.typ.hbs", context).map_err(|problem| line(&problem))
}

#[test]
fn correct_templates_pass() {
    for text in [
        "{{event.name}} {{recipient.country.short}} {{@root.event.name}} {{form.participants}}",
        "{{#each event.days}}{{this}}{{@index}}{{#if @last}}{{../event.name}}{{else}},{{/if}}{{/each}}",
        "{{#each recipient.people as |person i|}}{{person.name}}{{i}}{{name}}{{#each titles}}{{person.name}}{{../name}}{{../../event.name}}{{/each}}{{/each}}",
        "{{#with recipient.country}}{{short}}{{this.in_text}}{{../event.name}}{{else}}{{event.name}}{{/with}}",
        "{{#times form.participants}}{{@number}}{{event.name}}{{/times}}",
        "{{join event.days \" – \"}}{{default recipient.name \"x\"}}{{plus form.participants 1}}{{len event.days}}",
        "{{#if (and recipient.is_state (eq form.participants 2))}}a{{else if recipient.name}}b{{else}}c{{/if}}",
        "{{> foot}}{{> person recipient title=event.name}}{{#each recipient.people}}{{> person title=\"x\"}}{{/each}}",
        "{{#each labels}}{{@key}}: {{this}}{{/each}}{{lookup labels \"tel\"}}{{event.days.[0]}}",
        "{{!-- {{misspelt}} --}}{{~event.name~}}",
    ] {
        assert_eq!(check(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn misspelt_fields_are_found_where_they_stand() {
    one(
        "a\n  é {{recipient.cuontry.short}}",
        "2:7: there is no merge field `recipient.cuontry.short` (did you mean `recipient.country.short`?)",
    );
    one("{{ministry}}", "1:3: there is no merge field `ministry` (did you mean `recipient.ministry`?)");
    one("{{event.zzz}}", "1:3: there is no merge field `event.zzz` (known here: name, days)");
    one(
        "{{recipient.name.first}}",
        "1:3: `recipient.name.first` goes into a plain value, which has no field `first` (leave out `.first`)",
    );
    one(
        "{{event.days.length}}",
        "1:3: `event.days.length` goes into a list, which has no field `length` (write `{{#each …}}` or `{{join …}}`, or `{{len …}}` for how many there are)",
    );
}

#[test]
fn branches_not_taken_are_checked_too() {
    one(
        "{{#if recipient.misspelt}}x{{/if}}",
        "1:7: there is no merge field `recipient.misspelt` (known here: name, ministry, is_state, country, people)",
    );
    one(
        "{{#if event.name}}x{{else}}\n{{event.nmae}}{{/if}}",
        "2:3: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{#unless event.name}}{{event.nmae}}{{/unless}}",
        "1:25: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{#each event.days}}x{{else}}{{event.nmae}}{{/each}}",
        "1:32: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{#if event.name}}{{#if event.days}}x{{else}}y{{/if}}\n{{else if event.nmae}}z{{else}}{{/if}}",
        "2:11: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{#if event.name}}x{{else if event.days}}y\n{{else if (eq event.nmae 1)}}z{{/if}}",
        "2:15: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
}

#[test]
fn paths_in_helpers_hashes_and_blocks_are_checked() {
    one("{{join event.dyas}}", "1:8: there is no merge field `event.dyas` (did you mean `event.days`?)");
    one(
        "{{#if (eq event.name event.nmae)}}x{{/if}}",
        "1:22: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{#if event.name includeZero=event.nmae}}{{/if}}",
        "1:30: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
    one(
        "{{> foot title=event.nmae}}",
        "1:16: there is no merge field `event.nmae` (did you mean `event.name`?)",
    );
}

#[test]
fn scopes_are_those_of_handlebars() {
    one(
        "{{#each event.days}}{{event.name}}{{/each}}",
        "1:23: `event.name` goes into a plain value, which has no field `event` (leave out `.event`)",
    );
    one(
        "{{#with recipient}}{{../../event.name}}{{/with}}",
        "1:22: `../../event.name` leads out of the template (only `each`, `with`, `times` and partials open a block that `../` leaves; `if` does not)",
    );
    one(
        "{{#if event.name}}{{../event.name}}{{/if}}",
        "1:21: `../event.name` leads out of the template (only `each`, `with`, `times` and partials open a block that `../` leaves; `if` does not)",
    );
    one(
        "{{@index}}",
        "1:3: there is no variable `@index` here (`@` variables exist inside `{{#each}}` and `{{#times}}` only)",
    );
    one(
        "{{#each event.days}}{{@idnex}}{{/each}}",
        "1:23: there is no variable `@idnex` here (did you mean `index`?)",
    );
}

#[test]
fn partials_are_checked_in_the_scope_that_includes_them() {
    let problems = check("{{> person recipient}}");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].starts_with("templates/en/person.typ.hbs:1:15: there is no merge field `title`"),
        "{problems:?}"
    );
    assert_eq!(check("{{> person recipient title=1}}"), Vec::<String>::new());
    one("{{> fot}}", "1:5: there is no partial `fot` (did you mean `foot`?)");
    one("{{> (lookup labels \"tel\")}}", "1:1: the name of a partial is computed (write the name itself)");
}

#[test]
fn unescaped_forms_are_refused() {
    let hint =
        "`{{{…}}}` and `{{&…}}` would write a value as markup and are refused (write `{{event.name}}`)";
    for text in ["{{{event.name}}}", "{{&event.name}}", "{{~{event.name}~}}", "{{~&event.name}}"] {
        one(text, &format!("1:1: {hint}"));
    }
    one("{{#if event.name}}x{{else}}{{{event.name}}}{{/if}}", &format!("1:28: {hint}"));
}

#[test]
fn helpers_are_checked() {
    one("{{jion event.days}}", "1:3: there is no helper `jion` (did you mean `join`?)");
    one("{{#event}}x{{/event}}", "1:4: there is no helper `event` (write `{{#if event}}…{{/if}}`)");
    one(
        "{{log event.name}}",
        "1:3: there is no helper `log` (known here: if, unless, each, with, times, join, default, plus, lookup, len, ltr, eq, ne, gt, gte, lt, lte, and, or, not)",
    );
    one("{{join}}", "1:3: `join` does not take 0 values (write it as in `{{join addressee.lines \", \"}}`)");
    one(
        "{{join event.name}}",
        "1:8: `join` takes a list, and `event.name` is none (write it as in `{{join addressee.lines \", \"}}`)",
    );
    one(
        "{{#join event.days}}{{/join}}",
        "1:4: `join` does not open a block (write it as in `{{join addressee.lines \", \"}}`)",
    );
    one(
        "{{event.days}}",
        "1:3: `event.days` is a list (write `{{join event.days \", \"}}`, or `{{#each event.days}}…{{/each}}`)",
    );
    one(
        "{{recipient.country}}",
        "1:3: `recipient.country` is a group of fields (write one of its fields: `recipient.country.short`, `recipient.country.in_text`)",
    );
    one(
        "{{#each event.name}}{{/each}}",
        "1:9: `each` takes a list, and `event.name` is none (write it as in `{{#each addressee.lines}}{{this}}{{/each}}`)",
    );
}

#[test]
fn a_backslash_before_a_value_is_refused() {
    let hint = "a backslash before `{{` keeps the value from being written (put a space or a line break after the backslash)";
    one("a \\{{event.name}}", &format!("1:3: {hint}"));
    one("a \\\\{{event.name}}", &format!("1:4: {hint}"));
}

#[test]
fn values_stand_in_text_only() {
    one(
        "#f({{event.name}}, {{form.participants}}, \"{{event.name}}\")",
        "1:6: the value stands where Typst reads code, not text (put it between quotes, or into `[…]`)",
    );
    one(
        "{{#if event.name}}x{{else}}#{{default event.name \"x\"}}{{/if}}",
        "1:31: the value stands where Typst reads code, not text (put it between quotes, or into `[…]`)",
    );
}

#[test]
fn what_does_not_parse_is_reported_and_left_out() {
    for (text, expected) in [
        ("a\n{{#if x}}", "templates/en/a.hbs:2:10: handlebars cannot read on from here"),
        ("{{#if x}}{{/each}}", "templates/en/a.hbs:1:10: `{{#if}}` is closed by `{{/each}}`"),
        ("{{x", "templates/en/a.hbs:1:4: handlebars cannot read on from here"),
        ("x {{plus 1. 2}}", "templates/en/a.hbs:1:10: `1.` is not a value a helper can take"),
        ("{{> a}}", "templates/en/a.hbs: the template includes itself"),
        (&"{{#if x}}".repeat(5_000), "templates/en/a.hbs:1:541: blocks or parentheses are nested too deeply"),
        (
            &format!("{{{{x {}", "(".repeat(100_000)),
            "templates/en/a.hbs:1:1: blocks or parentheses are nested too deeply",
        ),
    ] {
        let (engine, problems) = engine(&[("en", "a.hbs", text)]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with(expected), "{}", problems[0]);
        assert!(engine.render("en", "a.hbs", &json!({})).is_err());
        assert_eq!(engine.check("en", "a.hbs", &json!({})).len(), 1);
    }
    let (_, problems) =
        engine(&[("en", "a.hbs", "{{> b}}"), ("en", "b.hbs", "{{> c}}"), ("", "c.hbs", "{{> a}}")]);
    assert_eq!(problems.len(), 3);
}

#[test]
fn values_are_escaped_wherever_they_are_written() {
    let context = json!({ "a": "#x", "list": ["[", "]"], "n": "2", "none": null });
    let expect =
        |text: &str, expected: &str| assert_eq!(render(text, &context).as_deref(), Ok(expected), "{text}");
    expect("{{a}}", r"\u{23}x");
    expect("{{join list \"*\"}}", r"\u{5b}\u{2a}\u{5d}");
    expect("{{default none a}}{{default missing \"_\"}}", r"\u{23}x\u{5f}");
    expect("{{lookup list 0}}{{#each list}}{{this}}{{/each}}", r"\u{5b}\u{5b}\u{5d}");
    expect("{{#with a}}{{this}}{{/with}}{{#with none}}x{{/with}}", r"\u{23}x");
    expect("{{> p name=a}}", "(\\u{23}x)");
    expect("{{#times n}}{{@number}}{{a}}{{#if @last}}.{{/if}}{{/times}}{{plus n 1}}", r"1\u{23}x2\u{23}x.3");
}

#[test]
fn values_missing_when_rendering_are_errors_with_their_place() {
    let missing = render("a\n{{#if a}}\n  {{b.c}}{{/if}}", &json!({ "a": true, "b": null })).unwrap_err();
    assert!(missing.starts_with("templates/en/letter.typ.hbs:3:3: `b.c` has no value here"), "{missing}");
    assert!(render("{{#times n}}{{/times}}", &json!({ "n": 1e9 })).is_err());
    assert!(render("{{plus n 1}}", &json!({ "n": i64::MAX })).is_err());
}

#[test]
fn a_language_has_its_own_templates_before_the_shared_ones() {
    let (engine, _) = engine(&[
        ("", "foot.hbs", "shared"),
        ("fr", "foot.hbs", "fr"),
        ("en", "a.typ.hbs", "{{> foot}}"),
        ("fr", "a.typ.hbs", "{{> foot}}"),
    ]);
    assert_eq!(engine.render("en", "a.typ.hbs", &json!({})).as_deref(), Ok("shared"));
    assert_eq!(engine.render("fr", "a.typ.hbs", &json!({})).as_deref(), Ok("fr"));
    let unknown = line(&engine.check("en", "b.typ.hbs", &json!({}))[0]);
    assert!(unknown.starts_with("templates/en/b.typ.hbs: there is no usable template `b.typ.hbs` in `en`"));
}

#[test]
fn damaged_templates_are_reported_without_panicking() {
    const PARTS: &[&str] = &[
        "{{",
        "}}",
        "{{/if}}",
        "{{else}}",
        "{{#if a}}",
        "{{^}}",
        "{{~",
        "(",
        ")",
        "\"",
        "'",
        "[",
        "é",
        "@",
        "../",
        "|",
        "{{!--",
        "--}}",
        "\\",
        "{{{",
        "{{{{",
        "{{> ",
        "{{#>",
        "{{#*",
        "=",
        "1.",
        "else if",
        "as |x|",
        "",
        "this",
        "\n",
    ];
    let sample = "{{!-- é --}}{{#each event.days as |d i|}}\"{{d}}\"{{else}}{{> foot a=\"x\"}}{{/each}}{{~#if (eq a 1)~}}x\
                  {{else if b}}{{join c ', '}}{{/if}} {{../@root.event.name}} {{event.[days].[0]}}";
    let offsets: Vec<usize> = sample.char_indices().map(|(offset, _)| offset).collect();
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..2_000 {
        let (a, b) = (offsets[next(offsets.len())], offsets[next(offsets.len())]);
        let damaged = match next(2) {
            0 => format!("{}{}{}", &sample[..a], PARTS[next(PARTS.len())], &sample[a..]),
            _ => format!("{}{}{}", &sample[..a.min(b)], PARTS[next(PARTS.len())], &sample[a.max(b)..]),
        };
        let (engine, _) = engine(&[("en", "a.hbs", &damaged), ("", "foot.hbs", "{{a}}")]);
        let _ = engine.check("en", "a.hbs", &shape());
        let _ = engine.render("en", "a.hbs", &shape());
    }
}

#[test]
fn plain_text_is_not_escaped_for_typst_and_shares_no_partials_with_it() {
    let (engine, problems) = engine(&[
        ("", "foot.typ.hbs", "{{event.name}}"),
        ("en", "mail.txt.hbs", "#1 {{event.name}}\n{{ltr event.name}}\n"),
        ("en", "letter.typ.hbs", "{{event.name}}"),
        ("en", "wrong.txt.hbs", "{{> foot}} {{event.nam}} $ {{event.name}} $"),
    ]);
    assert_eq!(problems, [] as [&str; 0]);
    let context = json!({ "event": { "name": "A & B #1 $x$ <b>\u{0}\r\nBcc: x" } });
    let plain = "A & B #1 $x$ <b>   Bcc: x";
    assert_eq!(
        engine.render("en", "mail.txt.hbs", &context).unwrap(),
        format!("#1 {plain}\n\u{2066}{plain}\u{2069}\n")
    );
    assert!(engine.render("en", "letter.typ.hbs", &context).unwrap().contains(r"\u{23}1"));
    assert_eq!(
        engine.check("en", "wrong.txt.hbs", &shape()).iter().map(line).collect::<Vec<_>>(),
        [
            "templates/en/wrong.txt.hbs:1:5: there is no partial `foot` (known here: mail.txt, wrong.txt)",
            "templates/en/wrong.txt.hbs:1:14: there is no merge field `event.nam` (did you mean `event.name`?)",
        ]
    );
}
