//! The way from an entry of a file to the model.

use std::collections::BTreeMap;

use super::check::check;
use super::entry::RecipientEntry;
use super::model::Recipient;
use super::names::check_name;
use super::titles::take_out_title;
use super::unseen::remove_unseen;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems};
use crate::input::{At, Node, Value, clean_node, decode_with_paths};
use crate::locale::{FREE_OFFICE, find_language};

/// Reads a recipient that is an entry of no list; its problems are about it, where its id is known.
pub fn read_node(node: Node, file: &str, extra_fields: &[String]) -> Checked<Option<Recipient>> {
    read_entry(node, file, extra_fields)
}

/// Decodes and checks one entry; its problems block this recipient only, if its id is known.
pub(super) fn read_entry(mut node: Node, file: &str, extra_fields: &[String]) -> Checked<Option<Recipient>> {
    let mut problems = clean_node(&mut node, file);
    problems.extend(remove_unseen(&mut node, file));
    let id = node.get("id").and_then(Node::text).filter(|id| !id.is_empty()).map(str::to_owned);
    let Checked { value: entry, problems: of_shape } = decode_with_paths::<RecipientEntry>(&node, file);
    let location = Location::at(file, node.place.clone());
    let recipient = if let Some(entry) = entry {
        let has_wrong_channel = of_shape.iter().any(|problem| is_of(problem, "channels"));
        problems.extend(of_shape);
        let found = check(&entry, &location, extra_fields);
        // A channel that is not understood is told already.
        problems
            .extend(found.into_iter().filter(|problem| !has_wrong_channel || !is_of(problem, "channels")));
        let mut recipient = build(entry, location, extra_fields);
        problems.extend(take_out_title(&mut recipient));
        problems.extend(check_name(&recipient));
        Some(recipient)
    } else {
        problems.extend(check_rest(node, &of_shape, &location, extra_fields));
        problems.extend(of_shape);
        None
    };
    if let Some(id) = id {
        problems = problems.into_iter().map(|problem| problem.blocking(id.clone())).collect();
    }
    Checked::new(recipient, problems)
}

/// Whether a problem is of a field, or of one below it.
fn is_of(problem: &Diagnostic, field: &str) -> bool {
    let told = problem.subject.field.as_deref().and_then(|told| told.strip_prefix(field));
    told.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What is wrong with the values of an entry beside those that problems of its shape are about, for which others stand in.
fn check_rest(mut node: Node, of_shape: &Problems, location: &Location, extra_fields: &[String]) -> Problems {
    let wrong: Vec<&str> = of_shape.iter().filter_map(|problem| problem.subject.field.as_deref()).collect();
    wrong.iter().for_each(|path| remove(&mut node, path));
    stand_in(&mut node);
    let Some(entry) = decode_with_paths::<RecipientEntry>(&node, &location.file).value else {
        return Problems::new();
    };
    let mut problems = check(&entry, location, extra_fields);
    problems.retain(|problem| {
        let field = problem.subject.field.as_deref().unwrap_or_default();
        let is_about = |path: &&str| {
            let below = |a: &str, b: &str| {
                a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            below(path, field) || below(field, path)
        };
        !wrong.iter().any(is_about)
    });
    problems
}

/// Takes a value out of a tree; a value in a list goes with the list.
fn remove(node: &mut Node, path: &str) {
    let Value::Map(entries) = &mut node.value else { return };
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    match (entries.iter_mut().find(|(name, _, _)| name == key), rest) {
        (Some((_, _, below)), Some(rest)) if matches!(below.value, Value::Map(_)) => remove(below, rest),
        _ => entries.retain(|(name, _, _)| name != key),
    }
}

/// Puts sound values in for required ones that are not there.
fn stand_in(node: &mut Node) {
    let place = node.place.clone();
    let scalar = |text: &str| Node { value: Value::Scalar(text.to_owned()), place: place.clone() };
    let list = |text: &str| Node { value: Value::List(vec![scalar(text)]), place: place.clone() };
    let office = || ("office".to_owned(), place.clone(), scalar("foreign-minister"));
    let Value::Map(entries) = &mut node.value else { return };
    let required = [
        ("id", scalar("id")),
        ("kind", scalar("organisation")),
        ("addressee", Node { value: Value::Map(vec![office()]), place: place.clone() }),
        ("ministry", scalar("ministry")),
        ("channels", list("post")),
        ("languages", list("en")),
    ];
    for (key, value) in required {
        if !entries.iter().any(|(name, _, _)| name == key) {
            entries.push((key.to_owned(), place.clone(), value));
        }
    }
}

fn build(mut entry: RecipientEntry, location: Location, extra_fields: &[String]) -> Recipient {
    entry.address.remove_empty();
    entry.copies.iter_mut().for_each(|copy| copy.address.remove_empty());
    entry.addressee.name = entry.addressee.name.filter(|name| !name.is_empty());
    if entry.addressee.office.trim().is_empty() && !entry.addressee.title.is_empty() {
        entry.addressee.office.value = FREE_OFFICE.to_owned();
    }
    let empty = extra_fields.iter().map(|name| (name.clone(), String::new()));
    let mut fields: BTreeMap<String, String> = empty.collect();
    fields.extend(entry.fields.into_iter().map(|(name, value)| (name, value.value)));
    Recipient {
        id: entry.id,
        kind: entry.kind,
        iso: entry.iso,
        addressee: entry.addressee,
        ministry: entry.ministry,
        address: entry.address,
        city: entry.city,
        emails: entry.emails.into_iter().map(|email| email.value).collect(),
        fax: entry.fax.map(|fax| fax.value).filter(|fax| !fax.is_empty()),
        telephone: entry.telephone.map(|number| number.value).filter(|number| !number.is_empty()),
        channels: entry.channels,
        languages: entry.languages.into_iter().map(with_usual_tag).collect(),
        second_language: entry.second_language.map(with_usual_tag),
        group: entry.group,
        copies: entry.copies,
        fields,
        location,
    }
}

/// A language by its tag, whether it was given by a tag in any case or by its name.
fn with_usual_tag(mut language: At<String>) -> At<String> {
    if let Some(tag) = find_language(&language.value) {
        language.value = tag;
    }
    language
}
