//! The messages of a pack, and which of them may go out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::archive::{Opened, PackList, layout};
use crate::beneath::Folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::digest::hash_bytes;
use crate::ledger::{self, Approval, Ledger, LedgerEntry, SendingState, Sent, approvals, state_of};
use crate::mailbox;
use crate::mailing::{self, Imap, Mailing, Smtp};
use crate::names::ArchivePath;
use crate::pack::email::{EmailRecord, EmailRecords};
use crate::pack::{Sending, sendings};
use crate::recipient::Channel;

/// Which messages are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendOptions {
    /// Ids of recipients; all where there are none.
    pub recipients: Vec<String>,
    /// Channels; all where there are none. What goes by another than e-mail is no message.
    pub channels: Vec<Channel>,
    /// Languages; all where there are none.
    pub languages: Vec<String>,
    /// Only what failed another way and goes by e-mail next.
    pub undelivered: bool,
    /// Whether messages are to be put into a drafts folder instead of being sent.
    pub drafts: bool,
}

/// A message that may go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyMessage {
    /// What it is about.
    pub sent: Sent,
    /// The serial of its letter.
    pub serial: String,
    /// Its language.
    pub language: String,
    /// The addresses it goes to.
    pub to: Vec<String>,
    /// The addresses that get a copy.
    pub cc: Vec<String>,
    /// The address it is from.
    pub from: String,
    /// Its identifier.
    pub message_id: String,
    /// Its file in the pack.
    pub path: ArchivePath,
    /// Size of its file in bytes.
    pub bytes: u64,
    sha256: String,
}

/// A message that does not go out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMessage {
    /// Whom it is for.
    pub sent: Sent,
    /// Where it stands.
    pub state: SendingState,
    /// Why it is held back.
    pub why: String,
}

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

/// Where the messages are.
#[derive(Debug)]
pub(super) struct Shelf {
    pack: Folder,
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
    let (pack, list, records) = open_pack(&folder, archive.manifest_sha256())?;
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
        shelf: Shelf { pack },
    };
    let by_letter: BTreeMap<&str, &EmailRecord> = records
        .messages
        .iter()
        .filter_map(|record| Some((record.attachments.first()?.sha256.as_str(), record)))
        .collect();
    let mut problems = Problems::new();
    let judge =
        Judge::new(&goods.ledger, &goods.archive, &mailing, archive.manifest().stale_languages.clone());
    let wanted = known.iter().filter(|sending| {
        let is_wanted =
            |list: &[String], value: &str| list.is_empty() || list.iter().any(|wanted| wanted == value);
        sending.channel() == Some(Channel::EMail)
            && is_wanted(&options.recipients, sending.recipient())
            && is_wanted(&options.languages, sending.language())
    });
    let (mut ready, mut held) = (Vec::new(), Vec::new());
    for sending in wanted {
        let Some(letter) = sending.letter() else { continue };
        let sent = Sent {
            recipient: sending.recipient().to_owned(),
            copy: letter.copy_number,
            channel: Channel::EMail,
        };
        let found = by_letter.get(letter.sha256.as_str()).and_then(|record| find(&list, record));
        let Some((record, file)) = found else {
            problems.push(missing(
                sending,
                &folder,
                "the pack has no message for a recipient that e-mail goes to",
            ));
            continue;
        };
        let is_attached = |sha256: &str| record.attachments.iter().any(|attached| attached.sha256 == sha256);
        if !sending.documents.iter().all(|document| is_attached(&document.sha256)) {
            problems.push(missing(
                sending,
                &folder,
                "a message of the pack lacks a document of its recipient",
            ));
            continue;
        }
        match judge.judge(&sent, sending.language(), record, file.bytes) {
            Err((state, why)) => held.push(HeldMessage { sent, state, why }),
            Ok(()) => ready.push(ReadyMessage {
                sent,
                serial: sending.serial().to_owned(),
                language: sending.language().to_owned(),
                to: record.to.iter().map(|mailbox| mailbox.address.clone()).collect(),
                cc: record.cc.iter().map(|mailbox| mailbox.address.clone()).collect(),
                from: record.from.address.clone(),
                message_id: record.message_id.clone(),
                path: file.path.clone(),
                bytes: file.bytes,
                sha256: file.sha256.clone(),
            }),
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    (goods.ready, goods.held) = (ready, held);
    Ok(goods)
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

/// Opens the pack of an archive and reads its lists.
fn open_pack(folder: &Path, archive: &str) -> Result<(Folder, PackList, EmailRecords), Diagnostic> {
    let at = |name: &str| Location::file(path_text(&folder.join(name)));
    let unreadable = |name: &str, cause: String| {
        Diagnostic::new(codes::SEND_PACK, format!("the pack cannot be used ({cause})"))
            .with_location(at(name))
            .with_hint("make it again with `convoke pack`")
    };
    let failed = |error: std::io::Error| unreadable(layout::PACK_LIST, io_text(&error));
    let pack = Folder::open(folder).map_err(failed)?;
    let (list, _) = pack.open_file(layout::PACK_LIST).map_err(failed)?;
    let list = PackList::read(list)?;
    if list.manifest_sha256 != archive {
        return Err(unreadable(layout::PACK_LIST, "it was made of another archive".to_owned()));
    }
    const RECORDS: &str = "e-mail.json";
    let known = list.files.iter().find(|file| file.path.as_str() == RECORDS);
    let known = known.ok_or_else(|| unreadable(RECORDS, "it has no list of messages".to_owned()))?;
    let bytes = read(&pack, RECORDS).map_err(|error| unreadable(RECORDS, io_text(&error)))?;
    if hash_bytes(&bytes) != known.sha256 {
        return Err(unreadable(RECORDS, "it was altered".to_owned()));
    }
    let records = serde_json::from_slice(&bytes).map_err(|error| unreadable(RECORDS, error.to_string()))?;
    Ok((pack, list, records))
}

fn read(pack: &Folder, path: &str) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let (mut file, length) = pack.open_file(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file of a message.
fn find<'a>(
    list: &'a PackList,
    record: &'a &'a EmailRecord,
) -> Option<(&'a EmailRecord, &'a crate::archive::PackFile)> {
    let file = list.files.iter().find(|file| file.path.as_str() == record.path)?;
    Some((record, file))
}

fn missing(sending: &Sending<'_>, folder: &Path, what: &str) -> Diagnostic {
    Diagnostic::new(codes::SEND_PACK, what)
        .with_location(Location::file(path_text(folder)))
        .about(sending.recipient())
        .with_hint("make the pack again with `convoke pack`")
}

/// Checks that the recipients and languages asked for are there.
fn check_names(options: &SendOptions, known: &[Sending<'_>]) -> Result<(), Problems> {
    let by_e_mail = || known.iter().filter(|sending| sending.channel() == Some(Channel::EMail));
    let recipients: BTreeSet<&str> = by_e_mail().map(Sending::recipient).collect();
    let languages: BTreeSet<&str> = by_e_mail().map(Sending::language).collect();
    let unknown = |what: &str, name: &str, known: &BTreeSet<&str>| {
        Diagnostic::new(codes::SEND_NOBODY, format!("no e-mail goes to {what} `{name}`"))
            .with_hint(crate::diagnostic::did_you_mean(name, known.iter().copied()))
    };
    let recipients = options
        .recipients
        .iter()
        .filter(|id| !recipients.contains(id.as_str()))
        .map(|id| unknown("the recipient", id, &recipients));
    let of_languages = options
        .languages
        .iter()
        .filter(|tag| !languages.contains(tag.as_str()))
        .map(|tag| unknown("recipients in", tag, &languages));
    let channels = options.channels.iter().filter(|channel| **channel != Channel::EMail).map(|channel| {
        let message = format!("what goes by the channel `{}` is no message", channel.name());
        Diagnostic::new(codes::SEND_NOBODY, message).with_hint(
            "send it as its folder in the pack says, and book that with `convoke ledger add posted`",
        )
    });
    let problems: Problems = recipients.chain(of_languages).chain(channels).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Who says whether a message may go out.
struct Judge<'a> {
    approval: Approval<'a>,
    /// The entries of each sending, in their order.
    entries: BTreeMap<&'a Sent, Vec<LedgerEntry>>,
    archive: &'a str,
    needed: usize,
    /// The most bytes that a message may have.
    most: u64,
    stale: Vec<String>,
}

impl<'a> Judge<'a> {
    fn new(ledger: &'a Ledger, archive: &'a str, mailing: &Mailing, stale: Vec<String>) -> Self {
        let mut entries: BTreeMap<&Sent, Vec<LedgerEntry>> = BTreeMap::new();
        for entry in ledger.entries() {
            if let Some(sent) = &entry.sent {
                entries.entry(sent).or_default().push(entry.clone());
            }
        }
        Self {
            approval: approvals(ledger.entries(), archive),
            entries,
            archive,
            needed: mailing.dispatch.approvals.value as usize,
            most: u64::from(mailing.dispatch.e_mail.max_megabytes.value) * 1_000_000,
            stale,
        }
    }

    fn judge(
        &self,
        sent: &Sent,
        language: &str,
        record: &EmailRecord,
        bytes: u64,
    ) -> Result<(), (SendingState, String)> {
        let entries = self.entries.get(sent).map_or(&[][..], Vec::as_slice);
        let state = state_of(entries, self.archive, sent, &record.message_id);
        if !state.may_be_sent() {
            let why = match state {
                SendingState::Unknown => {
                    "nobody knows whether it went out: book `cleared` or `delivered` for it".to_owned()
                }
                SendingState::Drafted => {
                    "it is in the drafts folder: book `posted` once it was sent, or `cleared` if it was thrown away"
                        .to_owned()
                }
                state if state.has_failed() => {
                    "it failed: send it another way, or book `cleared` for it".to_owned()
                }
                _ => "it went out already".to_owned(),
            };
            return Err((state, why));
        }
        let persons = self.approval.count(Channel::EMail, language, self.needed);
        if persons < self.needed {
            let stale =
                if self.stale.iter().any(|tag| tag == language) { "; its language is stale" } else { "" };
            return Err((state, format!("approved by {persons} of {}{stale}", self.needed)));
        }
        if bytes > self.most {
            let most = self.most;
            return Err((
                state,
                format!("it has {bytes} bytes, and `max_megabytes` allows {most}: send it another way"),
            ));
        }
        Ok(())
    }
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
        self.shelf.pack.path().to_owned()
    }
}

impl Shelf {
    /// Reads a message, as the pack's list has it.
    ///
    /// # Errors
    ///
    /// It cannot be read, or was altered.
    pub(super) fn read(&self, letter: &ReadyMessage) -> Result<Vec<u8>, Diagnostic> {
        let wrong = |cause: String| {
            Diagnostic::new(codes::SEND_PACK, format!("the message cannot be sent ({cause})"))
                .with_location(Location::file(letter.path.as_str()))
                .about(letter.sent.recipient.as_str())
                .with_hint("make the pack again with `convoke pack`")
        };
        let bytes = read(&self.pack, &letter.path).map_err(|error| wrong(io_text(&error)))?;
        if hash_bytes(&bytes) != letter.sha256 {
            return Err(wrong("it was altered".to_owned()));
        }
        Ok(bytes)
    }
}
