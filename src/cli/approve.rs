//! `convoke approve`: who lets an archive go out.

use super::outcome::Outcome;
use super::setting::Setting;
use super::text::{GOOD, Text};
use super::time::moment;
use super::{render, sealing};
use crate::diagnostic::{Problems, counted};
use crate::ledger::{self, Approved, ToApprove};
use crate::recipient::Channel;

/// Approve the newest archive, so that it may go out: the ledger records who approved which archive, by its hash.
///
/// Where `dispatch.approvals` of the mailing asks for several persons, each approves it. The last approval releases the archive: it
/// stays as it is from then on, and its numbers are frozen. An archive that is built again needs new approvals.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who approves it.
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    what: What,
}

/// What is approved, and with what reserve.
#[derive(Debug, clap::Args)]
pub(super) struct What {
    /// Approve only what goes by this channel; several times for several.
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    channel: Vec<Channel>,
    /// Approve only what is in this language; several times for several.
    #[arg(long, value_name = "TAG")]
    language: Vec<String>,
    /// Approve languages that were made although their translation was stale.
    #[arg(long)]
    allow_stale: bool,
    /// Approve it although some recipients are blocked, who get nothing.
    #[arg(long)]
    allow_incomplete: bool,
    /// Something to add, such as under which conditions.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When it is approved, such as 2004-05-11T09:00:00+02:00 [default: now].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        self.what.run(setting, Some(&self.by))
    }
}

impl What {
    /// Approves it in the name of a person, or releases it without one.
    pub(super) fn run(&self, setting: &Setting, by: Option<&str>) -> Outcome {
        match self.approve(setting, by) {
            Ok(approved) => {
                if self.json {
                    render::json(&to_json(&approved));
                } else {
                    render::out(&to_text(setting, &approved, by));
                }
                Outcome::Done
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn approve(&self, setting: &Setting, by: Option<&str>) -> Result<Approved, Problems> {
        let now = moment(self.now.as_deref())?;
        let wanted = ToApprove {
            archive: None,
            by: by.map(str::to_owned),
            channels: self.channel.clone(),
            languages: self.language.clone(),
            allows_stale: self.allow_stale,
            allows_incomplete: self.allow_incomplete,
            text: self.note.clone(),
        };
        // A key that cannot be used is told before anything is booked.
        let seal = sealing::open(setting, self.now.as_deref())?;
        ledger::approve_and_seal(&setting.root, &setting.mailing, wanted, seal.as_deref(), now)
    }
}

fn to_text(setting: &Setting, approved: &Approved, by: Option<&str>) -> Text {
    let mut text = Text::new();
    let word = match (by, approved.is_known) {
        (Some(_), false) => "approved",
        (Some(_), true) => "approved before",
        (None, false) => "released",
        (None, true) => "released before",
    };
    let folder = setting.shown(&approved.folder);
    let who = by.map_or("in nobody's name: `--by` gives one", str::trim);
    let who = if by.is_some() { format!("by {who}") } else { who.to_owned() };
    text.paint(GOOD, word).line(format_args!(": {folder}, {who}"));
    text.line(format_args!("  {:<12} {}", "manifest", approved.archive));
    let (persons, needed) = approved.persons;
    let people = if needed == 1 { "person" } else { "persons" };
    text.line(format_args!("  {:<12} all of it by {persons} of {needed} {people}", "approvals"));
    match &approved.frozen {
        Some(frozen) => {
            let numbers = counted(frozen.numbers.len(), "number");
            text.line(format_args!(
                "  {:<12} {numbers} frozen in register.yaml; {folder} stays as it is from now on",
                "released"
            ));
        }
        None => {
            text.line(format_args!("  {:<12} nothing goes out yet", "released"));
        }
    }
    text.line(format_args!("  {:<12} {}", "ledger", setting.shown(&approved.ledger)));
    text
}

fn to_json(approved: &Approved) -> serde_json::Value {
    let (persons, needed) = approved.persons;
    serde_json::json!({
        "event": "approved",
        "manifest_sha256": approved.archive,
        "persons": persons,
        "needed": needed,
        "known": approved.is_known,
        "released": approved.frozen.is_some(),
    })
}

/// A channel by its name.
pub(super) fn channel(name: &str) -> Result<Channel, String> {
    let known = || Channel::ALL.into_iter().map(Channel::name).collect::<Vec<_>>().join(", ");
    Channel::ALL
        .into_iter()
        .find(|channel| channel.name() == name)
        .ok_or_else(|| format!("no channel has this name; known are {}", known()))
}
