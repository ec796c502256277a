//! The data a document was made from, as a hash: the merge fields' values, besides what only a locale pack says.
//!
//! A label or the pattern of a date is the language's: when a pack changes, no recipient's data does. Merge fields that a
//! pack shapes are therefore left out, and what they are made from is taken instead.

use serde_json::{Value, json};

use super::planned::{PlannedDocument, PlannedRecipient};
use crate::digest::{Sha256, to_hex};
use crate::mailing::Mailing;
use crate::recipient::Recipient;

/// The merge fields a locale pack shapes.
const SHAPED: [&str; 21] = [
    "/addressee",
    "/document/title",
    "/event/dates",
    "/event/dates_plain",
    "/event/days",
    "/event/in_month",
    "/event/in_place",
    "/event/month_name",
    "/follows",
    "/event/of_month",
    "/form/data_kept_until",
    "/labels",
    "/locale",
    "/mailing/contributions_deadline",
    "/mailing/date",
    "/mailing/dateline",
    "/mailing/registration_deadline",
    "/recipient/address",
    "/recipient/country",
    "/recipient/entity",
    "/return/lines",
];

/// The hash of a document's data, in hexadecimal; `context` has all its merge fields.
pub(super) fn hash(
    mailing: &Mailing,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    context: &Value,
) -> String {
    let mut hash = Sha256::new();
    add(&mut String::new(), context, &mut hash);
    add(&mut "/shaped".to_owned(), &shaped(mailing, planned, document), &mut hash);
    if let Some(follows) = &mailing.follows {
        let serial = follows.serial_of(&planned.recipient);
        let parts = json!([follows.reference.value, follows.issued_at.value.to_string(), serial]);
        add(&mut "/follows/shaped".to_owned(), &parts, &mut hash);
    }
    to_hex(&hash.finalize())
}

/// What the merge fields that a pack shapes are made from.
fn shaped(mailing: &Mailing, planned: &PlannedRecipient, document: &PlannedDocument) -> Value {
    let addressee = &planned.recipient.addressee;
    let configured = mailing.documents.get(document.index);
    json!({
        "issued_at": mailing.issued_at.local.to_string(),
        "names_as_of": mailing.names_as_of.map(|date| date.to_string()),
        "registration": mailing.deadlines.registration.as_ref().map(|date| date.value.to_string()),
        "data_kept_until": mailing.form.data_kept_until.map(|date| date.to_string()),
        "contributions": mailing.deadlines.contributions.as_ref().map(|date| date.value.to_string()),
        "start": mailing.event.start.value.to_string(),
        "end": mailing.event.end.value.to_string(),
        "document": configured.map(|document_of| document_of.name.get_or_first(&document.locale)),
        "name": addressee.name,
        "gender": addressee.gender,
        "office": addressee.office.value,
        "rank": addressee.rank.as_ref().map(|rank| &rank.value),
        "styles": addressee.styles,
        "title": addressee.title,
        "address": planned.recipient.address.get_or_first(&document.locale),
        "return": mailing.return_address.lines.get_or_first(&document.locale),
        "posted": planned.recipient.is_posted().then(|| posted(mailing, &planned.recipient)),
    })
}

/// What an address is made from as post reads it.
fn posted(mailing: &Mailing, recipient: &Recipient) -> Value {
    let latin = format!("{:?}", (&recipient.address, &recipient.city, &recipient.ministry));
    json!({ "languages": mailing.posting().languages().collect::<Vec<_>>(), "latin": latin })
}

/// Adds a value and its path.
fn add(path: &mut String, value: &Value, hash: &mut Sha256) {
    if SHAPED.contains(&path.as_str()) {
        return;
    }
    if let Value::Object(fields) = value {
        for (name, value) in fields {
            let length = path.len();
            path.push('/');
            path.push_str(name);
            add(path, value, hash);
            path.truncate(length);
        }
        return;
    }
    for part in [path.as_str(), &value.to_string()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
}
