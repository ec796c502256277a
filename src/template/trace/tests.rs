use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Trace;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::template::{Engine, MergeTemplates as _};

const LETTER: &str = "letter.typ.hbs";

fn engine(text: &str) -> Engine {
    let texts = [
        ("en", LETTER, text),
        ("en", "inner.typ.hbs", "{{!-- inside --}}\n[inner {{name}}]\n"),
        ("", "outer.hbs", "  outer:\n{{> inner}}\n  {{#if no}}\n  never\n  {{/if}}\n  end\n"),
    ];
    let texts: BTreeMap<_, _> =
        texts.map(|(language, file, text)| ((language.to_owned(), file.to_owned()), text.to_owned())).into();
    let made = Engine::new("templates", &texts);
    assert!(made.problems.is_empty(), "{}", made.problems);
    made.value
}

fn context() -> Value {
    json!({ "name": "A “b” €", "list": ["one", "two"], "group": { "short": "G" }, "no": false, "empty": "" })
}

fn trace(text: &str) -> Trace {
    let engine = engine(text);
    let merged = engine.render("en", LETTER, &context()).expect("a text");
    let trace = engine.trace("en", LETTER, &context()).expect("a trace");
    assert_eq!(trace.text(), merged, "{text:?}");
    trace
}

/// The problem at the first place of `what` in the merged text, as it is told.
fn told(text: &str, what: &str, message: &str) -> (String, Diagnostic) {
    let trace = trace(text);
    let (line, column) = trace.lines.place(&trace.text, trace.text.find(what).expect("it is in the text"));
    let merged = Location::text("merged.typ", line, column);
    let mut problem = Diagnostic::new(codes::TYPST_ERROR, message).with_location(merged);
    trace.tell(&mut problem, "merged.typ");
    (problem.location.as_ref().expect("a place").to_string(), problem)
}

#[track_caller]
fn stands(text: &str, what: &str, place: &str, field: Option<&str>) {
    let (location, problem) = told(text, what, "wrong");
    assert_eq!((location.as_str(), problem.subject.field.as_deref()), (place, field), "{what} of {text:?}");
}

#[test]
fn every_character_of_a_template_is_found_where_it_is_written() {
    for text in [
        "",
        "a",
        "é{{name}}ñ\n  x {{name}} y\n\n{{#if no}}z{{/if}}\n",
        "a\n{{#if name}}\n  b\n\n{{/if}}\nc\n",
        "{{#times 2}}\n- {{@number}} of\n{{/times}}\nend",
        "x {{~#if no~}} a {{~else~}} b {{~/if~}} y",
        "x\n{{#if no}}\n a\n{{else if name}}\n b {{name}}\n{{else}}\n c\n{{/if}}\ny",
        "{{#each list}}{{#unless @first}}, {{/unless}}{{this}}{{/each}} and {{join list \" or \"}}.",
        "{{#with group}}\n  {{short}} of {{../name}}\n{{else}}\n none\n{{/with}}\nafter",
        "before {{> outer}} after\n{{> inner}}\nlast",
        "a \\{{name}} b \\\\{{name}} c\n\\{{{{name}}}} d",
        "{{!-- é --}}\n\n{{! x }} a {{empty}} b\r\nc\r\n{{name}}\r\n",
    ] {
        let trace = trace(text);
        let mut values = 0;
        for (at, c) in trace.text.char_indices() {
            let origin = trace.origin(at).expect("an origin");
            values += usize::from(origin.is_value);
            let written = &origin.source.text()[origin.offset..];
            assert!(
                origin.is_value || c.is_whitespace() || written.starts_with(c),
                "{c:?} at {at} of {text:?}"
            );
            assert!(!origin.is_value || written.starts_with("{{"), "{c:?} at {at} of {text:?}");
        }
        assert_eq!(values > 0, trace.text.contains(['A', '1', 'o']) && text.contains("{{"), "{text:?}");
    }
}

#[test]
fn places_are_those_of_templates_and_partials() {
    let text = "{{!-- é --}}\n{{#if name}}\n\nSir $5,\n{{/if}}\n{{> outer}}\nlast";
    stands(text, "Sir", "templates/en/letter.typ.hbs:4:1", None);
    stands(text, "$5", "templates/en/letter.typ.hbs:4:5", None);
    stands(text, "outer", "templates/outer.hbs:1:3", None);
    stands(text, "inner", "templates/en/inner.typ.hbs:2:2", None);
    stands(text, "A ", "templates/en/inner.typ.hbs:2:8", Some("name"));
    stands(text, "end", "templates/outer.hbs:6:3", None);
    stands(text, "last", "templates/en/letter.typ.hbs:7:1", None);
}

#[test]
fn the_field_of_a_value_is_named() {
    stands("{{#each list}}{{this}}{{/each}}", "two", "templates/en/letter.typ.hbs:1:15", Some("list"));
    stands("{{#with group}}{{short}}{{/with}}", "G", "templates/en/letter.typ.hbs:1:16", Some("short"));
    stands("{{join list \"/\"}}", "one", "templates/en/letter.typ.hbs:1:1", Some("list"));
    stands("{{#times 2}}{{@number}}{{/times}}", "2", "templates/en/letter.typ.hbs:1:13", Some("@number"));
    // A string with one value is that value's.
    stands("#image(\"{{name}}.svg\")", "\"", "templates/en/letter.typ.hbs:1:8", Some("name"));
    stands("#image(\"{{name}}{{name}}\")", "\"", "templates/en/letter.typ.hbs:1:8", None);
    stands("#image(\"x\", {{name}})", "\"", "templates/en/letter.typ.hbs:1:8", None);
}

#[test]
fn the_line_of_the_template_is_shown() {
    let (_, problem) = told("Sir {{name}},\n#emhp[x]\nend", "emhp", "unknown variable: emhp");
    assert_eq!(problem.excerpt.as_deref(), Some("1 | Sir {{name}},\n2 | #emhp[x]\n  |  ^\n3 | end"));
}

#[test]
fn what_to_write_is_guessed_where_markup_was_not_meant() {
    let hint = |text: &str, what: &str, message: &str| told(text, what, message).1.hints.join("; ");
    let write = |meant: &str| format!("write `{meant}` if the character itself is meant");
    assert_eq!(hint("costs 5 $ each", "$", "unclosed delimiter"), write("\\$"));
    assert_eq!(hint("from $5 to fee $9", "to", "unknown variable: to"), write("\\$"));
    assert_eq!(hint("see @office now", "@office", "label `<office>` does not exist"), write("\\@"));
    assert_eq!(hint("to <name> and", "<name>", "label is not attached to anything"), write("\\<name>"));
    assert_eq!(hint("a * star", "* star", "unclosed delimiter"), write("\\*"));
    assert_eq!(hint("item #five of", "five", "unknown variable: five"), write("\\#"));
    assert_eq!(hint("item # 5", "# 5", "expected expression"), write("\\#"));
    assert_eq!(hint("item #five(5)", "five", "unknown variable: five"), "");
    assert_eq!(hint("#f(5, g)", "g)", "unknown variable: g"), "");
    assert_eq!(hint("#f(\"{{name}}\")", "A", "unknown variable: A"), "");
}
