//! Reading the messages of a folder, and putting one into a folder.

use std::collections::VecDeque;

use imap::types::Flag;
use imap::{Client, Session};

use super::account::prove;
use super::folder;
use super::stream::{Heard, Stream};
use crate::diagnostic::{Diagnostic, codes};
use crate::mailing::{Account, Imap};

/// How much a server may say to a command that fetches no message.
const ANSWER: u64 = 16 << 20;

/// How much of a server's words is told.
const MOST_SAID: usize = 1000;

/// How many messages are asked for their size at once.
const AT_ONCE: usize = 500;

/// A mailbox on a server, with the account proved.
pub struct RemoteMailbox {
    session: Session<Stream>,
    heard: Heard,
    secret: String,
    drafts: Option<String>,
}

/// A message of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedMessage {
    /// Its number in the folder, which it keeps as long as the folder's [validity](Self::uid_validity) is the same.
    pub uid: u32,
    /// The validity of the folder's numbers.
    pub uid_validity: u32,
    /// Its size in bytes, as the server says.
    pub size: u64,
    /// Its bytes; `None` where it is larger than was asked for.
    pub bytes: Option<Vec<u8>>,
}

/// Why a message was not put into a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendFailure {
    /// The server refused it, with these words: it is not there.
    Refused(String),
    /// The connection was lost before the server had all of it: it is not there.
    Lost(String),
    /// The connection was lost after: nobody can know whether it is there.
    Unknown(String),
}

impl RemoteMailbox {
    /// Connects, secures the connection and proves the account.
    ///
    /// # Errors
    ///
    /// The server cannot be reached, is not the one that its certificate should name, or does not take the account.
    pub fn open(settings: &Imap, account: &Account) -> Result<Self, Diagnostic> {
        let heard = Heard::default();
        let secret = account.secret.clone().unwrap_or_default();
        let stream = Stream::open(settings.server(), account, &heard)
            .map_err(|error| unreachable_server(&error.to_string(), &secret))?;
        heard.allow(ANSWER);
        let session = prove(Client::new(stream), settings.server(), account)
            .map_err(|error| unreachable_server(&say(&error), &secret))?;
        let drafts = settings.drafts.as_ref().map(|name| folder::encode(name));
        Ok(Self { session, heard, secret, drafts })
    }

    /// The messages of a folder after one, in the order of their numbers; the folder is opened to be read alone, and no message counts as seen.
    /// Of a message that is larger than `most` bytes, its size is told.
    ///
    /// # Errors
    ///
    /// There is no such folder, or the connection is lost.
    pub fn messages(&mut self, name: &str, after: u32, most: u64) -> Result<Messages<'_>, Diagnostic> {
        self.heard.allow(ANSWER);
        let opened = self.session.examine(folder::encode(name)).map_err(|error| {
            let message = format!("the folder `{name}` cannot be read ({})", self.say(&error));
            Diagnostic::new(codes::MAILBOX_FOLDER, message)
                .with_field("dispatch.e_mail.imap.folder")
                .with_hint("write its name as the server has it, such as INBOX or INBOX/Returns")
        })?;
        let uids = self.uids(after)?;
        let mut sizes = VecDeque::with_capacity(uids.len());
        for part in uids.chunks(AT_ONCE) {
            sizes.extend(self.sizes(part)?);
        }
        let uid_validity = opened.uid_validity.unwrap_or_default();
        Ok(Messages { mailbox: self, uid_validity, most, waiting: sizes })
    }

    fn uids(&mut self, after: u32) -> Result<Vec<u32>, Diagnostic> {
        let Some(first) = after.checked_add(1) else { return Ok(Vec::new()) };
        self.heard.allow(ANSWER);
        let found = self.session.uid_search(format!("UID {first}:*")).map_err(|error| self.lost(&error))?;
        // Where there is none, the last message answers to `*`.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= first).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    fn sizes(&mut self, uids: &[u32]) -> Result<Vec<(u32, u64)>, Diagnostic> {
        self.heard.allow(ANSWER);
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let fetched = self.session.uid_fetch(set, "(UID RFC822.SIZE)").map_err(|error| self.lost(&error))?;
        let size = |uid: &u32| {
            let found = fetched.iter().find(|fetch| fetch.uid == Some(*uid))?;
            Some((*uid, found.size?.into()))
        };
        Ok(uids.iter().filter_map(size).collect())
    }

    fn fetch(&mut self, uid: u32, most: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.heard.allow(most + ANSWER);
        let fetched = self
            .session
            .uid_fetch(uid.to_string(), "(UID BODY.PEEK[])")
            .map_err(|error| self.lost(&error))?;
        let found = fetched.iter().filter(|fetch| fetch.uid == Some(uid)).find_map(|fetch| fetch.body());
        Ok(found.map(<[u8]>::to_vec))
    }

    /// The folder for drafts, as the server writes its name: the one of the settings, else the one that the server says is for them.
    ///
    /// # Errors
    ///
    /// The server names none, or the connection is lost.
    pub fn drafts(&mut self) -> Result<String, Diagnostic> {
        if let Some(known) = &self.drafts {
            return Ok(known.clone());
        }
        self.heard.allow(ANSWER);
        let offers = self.session.capabilities().map_err(|error| self.lost(&error))?;
        let can_ask = offers.has_str("LIST-EXTENDED") && offers.has_str("SPECIAL-USE");
        let pattern = if can_ask { "\"*\" RETURN (SPECIAL-USE)" } else { "\"*\"" };
        let folders = self.session.list(None, Some(pattern)).map_err(|error| self.lost(&error))?;
        let found =
            folders.iter().find(|name| folder::is_for_drafts(name)).map(|name| name.name().to_owned());
        let found = found.ok_or_else(|| {
            Diagnostic::new(codes::MAILBOX_FOLDER, "the server does not say which folder is for drafts")
                .with_field("dispatch.e_mail.imap.drafts")
                .with_hint("name it there, such as Drafts")
        })?;
        self.drafts = Some(found.clone());
        Ok(found)
    }

    /// Puts a message into a folder, whose name is as the server writes it.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection is lost; see [`AppendFailure`].
    pub fn append(
        &mut self,
        folder: &str,
        bytes: &[u8],
        flags: &[Flag<'static>],
    ) -> Result<(), AppendFailure> {
        self.heard.allow(ANSWER);
        let name = folder.replace('\\', "\\\\").replace('"', "\\\"");
        let appended = self.session.append(&name, bytes).flags(flags.iter().cloned()).finish();
        appended.map(|_| ()).map_err(|error| match &error {
            imap::Error::No(_) | imap::Error::Bad(_) => AppendFailure::Refused(self.say(&error)),
            // It answered, and did not ask for the message.
            imap::Error::Append => AppendFailure::Refused(hide(words(&self.heard.last_line()), &self.secret)),
            _ if self.heard.last_line().is_empty() => AppendFailure::Lost(self.say(&error)),
            _ => AppendFailure::Unknown(self.say(&error)),
        })
    }

    /// Takes leave.
    pub fn close(mut self) {
        self.heard.allow(ANSWER);
        let _ = self.session.logout();
    }

    fn lost(&self, error: &imap::Error) -> Diagnostic {
        unreachable_server(&say(error), &self.secret)
    }

    fn say(&self, error: &imap::Error) -> String {
        hide(&say(error), &self.secret)
    }
}

/// The messages of a folder, fetched one by one.
pub struct Messages<'a> {
    mailbox: &'a mut RemoteMailbox,
    uid_validity: u32,
    most: u64,
    waiting: VecDeque<(u32, u64)>,
}

impl Messages<'_> {
    /// The validity of the folder's numbers: where it is another than before, all messages have other numbers.
    #[must_use]
    pub fn uid_validity(&self) -> u32 {
        self.uid_validity
    }

    /// How many messages are still to come.
    #[must_use]
    pub fn left(&self) -> usize {
        self.waiting.len()
    }
}

impl Iterator for Messages<'_> {
    type Item = Result<FetchedMessage, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (uid, size) = self.waiting.pop_front()?;
            let message = FetchedMessage { uid, uid_validity: self.uid_validity, size, bytes: None };
            if size > self.most {
                return Some(Ok(message));
            }
            match self.mailbox.fetch(uid, self.most) {
                Ok(Some(bytes)) => return Some(Ok(FetchedMessage { bytes: Some(bytes), ..message })),
                // It was removed since.
                Ok(None) => {}
                Err(problem) => {
                    self.waiting.clear();
                    return Some(Err(problem));
                }
            }
        }
    }
}

fn unreachable_server(cause: &str, secret: &str) -> Diagnostic {
    let message = format!("the mailbox cannot be asked ({})", hide(cause, secret));
    Diagnostic::new(codes::MAILBOX_SERVER, message)
        .with_field("dispatch.e_mail.imap")
        .with_hint("check host, port, security and account there, and the secret")
}

/// An error in the words of the server, or of the library.
fn say(error: &imap::Error) -> String {
    match error {
        imap::Error::No(no) => no.information.clone(),
        imap::Error::Bad(bad) => bad.information.clone(),
        imap::Error::Bye(bye) => bye.information.clone(),
        imap::Error::ConnectionLost => "the connection was lost".to_owned(),
        error => error.to_string(),
    }
}

/// The words of an answer, without its tag and its kind: `a7 NO [TRYCREATE] no such folder`.
fn words(line: &str) -> &str {
    line.splitn(3, ' ').nth(2).unwrap_or(line)
}

/// What a server said, without the secret, should it say it again.
fn hide(said: &str, secret: &str) -> String {
    let said: String = said.chars().take(MOST_SAID).collect();
    if secret.is_empty() { said } else { said.replace(secret, "…") }
}
