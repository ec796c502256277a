//! A recipient as files hold it, and the way from there to the model.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::check;
use super::{Addressee, Channel, Copy, Kind, LocalText, Recipient};
use crate::diagnostic::{Diagnostic, Location};
use crate::input::{At, Node, clean_node, decode_with_paths};

/// A file of recipients.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientFile {
    /// Version of this file's format; 1.
    pub format: u32,
    /// The recipients.
    pub recipients: Vec<Entry>,
}

/// One recipient of a file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Id, unique in the mailing; ISO alpha-3 codes for States.
    pub id: At<String>,
    /// State or organisation.
    pub kind: Kind,
    /// ISO 3166-1 alpha-3 code; States must have one.
    pub iso: Option<At<String>>,
    /// Whom the letter addresses.
    pub addressee: Addressee,
    /// Name of the ministry, or of the organisation.
    pub ministry: LocalText,
    /// Postal address, lines as given, country last in capitals.
    #[serde(default)]
    pub address: Vec<String>,
    /// City, as it stands in running text.
    #[serde(default)]
    pub city: LocalText,
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<At<String>>,
    /// Fax number, as it is dialled from abroad.
    pub fax: Option<At<String>>,
    /// Channels in order of preference.
    pub channels: Vec<Channel>,
    /// Languages of correspondence in order of preference.
    pub languages: Vec<At<String>>,
    /// Language of its courtesy translations instead of the mailing's; `none` for no translation.
    pub second_language: Option<At<String>>,
    /// Copies to other addresses.
    #[serde(default)]
    pub copies: Vec<Copy>,
    /// Values of the extra fields that the mailing declares.
    #[serde(default)]
    pub fields: BTreeMap<String, At<String>>,
}

/// Decodes and checks one entry; its problems block this recipient only, where its id is known.
pub(super) fn read(
    mut node: Node,
    file: &str,
    extra_fields: &[String],
) -> (Option<Recipient>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    clean_node(&mut node, file, &mut problems);
    let id = node.get("id").and_then(Node::text).filter(|id| !id.is_empty());
    let (entry, found) = decode_with_paths::<Entry>(&node, file);
    problems.extend(found);
    let recipient = entry.map(|entry| {
        let location = Location::at(file, node.place.clone());
        check::entry(&entry, file, extra_fields, &location, &mut problems);
        model(entry, location, extra_fields)
    });
    if let Some(id) = id {
        problems = problems.into_iter().map(|problem| problem.blocking(id)).collect();
    }
    (recipient, problems)
}

fn model(mut entry: Entry, location: Location, extra_fields: &[String]) -> Recipient {
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
