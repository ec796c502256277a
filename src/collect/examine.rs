//! One returned file: what it is, whose, and what it says.

use std::path::Path;

use jiff::{Timestamp, ZonedDateTime};

use super::answers::{Answers, check_answers};
use super::file::{self, Links, Refusal};
use super::issued::{Found, Issued, Verdict};
use super::model::Returned;
use super::status::ReturnStatus;
use crate::archive::Entry;
use crate::diagnostic::{Diagnostic, path_text, visible};
use crate::digest::hash_bytes;
use crate::input::clean;
use crate::pdf::form::{Content, Form, Unreadable};
use crate::register::Identity;
use crate::returned::Contents;
use crate::typeset;
use crate::worker::{Loss, Reader};

/// A returned file, and what was read from it.
pub(super) struct Examined {
    pub(super) returned: Returned,
    pub(super) answers: Option<Answers>,
    /// When it was last changed.
    pub(super) modified: Option<Timestamp>,
}

/// Examines a file; whatever is wrong with it becomes its status.
///
/// # Errors
///
/// No process can be started to read it in.
pub(super) fn examine(path: &Path, issued: &Issued<'_>, reader: &mut Reader) -> Result<Examined, Diagnostic> {
    let name = visible(&path_text(path).replace('\\', "/")).into_owned();
    let mut returned = Returned {
        file: name.strip_prefix("./").unwrap_or(&name).to_owned(),
        sha256: None,
        status: ReturnStatus::Unreadable,
        remark: None,
        recipient: None,
        serial: None,
        document: None,
        locale: None,
        modified: None,
        version: None,
        differs_from: Vec::new(),
        participants: 0,
        is_blank: false,
        problems: Vec::new(),
    };
    let contents = match file::read(path, Links::Refused) {
        Ok(bytes) => {
            returned.sha256 = Some(hash_bytes(&bytes));
            reader.examine(&bytes)
        }
        Err(refusal) => {
            returned.status = match refusal {
                Refusal::TooLarge(_) => ReturnStatus::TooLarge,
                _ => ReturnStatus::Unreadable,
            };
            returned.remark = Some(refusal.to_string());
            return Ok(Examined { returned, answers: None, modified: None });
        }
    };
    let (mut answers, mut modified) = (None, None);
    match contents {
        Ok(Contents::Pdf { form, printed }) => {
            returned.modified = form.modified.as_ref().map(rfc_3339);
            modified = form.modified.as_ref().map(ZonedDateTime::timestamp);
            answers = identify(&form, printed, issued, reader, &mut returned);
        }
        Ok(Contents::Picture(printed)) => {
            returned.status = ReturnStatus::Scanned;
            if let Some(identity) = printed.and_then(|text| text.parse().ok()) {
                note_paper(&identity, issued, &mut returned);
            }
        }
        Ok(Contents::Unreadable(cause @ Unreadable::NoThread)) => return Err(typeset::no_thread(&cause)),
        Ok(Contents::Unreadable(cause)) => {
            returned.status = match cause {
                Unreadable::NotPdf => ReturnStatus::NotPdf,
                Unreadable::TooLarge => ReturnStatus::TooLarge,
                Unreadable::Password => ReturnStatus::Password,
                Unreadable::NoThread | Unreadable::Damaged(_) => ReturnStatus::Damaged,
            };
        }
        Err(Loss::Start(cause)) => return Err(Loss::report_start(&cause)),
        Err(loss) => {
            returned.status = ReturnStatus::Damaged;
            returned.remark = Some(format!("given up: {loss}"));
        }
    }
    Ok(Examined { returned, answers, modified })
}

fn rfc_3339(date: &ZonedDateTime) -> String {
    date.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Finds out which form it is, and reads its answers where it still has fields.
fn identify(
    form: &Form,
    printed: Option<String>,
    issued: &Issued<'_>,
    reader: &mut Reader,
    returned: &mut Returned,
) -> Option<Answers> {
    let carried = form.identity.as_deref().map(str::parse::<Identity>);
    let is_fillable = !form.fields.is_empty();
    returned.status = match (is_fillable, form.content) {
        (true, _) => ReturnStatus::NoIdentity,
        (false, Content::Text) => ReturnStatus::Flattened,
        (false, Content::Images | Content::Empty) => ReturnStatus::Scanned,
    };
    let identity = match carried {
        Some(Ok(identity)) => identity,
        Some(Err(_)) => {
            returned.status = ReturnStatus::Forged;
            returned.remark = Some("its identity was changed: the check digits do not fit".to_owned());
            return None;
        }
        // It may still be printed on the page.
        None => printed?.parse().ok()?,
    };
    if !is_fillable {
        note_paper(&identity, issued, returned);
        return None;
    }
    let (status, entry) = find_sent(&identity, issued, returned)?;
    // Somebody wrote another form's identity into this one.
    if form
        .barcode
        .as_deref()
        .and_then(|text| text.parse().ok())
        .is_some_and(|printed: Identity| printed != identity)
    {
        returned.status = ReturnStatus::Forged;
        remark(returned, "its barcode is that of another form");
        return None;
    }
    returned.status = status;
    read_answers(form, entry, issued, reader, returned)
}

/// Notes whose form it is that a person has to key in.
fn note_paper(identity: &Identity, issued: &Issued<'_>, returned: &mut Returned) {
    let kind = returned.status.words();
    if let Some((ReturnStatus::Unverified, _)) = find_sent(identity, issued, returned) {
        returned.status = ReturnStatus::Unverified;
        remark(returned, kind);
    }
}

/// Adds to what is said of a file.
fn remark(returned: &mut Returned, more: &str) {
    let before = returned.remark.take().map(|before| before + "; ").unwrap_or_default();
    returned.remark = Some(before + more);
}

/// Notes whose form it is; gives what it is and the form as it was sent, if it is a form of this mailing.
fn find_sent<'a>(
    identity: &Identity,
    issued: &Issued<'a>,
    returned: &mut Returned,
) -> Option<(ReturnStatus, &'a Entry)> {
    returned.serial = Some(clean(&identity.serial).0);
    returned.recipient = Some(clean(&identity.recipient).0);
    returned.document = Some(clean(&identity.document).0);
    returned.locale = Some(clean(&identity.locale).0);
    let found = issued.find(identity);
    if matches!(found, Found::OtherMailing) {
        returned.status = ReturnStatus::OtherMailing;
        return None;
    }
    let verdict = issued.verify(identity);
    if matches!(verdict, Verdict::Forged) {
        returned.status = ReturnStatus::Forged;
        remark(returned, "its identity was not made by this mailing");
        return None;
    }
    let (status, entry) = match found {
        Found::Same(entry) => (ReturnStatus::Matched, entry),
        Found::Newer(entry) => (ReturnStatus::OldVersion, entry),
        Found::OtherMailing | Found::Nobody => {
            returned.status = ReturnStatus::UnknownRecipient;
            return None;
        }
    };
    match verdict {
        Verdict::Unverified(why) => {
            remark(returned, why);
            Some((ReturnStatus::Unverified, entry))
        }
        Verdict::Genuine | Verdict::Forged => Some((status, entry)),
    }
}

fn read_answers(
    form: &Form,
    entry: &Entry,
    issued: &Issued<'_>,
    reader: &mut Reader,
    returned: &mut Returned,
) -> Option<Answers> {
    let sent = match issued.form(entry, reader) {
        Ok(sent) => sent,
        Err(problem) => {
            returned.status = ReturnStatus::Unreadable;
            returned.remark = Some(problem.message);
            return None;
        }
    };
    if let Some(serial) = entry.serial.as_ref().filter(|serial| returned.serial.as_ref() != Some(serial)) {
        remark(returned, &format!("replaced by {serial}"));
    }
    let (answers, problems) = check_answers(form, &sent);
    if !answers.is_filled {
        returned.is_blank = true;
        remark(returned, "nothing is filled in");
    }
    returned.problems = problems;
    returned.participants = answers.rows.iter().filter(|row| row.is_participant()).count();
    Some(answers)
}
