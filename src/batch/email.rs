//! The texts of the e-mails that bring documents: they go into the archive, for whoever sends from it.

use super::make::narrowed;
use super::write::copy_number;
use crate::archive::{Entry, Role};
use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, PlannedRecipient};
use crate::recipient::Channel;

/// The text of an e-mail, in one of its forms.
#[derive(Debug)]
pub(super) struct EmailText {
    /// Its path in the archive.
    pub(super) path: String,
    /// Subject and plain text, or HTML.
    pub(super) text: String,
    locale: String,
    copy: Option<usize>,
}

impl EmailText {
    /// How the manifest lists it.
    pub(super) fn entry(&self, planned: &PlannedRecipient) -> Entry {
        let copy = self.copy.and_then(|copy| planned.recipient.copies.get(copy));
        Entry {
            path: self.path.clone(),
            role: Role::Email,
            recipient: Some(planned.id().to_owned()),
            iso: planned.recipient.iso.as_ref().map(|iso| iso.value.clone()),
            locale: Some(self.locale.clone()),
            serial: Some(planned.serial.clone()),
            channel: Some(Channel::EMail),
            copy_to: copy.map(|copy| copy.to.clone()),
            copy_number: copy_number(self.copy),
            ..Entry::default()
        }
    }
}

/// Renders the e-mails of a recipient and of its copies, of those that have an address.
pub(super) fn emails(plan: &Plan, planned: &PlannedRecipient) -> Result<Vec<EmailText>, Vec<Diagnostic>> {
    let recipient = &planned.recipient;
    let mut texts = Vec::new();
    for copy in plan.emails(planned).filter(|copy| copy.is_some() || !recipient.emails.is_empty()) {
        let Some(email) = plan.email(planned, copy) else { continue };
        let email = email.map_err(|problem| narrowed(vec![problem], planned))?;
        let Some(locale) = planned.documents.first().map(|document| document.locale.clone()) else {
            continue;
        };
        let plain = email.to_string();
        for (extension, text) in [("txt", Some(plain)), ("html", email.html)] {
            let Some(text) = text else { continue };
            let path = plan.email_path(planned, copy, &locale, extension);
            texts.push(EmailText { path, text, locale: locale.clone(), copy });
        }
    }
    Ok(texts)
}
