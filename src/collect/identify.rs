//! Which form a file is, whether it is genuine, and what it says.

use super::answers::{Answers, check_answers};
use super::issued::{Found, Issued, Verdict};
use super::model::{FieldProblem, Returned};
use super::renamed::KnownNames;
use super::status::ReturnStatus;
use crate::archive::Entry;
use crate::diagnostic::counted;
use crate::input::clean;
use crate::pdf::form::{Content, Form};
use crate::register::Identity;
use crate::worker::Reader;

/// Finds out which form it is, and reads its answers where it still has fields.
pub(super) fn identify(
    form: &Form,
    issued: &Issued<'_>,
    reader: &mut Reader,
    returned: &mut Returned,
) -> Option<Answers> {
    let is_fillable = !form.fields.is_empty();
    let printed = form.barcode.as_deref().and_then(|text| text.parse::<Identity>().ok());
    let identity = match form.identity.as_deref().map(str::parse::<Identity>) {
        Some(Ok(identity)) => identity,
        Some(Err(_)) => {
            returned.status = ReturnStatus::Forged;
            returned.note("its identity was changed: the check digits do not fit");
            return None;
        }
        None => match printed.clone() {
            // It may still be printed on the page.
            Some(identity) => identity,
            None => {
                returned.status = match (is_fillable, form.content) {
                    (true, _) => ReturnStatus::NoIdentity,
                    (false, Content::Text) => ReturnStatus::NotForm,
                    (false, Content::Images | Content::Empty) => ReturnStatus::Scanned,
                };
                return None;
            }
        },
    };
    if !is_fillable {
        returned.status = match form.content {
            Content::Text => ReturnStatus::Flattened,
            Content::Images | Content::Empty => ReturnStatus::Scanned,
        };
        note_paper(&identity, Some(form.pages), issued, returned);
        return None;
    }
    let (status, entry) = find_sent(&identity, issued, returned)?;
    if form.is_mixed {
        returned.status = ReturnStatus::Mixed;
        return None;
    }
    // Somebody wrote another form's identity into this one.
    if printed.is_some_and(|printed| printed != identity) {
        returned.status = ReturnStatus::Forged;
        returned.note("its barcode is that of another form");
        return None;
    }
    returned.status = status;
    read_answers(form, entry, issued, reader, returned)
}

/// Notes whose form it is that a person has to key in.
pub(super) fn note_paper(
    identity: &Identity,
    pages: Option<usize>,
    issued: &Issued<'_>,
    returned: &mut Returned,
) {
    let kind = returned.status.words();
    let Some((status, entry)) = find_sent(identity, issued, returned) else { return };
    if status == ReturnStatus::Unverified {
        returned.status = ReturnStatus::Unverified;
        returned.note(kind);
    }
    note_surplus(pages, entry.pages.and_then(|pages| usize::try_from(pages).ok()), returned);
}

/// Notes pages beyond those of the form: other papers, or another form whose barcode cannot be read.
fn note_surplus(pages: Option<usize>, sent: Option<usize>, returned: &mut Returned) {
    if let (Some(pages), Some(sent)) = (pages, sent)
        && pages > sent
    {
        let [pages, sent] = [pages, sent].map(|pages| counted(pages, "page"));
        returned.note(&format!("{pages}, where the form has {sent}: look what else is there"));
    }
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
        returned.note("its identity was not made by this mailing");
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
            returned.note(why);
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
    if has_lost_its_names(form, &sent) {
        returned.status = ReturnStatus::Mixed;
        return None;
    }
    if let Some(serial) = entry.serial.as_ref().filter(|serial| returned.serial.as_ref() != Some(serial)) {
        returned.note(&format!("replaced by {serial}"));
    }
    let (answers, problems) = check_answers(form, &sent, issued.around());
    returned.problems = problems;
    let twice = |field: &String| FieldProblem {
        field: field.clone(),
        problem: "twice in the file, and not with the same value".to_owned(),
    };
    returned.problems.extend(form.contradicted.iter().map(twice));
    if returned.status != ReturnStatus::OldVersion {
        note_surplus(Some(form.pages), Some(sent.pages), returned);
    }
    let is_written_on = is_written_on(form, &sent, returned.status);
    if !answers.is_filled && is_written_on && returned.status.is_read() {
        if returned.status == ReturnStatus::Unverified {
            returned.note(ReturnStatus::WrittenOn.words());
        } else {
            returned.status = ReturnStatus::WrittenOn;
        }
        return None;
    }
    if !answers.is_filled {
        returned.is_blank = true;
        returned.note("nothing is filled in");
    } else if is_written_on {
        returned.note("more is written on its pages than in its fields: look at it");
    }
    returned.participants = answers.rows.iter().filter(|row| row.is_participant()).count();
    Some(answers)
}

/// Whether most of its fields are no longer called as they were, so that nobody knows which is which: some programs that join files
/// keep the last part of a name alone.
fn has_lost_its_names(form: &Form, sent: &Form) -> bool {
    let known = KnownNames::new(sent.fields.iter().map(|field| field.name.as_str()));
    let (assigned, strange) = known.assign(&form.fields);
    strange > 0 && assigned.len() * 2 < sent.fields.len()
}

/// Whether more is on the pages of a form than when it was sent. The pages of an earlier version are not those of the later one.
fn is_written_on(form: &Form, sent: &Form, status: ReturnStatus) -> bool {
    form.written.markups > sent.written.markups
        || (status != ReturnStatus::OldVersion && form.written.marks > sent.written.marks)
}
