//! `convoke send`: the messages of a pack, each once.

use std::time::Duration;

use jiff::Timestamp;

use super::outcome::Outcome;
use super::secret;
use super::setting::Setting;
use super::text::{BAD, DIM, GOOD, Text, WARN};
use super::time::moment;
use super::{interrupt, render};
use crate::diagnostic::{Problems, counted};
use crate::ledger::{self, LedgerEvent};
use crate::send::{self, Clock, Goods, SendEvent, SendOptions, SendTally};

/// Send the messages of the newest archive's pack that go by e-mail, each once; without --really, show what would be sent.
///
/// Only what was approved goes out (`convoke approve`), from the pack that was made of this very archive. Each message is booked in the ledger
/// before and after it is handed over; where nobody can know whether the server has it, it is `unknown`, and is not sent again until a person books
/// `cleared` for it. The same command goes on where it was interrupted. The mail server is `dispatch.e_mail.smtp` of mailing.yaml.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Send, instead of showing what would be sent.
    #[arg(long, conflicts_with_all = ["dry_run", "to_self"])]
    really: bool,
    /// Show what would be sent, which is what happens without --really.
    #[arg(long)]
    dry_run: bool,
    /// Send the first message in each language to this address of your own, to look at; nothing is booked.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "dry_run")]
    to_self: Option<String>,
    /// Only to this recipient, by its id; several times for several.
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Only what is in this language; several times for several.
    #[arg(long, value_name = "TAG")]
    language: Vec<String>,
    /// Send what failed another way and goes by e-mail next, instead of what the archive has by e-mail.
    #[arg(long)]
    undelivered: bool,
    /// Begin at this time, such as 2004-05-11T09:00:00+02:00.
    #[arg(long, value_name = "TIME", requires = "really")]
    at: Option<String>,
    /// Write problems, events and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        self.send(setting).unwrap_or_else(|problems| {
            render::report(&problems, self.json, setting.verbose);
            Outcome::Stopped
        })
    }

    fn send(&self, setting: &Setting) -> Result<Outcome, Problems> {
        interrupt::listen();
        let at = self.at.as_deref().map(|at| moment(Some(at))).transpose()?;
        let now = moment(None)?;
        let options = SendOptions {
            recipients: self.only.clone(),
            languages: self.language.clone(),
            undelivered: self.undelivered,
        };
        let mut goods = send::prepare(&setting.root, &setting.mailing, &options, now)?;
        if let Some(address) = &self.to_self {
            return self.send_to(address, &mut goods, setting);
        }
        if !self.really {
            self.tell_plan(&goods);
            return Ok(Outcome::done(!goods.held.is_empty()));
        }
        let account = secret::account(goods.smtp.server(), setting)?;
        let clock = WallClock;
        interrupt::stop();
        if let Some(at) = at {
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
            if !clock.wait(wait) {
                return Ok(Outcome::Interrupted);
            }
        }
        let all = goods.ready.len();
        let mut done = 0;
        let (tally, problems) = send::send(&mut goods, &account, &clock, &mut |event| {
            done += usize::from(matches!(event, SendEvent::Sending(_)));
            self.tell_event(&event, done, all);
        });
        self.tell_end(&tally, &goods);
        render::report(&problems, self.json, setting.verbose);
        // Where these are reminders, the mailing that they remind of is told.
        let elsewhere = ledger::book_reminders(&setting.root, &setting.mailing, moment(None)?);
        let elsewhere = elsewhere.err().unwrap_or_default();
        render::report(&elsewhere, self.json, setting.verbose);
        Ok(match tally {
            _ if problems.has_errors() => Outcome::Stopped,
            SendTally { interrupted: true, .. } => Outcome::Interrupted,
            SendTally { by_event, open, .. } => {
                let sent = by_event.get(&LedgerEvent::Accepted).copied().unwrap_or_default();
                Outcome::done(open > 0 || sent < all || !goods.held.is_empty() || elsewhere.need_a_look())
            }
        })
    }

    /// Sends the first message in each language.
    fn send_to(&self, address: &str, goods: &mut Goods, setting: &Setting) -> Result<Outcome, Problems> {
        let mut languages = Vec::new();
        goods.ready.retain(|message| {
            let is_first = !languages.contains(&message.language);
            if is_first {
                languages.push(message.language.clone());
            }
            is_first
        });
        let account = secret::account(goods.smtp.server(), setting)?;
        let sent = send::send_to(goods, &account, address, goods.ready.len())?;
        if self.json {
            render::json(&serde_json::json!({ "event": "sample", "to": address, "messages": sent }));
        } else {
            let sent = counted(sent, "message");
            render::out(
                Text::new()
                    .paint(GOOD, "sent")
                    .line(format_args!(": {sent} to {address}; nothing is booked")),
            );
        }
        Ok(Outcome::Done)
    }

    fn tell_plan(&self, goods: &Goods) {
        if self.json {
            for message in &goods.ready {
                render::json(&serde_json::json!({
                    "event": "ready",
                    "recipient": message.sent.recipient,
                    "copy": message.sent.copy,
                    "serial": message.serial,
                    "language": message.language,
                    "to": message.to,
                    "bytes": message.bytes,
                }));
            }
            for held in &goods.held {
                render::json(&serde_json::json!({
                    "event": "held",
                    "recipient": held.sent.recipient,
                    "copy": held.sent.copy,
                    "state": held.state.name(),
                    "why": held.why,
                }));
            }
            return;
        }
        let mut text = Text::new();
        for message in &goods.ready {
            let to = message.to.join(", ");
            text.line(format_args!(
                "  {:<14} {:<10} {:<8} {to}",
                message.serial, message.sent.recipient, message.language
            ));
        }
        tell_held(&mut text, goods);
        let (host, port) = (&goods.smtp.host.value, goods.smtp.port());
        let ready = counted(goods.ready.len(), "message");
        text.paint(GOOD, format_args!("{ready} would go out"));
        text.line(format_args!(
            " by {host}:{port}, {} held back; nothing was sent: add --really to send",
            goods.held.len()
        ));
        render::out(&text);
    }

    fn tell_event(&self, event: &SendEvent, done: usize, all: usize) {
        if self.json {
            return render::json(event);
        }
        let mut text = Text::new();
        match event {
            SendEvent::Waiting { seconds } => {
                text.paint(DIM, format_args!("waiting {seconds} s")).end();
            }
            SendEvent::Sending(message) => {
                let style = match message.booked {
                    LedgerEvent::Accepted => GOOD,
                    LedgerEvent::Deferred => WARN,
                    _ => BAD,
                };
                text.say(format_args!("{done}/{all} {:<10} ", message.recipient));
                text.paint(style, message.booked.name()).line(format_args!("  {}", message.said));
            }
        }
        render::err(&text);
    }

    fn tell_end(&self, tally: &SendTally, goods: &Goods) {
        if self.json {
            return render::json(
                &serde_json::json!({ "event": "sent", "tally": tally, "held": goods.held.len() }),
            );
        }
        let mut text = Text::new();
        for (event, count) in &tally.by_event {
            text.line(format_args!("{:<12} {count}", event.name()));
        }
        if tally.open > 0 {
            text.line(format_args!("{:<12} {}", "open", tally.open));
        }
        tell_held(&mut text, goods);
        render::out(&text);
    }
}

fn tell_held(text: &mut Text, goods: &Goods) {
    for held in &goods.held {
        text.say(format_args!("  {:<14} {:<10} ", "", held.sent.recipient));
        text.paint(WARN, "held back").line(format_args!(": {}", held.why));
    }
}

/// The clock on the wall; a wait ends with an interrupt.
struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        moment(None).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn wait(&self, time: Duration) -> bool {
        const STEP: Duration = Duration::from_millis(200);
        let mut left = time;
        while !left.is_zero() && !self.is_stopped() {
            let step = left.min(STEP);
            std::thread::sleep(step);
            left -= step;
        }
        !self.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        interrupt::is_heard()
    }
}
