//! Where each sending stands.

use std::path::{Path, PathBuf};

use super::super::approve::channel;
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{BAD, GOOD, Text, WARN};
use crate::archive::Opened;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::export::TableFormat;
use crate::input::write_atomically;
use crate::ledger::{self, HEADINGS, LedgerEntry, LedgerFilter, LedgerRow, SendingState};
use crate::mailing;
use crate::recipient::Channel;

/// What is shown, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Only this recipient, by its id; several times for several.
    #[arg(long, value_name = "ID")]
    recipient: Vec<String>,
    /// Only what goes by this channel; several times for several.
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    channel: Vec<Channel>,
    /// Only what is in this state: open, deferred, unknown, sent, refused, bounced, returned, delivered or read.
    #[arg(long, value_name = "STATE", value_parser = state)]
    state: Vec<SendingState>,
    /// Show each entry of the ledger instead, in the order they were booked.
    #[arg(long)]
    entries: bool,
    /// Write the table to this file, as CSV or as a workbook by its ending .csv or .xlsx.
    #[arg(short, long, value_name = "FILE", conflicts_with = "entries")]
    output: Option<PathBuf>,
    /// Write problems and each row as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.show(setting) {
            Ok(problems) => {
                render::report(&problems, self.json, setting.verbose);
                if problems.has_errors() { Outcome::Stopped } else { Outcome::done(problems.need_a_look()) }
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn show(&self, setting: &Setting) -> Result<Problems, Problems> {
        let Checked { value: mailing, problems } = mailing::read(&setting.root, &setting.mailing);
        let Some(mailing) = mailing else { return Err(problems) };
        let archive = Opened::open(&setting.find_archive()?)?;
        let path = ledger::path(&setting.root.join(&mailing.output), &mailing.reference);
        let Checked { value: entries, problems } = ledger::read(&path)?;
        if self.entries {
            self.tell_entries(&entries);
            return Ok(problems);
        }
        let filter = self.filter();
        let mut rows = ledger::rows(&entries, archive.manifest(), archive.manifest_sha256());
        rows.retain(|row| filter.wants(row));
        if let Some(output) = &self.output {
            write_table(output, &rows)?;
            render::out(Text::new().paint(GOOD, "written").line(format_args!(": {}", setting.shown(output))));
        } else if self.json {
            for row in &rows {
                let row: serde_json::Map<String, serde_json::Value> = HEADINGS
                    .iter()
                    .zip(row.cells())
                    .map(|(heading, cell)| ((*heading).to_owned(), cell.into()))
                    .collect();
                render::json(&serde_json::json!({ "event": "sending", "sending": row }));
            }
        } else {
            render::out(&to_text(&rows));
        }
        Ok(problems)
    }

    fn filter(&self) -> LedgerFilter {
        LedgerFilter {
            recipients: self.recipient.clone(),
            channels: self.channel.clone(),
            states: self.state.clone(),
        }
    }

    fn tell_entries(&self, entries: &[LedgerEntry]) {
        let filter = self.filter();
        for entry in entries.iter().filter(|entry| filter.wants_entry(entry)) {
            if self.json {
                render::json(&serde_json::json!({ "event": "entry", "entry": entry }));
            } else {
                render::out(&entry_line(entry));
            }
        }
    }
}

fn entry_line(entry: &LedgerEntry) -> Text {
    let mut text = Text::new();
    let about = entry.sent.as_ref().map_or_else(
        || format!("archive {}", entry.archive.get(..12).unwrap_or_default()),
        |sent| {
            let copy = sent.copy.map_or_else(String::new, |copy| format!(" copy {copy}"));
            format!("{}{copy} by {}", sent.recipient, sent.channel.name())
        },
    );
    let rest = [("by", &entry.by), ("to", &entry.to), ("number", &entry.number), ("", &entry.text)];
    let rest: String = rest
        .into_iter()
        .filter_map(|(key, value)| {
            Some(format!("; {key}{}{}", if key.is_empty() { "" } else { " " }, value.as_deref()?))
        })
        .collect();
    text.line(format_args!("{}  {:<10} {about}{rest}", entry.moment(), entry.event.name()));
    text
}

fn to_text(rows: &[LedgerRow]) -> Text {
    let mut text = Text::new();
    for row in rows {
        let [serial, recipient, _, copy, channel, _, state, since, number, _, answered, reminders, said, ..] =
            row.cells();
        let copy = if copy.is_empty() { String::new() } else { format!(" copy {copy}") };
        text.say(format_args!("  {serial:<14} {:<14} {channel:<16} ", format!("{recipient}{copy}")));
        let style = match row.state {
            SendingState::Sent | SendingState::Delivered | SendingState::Read => GOOD,
            SendingState::Refused | SendingState::Bounced | SendingState::Returned => BAD,
            SendingState::Open | SendingState::Deferred | SendingState::Drafted | SendingState::Unknown => {
                WARN
            }
        };
        text.paint(style, format_args!("{state:<10}"));
        let answered = if answered.is_empty() { "" } else { "answered" };
        let reminders = if reminders.is_empty() { String::new() } else { format!("reminded {reminders}×") };
        let rest = [since.as_str(), number.as_str(), answered, &reminders, said.as_str()];
        let rest: Vec<&str> = rest.into_iter().filter(|part| !part.is_empty()).collect();
        text.line(format_args!(" {}", rest.join("  ")));
    }
    for state in SendingState::ALL {
        if let count @ 1.. = rows.iter().filter(|row| row.state == state).count() {
            text.line(format_args!("{:<12} {count}", state.name()));
        }
    }
    text
}

fn write_table(path: &Path, rows: &[LedgerRow]) -> Result<(), Diagnostic> {
    let is_workbook = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let format = if is_workbook { TableFormat::Xlsx } else { TableFormat::Csv };
    let bytes = ledger::write_rows(rows, format)?;
    write_atomically(path, &bytes).map_err(|error| {
        Diagnostic::new(codes::WRITE, format!("the table cannot be written ({})", io_text(&error)))
            .with_location(Location::file(path_text(path)))
            .with_hint("check that the folder can be written to and the disk is not full")
    })
}

fn state(name: &str) -> Result<SendingState, String> {
    let known = || SendingState::ALL.into_iter().map(SendingState::name).collect::<Vec<_>>().join(", ");
    let found = SendingState::ALL.into_iter().find(|state| state.name() == name);
    found.ok_or_else(|| format!("no state has this name; known are {}", known()))
}
