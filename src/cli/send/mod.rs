//! `convoke send`: the messages of a pack, each once.

mod shown;

use std::time::Duration;

use jiff::Timestamp;

use super::outcome::Outcome;
use super::secret;
use super::setting::Setting;
use super::time::moment;
use super::{interrupt, render};
use crate::diagnostic::Problems;
use crate::ledger::{self, LedgerEvent};
use crate::mailing::Account;
use crate::recipient::Channel;
use crate::send::{self, Clock as _, Goods, SendOptions, SendTally, StoppableClock};
use shown::Shown;

/// Send the messages of the newest archive's pack that go by e-mail, each once; without --really, show what would be sent.
///
/// Only what was approved goes out (`convoke approve`), from the pack that was made of this very archive. Each message is booked in the ledger
/// before and after it is handed over; where nobody can know whether the server has it, it is `unknown`, and is not sent again until a person books
/// `cleared` for it. The same command goes on where it was interrupted. The mail server is `dispatch.e_mail.smtp` of mailing.yaml; with --drafts,
/// messages are put into the drafts folder of `dispatch.e_mail.imap`, from which a person sends them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Send, instead of showing what would be sent.
    #[arg(long, conflicts_with_all = ["dry_run", "to_self"])]
    really: bool,
    /// Show what would be sent, which is what happens without --really.
    #[arg(long)]
    dry_run: bool,
    /// Put messages into the drafts folder of the mailbox instead, for a person to send.
    #[arg(long, conflicts_with = "to_self")]
    drafts: bool,
    /// Send the first message in each language to this address of your own, to look at; nothing is booked.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "dry_run")]
    to_self: Option<String>,
    /// Only to this recipient, by its id; several times for several.
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Only what goes by this channel; a mail server takes what goes by e-mail.
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    channel: Vec<Channel>,
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
            channels: self.channel.clone(),
            languages: self.language.clone(),
            drafts: self.drafts,
            undelivered: self.undelivered,
        };
        let mut goods = send::prepare(&setting.root, &setting.mailing, &options, now)?;
        let mut shown = Shown::new(self.json, &goods, self.drafts);
        if let Some(address) = &self.to_self {
            goods.keep_samples();
            let account = secret::account(goods.smtp()?.server(), setting)?;
            shown.sample(address, send::send_to(&goods, &account, address, goods.ready.len())?);
            return Ok(Outcome::Done);
        }
        if !self.really {
            shown.plan(&goods);
            return Ok(Outcome::done(!goods.held.is_empty()));
        }
        let account = self.account(&goods, setting)?;
        let clock = StoppableClock::new(|| moment(None).unwrap_or(Timestamp::UNIX_EPOCH), interrupt::stop());
        if let Some(at) = at {
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
            if !clock.wait(wait) {
                return Ok(Outcome::Interrupted);
            }
        }
        let all = goods.ready.len();
        let work = if self.drafts { send::draft } else { send::send };
        shown.begin(clock.now());
        let (tally, problems) =
            work(&mut goods, &account, &clock, &mut |event| shown.event(&event, clock.now()));
        shown.end(&tally, &goods);
        render::report(&problems, self.json, setting.verbose);
        // Where these are reminders, the mailing that they remind of is told.
        let elsewhere = ledger::book_reminders(&setting.root, &setting.mailing, moment(None)?);
        let elsewhere = elsewhere.err().unwrap_or_default();
        render::report(&elsewhere, self.json, setting.verbose);
        Ok(match tally {
            _ if problems.has_errors() => Outcome::Stopped,
            SendTally { interrupted: true, .. } => Outcome::Interrupted,
            SendTally { by_event, open, .. } => {
                let count = |event| by_event.get(&event).copied().unwrap_or_default();
                let done = count(LedgerEvent::Accepted) + count(LedgerEvent::Drafted);
                Outcome::done(open > 0 || done < all || !goods.held.is_empty() || elsewhere.need_a_look())
            }
        })
    }

    fn account(&self, goods: &Goods, setting: &Setting) -> Result<Account, Problems> {
        let server = match &goods.imap {
            Some(imap) if self.drafts => imap.server(),
            _ => goods.smtp()?.server(),
        };
        Ok(secret::account(server, setting)?)
    }
}

fn channel(name: &str) -> Result<Channel, String> {
    let known = || Channel::ALL.into_iter().map(Channel::name).collect::<Vec<_>>().join(", ");
    let found = Channel::ALL.into_iter().find(|channel| channel.name() == name);
    found.ok_or_else(|| format!("no channel has this name; known are {}", known()))
}
