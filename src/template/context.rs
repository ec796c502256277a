//! The merge fields: one tree of values for one recipient, document and language.
//!
//! Everything a template may write is worked out here, dates and names included, so that templates need
//! few helpers. A field is always present; what a recipient lacks is `null` or empty. The
//! [`shape`] is the same tree with everything filled, for the static check.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{EMAIL, EMAIL_HTML, blocks};
use crate::diagnostic::Location;
use crate::input::At;
use crate::locale::{Address, Addressee, CountryNames, Direction, Gender, LocalText, LocalePack};
use crate::mailing::{Asset, Genre, Layout, Mailing, Paper};
use crate::recipient::{Channel, Copy, Kind, Recipient};

/// The most days listed of an event; a longer one has no list of its days on a form.
const MOST_DAYS: usize = 31;

/// Which version of a document is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version<'a> {
    /// The recipient's own.
    #[default]
    Original,
    /// A copy for another address.
    Copy(&'a Copy),
    /// A courtesy translation that goes along with the original.
    Courtesy,
}

/// The merge fields of one document.
///
/// `serial` is the letter's full number, `replaces` that of the released letter it replaces; `document` is the id of an entry of the mailing's documents, or
/// [`EMAIL`] for the e-mail that brings them. Problems of the form of address are [`problems`](super::problems)'.
#[must_use]
pub fn context(
    mailing: &Mailing,
    pack: &LocalePack,
    recipient: &Recipient,
    serial: &str,
    replaces: Option<&str>,
    version: Version<'_>,
    document: &str,
) -> Value {
    let language = pack.tag();
    let country = country(mailing, pack, recipient);
    let name = recipient.ministry.get_or_first(language);
    let address = pack.address(&recipient.addressee, country, name);
    let entity = country.map_or(name, |country| country.short);
    json!({
        "mailing": mailing_fields(mailing, pack),
        "event": event(mailing, pack),
        "sender": sender(mailing, language),
        "return": {
            "lines": filled(&mailing.return_address.lines),
            "e_mail": mailing.return_address.e_mail.value,
            "fax": mailing.return_address.fax,
        },
        "contributions": { "e_mail": mailing.contributions_address.e_mail.value },
        "recipient": {
            "id": recipient.id.value,
            "serial": serial,
            "replaces": replaces,
            "kind": kind(recipient.kind),
            "is_state": recipient.kind == Kind::State,
            "iso": recipient.iso.as_ref().map(|iso| &iso.value),
            "ministry": name,
            "city": recipient.city.get_or_first(language),
            "name": recipient.addressee.name,
            "gender": recipient.addressee.gender.map(gender),
            "entity": entity,
            "address": filled(&recipient.address),
            "emails": recipient.emails,
            "fax": recipient.fax,
            "country": country.map(country_fields),
            "fields": extra_fields(mailing, recipient),
        },
        "addressee": {
            "lines": inside_address(&address, name, recipient),
            "salutation": address.salutation,
            "vocative": address.vocative,
            "close": address.close,
        },
        "labels": pack.file().labels,
        "assets": {
            "emblem": asset(&mailing.assets.emblem, language),
            "signature": asset(&mailing.assets.signature, language),
        },
        "document": document_fields(mailing, language, recipient, version, document, &format!("{serial} – {entity}")),
        "form": { "participants": mailing.participants_per_form.value },
        "locale": {
            "tag": language,
            "direction": match pack.file().direction { Direction::Ltr => "ltr", Direction::Rtl => "rtl" },
            "typography": pack.file().typography,
        },
    })
}

/// The shape of the merge fields of a document: the same tree as [`context`]'s with every optional value
/// filled, to check templates against. For [`EMAIL_HTML`] it has the text of the e-mail too.
#[must_use]
pub fn shape(mailing: &Mailing, pack: &LocalePack, document: &str) -> Value {
    let copy =
        Copy { to: "copy".to_owned(), address: Vec::new(), channel: Channel::Post, email: None, fax: None };
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
        address: vec!["line".to_owned()],
        city: LocalText::Same("city".to_owned()),
        emails: vec!["e-mail".to_owned()],
        fax: Some("fax".to_owned()),
        channels: Vec::new(),
        languages: Vec::new(),
        second_language: None,
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
    fill_lists(&mut shape);
    if is_html {
        blocks::add_shape(&mut shape);
    }
    shape
}

/// The names of a recipient's State on the day the mailing goes by.
pub(super) fn country<'a>(
    mailing: &Mailing,
    pack: &'a LocalePack,
    recipient: &Recipient,
) -> Option<CountryNames<'a>> {
    let as_of = mailing.names_as_of.unwrap_or_else(|| mailing.issued_at.date());
    recipient.iso.as_ref().and_then(|iso| pack.country(iso, as_of))
}

fn country_fields(names: CountryNames<'_>) -> Value {
    json!({
        "short": names.short,
        "in_text": names.in_text,
        "of": names.of,
        "formal": names.formal,
        "formal_of": names.formal_of,
    })
}

fn mailing_fields(mailing: &Mailing, pack: &LocalePack) -> Value {
    let place = mailing.place.get_or_first(pack.tag());
    let issued = mailing.issued_at.date();
    json!({
        "reference": mailing.reference.value,
        "date": pack.date(issued),
        "dateline": pack.dateline(place, issued),
        "place": place,
        "registration_deadline": pack.date(mailing.deadlines.registration.value),
        "contributions_deadline": pack.date(mailing.deadlines.contributions.value),
        "website": mailing.website,
        "layout": match mailing.layout { Layout::Itu => "itu", Layout::Un => "un" },
        "paper": match mailing.paper { Paper::A4 => "a4", Paper::UsLetter => "us-letter" },
        "genre": match mailing.genre {
            Genre::Letter => "letter",
            Genre::NoteVerbale => "note-verbale",
            Genre::Circular => "circular",
        },
    })
}

fn event(mailing: &Mailing, pack: &LocalePack) -> Value {
    let event = &mailing.event;
    let (start, end) = (event.start.value, event.end.value);
    let text = |text: &LocalText| text.get_or_first(pack.tag()).to_owned();
    json!({
        "name": text(&event.name),
        "short_name": text(&event.short_name),
        "meeting": text(&event.meeting),
        "phase": text(&event.phase),
        "place": text(&event.place),
        "forms": by_language(&event.forms, pack.tag()).cloned().unwrap_or_default(),
        "dates": pack.range(start, end),
        "dates_plain": pack.range_plain(start, end),
        "year": start.year().to_string(),
        "month_name": pack.month_in(start),
        "days": days(start, end).into_iter().map(|day| pack.date(day)).collect::<Vec<_>>(),
    })
}

/// The days of an event, first to last; none where they are too many to list.
fn days(start: Date, end: Date) -> Vec<Date> {
    let days: Vec<Date> =
        start.series(jiff::Span::new().days(1)).take_while(|day| *day <= end).take(MOST_DAYS + 1).collect();
    if days.len() > MOST_DAYS { Vec::new() } else { days }
}

fn sender(mailing: &Mailing, language: &str) -> Value {
    let sender = &mailing.sender;
    json!({
        "organisation": sender.organisation.get_or_first(language),
        "office": sender.office.get_or_first(language),
        "tel": sender.tel,
        "fax": sender.fax,
        "e_mail": sender.e_mail.value,
        "signatory_name": sender.signatory.name.get_or_first(language),
        "signatory_titles": titles(mailing, language).map(|titles| filled(titles)).unwrap_or_default(),
    })
}

/// The signatory's titles in a language.
pub(super) fn titles<'a>(mailing: &'a Mailing, language: &str) -> Option<&'a Vec<String>> {
    by_language(&mailing.sender.signatory.titles, language)
}

fn by_language<'a, T>(values: &'a BTreeMap<String, T>, language: &str) -> Option<&'a T> {
    values.get(language).or_else(|| values.get(language.split('-').next()?))
}

fn extra_fields(mailing: &Mailing, recipient: &Recipient) -> Map<String, Value> {
    let value = |field: &String| recipient.fields.get(field).cloned().unwrap_or_default();
    mailing.extra_fields.iter().map(|field| (field.clone(), value(field).into())).collect()
}

/// The whole inside address: name and office, the ministry, the postal address; empty lines close up.
fn inside_address(address: &Address, ministry: &str, recipient: &Recipient) -> Vec<String> {
    let mut lines = filled(&address.lines);
    for line in std::iter::once(ministry.to_owned()).chain(filled(&recipient.address)) {
        if !line.trim().is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn document_fields(
    mailing: &Mailing,
    language: &str,
    recipient: &Recipient,
    version: Version<'_>,
    id: &str,
    about: &str,
) -> Value {
    let name = |document: &crate::mailing::Document| document.name.get_or_first(language).to_owned();
    let email = id == EMAIL;
    let title = mailing.documents.iter().find(|document| document.id.value == id).map_or(String::new(), name);
    // The first document is the letter: the others are its annexes, and it names enclosures and copies. The e-mail
    // brings them all.
    let is_first = mailing.documents.first().is_some_and(|document| document.id.value == id);
    let annexes = mailing.documents.iter().skip(usize::from(is_first)).filter(|_| is_first || email);
    let enclosures = mailing.enclosures.get(language).into_iter().flatten().filter(|_| is_first || email);
    let copies = recipient.copies.iter().filter(|_| is_first);
    let copy_to = if let Version::Copy(copy) = version { Some(&copy.to) } else { None };
    json!({
        "id": id,
        "title": format!("{title} {about}").trim(),
        "copy_to": copy_to,
        "courtesy": version == Version::Courtesy,
        "copies": copies.map(|copy| &copy.to).collect::<Vec<_>>(),
        "enclosures": enclosures.map(|enclosure| &enclosure.name).collect::<Vec<_>>(),
        "annexes": annexes.map(name).collect::<Vec<_>>(),
    })
}

fn asset(asset: &Asset, language: &str) -> Value {
    let file = asset.file.rsplit('/').next().unwrap_or_default();
    json!({ "path": format!("/assets/{file}"), "alt": asset.alt.get_or_first(language) })
}

fn filled(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| !line.trim().is_empty()).cloned().collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::State => "state",
        Kind::Organisation => "organisation",
    }
}

fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "masculine",
        Gender::Feminine => "feminine",
    }
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

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
