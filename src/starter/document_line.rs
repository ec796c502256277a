//! A document of a genre as a line of `mailing.yaml`: its names in the languages chosen, and whom it and its other templates are for.

use std::collections::BTreeSet;

use super::scalar::scalar_among;
use crate::input::Words;
use crate::mailing::{Condition, Document};

/// The entry of a document; `names` are its names as YAML.
pub(super) fn entry(document: &Document, names: &str) -> String {
    let Document { id, template, folder, when, unless, variants, .. } = document;
    let mut keys = vec![
        format!("id: {}", scalar_among(&id.value)),
        format!("template: {}", scalar_among(template)),
        format!("folder: {}", scalar_among(&folder.value)),
        format!("name: {names}"),
    ];
    for (key, given) in [("when", when), ("unless", unless)] {
        keys.extend(given.iter().map(|given| format!("{key}: {}", condition(given))));
    }
    if !variants.is_empty() {
        let variants = variants.iter().map(|variant| {
            format!("{{ when: {}, template: {} }}", condition(&variant.when), scalar_among(&variant.template))
        });
        keys.push(format!("variants: [{}]", variants.collect::<Vec<_>>().join(", ")));
    }
    format!("{{ {} }}", keys.join(", "))
}

/// The extra fields of recipients that conditions of documents name.
pub(super) fn fields(documents: &[Document]) -> BTreeSet<&str> {
    let conditions = documents.iter().flat_map(|document| {
        let variants = document.variants.iter().map(|variant| &variant.when);
        document.when.iter().chain(&document.unless).chain(variants)
    });
    conditions.flat_map(|condition| condition.fields.keys()).map(String::as_str).collect()
}

fn condition(condition: &Condition) -> String {
    let Condition { kind, id, group, fields } = condition;
    let mut keys: Vec<String> = kind.iter().map(|kind| format!("kind: {}", kind.name())).collect();
    for (key, given) in [("id", id), ("group", group)] {
        keys.extend((!given.is_empty()).then(|| format!("{key}: {}", words(given))));
    }
    if !fields.is_empty() {
        let fields = fields.iter().map(|(name, values)| format!("{}: {}", scalar_among(name), words(values)));
        keys.push(format!("fields: {{ {} }}", fields.collect::<Vec<_>>().join(", ")));
    }
    format!("{{ {} }}", keys.join(", "))
}

fn words(words: &Words) -> String {
    format!("[{}]", words.iter().map(scalar_among).collect::<Vec<_>>().join(", "))
}
