//! The merge fields of a document: what each is for the recipient at hand, and what is written to insert it.

use serde_json::Value;

use crate::plan::MergeFields;

/// What letters name most.
const FIRST: [&str; 3] = ["event", "recipient", "addressee"];

/// What a language's pack says and layouts use, which letters seldom name.
const LAST: [&str; 4] = ["labels", "form", "locale", "assets"];

/// A merge field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its path, such as `event.name`.
    pub(super) path: String,
    /// Its value; empty where the recipient has none.
    pub(super) value: String,
    /// What is written to insert it.
    pub(super) insert: String,
}

/// All merge fields, by what they are about.
pub(super) fn grouped(fields: &MergeFields) -> Vec<(String, Vec<Field>)> {
    let Value::Object(shape) = &fields.shape else { return Vec::new() };
    let mut groups = Vec::new();
    for (name, shape) in shape {
        let mut found = Vec::new();
        collect(name, shape, &fields.values, &mut found);
        if !found.is_empty() {
            groups.push((name.clone(), found));
        }
    }
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    groups.sort_by_key(|(name, _)| (LAST.contains(&name.as_str()), place(name)));
    groups
}

fn collect(path: &str, shape: &Value, values: &Value, found: &mut Vec<Field>) {
    if let Value::Object(inner) = shape {
        for (name, shape) in inner {
            collect(&format!("{path}.{name}"), shape, values, found);
        }
        return;
    }
    let value = values.pointer(&format!("/{}", path.replace('.', "/"))).unwrap_or(&Value::Null);
    let value = text_of(value);
    let insert = match shape {
        // The mailing leaves it out for everybody.
        Value::Null => return,
        Value::Bool(_) => format!("{{{{#if {path}}}}}…{{{{/if}}}}"),
        Value::Array(_) => format!("{{{{#each {path}}}}}{{{{this}}}}{{{{/each}}}}"),
        // What one recipient lacks others may lack.
        _ if value.is_empty() => format!("{{{{#if {path}}}}}{{{{{path}}}}}{{{{/if}}}}"),
        _ => format!("{{{{{path}}}}}"),
    };
    found.push(Field { path: path.to_owned(), value, insert });
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(" · "),
        Value::Object(fields) => fields.values().map(text_of).collect::<Vec<_>>().join(" · "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_field_is_inserted_as_it_can_be_merged() {
        let fields = MergeFields {
            values: json!({
                "labels": { "tel": "Tel." },
                "sender": { "office": "Secretariat" },
                "event": { "name": "Summit", "host": null, "days": ["Monday", "Tuesday"], "absent": null },
                "recipient": { "is_host": false },
            }),
            shape: json!({
                "labels": { "tel": "Tel." },
                "sender": { "office": "o" },
                "event": { "name": "n", "host": { "of": "of" }, "days": ["d"], "absent": null },
                "recipient": { "is_host": true },
            }),
        };
        let groups = grouped(&fields);
        let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["event", "recipient", "sender", "labels"]);
        let told = groups.iter().flat_map(|(_, fields)| fields);
        let told: Vec<(&str, &str)> = told.map(|it| (it.insert.as_str(), it.value.as_str())).collect();
        assert_eq!(
            told,
            [
                ("{{event.name}}", "Summit"),
                ("{{#if event.host.of}}{{event.host.of}}{{/if}}", ""),
                ("{{#each event.days}}{{this}}{{/each}}", "Monday · Tuesday"),
                ("{{#if recipient.is_host}}…{{/if}}", "false"),
                ("{{sender.office}}", "Secretariat"),
                ("{{labels.tel}}", "Tel."),
            ]
        );
    }
}
