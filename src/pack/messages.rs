//! The e-mails of a pack: each sending's text and documents as one message that opens as a draft.
//!
//! A sending that goes another way and has an e-mail address too gets one in reserve, in a folder of its own. Nothing is sent here.

use std::sync::Arc;

use super::desk::{Desk, Documents, Item, read_moment};
use super::email::{Attachment, EmailRecord, EmailRecords, Mailbox, Message, write};
use super::sending::Sending;
use crate::archive::{Entry, LongList, PackFile, PackKind};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::names::safe_file_name;
use crate::recipient::Channel;
use crate::template::Email;

/// The folder of messages that are sent if the sending's own channel fails.
const IN_RESERVE: &str = "e-mail-in-reserve";

/// Whether a sending gets a message. What is sent another way since that failed has no other in reserve.
fn gets_message(sending: &Sending<'_>) -> bool {
    let is_wanted = sending.again_by.is_none_or(|channel| channel.carrier().is_message());
    is_wanted && sending.has_message()
}

/// The messages of some sendings.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// The path of the first.
    pub(super) first: Option<String>,
    pub(super) files: LongList<PackFile>,
    pub(super) records: LongList<EmailRecord>,
    pub(super) problems: Problems,
}

impl Messages {
    /// Writes the message of a sending, where it gets one.
    ///
    /// # Errors
    ///
    /// Its texts are not there, the archive was altered, or it cannot be written.
    pub(super) fn add(
        &mut self,
        desk: &Desk<'_>,
        sending: &Sending<'_>,
        documents: Documents<'_>,
    ) -> Result<(), Diagnostic> {
        if !gets_message(sending) {
            return Ok(());
        }
        let written = write_message(desk, sending, documents);
        let (file, record, problem) = written.map_err(|problem| problem.about(sending.recipient()))?;
        self.first.get_or_insert_with(|| file.path.to_string());
        self.files.push(file, desk.scratch()).map_err(|error| desk.unwritable(&error))?;
        self.records.push(record, desk.scratch()).map_err(|error| desk.unwritable(&error))?;
        self.problems.extend(problem);
        Ok(())
    }
}

/// Writes the messages of sendings that are not printed.
pub(super) fn write_messages<'a>(desk: &Desk<'a>, sendings: &[Sending<'a>]) -> Result<Messages, Diagnostic> {
    let (mut messages, mut documents) = (Messages::default(), desk.documents());
    for sending in sendings.iter().filter(|sending| gets_message(sending)) {
        messages.add(desk, sending, documents.read(sending)?)?;
    }
    Ok(messages)
}

/// Writes the list of all messages, for programs that send or check them.
pub(super) fn write_list(desk: &Desk<'_>, records: LongList<EmailRecord>) -> Result<PackFile, Diagnostic> {
    let item = Item {
        path: "e-mail.json".into(),
        kind: PackKind::List,
        channel: None,
        language: None,
        recipients: records.len(),
    };
    let written = desk.write_with(item, |file| EmailRecords::write(records.entries()?, file));
    Ok(written?.0)
}

fn write_message(
    desk: &Desk<'_>,
    sending: &Sending<'_>,
    documents: Documents<'_>,
) -> Result<(PackFile, EmailRecord, Option<Diagnostic>), Diagnostic> {
    let Some((plain, html)) = sending.email else { return Err(altered("an e-mail has no text")) };
    let rules = &desk.office.e_mail;
    let language = sending.language();
    let of_language = desk.of_language(language);
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
    let (attachments, hashes) = attach(desk, sending, documents);
    let message = Message {
        from: Mailbox { name: Some(of_language.office.clone()), address: rules.from.clone() },
        to: to.collect(),
        cc: rules.cc.iter().map(|address| Mailbox { name: None, address: address.clone() }).collect(),
        reply_to: Some(Mailbox { name: None, address: rules.reply_to.clone() }),
        subject: email.subject,
        text: email.text,
        html,
        language: language.to_owned(),
        attachments,
        date: read_moment(&rules.sent_at)?,
        ident: format!("{}/{}", sending.serial(), plain.path),
    };
    let bytes = write(&message)?;
    let channel = sending.channel().filter(|channel| channel.carrier().is_message());
    let folder = channel.map_or(IN_RESERVE, Channel::name);
    let file = plain.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".txt");
    let path = format!("{folder}/{language}/{file}.eml");
    let problem =
        (bytes.len() as u64 > rules.max_bytes).then(|| too_large(&path, bytes.len() as u64, rules.max_bytes));
    let record = EmailRecord::with_hashes(&path, &message, hashes)?;
    let item = Item { path, kind: PackKind::EMail, channel, language: Some(language), recipients: 1 };
    let file = desk.write(item, &bytes, None)?;
    Ok((file, record, problem.map(|problem| problem.about(sending.recipient()))))
}

/// Documents and enclosures, under names in the language of the letter, and their hashes, as the archive has checked them.
fn attach(
    desk: &Desk<'_>,
    sending: &Sending<'_>,
    documents: Documents<'_>,
) -> (Vec<Attachment>, Vec<String>) {
    let attached = documents.into_iter().map(|(entry, pdf)| {
        let name = attachment_name(desk, entry, sending);
        (Attachment { name, bytes: Arc::unwrap_or_clone(pdf) }, entry.sha256.clone())
    });
    attached.unzip()
}

/// A name such as `DM-1132-045-Lettre.pdf`; a courtesy translation bears its language too, an enclosure keeps its own.
fn attachment_name(desk: &Desk<'_>, entry: &Entry, sending: &Sending<'_>) -> String {
    let file = entry.path.rsplit('/').next().unwrap_or_default();
    let Some(id) = &entry.document else { return file.to_owned() };
    let language = entry.locale.as_deref().unwrap_or_default();
    let names = &desk.of_language(language).documents;
    let name = names.get(id).unwrap_or(id);
    let mark = if entry.courtesy { format!(" {language}") } else { String::new() };
    safe_file_name(&format!("{} {name}{mark}.pdf", sending.serial()))
}

fn too_large(path: &str, bytes: u64, most: u64) -> Diagnostic {
    Diagnostic::new(
        codes::EMAIL_TOO_LARGE,
        format!("`{path}` has {bytes} bytes, more than the {most} allowed"),
    )
    .with_hint("send it another way, leave out an enclosure, or raise `dispatch.e_mail.max_megabytes`")
}

fn altered(message: &str) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_ALTERED, message)
        .with_hint("the manifest was altered; do not use the archive")
}
