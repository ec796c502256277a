//! `convoke receive`: what comes back by mail, booked to what was sent.

use std::path::PathBuf;

use jiff::Timestamp;

use super::cage::{Limits, tell_missing};
use super::outcome::Outcome;
use super::progress::Count;
use super::setting::Setting;
use super::text::{BAD, BOLD, DIM, GOOD, Style, Text, WARN};
use super::time::moment;
use super::{interrupt, render, secret};
use crate::diagnostic::{Checked, Problems, counted};
use crate::ledger::LedgerEvent;
use crate::mailbox;
use crate::mailing;
use crate::receive::{self, ReceiveOptions, Received, ReceivedMessage, ReceivedOutcome};
use crate::worker::ReadingRoom;

/// Read what came back by mail, and book it to the messages it is about: bounces, notices, receipts, replies.
///
/// Reads mailbox files (mbox), maildirs, messages saved as .eml or .msg, and folders of them; nothing in them is changed. A notice that a
/// message cannot be delivered is booked as bounced, one that it was delivered as delivered, the receipt of a reader as read, a reply as
/// replied; that somebody is out of office, or that a message is late, as a note. Each is booked to the one message that it names, by its
/// identifier or the envelope it came back to, or to the one message that went to its address. What may be about several, or about none that
/// the ledger has as sent, is listed and not booked. Reading the same messages again books nothing twice.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A message that brings documents is put into the folder returns, for `convoke collect`: a form there says by itself whose it is.

Exit code 3 says that a person has something to do: look at what is unclear, or send another way what bounced.

  convoke receive notices.mbox            a mailbox file, as mail programs export it
  convoke receive --imap                  the mailbox on the server, of which nothing counts as seen
  convoke receive ~/Maildir --dry-run     what would be booked
  convoke receive bounce.eml reply.msg    single messages
  convoke ledger --state bounced          who has to be written to another way")]
pub(super) struct Args {
    /// Mailbox files, maildirs, messages, or folders of them.
    #[arg(required_unless_present = "imap", value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Read the folder of the mailbox that `dispatch.e_mail.imap` of mailing.yaml names, without changing anything in it.
    #[arg(long, conflicts_with = "sources")]
    imap: bool,
    /// Show what would be booked; nothing is booked or saved.
    #[arg(long)]
    dry_run: bool,
    /// When it is booked, such as 2004-05-20T09:00:00+02:00 [default: now].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    #[command(flatten)]
    limits: Limits,
    /// Write problems and a line for each message as one JSON object a line, and the summary last.
    #[arg(long)]
    json: bool,
}

/// Is told how many of how many messages are read, and answers whether to go on.
type Progress<'a> = dyn FnMut(usize, usize) -> bool + 'a;

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.receive(setting) {
            Ok(received) if received.is_interrupted => Outcome::Interrupted,
            Ok(received) => {
                match self.json {
                    true => self.tell_json(&received),
                    false => render::out(&self.to_text(&received)),
                }
                Outcome::done(received.messages.iter().any(ReceivedMessage::needs_a_look))
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn receive(&self, setting: &Setting) -> Result<Received, Problems> {
        interrupt::listen();
        let now = moment(self.now.as_deref())?;
        if self.imap {
            return self.receive_by_imap(now, setting);
        }
        let mut source = receive::find_messages(&self.sources)?;
        self.receive_with(now, setting, |options, room, progress| {
            receive::receive(&mut source, options, room, progress)
        })
    }

    fn receive_by_imap(&self, now: Timestamp, setting: &Setting) -> Result<Received, Problems> {
        let Checked { value: mailing, problems } = mailing::read(&setting.root, &setting.mailing);
        let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
        let imap = mailbox::settings(&mailing, &setting.mailing)?;
        let account = secret::account(imap.server(), setting)?;
        self.receive_with(now, setting, |options, room, progress| {
            receive::receive_from_mailbox(imap, &account, options, room, progress)
        })
    }

    fn receive_with(
        &self,
        now: Timestamp,
        setting: &Setting,
        work: impl FnOnce(&ReceiveOptions<'_>, &ReadingRoom, &mut Progress<'_>) -> Result<Received, Problems>,
    ) -> Result<Received, Problems> {
        let options =
            ReceiveOptions { root: &setting.root, file: &setting.mailing, is_dry: self.dry_run, now };
        let room = self.limits.room();
        let mut progress = Count::new("message", self.json);
        let received = work(&options, &room, &mut |done, all| {
            progress.show(done, all);
            !interrupt::is_heard()
        })?;
        tell_missing(&room, self.json, setting);
        Ok(received)
    }

    fn tell_json(&self, received: &Received) {
        for message in &received.messages {
            render::json(&serde_json::json!({ "event": "message", "message": message }));
        }
        render::json(&serde_json::json!({
            "event": "received",
            "messages": received.messages.len(),
            "by_outcome": received.by_outcome(),
            "booked": received.by_event(),
            "saved": received.messages.iter().filter_map(|message| message.saved.as_ref()).collect::<Vec<_>>(),
            "dry_run": self.dry_run,
        }));
    }

    fn to_text(&self, received: &Received) -> Text {
        let mut text = Text::new();
        received.messages.iter().for_each(|message| line(&mut text, message));
        let of = received.by_outcome();
        let count = |outcome| of.get(&outcome).copied().unwrap_or_default();
        let booked = count(ReceivedOutcome::Booked);
        let would = if self.dry_run { "would be booked" } else { "booked" };
        text.paint(
            GOOD,
            format_args!("{would}: {booked} of {}", counted(received.messages.len(), "message")),
        );
        let known = count(ReceivedOutcome::Known);
        let (unrelated, unclear) = (count(ReceivedOutcome::Unrelated), count(ReceivedOutcome::Unclear));
        text.line(format_args!("; {known} read before, {unrelated} about something else, {unclear} unclear"));
        for (event, count) in received.by_event() {
            text.line(format_args!("  {:<12} {count}", event.name()));
        }
        saved(&mut text, received, self.dry_run);
        unclear_ones(&mut text, received);
        text
    }
}

/// The line of a message: what came of it, whom it is about, and why.
fn line(text: &mut Text, message: &ReceivedMessage) {
    let (style, what): (Style, &str) = match (message.outcome, message.event) {
        (ReceivedOutcome::Booked, Some(event)) => (style(event), event.name()),
        (ReceivedOutcome::Booked, None) => (GOOD, "booked"),
        (ReceivedOutcome::Known, _) => (DIM, "known"),
        (ReceivedOutcome::Unclear, _) => (WARN, "unclear"),
        (ReceivedOutcome::Unrelated, _) => (DIM, "unrelated"),
    };
    let sent = message.sent.as_ref().map_or_else(String::new, |sent| {
        let copy = sent.copy.map_or_else(String::new, |copy| format!(" copy {copy}"));
        format!("{}{copy}", sent.recipient)
    });
    text.say("  ").paint(style, format_args!("{what:<10}"));
    text.say(format_args!(" {sent:<10} {}: {}", message.taken_for.words(), message.why));
    if !message.words.is_empty() {
        text.say(format_args!("; {}", message.words));
    }
    text.say("  ").paint(DIM, &message.place).end();
}

fn style(event: LedgerEvent) -> Style {
    match event {
        LedgerEvent::Bounced => BAD,
        LedgerEvent::Delivered | LedgerEvent::Read | LedgerEvent::Replied => GOOD,
        _ => DIM,
    }
}

fn saved(text: &mut Text, received: &Received, is_dry: bool) {
    let saved: Vec<&String> = received.messages.iter().filter_map(|message| message.saved.as_ref()).collect();
    if saved.is_empty() {
        return;
    }
    let would = if is_dry { "would be saved" } else { "saved" };
    text.paint(BOLD, format_args!("{would} for `convoke collect returns`"));
    text.line(format_args!(" ({}):", counted(saved.len(), "message")));
    for path in saved {
        text.line(format_args!("  {path}"));
    }
}

fn unclear_ones(text: &mut Text, received: &Received) {
    let is_unclear = |message: &&ReceivedMessage| message.outcome == ReceivedOutcome::Unclear;
    let unclear: Vec<&ReceivedMessage> = received.messages.iter().filter(is_unclear).collect();
    if unclear.is_empty() {
        return;
    }
    text.paint(BOLD, "to look at");
    text.line(format_args!(
        " ({}; book what it says with `convoke ledger add`, such as `convoke ledger add bounced FRA`):",
        counted(unclear.len(), "message")
    ));
    for message in unclear {
        let from = if message.from.is_empty() { String::new() } else { format!(", from {}", message.from) };
        text.line(format_args!("  {}{from}: {}: {}", message.place, message.taken_for.words(), message.why));
    }
}
