//! Messages into a drafts folder, for offices that press the button themselves.
//!
//! A draft is not sent: it is booked as drafted, and neither a second draft nor a message follows without a person's word.

use super::books::Books;
use super::goods::Goods;
use super::model::{Clock, SendEvent, SendTally};
use super::queue::{Queue, Waiting};
use super::shelf::Shelf;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::LedgerEvent;
use crate::mailbox::{AppendFailure, Flag, RemoteMailbox};
use crate::mailing::Account;

/// Puts the messages that are ready into the drafts folder of the mailbox.
///
/// # Errors
///
/// The ledger cannot be written, a message was altered, the mailbox cannot be asked, or it takes no message. What was put there until
/// then is booked.
pub fn draft(
    goods: &mut Goods,
    account: &Account,
    clock: &dyn Clock,
    events: &mut dyn FnMut(SendEvent),
) -> (SendTally, Problems) {
    let mut queue = Queue::new(&goods.ready);
    let opened = match &goods.imap {
        Some(imap) => {
            RemoteMailbox::open(imap, account).and_then(|mut mailbox| Ok((mailbox.drafts()?, mailbox)))
        }
        None => Err(Diagnostic::new(codes::MAILBOX_SETTINGS, "the mailing names no mailbox")),
    };
    let (folder, mut mailbox) = match opened {
        Ok(opened) => opened,
        Err(problem) => return (SendTally { open: queue.len(), ..SendTally::default() }, problem.into()),
    };
    // One at a time: a mailbox is no bulk sender, and each draft takes as long as the disk.
    let mut books = Books::open(&mut goods.ledger, &goods.archive, clock, events, true);
    let mut ended = Ok(false);
    while let Some(next) = queue.next() {
        if clock.is_stopped() {
            queue.again(next);
            ended = Ok(true);
            break;
        }
        if let Err(problem) = turn(next, &mut queue, &mut books, &goods.shelf, (&mut mailbox, &folder)) {
            ended = Err(problem);
            break;
        }
    }
    mailbox.close();
    let (by_event, closed) = books.close(&queue);
    let mut problems: Problems = closed.err().into_iter().collect();
    let interrupted = ended.unwrap_or_else(|problem| {
        problems.push(problem);
        false
    });
    (SendTally { by_event, open: queue.len(), interrupted }, problems)
}

fn turn<'q>(
    mut next: Waiting<'q>,
    queue: &mut Queue<'q>,
    books: &mut Books<'_>,
    shelf: &Shelf,
    (mailbox, folder): (&mut RemoteMailbox, &str),
) -> Result<(), Diagnostic> {
    let letter = next.letter;
    let begun = shelf.read(letter).and_then(|bytes| {
        books.intend(&mut next)?;
        books.begin(next.intent.unwrap_or_default())?;
        Ok(bytes)
    });
    let appended = match begun {
        Ok(bytes) => mailbox.append(folder, &bytes, &[Flag::Draft, Flag::Seen]),
        Err(problem) => {
            queue.again(next);
            return Err(problem);
        }
    };
    match appended {
        Ok(()) => books.book(letter, LedgerEvent::Drafted, format!("put into the folder {folder}")),
        Err(AppendFailure::Unknown(said)) => {
            let said = format!("look for it in the folder {folder} ({said})");
            books.book(letter, LedgerEvent::Unknown, said.clone())?;
            Err(stopped(&said))
        }
        // It is not there: what was intended is withdrawn.
        Err(AppendFailure::Refused(said) | AppendFailure::Lost(said)) => {
            queue.again(next);
            Err(stopped(&said))
        }
    }
}

fn stopped(said: &str) -> Diagnostic {
    Diagnostic::new(codes::MAILBOX_SERVER, format!("the mailbox took no more drafts ({said})"))
        .with_field("dispatch.e_mail.imap")
        .with_hint("see to the mailbox, and go on with the same command")
}
