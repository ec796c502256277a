//! The keys of a `mailing.yaml` that name documents, as text: names by language, and who gets what by ids.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::input::quoted;
use crate::locale::LocalText;
use crate::mailing::Document;
use crate::recipient::Recipient;
use crate::starter::genre_name;

/// A document of the new mailing.
pub(super) struct NewDocument<'a> {
    pub(super) id: &'a str,
    pub(super) template: &'a str,
    pub(super) folder: &'a str,
    /// Its name, as YAML.
    pub(super) name: String,
    /// Who gets it, as YAML; everybody where it is empty.
    pub(super) when: String,
    /// Other templates, each with whom it is for, both as YAML.
    pub(super) variants: Vec<(String, String)>,
}

/// The key `documents`.
pub(super) fn documents(documents: &[NewDocument<'_>]) -> String {
    let mut text = "documents:\n".to_owned();
    for document in documents {
        let NewDocument { id, template, folder, name, when, variants } = document;
        let _ = writeln!(text, "  - id: {}\n    template: {}", quoted(id), quoted(template));
        let _ = writeln!(text, "    folder: {}\n    name: {name}", quoted(folder));
        if !when.is_empty() {
            let _ = writeln!(text, "    when: {when}");
        }
        if !variants.is_empty() {
            text.push_str("    variants:\n");
        }
        for (when, template) in variants {
            let _ = writeln!(text, "      - {{ when: {when}, template: {} }}", quoted(template));
        }
    }
    text
}

/// A text as YAML.
pub(super) fn local_text(text: &LocalText) -> String {
    match text {
        LocalText::Same(text) => quoted(text),
        LocalText::ByLanguage(texts) => {
            by_language(texts.iter().map(|(language, text)| (language.as_str(), text.as_str())))
        }
    }
}

/// What a genre calls something, in each of the languages; `other` is the name in those it has none in.
pub(super) fn genre_names(genre: &str, id: &str, languages: &BTreeSet<String>, other: &LocalText) -> String {
    let name = |language: &String| {
        genre_name(genre, id, language).unwrap_or_else(|| other.get_or_first(language).to_owned())
    };
    let names: Vec<(&str, String)> =
        languages.iter().map(|language| (language.as_str(), name(language))).collect();
    by_language(names.iter().map(|(language, name)| (*language, name.as_str())))
}

fn by_language<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let texts: Vec<String> = texts.map(|(language, text)| format!("{language}: {}", quoted(text))).collect();
    format!("{{ {} }}", texts.join(", "))
}

/// A condition that recipients with these ids fit.
pub(super) fn when_ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(quoted).collect();
    format!("{{ id: [{}] }}", ids.join(", "))
}

/// A form of the first mailing as a document of the new one, for those who got it.
pub(super) fn sent_again<'a>(
    document: &'a Document,
    got: &BTreeSet<&str>,
    recipients: &[Recipient],
) -> NewDocument<'a> {
    let whose: Vec<&Recipient> =
        recipients.iter().filter(|recipient| got.contains(recipient.id.value.as_str())).collect();
    let ids = |of: &[&Recipient]| when_ids(of.iter().map(|recipient| recipient.id.value.as_str()));
    let mut by_template: BTreeMap<&str, Vec<&Recipient>> = BTreeMap::new();
    for recipient in &whose {
        by_template.entry(document.template_for(recipient)).or_default().push(recipient);
    }
    by_template.remove(document.template.as_str());
    NewDocument {
        id: &document.id.value,
        template: &document.template,
        folder: &document.folder.value,
        name: local_text(&document.name),
        when: if whose.len() == recipients.len() { String::new() } else { ids(&whose) },
        variants: by_template.iter().map(|(template, of)| (ids(of), (*template).to_owned())).collect(),
    }
}

/// The templates that only documents have that are not sent again.
pub(super) fn templates_of<'a>(all: &'a [Document], kept: &[&Document]) -> BTreeSet<&'a str> {
    let names = |document: &'a Document| {
        let variants = document.variants.iter().map(|variant| variant.template.as_str());
        std::iter::once(document.template.as_str()).chain(variants)
    };
    let is_kept = |id: &str| kept.iter().any(|document| document.id.value == id);
    let (again, other): (Vec<&Document>, Vec<&Document>) =
        all.iter().partition(|document| is_kept(&document.id.value));
    let again: BTreeSet<&str> = again.into_iter().flat_map(names).collect();
    other.into_iter().flat_map(names).filter(|name| !again.contains(name)).collect()
}
