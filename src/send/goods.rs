//! The messages of a pack, and which of them may go out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::asked::check_names;
use super::judge::Judge;
use super::ready::{HeldMessage, ReadyMessage, SendOptions};
use super::shelf::{Shelf, open_pack};
use crate::archive::{Opened, PackFile, PackList, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::ledger::{self, Ledger, Sent};
use crate::mailbox;
use crate::mailing::{self, Imap, Smtp};
use crate::pack::email::{EmailRecord, EmailRecords, Mailbox};
use crate::pack::{Sending, sendings};
use crate::recipient::Channel;

/// What there is to send, with the ledger that it is booked in; the mailing is locked as long as it lives.
#[derive(Debug)]
pub struct Goods {
    /// The messages that may go out, in the order of the register.
    pub ready: Vec<ReadyMessage>,
    /// Those that do not.
    pub held: Vec<HeldMessage>,
    /// SHA-256 of the archive's manifest.
    pub archive: String,
    /// The server they go to.
    pub smtp: Option<Smtp>,
    /// The mailbox that drafts go into.
    pub imap: Option<Imap>,
    pub(super) ledger: Ledger,
    pub(super) shelf: Shelf,
}

/// Finds the messages of the newest archive's pack, and which of them may go out.
///
/// # Errors
///
/// There is no archive, no pack of it or no server; one of them is not as it was made; or the ledger is broken.
pub fn prepare(root: &Path, file: &str, options: &SendOptions, now: Timestamp) -> Result<Goods, Problems> {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
    let e_mail = &mailing.dispatch.e_mail;
    if options.drafts {
        mailbox::settings(&mailing, file)?;
    } else if e_mail.smtp.is_none() {
        return Err(no_server().with_location(Location::file(file)).into());
    }
    let (ledger, archive) = ledger::open_sound(root, file, now)?;
    let folder = layout::folder_of(archive.path()).join(layout::PACK);
    let (shelf, list, records) = open_pack(&folder, archive.manifest_sha256())?;
    let sha256 = archive.manifest_sha256().to_owned();
    let mut known = sendings(archive.manifest());
    if options.undelivered {
        keep_second_tries(&mut known, &ledger, &archive);
    }
    check_names(options, &known)?;
    let mut goods = Goods {
        ready: Vec::new(),
        held: Vec::new(),
        archive: sha256,
        smtp: e_mail.smtp.clone(),
        imap: e_mail.imap.clone(),
        ledger,
        shelf,
    };
    let judge = Judge::new(&goods.ledger, archive.manifest(), &goods.archive, &mailing);
    let messages = Messages::new(&records, &list);
    let (mut ready, mut held, mut problems) = (Vec::new(), Vec::new(), Problems::new());
    for sending in known.iter().filter(|sending| options.want(sending)) {
        let (Some(letter), Some(channel)) = (sending.letter(), sending.channel()) else { continue };
        let sent = Sent { recipient: sending.recipient().to_owned(), copy: letter.copy_number, channel };
        match messages.find(sending, &letter.sha256) {
            Err(what) => problems.push(missing(sending, &folder, what)),
            Ok((record, file)) => match judge.judge(&sent, sending.language(), record, file.bytes) {
                Err((state, why)) => held.push(HeldMessage { sent, state, why }),
                Ok(()) => ready.push(ready_message(sent, sending, record, file)),
            },
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    (goods.ready, goods.held) = (ready, held);
    Ok(goods)
}

/// The messages of a pack, by the letter that each brings.
struct Messages<'a> {
    by_letter: BTreeMap<&'a str, &'a EmailRecord>,
    files: BTreeMap<&'a str, &'a PackFile>,
}

impl<'a> Messages<'a> {
    fn new(records: &'a EmailRecords, list: &'a PackList) -> Self {
        let letter = |record: &'a EmailRecord| Some((record.attachments.first()?.sha256.as_str(), record));
        Self {
            by_letter: records.messages.iter().filter_map(letter).collect(),
            files: list.files.iter().map(|file| (file.path.as_str(), file)).collect(),
        }
    }

    /// The message of a sending, whose letter has this SHA-256, and its file; the error is what is missing.
    fn find(
        &self,
        sending: &Sending<'_>,
        letter: &str,
    ) -> Result<(&'a EmailRecord, &'a PackFile), &'static str> {
        let record = self.by_letter.get(letter);
        let (Some(record), Some(file)) =
            (record, record.and_then(|record| self.files.get(record.path.as_str())))
        else {
            return Err("the pack has no message for a recipient that e-mail goes to");
        };
        let is_attached = |sha256: &str| record.attachments.iter().any(|attached| attached.sha256 == sha256);
        if sending.documents.iter().all(|document| is_attached(&document.sha256)) {
            Ok((record, file))
        } else {
            Err("a message of the pack lacks a document of its recipient")
        }
    }
}

fn ready_message(sent: Sent, sending: &Sending<'_>, record: &EmailRecord, file: &PackFile) -> ReadyMessage {
    let addresses = |mailboxes: &[Mailbox]| mailboxes.iter().map(|mailbox| mailbox.address.clone()).collect();
    ReadyMessage {
        sent,
        serial: sending.serial().to_owned(),
        letter: sending.letter().map(|letter| letter.sha256.clone()).unwrap_or_default(),
        language: sending.language().to_owned(),
        to: addresses(&record.to),
        cc: addresses(&record.cc),
        from: record.from.address.clone(),
        message_id: record.message_id.clone(),
        path: file.path.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
    }
}

/// Keeps what failed another way and goes by e-mail next: its message is in reserve in the pack.
fn keep_second_tries(known: &mut Vec<Sending<'_>>, ledger: &Ledger, archive: &Opened) {
    let failed = ledger::undelivered(ledger.entries(), archive.manifest(), archive.manifest_sha256());
    let by_e_mail = failed.iter().filter(|one| one.next == Ok(Channel::EMail));
    let by_e_mail: BTreeSet<_> = by_e_mail.map(|one| (one.recipient.as_str(), one.copy)).collect();
    known.retain_mut(|sending| {
        sending.again_by = Some(Channel::EMail);
        by_e_mail.contains(&(sending.recipient(), sending.copy_number()))
    });
}

fn missing(sending: &Sending<'_>, folder: &Path, what: &str) -> Diagnostic {
    Diagnostic::new(codes::SEND_PACK, what)
        .with_location(Location::file(path_text(folder)))
        .about(sending.recipient())
        .with_hint("make the pack again with `convoke pack`")
}

fn no_server() -> Diagnostic {
    Diagnostic::new(codes::SEND_SETTINGS, "the mailing names no mail server")
        .with_field("dispatch.e_mail.smtp")
        .with_hint("write `smtp: { host: smtp.office.example, user: …, secret: { env: … } }` there")
}

impl Goods {
    /// The server that messages are handed to.
    ///
    /// # Errors
    ///
    /// The mailing names none.
    pub fn smtp(&self) -> Result<&Smtp, Diagnostic> {
        self.smtp.as_ref().ok_or_else(no_server)
    }

    /// The path of the pack.
    #[must_use]
    pub fn pack(&self) -> PathBuf {
        self.shelf.path().to_owned()
    }
}
