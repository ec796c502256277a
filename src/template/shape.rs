//! The shape of the merge fields: their tree with every optional value filled, for the static check.

use serde_json::{Value, json};

use super::blocks;
use super::context::{Version, context, country_fields};
use super::email::{EMAIL, EMAIL_HTML};
use crate::diagnostic::Location;
use crate::input::{At, Words};
use crate::locale::{Addressee, CountryNames, Gender, LocalLines, LocalText, LocalePack};
use crate::mailing::{Mailing, Person};
use crate::recipient::{Channel, Copy, Kind, Recipient};

/// The shape of the merge fields of a document: the tree of [`context`] with every optional value filled, to check
/// templates against; what the mailing itself leaves out is `null`. For [`EMAIL_HTML`] it has the text of the e-mail too.
#[must_use]
pub fn shape(mailing: &Mailing, pack: &LocalePack, document: &str) -> Value {
    let copy = Copy {
        to: LocalText::Same("copy".to_owned()),
        address: LocalLines::default(),
        city: LocalText::default(),
        iso: None,
        channel: Channel::Post,
        email: None,
        fax: None,
        telephone: None,
    };
    let recipient = Recipient {
        id: At::from("ID".to_owned()),
        kind: Kind::State,
        iso: Some(At::from("ISO".to_owned())),
        addressee: Addressee {
            name: Some("name".to_owned()),
            gender: Some(Gender::Feminine),
            ..Addressee::default()
        },
        ministry: LocalText::Same("ministry".to_owned()),
        address: LocalLines::from(["line"]),
        city: LocalText::Same("city".to_owned()),
        emails: vec!["e-mail".to_owned()],
        fax: Some("fax".to_owned()),
        telephone: Some("telephone".to_owned()),
        channels: Vec::new(),
        languages: Vec::new(),
        second_language: None,
        group: Words::default(),
        copies: vec![copy.clone()],
        fields: mailing.extra_fields.iter().map(|field| (field.clone(), "field".to_owned())).collect(),
        location: Location::file(""),
    };
    let is_html = document == EMAIL_HTML;
    let document = if is_html { EMAIL } else { document };
    let mut shape =
        context(mailing, pack, &recipient, "serial", Some("replaces"), Version::Copy(&copy), document);
    let names = CountryNames { short: "s", in_text: "i", of: "o", formal: "f", formal_of: "fo" };
    if let Some(country) = shape.pointer_mut("/recipient/country") {
        *country = country_fields(names);
    }
    if mailing.return_address.lines.is_blank()
        && let Some(lines) = shape.pointer_mut("/return/lines")
    {
        *lines = Value::Null;
    }
    // What keeps such a genre from having its formulae is told of the genre.
    let has_note = mailing.sender.note.is_some() && pack.file().note.is_some();
    if (has_note || mailing.rules.person == Person::Third)
        && let Some(note) = shape.get_mut("note")
    {
        *note = json!({
            "opening": "opening",
            "renewal": "renewal",
            "addressee": "addressee",
            "to": "to",
            "pronoun": "pronoun",
        });
    }
    fill_lists(&mut shape);
    if is_html {
        blocks::add_shape(&mut shape);
    }
    shape
}

/// Puts a text into every empty list; all lists of merge fields are lists of texts.
fn fill_lists(value: &mut Value) {
    match value {
        Value::Array(items) if items.is_empty() => items.push("item".into()),
        Value::Array(items) => items.iter_mut().for_each(fill_lists),
        Value::Object(fields) => fields.values_mut().for_each(fill_lists),
        _ => {}
    }
}
