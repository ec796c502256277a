//! One returned file: what it is, whose, and what it says.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use jiff::{Timestamp, ZonedDateTime};

use super::answers::{Answers, check_answers};
use super::barcode;
use super::issued::{Found, Issued};
use super::model::Returned;
use super::status::ReturnStatus;
use crate::archive::Entry;
use crate::digest::{hash_bytes, hash_file};
use crate::input::clean;
use crate::pdf::form::{self, Content, Form, MAX_FILE, Unreadable};
use crate::register::Identity;

/// A returned file, and what was read from it.
pub(super) struct Examined {
    pub(super) returned: Returned,
    pub(super) answers: Option<Answers>,
    /// When it was last changed.
    pub(super) modified: Option<Timestamp>,
}

/// Examines a file; whatever is wrong with it becomes its status.
pub(super) fn examine(path: &Path, issued: &Issued<'_>) -> Examined {
    let name = clean(&path.to_string_lossy().replace('\\', "/")).0;
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
        participants: 0,
        is_blank: false,
        problems: Vec::new(),
    };
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            returned.remark = Some(error.to_string());
            return Examined { returned, answers: None, modified: None };
        }
    };
    let Some(bytes) = bytes else {
        returned.status = ReturnStatus::TooLarge;
        returned.sha256 = hash_file(path).ok().map(|found| found.hash);
        return Examined { returned, answers: None, modified: None };
    };
    returned.sha256 = Some(hash_bytes(&bytes));
    let form = match form::read(&bytes) {
        Ok(form) => form,
        Err(cause) => {
            returned.status = match cause {
                Unreadable::NotPdf if barcode::is_picture(&bytes) => ReturnStatus::Scanned,
                Unreadable::NotPdf => ReturnStatus::NotPdf,
                Unreadable::TooLarge => ReturnStatus::TooLarge,
                Unreadable::Password => ReturnStatus::Password,
                Unreadable::Damaged(_) => ReturnStatus::Damaged,
            };
            if let Some(identity) =
                barcode::find_in_picture(&bytes).filter(|_| returned.status == ReturnStatus::Scanned)
            {
                find_sent(&identity, issued, &mut returned);
            }
            return Examined { returned, answers: None, modified: None };
        }
    };
    returned.modified = form.modified.as_ref().map(rfc_3339);
    let modified = form.modified.as_ref().map(ZonedDateTime::timestamp);
    let answers = identify(&form, &bytes, issued, &mut returned);
    Examined { returned, answers, modified }
}

/// The bytes of a regular file; `None` if it is larger than any form.
fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if found.len() > MAX_FILE as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE as u64).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn rfc_3339(date: &ZonedDateTime) -> String {
    date.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Finds out which form it is, and reads its answers where it still has fields.
fn identify(form: &Form, bytes: &[u8], issued: &Issued<'_>, returned: &mut Returned) -> Option<Answers> {
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
            returned.remark = Some("its identity was changed: the check digits do not fit".to_owned());
            return None;
        }
        // It may still be printed on the page.
        None => barcode::find_in_pdf(bytes)?,
    };
    let (status, entry) = find_sent(&identity, issued, returned)?;
    if !is_fillable {
        return None;
    }
    returned.status = status;
    read_answers(form, entry, issued, returned)
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
    match issued.find(identity) {
        Found::Same(entry) => return Some((ReturnStatus::Matched, entry)),
        Found::Newer(entry) => return Some((ReturnStatus::OldVersion, entry)),
        Found::OtherMailing => returned.status = ReturnStatus::OtherMailing,
        Found::Nobody => returned.status = ReturnStatus::UnknownRecipient,
    }
    None
}

fn read_answers(form: &Form, entry: &Entry, issued: &Issued<'_>, returned: &mut Returned) -> Option<Answers> {
    let sent = match issued.form(entry) {
        Ok(sent) => sent,
        Err(problem) => {
            returned.status = ReturnStatus::Unreadable;
            returned.remark = Some(problem.message);
            return None;
        }
    };
    if returned.status == ReturnStatus::OldVersion && entry.serial != returned.serial {
        returned.remark = entry.serial.as_ref().map(|serial| format!("replaced by {serial}"));
    }
    let (answers, problems) = check_answers(form, &sent);
    if !answers.is_filled {
        returned.is_blank = true;
        returned.remark = Some("nothing is filled in".to_owned());
    }
    returned.problems = problems;
    returned.participants = answers.rows.iter().filter(|row| row.is_participant()).count();
    Some(answers)
}
