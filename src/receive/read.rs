//! The entry: messages in, bookings and a line for each out.

use std::path::Path;

use jiff::Timestamp;

use super::book::{Desk, ReadMessage};
use super::known::Known;
use super::model::Received;
use super::source::{FoundMessage, MailSource};
use super::spool::Spool;
use crate::diagnostic::{Diagnostic, Problems, codes, io_text};
use crate::ledger;
use crate::notice::Incoming;
use crate::worker::{Loss, Reader, ReadingRoom};

/// How messages are received.
#[derive(Debug, Clone, Copy)]
pub struct ReceiveOptions<'a> {
    /// The mailing's folder.
    pub root: &'a Path,
    /// The file that describes the mailing.
    pub file: &'a str,
    /// Whether nothing is booked or saved.
    pub is_dry: bool,
    /// When it is booked.
    pub now: Timestamp,
}

/// Reads messages that came back and books what is clear to the sendings they are about. `progress` is told how many of how many
/// are read, and answers whether to go on.
///
/// # Errors
///
/// There is no archive, the ledger is broken or cannot be written, no process can be started, or a message cannot be saved.
pub fn receive(
    source: &mut dyn MailSource,
    options: &ReceiveOptions<'_>,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Received, Problems> {
    let ReceiveOptions { root, file, is_dry, now } = *options;
    let (mut ledger, archive) = ledger::open(root, file, now)?;
    let own = own_addresses(root, file);
    let known = Known::new(ledger.entries(), archive.manifest(), archive.manifest_sha256(), &own);
    let mut reader = room.reader();
    let mut spool = Spool::default();
    let mut messages = Vec::new();
    let all = source.left();
    while let Some(found) = source.next_message() {
        let FoundMessage { place, bytes } = found?;
        let read = match &bytes {
            Ok(bytes) => examine(bytes, &mut reader)?,
            Err(why) => Err(why.clone()),
        };
        let kept = match (&read, bytes) {
            (Ok(Incoming { has_files: true, .. }), Ok(bytes)) => {
                Some(spool.keep(&bytes).map_err(|error| unkept(&error))?)
            }
            _ => None,
        };
        messages.push(ReadMessage { position: messages.len(), place, read, kept });
        if !progress(messages.len(), all) {
            return Ok(Received { is_interrupted: true, ..Received::default() });
        }
    }
    let mut desk = Desk { root, ledger: &mut ledger, known, spool, is_dry, now };
    Ok(Received { messages: desk.book_all(messages)?, is_interrupted: false })
}

/// Reads one message; whatever is wrong with it is its own line.
fn examine(bytes: &[u8], reader: &mut Reader) -> Result<Result<Incoming, String>, Diagnostic> {
    match reader.examine_message(bytes) {
        Ok(read) => Ok(read.map_err(|why| why.to_string())),
        Err(Loss::Start(cause)) => Err(Loss::report_start(&cause)),
        Err(loss) => Ok(Err(format!("given up: {loss}"))),
    }
}

fn unkept(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(
        codes::WRITE,
        format!("a message cannot be kept while others are read ({})", io_text(error)),
    )
    .with_hint("check that the disk with the system's temporary folder is not full; nothing was booked")
}

/// The addresses of the office that stand in the mailing's settings.
fn own_addresses(root: &Path, file: &str) -> Vec<String> {
    let Some(mailing) = crate::mailing::read(root, file).value else { return Vec::new() };
    let smtp = mailing.dispatch.e_mail.smtp;
    smtp.and_then(|smtp| smtp.bounces_to).map(|address| address.value).into_iter().collect()
}
