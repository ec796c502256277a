//! The way from an entry of a file to the model.

use std::collections::BTreeMap;

use super::check::check;
use super::entry::RecipientEntry;
use super::model::Recipient;
use crate::diagnostic::{Checked, Location};
use crate::input::{Node, clean_node, decode_with_paths};

/// Decodes and checks one entry; its problems block this recipient only, if its id is known.
pub(super) fn read_entry(mut node: Node, file: &str, extra_fields: &[String]) -> Checked<Option<Recipient>> {
    let mut problems = clean_node(&mut node, file);
    let id = node.get("id").and_then(Node::text).filter(|id| !id.is_empty());
    let entry = decode_with_paths::<RecipientEntry>(&node, file).report_to(&mut problems);
    let recipient = entry.map(|entry| {
        let location = Location::at(file, node.place.clone());
        problems.extend(check(&entry, &location, extra_fields));
        build(entry, location, extra_fields)
    });
    if let Some(id) = id {
        problems = problems.into_iter().map(|problem| problem.blocking(id)).collect();
    }
    Checked::new(recipient, problems)
}

fn build(mut entry: RecipientEntry, location: Location, extra_fields: &[String]) -> Recipient {
    entry.address.retain(|line| !line.is_empty());
    entry.addressee.name = entry.addressee.name.filter(|name| !name.is_empty());
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
        channels: entry.channels,
        languages: entry.languages,
        second_language: entry.second_language,
        copies: entry.copies,
        fields,
        location,
    }
}
