//! Renders the texts of the e-mails that bring documents; they go into the archive, for the office that sends from it.

use super::made::{EmailContent, EmailText};
use super::place::{Place, archive_path};
use crate::archive::MadeFrom;
use crate::diagnostic::Problems;
use crate::names::ArchivePath;
use crate::plan::blame::blame_recipient;
use crate::plan::{Plan, PlannedRecipient};
use crate::template::EMAIL_HTML;
use crate::worker::Worker;

/// Renders the e-mails of a recipient and of its copies that have an address, but those that the place has already.
pub(super) fn render_emails(
    plan: &Plan,
    planned: &PlannedRecipient,
    place: &Place,
    worker: &mut Worker,
) -> Result<Vec<EmailText>, Problems> {
    let recipient = &planned.recipient;
    let Some(locale) = planned.documents.first().map(|document| document.locale.clone()) else {
        return Ok(Vec::new());
    };
    let mut texts = Vec::new();
    for copy in plan.emails(planned).filter(|copy| copy.is_some() || !recipient.emails.is_empty()) {
        let Some(values) = plan.email_values(planned, copy) else { continue };
        let path = |extension| archive_path(&plan.email_path(planned, copy, &locale, extension));
        let paths = match plan.templates().listing().has(values.locale, EMAIL_HTML) {
            true => vec![path("txt")?, path("html")?],
            false => vec![path("txt")?],
        };
        let key = if place.remembers() { plan.email_key(&values) } else { String::new() };
        let contents = match find(place, &paths, &key) {
            Some(found) => found,
            None => {
                let templates = worker.merging(plan.templates());
                let email = plan.merge_email(&templates, values);
                let email = email.map_err(|problem| blame_recipient(planned, [problem]))?;
                let texts = [email.to_string()].into_iter().chain(email.html);
                texts.map(EmailContent::New).collect()
            }
        };
        texts.extend(paths.into_iter().zip(contents).map(|(path, content)| {
            let from = MadeFrom { key: key.clone(), values: key.clone(), text: String::new() };
            EmailText { path, content, from, locale: locale.clone(), copy }
        }));
    }
    Ok(texts)
}

/// The texts of an e-mail that was merged earlier from the same, where all of them are there.
fn find(place: &Place, paths: &[ArchivePath], key: &str) -> Option<Vec<EmailContent>> {
    let found = paths.iter().map(|path| place.find_of_values(path.as_str(), key));
    found.map(|found| found.map(|(stored, _)| EmailContent::Old(stored))).collect()
}
