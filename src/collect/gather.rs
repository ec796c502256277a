//! Puts the files that were examined together: one table, and the recipients that have not answered.

use std::collections::BTreeSet;

use super::examine::Examined;
use super::issued::Issued;
use super::model::{Collected, Column, FORMAT, Returned, Row, Unanswered};
use super::status::ReturnStatus;

/// Gathers the files, in their order, against what was sent.
pub(super) fn gather(examined: Vec<Examined>, issued: &Issued<'_>, accepts_unverified: bool) -> Collected {
    let mut columns: Vec<Column> = Vec::new();
    let mut known = BTreeSet::new();
    let (mut files, mut registrations) = (Vec::new(), Vec::new());
    for (position, Examined { returned, answers, .. }) in examined.into_iter().enumerate() {
        if let Some(answers) = answers {
            columns.extend(answers.columns.into_iter().filter(|column| known.insert(column.name.clone())));
            registrations.extend(answers.rows.into_iter().map(|row| Row { file: position, ..row }));
        }
        files.push(returned);
    }
    let (unanswered, asked) = find_unanswered(&files, issued, accepts_unverified);
    Collected {
        format: FORMAT,
        reference: issued.reference().to_owned(),
        archive: issued.archive_sha256().to_owned(),
        deadline: issued.deadline(),
        answered: asked - unanswered.len(),
        files,
        columns,
        registrations,
        unanswered,
        accepts_unverified,
    }
}

/// The recipients that have not answered, and how many were asked.
fn find_unanswered(
    files: &[Returned],
    issued: &Issued<'_>,
    accepts_unverified: bool,
) -> (Vec<Unanswered>, usize) {
    let answers = files.iter().filter(|file| is_answer(file, accepts_unverified));
    let answered: BTreeSet<&str> = answers.filter_map(|file| file.recipient.as_deref()).collect();
    let mut unanswered: Vec<Unanswered> = Vec::new();
    let mut asked = BTreeSet::new();
    for entry in issued.expected() {
        let Some(recipient) = entry.recipient.as_deref() else { continue };
        if asked.insert(recipient) && !answered.contains(recipient) {
            let to = issued.delivery(recipient);
            unanswered.push(Unanswered {
                recipient: recipient.to_owned(),
                entity: entry.entity.clone(),
                serial: entry.serial.clone(),
                locale: entry.locale.clone(),
                channel: entry.channel,
                emails: to.map(|to| to.emails.clone()).unwrap_or_default(),
                fax: to.and_then(|to| to.fax.clone()),
                address: to.map(|to| to.lines.clone()).unwrap_or_default(),
            });
        }
    }
    (unanswered, asked.len())
}

/// Whether a file shows that its recipient has answered, even if a person must key the answer in.
fn is_answer(file: &Returned, accepts_unverified: bool) -> bool {
    match file.status {
        ReturnStatus::Matched | ReturnStatus::OldVersion => !file.is_blank,
        ReturnStatus::Flattened | ReturnStatus::Scanned | ReturnStatus::WrittenOn | ReturnStatus::Mixed => {
            true
        }
        ReturnStatus::Keyed | ReturnStatus::Regrets | ReturnStatus::AnsweredByLetter => true,
        ReturnStatus::Unverified => accepts_unverified && !file.is_blank,
        _ => false,
    }
}
