//! The merge fields of the recipient and its State.

use serde_json::{Map, Value, json};

use super::postal::{postal_address, printed_address};
use super::text::filled_lines;
use crate::locale::{CountryNames, FormOfAddress, Gender, LocalePack, PostedAddress};
use crate::mailing::Mailing;
use crate::recipient::{Kind, Recipient};

/// The fields of `recipient`; `serial` is the letter's full number and that of the released letter it replaces.
pub(super) fn recipient_fields(
    mailing: &Mailing,
    recipient: &Recipient,
    pack: &LocalePack,
    country: Option<CountryNames<'_>>,
    (serial, replaces): (&str, Option<&str>),
) -> Value {
    let language = pack.tag();
    let name = recipient.ministry.get_or_first(language);
    let host = mailing.event.host.as_ref().map(|host| &host.value);
    json!({
        "id": recipient.id.value,
        "serial": serial,
        "replaces": replaces,
        "kind": name_kind(recipient.kind),
        "is_state": recipient.kind == Kind::State,
        "is_host": recipient.iso.is_some() && recipient.iso.as_ref().map(|iso| &iso.value) == host,
        "iso": recipient.iso.as_ref().map(|iso| &iso.value),
        "ministry": name,
        "city": recipient.city.get_or_first(language),
        "name": recipient.addressee.name,
        "gender": recipient.addressee.gender.map(name_gender),
        "entity": country.map_or(name, |country| country.short),
        "address": postal_address(mailing, pack, recipient.place()).lines(),
        "emails": recipient.emails,
        "fax": recipient.fax,
        "country": country.map(country_fields),
        "fields": extra_fields(mailing, recipient),
    })
}

/// The fields of `addressee`.
pub(super) fn addressee_fields(
    mailing: &Mailing,
    pack: &LocalePack,
    address: &FormOfAddress,
    recipient: &Recipient,
) -> Value {
    let ministry = recipient.ministry.get_or_first(pack.tag());
    let postal =
        printed_address(mailing, pack, recipient.place(), &recipient.ministry, recipient.is_posted());
    json!({
        "lines": inside_address(address, ministry, &postal),
        "salutation": address.salutation,
        "greeting": address.greeting,
        "vocative": address.vocative,
        "close": address.close,
        "in_sentence": {
            "name": address.spoken_of.name,
            "to": address.spoken_of.to,
            "pronoun": address.spoken_of.pronoun,
        },
    })
}

/// The names of a recipient's State on the day the mailing goes by.
pub(in crate::template) fn find_country<'a>(
    mailing: &Mailing,
    pack: &'a LocalePack,
    recipient: &Recipient,
) -> Option<CountryNames<'a>> {
    let as_of = mailing.names_as_of.unwrap_or_else(|| mailing.issued_at.date());
    recipient.iso.as_ref().and_then(|iso| pack.country(iso, as_of))
}

/// The fields of `recipient.country`.
pub(crate) fn country_fields(names: CountryNames<'_>) -> Value {
    json!({
        "short": names.short,
        "in_text": names.in_text,
        "of": names.of,
        "formal": names.formal,
        "formal_of": names.formal_of,
    })
}

fn extra_fields(mailing: &Mailing, recipient: &Recipient) -> Map<String, Value> {
    let value = |field: &String| recipient.fields.get(field).cloned().unwrap_or_default();
    mailing.extra_fields.iter().map(|field| (field.clone(), value(field).into())).collect()
}

/// The whole inside address: name and office, the ministry unless they say it, the postal address, and in
/// short what of it is in Latin letters too.
fn inside_address(address: &FormOfAddress, ministry: &str, postal: &PostedAddress) -> Vec<String> {
    let mut lines = filled_lines(&address.lines);
    let ministry = Some(ministry.to_owned())
        .filter(|line| !line.trim().is_empty() && !address.names_entity && !lines.contains(line));
    lines.extend(ministry);
    let latin = postal.latin_in_short();
    lines.extend(postal.lines.iter().cloned().chain(latin));
    lines
}

fn name_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::State => "state",
        Kind::Organisation => "organisation",
    }
}

fn name_gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "masculine",
        Gender::Feminine => "feminine",
    }
}
