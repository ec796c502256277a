//! Renders the texts of the e-mails that bring documents; they go into the archive, for the office that sends from it.

use super::made::EmailText;
use super::place::archive_path;
use crate::diagnostic::Problems;
use crate::plan::blame::blame_recipient;
use crate::plan::{Plan, PlannedRecipient};
use crate::worker::Worker;

/// Renders the e-mails of a recipient and of its copies that have an address.
pub(super) fn render_emails(
    plan: &Plan,
    planned: &PlannedRecipient,
    worker: &mut Worker,
) -> Result<Vec<EmailText>, Problems> {
    let templates = worker.merging(plan.templates());
    let recipient = &planned.recipient;
    let mut texts = Vec::new();
    for copy in plan.emails(planned).filter(|copy| copy.is_some() || !recipient.emails.is_empty()) {
        let Some(email) = plan.email_by(&templates, planned, copy) else { continue };
        let email = email.map_err(|problem| blame_recipient(planned, [problem]))?;
        let Some(locale) = planned.documents.first().map(|document| document.locale.clone()) else {
            continue;
        };
        let plain = email.to_string();
        for (extension, text) in [("txt", Some(plain)), ("html", email.html)] {
            let Some(text) = text else { continue };
            let path = archive_path(&plan.email_path(planned, copy, &locale, extension))?;
            texts.push(EmailText { path, text, locale: locale.clone(), copy });
        }
    }
    Ok(texts)
}
