//! The merge fields: one tree of values for one recipient, document and language.
//!
//! Everything a template may write is worked out here, dates and names included, so that templates need
//! few helpers. A field is always present; what a recipient lacks is `null` or empty.

mod document;
mod mailing;
mod postal;
mod recipient;
mod text;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

pub use self::document::Version;
use self::mailing::Spaces;
pub(super) use self::mailing::{find_titles, list_days};
use self::postal::return_lines;
pub(crate) use self::postal::{postal_address, printed_address};
pub(crate) use self::recipient::country_fields;
pub(super) use self::recipient::find_country;
use self::text::given;
use super::email::EMAIL;
use crate::locale::{Direction, LocalePack};
use crate::mailing::{Mailing, Numbering};
use crate::recipient::Recipient;

/// The merge fields of one document.
///
/// `serial` is the letter's full number, `replaces` that of the released letter it replaces; `document` is the id of an
/// entry of the mailing's documents, or [`EMAIL`](super::EMAIL) for the e-mail that brings them. Problems of the form of
/// address are reported by [`check_address`](super::check_address).
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
    let mut context = context_without_labels(mailing, pack, recipient, serial, replaces, version, document);
    add_labels(&mut context, pack, None);
    context
}

/// Adds the labels of these names to merge fields, or all of the pack.
pub(crate) fn add_labels(context: &mut Value, pack: &LocalePack, named: Option<&BTreeSet<String>>) {
    let all = pack.file().labels.iter();
    let wanted = all.filter(|(name, _)| named.is_none_or(|named| named.contains(*name)));
    let labels: Map<String, Value> =
        wanted.map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    if let Some(value) = context.get_mut("labels") {
        *value = labels.into();
    }
}

/// The [`context`] but for its labels, which are most of it.
pub(crate) fn context_without_labels(
    mailing: &Mailing,
    pack: &LocalePack,
    recipient: &Recipient,
    serial: &str,
    replaces: Option<&str>,
    version: Version<'_>,
    document: &str,
) -> Value {
    let language = pack.tag();
    let country = find_country(mailing, pack, recipient);
    let name = recipient.ministry.get_or_first(language);
    let address = pack.address(&recipient.addressee, country, &recipient.ministry);
    let entity = country.map_or(name, |country| country.short);
    // One text for all has one number, and names nobody.
    let (serial, about) = match mailing.rules.numbering {
        Numbering::Each => (serial, format!("{serial} – {entity}")),
        Numbering::One => (mailing.reference.as_str(), mailing.reference.value.clone()),
    };
    let spaces = if document == EMAIL { Spaces::Plain } else { Spaces::NoBreak };
    json!({
        "mailing": mailing::mailing_fields(mailing, pack, spaces),
        "follows": mailing::follows_fields(mailing, pack, recipient, spaces),
        "event": mailing::event_fields(mailing, pack, spaces),
        "sender": mailing::sender_fields(mailing, language),
        "return": {
            "lines": return_lines(mailing, pack),
            "e_mail": mailing.return_address.e_mail.as_ref().map(|address| &address.value),
            "fax": given(mailing.return_address.fax.as_ref()),
        },
        "contributions": {
            "e_mail": mailing.contributions_address.as_ref().map(|address| &address.e_mail.value),
        },
        "recipient": recipient::recipient_fields(mailing, recipient, pack, country, (serial, replaces)),
        "addressee": recipient::addressee_fields(mailing, pack, &address, recipient),
        "note": mailing::note_fields(mailing, pack, recipient, country),
        "labels": null,
        "assets": {
            "emblem": mailing.assets.emblem.as_ref().map(|asset| document::asset_fields(asset, language)),
            "signature": mailing.assets.signature.as_ref().map(|asset| document::asset_fields(asset, language)),
        },
        "document": document::document_fields(mailing, language, recipient, version, document, &about),
        "form": mailing::form_fields(mailing, pack),
        "locale": {
            "tag": language,
            "direction": match pack.file().direction { Direction::Ltr => "ltr", Direction::Rtl => "rtl" },
            "typography": typography_fields(pack),
        },
    })
}

/// The settings of the pack; those a language need not have are empty where it does not.
fn typography_fields(pack: &LocalePack) -> Map<String, Value> {
    let optional = ["fonts", "quotes", "note_date", "note_addressee"];
    let optional = optional.map(|key| (key.to_owned(), Value::from("")));
    let own = pack.file().typography.iter().map(|(key, value)| (key.clone(), value.as_str().into()));
    optional.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests;
