//! What a mailing leaves out and a template writes: each must be asked for first, as in `{{#if event.phase}}`.
//!
//! In the shape of the merge fields, what the mailing leaves out is `null`.

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use serde_json::Value;

use crate::template::path::Path;

/// Merge fields that a mailing may leave out, and what they are called in its file.
const OPTIONAL: [(&str, &str); 15] = [
    ("assets.emblem", "assets.emblem"),
    ("assets.signature", "assets.signature"),
    ("contributions.e_mail", "contributions_address.e_mail"),
    ("event.in_place", "event.forms.in_place"),
    ("event.phase", "event.phase"),
    ("event.short_name", "event.short_name"),
    ("follows", "follows"),
    ("mailing.contributions_deadline", "deadlines.contributions"),
    ("mailing.registration_deadline", "deadlines.registration"),
    ("mailing.website", "website"),
    ("return.e_mail", "return_address.e_mail"),
    ("return.fax", "return_address.fax"),
    ("return.lines", "return_address.lines"),
    ("sender.fax", "sender.fax"),
    ("sender.tel", "sender.tel"),
];

/// Helpers that ask whether a value is there, and do without it.
const ASKING: [&str; 6] = ["and", "default", "if", "or", "unless", "with"];

/// Whether a helper asks for its values instead of writing them.
pub(super) fn asks(name: &str) -> bool {
    ASKING.contains(&name)
}

/// The merge field that a path leads to and its key in the mailing; `None` if a block around it has `asked` for it.
pub(super) fn find(raw: &str, asked: &[String]) -> Option<(&'static str, &'static str)> {
    let names = Path::parse(raw).names.join(".");
    let is_within = |field: &str| names == field || names.starts_with(&format!("{field}."));
    if asked.iter().any(|asked| is_within(asked)) {
        return None;
    }
    // A block `with` may have entered the beginning of the path.
    let is_of = |field: &str| is_within(field) || field.ends_with(&format!(".{names}"));
    OPTIONAL.into_iter().find(|(field, _)| is_of(field))
}

/// What a block makes sure of, by the names of paths.
pub(super) fn made_sure(block: &HelperTemplate) -> Vec<String> {
    match block.name.as_name() {
        Some("if" | "unless" | "with") => block.params.first().map(conditions).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The paths all of which have a value if a condition holds.
fn conditions(condition: &Parameter) -> Vec<String> {
    match condition {
        Parameter::Path(_) | Parameter::Name(_) => {
            condition.as_name().map(|raw| Path::parse(raw).names.join(".")).into_iter().collect()
        }
        Parameter::Subexpression(inner) => match inner.as_element() {
            TemplateElement::Expression(call) if call.name.as_name() == Some("and") => {
                call.params.iter().flat_map(conditions).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Marks a shape as what the mailing leaves out.
pub(super) fn is_absent(shape: Option<&Value>) -> bool {
    matches!(shape, Some(Value::Null))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::diagnostic::codes;
    use crate::template::{Engine, MergeTemplates as _};

    #[test]
    fn what_is_left_out_is_required_where_it_is_written_unasked() {
        let shape = json!({
            "event": { "name": "n", "phase": null },
            "return": { "lines": null },
            "assets": { "emblem": null },
        });
        for (text, absent) in [
            ("{{event.name}}", None),
            ("{{event.phase}}", Some("event.phase")),
            ("{{#if event.phase}}{{event.phase}}{{/if}}", None),
            ("{{#if event.phase}}a{{else}}{{event.phase}}{{/if}}", Some("event.phase")),
            ("{{#if event.phase}}a{{/if}}{{event.phase}}", Some("event.phase")),
            ("{{#unless event.phase}}a{{else}}{{event.phase}}{{/unless}}", None),
            ("{{#unless event.phase}}{{event.phase}}{{/unless}}", Some("event.phase")),
            ("{{#if (and event.name event.phase)}}{{event.phase}}{{/if}}", None),
            ("{{#if (or event.name event.phase)}}{{event.phase}}{{/if}}", Some("event.phase")),
            ("{{#if event.name}}{{#if event.phase}}{{@root.event.phase}}{{/if}}{{/if}}", None),
            ("{{#with event}}{{phase}}{{/with}}", Some("event.phase")),
            ("{{default event.phase \"none\"}}", None),
            ("{{#each return.lines}}{{this}}{{/each}}", Some("return_address.lines")),
            ("{{join return.lines \", \"}}", Some("return_address.lines")),
            ("{{#if return.lines}}{{#each return.lines}}{{this}}{{/each}}{{/if}}", None),
            ("{{assets.emblem.path}}", Some("assets.emblem")),
            ("{{#if assets.emblem}}{{assets.emblem.path}}{{/if}}", None),
        ] {
            let texts = BTreeMap::from([(("en".to_owned(), "a.hbs".to_owned()), text.to_owned())]);
            let problems = Engine::new("templates", &texts).value.check("en", "a.hbs", &shape);
            let fields: Vec<_> =
                problems.iter().map(|problem| (problem.code, problem.subject.field.as_deref())).collect();
            let expected: Vec<_> =
                absent.iter().map(|field| (codes::MAILING_FIELD_ABSENT, Some(*field))).collect();
            assert_eq!(fields, expected, "{text}");
        }
    }
}
