//! What the manifest says of a document and of the text of an e-mail.

use super::made::{KeptDocument, KeptEmail};
use crate::archive::{CopyRecord, Entry, Role, Sources};
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::recipient::Channel;

/// The entry of a document.
pub(super) fn document_entry(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    kept: KeptDocument,
    fonts: &str,
) -> Entry {
    let recipient = &planned.recipient;
    let copy = document.copy.and_then(|copy| recipient.copies.get(copy));
    let hashes = plan.hashes(&document.locale);
    let template = hashes.and_then(|hashes| hashes.templates.get(&document.template));
    let letter = document.copy.is_none() && document.index == 0;
    Entry {
        pages: Some(kept.stored.pages.unwrap_or_default()),
        recipient: Some(planned.id().to_owned()),
        iso: recipient.iso.as_ref().map(|iso| iso.value.clone()),
        entity: Some(kept.about.entity),
        document: Some(document.document.clone()),
        locale: Some(document.locale.clone()),
        courtesy: document.courtesy,
        mixed: plan.mixed(planned, document),
        serial: Some(planned.serial.clone()),
        replaces: planned.replaces.clone(),
        addressee: kept.about.addressee.clone(),
        channel: recipient.channel(document.copy),
        copy_to: copy.map(|copy| copy.to.get_or_first(&document.locale).to_owned()),
        copy_number: copy_number(document.copy),
        copies: recipient
            .copies
            .iter()
            .filter(|_| letter && !document.courtesy)
            .map(|copy| CopyRecord {
                to: copy.to.get_or_first(&document.locale).to_owned(),
                channel: copy.channel,
            })
            .collect(),
        enclosures: if letter { plan.enclosure_paths(recipient, &document.locale) } else { Vec::new() },
        delivery: (document.index == 0 && !document.courtesy)
            .then(|| Box::new(plan.delivery(planned, document, &kept.about.addressee))),
        sealed: plan.seal_place(document).is_some(),
        content: Some(kept.about.content_hash),
        sources: Some(Box::new(Sources {
            data: kept.about.data_hash,
            template: template.cloned().unwrap_or_default(),
            locale: hashes.map(|hashes| hashes.locale.clone()).unwrap_or_default(),
            fonts: fonts.to_owned(),
        })),
        ..Entry::new(kept.path, Role::Document)
    }
}

/// The number of a copy, from one, by its place in the recipient's list.
fn copy_number(copy: Option<usize>) -> Option<u32> {
    copy.and_then(|copy| u32::try_from(copy + 1).ok())
}

/// The entry of the text of an e-mail.
pub(super) fn email_entry(email: KeptEmail, planned: &PlannedRecipient) -> Entry {
    let copy = email.copy.and_then(|copy| planned.recipient.copies.get(copy));
    Entry {
        recipient: Some(planned.id().to_owned()),
        iso: planned.recipient.iso.as_ref().map(|iso| iso.value.clone()),
        serial: Some(planned.serial.clone()),
        channel: Some(Channel::EMail),
        copy_to: copy.map(|copy| copy.to.get_or_first(&email.locale).to_owned()),
        copy_number: copy_number(email.copy),
        locale: Some(email.locale),
        ..Entry::new(email.path, Role::Email)
    }
}
