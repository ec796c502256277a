//! The merged text of a document and of the e-mail that brings it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::planned::{Merged, PlannedDocument, PlannedRecipient};
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::template::{self, EMAIL, EMAIL_HTML, Email, Listing, MergeTemplates, Version};

/// The e-mails a recipient's documents may go with: that of its own documents, and one for each copy sent by e-mail.
pub(super) fn emailed(planned: &PlannedRecipient) -> impl Iterator<Item = Option<usize>> {
    let copies = planned.recipient.copies.iter().enumerate();
    let sent = copies.filter(|(_, copy)| copy.channel.carrier().is_message()).map(|(index, _)| Some(index));
    std::iter::once(None).chain(sent)
}

/// What is merged into an e-mail.
#[derive(Debug)]
pub(crate) struct EmailValues<'p> {
    /// Its language.
    pub(crate) locale: &'p str,
    /// The values, besides its labels.
    pub(crate) context: Value,
}

/// What is merged into the e-mail that brings a recipient's documents, or those of one of its copies; `None` where there are none, or their
/// language has no template for it.
pub(super) fn email_values<'p>(
    listing: &Listing,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &'p PlannedRecipient,
    copy: Option<usize>,
) -> Option<EmailValues<'p>> {
    let locale = &planned.documents.iter().find(|document| document.copy == copy)?.locale;
    let pack = packs.get(locale).filter(|_| listing.has(locale, EMAIL))?;
    let replaces = planned.replaces.as_deref();
    let (recipient, serial) = (&planned.recipient, &planned.serial);
    let version = match copy {
        Some(copy) => Version::Copy(recipient.copies.get(copy)?),
        None => Version::Original,
    };
    let mut context =
        template::context_without_labels(mailing, pack, recipient, serial, replaces, version, EMAIL);
    match copy {
        Some(_) => only_copies(&mut context, mailing, planned, copy, locale),
        None => add_translations(&mut context, mailing, planned, pack),
    }
    Some(EmailValues { locale, context })
}

/// Merges the values of an e-mail.
pub(super) fn render_email(
    templates: &dyn MergeTemplates,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    EmailValues { locale, mut context }: EmailValues<'_>,
) -> Result<Email, Diagnostic> {
    let pack = packs.get(locale).ok_or_else(|| not_planned(locale))?;
    let listing = templates.listing();
    template::add_labels(&mut context, pack, listing.labels(locale, EMAIL));
    let text = templates.render(locale, EMAIL, &context)?;
    let setting = pack.file().typography.get("punctuation_space").map(String::as_str);
    let text = template::space_punctuation(&text, setting);
    let mut email = Email::parse(&text, &format!("{}/{locale}/{EMAIL}", mailing.templates.value))?;
    if listing.has(locale, EMAIL_HTML) {
        template::add_labels(&mut context, pack, listing.labels(locale, EMAIL_HTML));
        template::add_email(&mut context, &email);
        email.html = Some(templates.render(locale, EMAIL_HTML, &context)?);
    }
    Ok(email)
}

/// Lists the documents of a copy as all that its e-mail brings.
fn only_copies(
    context: &mut Value,
    mailing: &Mailing,
    planned: &PlannedRecipient,
    copy: Option<usize>,
    locale: &str,
) {
    let copies = planned.documents.iter().filter(|document| document.copy == copy);
    let names = copies.filter_map(|document| mailing.documents.get(document.index));
    let names: Vec<Value> = names.map(|document| document.name.get_or_first(locale).into()).collect();
    for (pointer, list) in [("/document/annexes", names), ("/document/enclosures", Vec::new())] {
        if let Some(value) = context.pointer_mut(pointer) {
            *value = list.into();
        }
    }
}

/// Lists the courtesy translations among what an e-mail brings.
fn add_translations(context: &mut Value, mailing: &Mailing, planned: &PlannedRecipient, pack: &LocalePack) {
    let label = pack.file().labels.get("courtesy").map_or("", String::as_str);
    let Some(annexes) = context.pointer_mut("/document/annexes").and_then(Value::as_array_mut) else {
        return;
    };
    for document in planned.documents.iter().filter(|document| document.courtesy) {
        let configured = mailing.documents.get(document.index);
        let name = configured.map_or("", |document| document.name.get_or_first(pack.tag()));
        annexes.push(format!("{name} · {label}").into());
    }
}

/// Merges a document's values into its template.
pub(super) fn merge(
    templates: &dyn MergeTemplates,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
) -> Result<Merged, Diagnostic> {
    let context = context_of_template(templates.listing(), mailing, packs, planned, document)?;
    render(templates, document, context)
}

/// Merges values into a document's template.
pub(super) fn render(
    templates: &dyn MergeTemplates,
    document: &PlannedDocument,
    context: Value,
) -> Result<Merged, Diagnostic> {
    let text = templates.render(&document.locale, &document.template, &context)?;
    Ok(Merged { text, context })
}

/// The values that are merged into a document's template, of which labels are those that the template names.
pub(super) fn context_of_template(
    listing: &Listing,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
) -> Result<Value, Diagnostic> {
    let pack =
        packs.get(&document.locale).ok_or_else(|| not_planned(&document.locale).blocking(planned.id()))?;
    let mut context = context_without_labels(mailing, pack, planned, document);
    template::add_labels(&mut context, pack, listing.labels(&document.locale, &document.template));
    Ok(context)
}

fn not_planned(locale: &str) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, format!("{locale} is not in the plan"))
}

/// The values that are merged into a document's template; `None` where the plan has no locale pack for it.
pub(super) fn context(
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
) -> Option<Value> {
    let pack = packs.get(&document.locale)?;
    let mut context = context_without_labels(mailing, pack, planned, document);
    template::add_labels(&mut context, pack, None);
    Some(context)
}

/// The same but for the labels.
fn context_without_labels(
    mailing: &Mailing,
    pack: &LocalePack,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
) -> Value {
    let version = match document.copy.and_then(|copy| planned.recipient.copies.get(copy)) {
        Some(copy) => Version::Copy(copy),
        None if document.courtesy => Version::Courtesy,
        None => Version::Original,
    };
    let (recipient, replaces) = (&planned.recipient, planned.replaces.as_deref());
    let serial = mailing.serial_on(&document.document, recipient, &planned.serial);
    let id = &document.document;
    let mut context =
        template::context_without_labels(mailing, pack, recipient, serial, replaces, version, id);
    if let Some(follows) = mailing.follows.as_ref().filter(|follows| follows.sends_again(id))
        && let Some(reference) = context.pointer_mut("/mailing/reference")
    {
        *reference = follows.reference.value.clone().into();
    }
    context
}
