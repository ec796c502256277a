//! The e-mails of a pack: each sending's text and documents as one message that opens as a draft.
//!
//! A sending that goes another way and has an e-mail address too gets one in reserve, in a folder of its own. Nothing is sent here.

use super::desk::{Desk, Item, moment};
use super::email::{Attachment, EmailRecord, EmailRecords, Mailbox, Message, RECORDS_FORMAT, write};
use super::print::Printed;
use super::sending::{Group, Sending};
use crate::archive::{Entry, PackFile, PackKind, names::safe_file_name};
use crate::diagnostic::Diagnostic;
use crate::recipient::Channel;
use crate::template::Email;

/// The folder of messages that are sent if the sending's own channel fails.
const IN_RESERVE: &str = "e-mail-in-reserve";

/// What became of the messages of a group.
pub(super) type Written = Result<(Vec<PackFile>, Vec<EmailRecord>, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Whether a sending gets a message.
pub(super) fn has_message(sending: &Sending<'_>) -> bool {
    sending.email.is_some() && !sending.delivery.emails.is_empty()
}

/// Writes the messages of some sendings of a group.
pub(super) fn messages(desk: &Desk<'_>, group: &Group<'_>, sendings: &[Sending<'_>]) -> Written {
    let (mut files, mut records, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for sending in sendings.iter().filter(|sending| has_message(sending)) {
        match message(desk, group, sending) {
            Ok((file, record, found)) => {
                files.push(file);
                records.push(record);
                problems.extend(found);
            }
            Err(problem) => return Err(vec![problem.about(sending.recipient())]),
        }
    }
    Ok((files, records, problems))
}

/// Writes the list of all messages, for programs that send or check them.
pub(super) fn list(desk: &Desk<'_>, records: Vec<EmailRecord>) -> Printed {
    let records = EmailRecords { format: RECORDS_FORMAT, messages: records };
    let mut json = serde_json::to_vec_pretty(&records).unwrap_or_default();
    json.push(b'\n');
    let item = Item {
        path: "e-mail.json".into(),
        kind: PackKind::List,
        channel: None,
        language: None,
        recipients: records.messages.len(),
    };
    let file = desk.write(item, &json, None).map_err(|problem| vec![problem])?;
    Ok((vec![file], Vec::new()))
}

fn message(
    desk: &Desk<'_>,
    group: &Group<'_>,
    sending: &Sending<'_>,
) -> Result<(PackFile, EmailRecord, Option<Diagnostic>), Diagnostic> {
    let Some((plain, html)) = sending.email else { return Err(altered("an e-mail has no text")) };
    let rules = &desk.office.e_mail;
    let of_language = desk.of_language(group.language);
    let text = String::from_utf8(desk.archive.read(plain)?).map_err(|_| altered("an e-mail is not UTF-8"))?;
    let email = Email::parse(&text, &plain.path)?;
    let html = html.map(|html| desk.archive.read(html)).transpose()?;
    let html = html.map(String::from_utf8).transpose().map_err(|_| altered("an e-mail is not UTF-8"))?;
    let name = sending.copy_to().or(sending.letter().and_then(|letter| letter.entity.as_deref()));
    let to = sending
        .delivery
        .emails
        .iter()
        .map(|address| Mailbox { name: name.map(str::to_owned), address: address.clone() });
    let attachments = attachments(desk, sending)?;
    let message = Message {
        from: Mailbox { name: Some(of_language.office), address: rules.from.clone() },
        to: to.collect(),
        cc: Vec::new(),
        reply_to: Some(Mailbox { name: None, address: rules.reply_to.clone() }),
        subject: email.subject,
        text: email.text,
        html,
        language: group.language.to_owned(),
        attachments,
        date: moment(&rules.sent_at)?,
        ident: format!("{}/{}", sending.serial(), plain.path),
    };
    let bytes = write(&message)?;
    let folder = if group.channel == Channel::EMail { Channel::EMail.name() } else { IN_RESERVE };
    let file = plain.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".txt");
    let path = format!("{folder}/{}/{file}.eml", group.language);
    let problem =
        (bytes.len() as u64 > rules.max_bytes).then(|| too_large(&path, bytes.len() as u64, rules.max_bytes));
    let record = EmailRecord::of(&path, &message)?;
    let item = Item {
        path,
        kind: PackKind::EMail,
        channel: (group.channel == Channel::EMail).then_some(Channel::EMail),
        language: Some(group.language),
        recipients: 1,
    };
    let file = desk.write(item, &bytes, None)?;
    Ok((file, record, problem.map(|problem| problem.about(sending.recipient()))))
}

/// Documents and enclosures, under names in the language of the letter.
fn attachments(desk: &Desk<'_>, sending: &Sending<'_>) -> Result<Vec<Attachment>, Diagnostic> {
    let enclosures = sending.enclosures().iter().filter_map(|path| desk.enclosure(path));
    let entries = sending.documents.iter().copied().chain(enclosures);
    let attached = entries.map(|entry| {
        Ok(Attachment { name: attachment_name(desk, entry, sending), bytes: desk.archive.read(entry)? })
    });
    attached.collect()
}

/// A name such as `DM-1132-045-Lettre.pdf`; a courtesy translation bears its language too, an enclosure keeps its own.
fn attachment_name(desk: &Desk<'_>, entry: &Entry, sending: &Sending<'_>) -> String {
    let file = entry.path.rsplit('/').next().unwrap_or_default();
    let Some(id) = &entry.document else { return file.to_owned() };
    let language = entry.locale.as_deref().unwrap_or_default();
    let names = desk.of_language(language).documents;
    let name = names.get(id).unwrap_or(id);
    let mark = if entry.courtesy { format!(" {language}") } else { String::new() };
    safe_file_name(&format!("{} {name}{mark}.pdf", sending.serial()))
}

fn too_large(path: &str, bytes: u64, most: u64) -> Diagnostic {
    Diagnostic::warning(
        "email-too-large",
        format!("`{path}` has {bytes} bytes, more than the {most} allowed"),
    )
    .with_hint("send it another way, leave out an enclosure, or raise `dispatch.e_mail.max_megabytes`")
}

fn altered(message: &str) -> Diagnostic {
    Diagnostic::error("archive-altered", message)
        .with_hint("the manifest was altered; do not use the archive")
}
