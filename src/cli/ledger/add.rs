//! Booking what was done by hand.

use std::path::{Path, PathBuf};

use super::super::cage::isolation;
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use super::super::time::moment;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, io_text};
use crate::ledger::{self, Booking, LedgerEntry};
use crate::worker::{JobLimits, ReadingRoom};

/// Book what was done by hand: posted, handed over, faxed, returned, answered.
///
/// Known events are refused, bounced, delivered, read, replied, posted, collected, returned, reminded, answered, cleared (it did not go
/// out and may be sent again) and note. A table has the columns event, recipient, copy, channel, happened, by, number, to and text, of
/// which the first two are needed; all of it is booked, or nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// What happened.
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    event: Option<String>,
    /// To which recipients, by id, number or name.
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    recipient: Vec<String>,
    /// Book a table of events: CSV in UTF-8, or a workbook (XLSX, XLS, ODS).
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// It is about this copy, from one, instead of the original.
    #[arg(long, value_name = "N", conflicts_with = "file")]
    copy: Option<u32>,
    /// By which channel it went [default: as the archive has it, or the way it went out where that cannot be meant].
    #[arg(long, value_name = "CHANNEL", conflicts_with = "file")]
    channel: Option<String>,
    /// The number of the registered letter, or of the waybill.
    #[arg(long, value_name = "NUMBER", conflicts_with = "file")]
    number: Option<String>,
    /// The address or fax number it went to.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "file")]
    to: Option<String>,
    /// When it happened: a date, or date, time and offset [default: when it is booked].
    #[arg(long, value_name = "TIME", conflicts_with = "file")]
    happened: Option<String>,
    /// What else there is to say.
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// Who books it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// When it is booked, such as 2004-05-11T09:00:00+02:00 [default: now].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Write problems and each entry as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.add(setting) {
            Ok((entries, problems)) => {
                render::report(&problems, self.json, setting.verbose);
                if self.json {
                    for entry in &entries {
                        render::json(&serde_json::json!({ "event": "booked", "entry": entry }));
                    }
                } else {
                    render::out(&describe(&entries));
                }
                Outcome::done(problems.need_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn add(&self, setting: &Setting) -> Result<(Vec<LedgerEntry>, Problems), Problems> {
        let now = moment(self.now.as_deref())?;
        let bookings = match &self.file {
            Some(file) => self.read_file(file, setting)?,
            None => self.bookings()?,
        };
        let (mut ledger, archive) = ledger::open(&setting.root, &setting.mailing, now)?;
        let booked =
            ledger::book(&mut ledger, archive.manifest(), archive.manifest_sha256(), &bookings, now)?;
        let elsewhere = ledger::book_reminders(&setting.root, &setting.mailing, now);
        Ok((booked.entries, elsewhere.err().unwrap_or_default()))
    }

    fn read_file(&self, file: &Path, setting: &Setting) -> Result<Vec<Booking>, Problems> {
        let shown = setting.shown(file);
        let bytes = std::fs::read(file).map_err(|error| {
            Diagnostic::new(codes::LEDGER_ENTRY, format!("the table cannot be read ({})", io_text(&error)))
                .with_location(Location::file(&shown))
                .with_hint("give a CSV file in UTF-8 or a workbook")
        })?;
        let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
        let mut bookings = ledger::read_booking_table(&bytes, &shown, &mut reader)?;
        for booking in &mut bookings {
            booking.by = booking.by.take().or_else(|| self.by.clone());
        }
        Ok(bookings)
    }

    fn bookings(&self) -> Result<Vec<Booking>, Diagnostic> {
        let happened = self.happened.as_deref().map(|text| {
            ledger::parse_moment(text).ok_or_else(|| {
                Diagnostic::new(codes::TIME, format!("`{text}` is no date"))
                    .with_field("--happened")
                    .with_hint("write it as 2027-01-15, or with time and offset as 2027-01-15T09:00:00+01:00")
            })
        });
        let happened = happened.transpose()?;
        let book = |recipient: &String| Booking {
            event: self.event.clone().unwrap_or_default(),
            recipient: recipient.clone(),
            copy: self.copy,
            channel: self.channel.clone(),
            happened,
            by: self.by.clone(),
            number: self.number.clone(),
            to: self.to.clone(),
            text: self.text.clone(),
            location: None,
        };
        Ok(self.recipient.iter().map(book).collect())
    }
}

/// Most entries that are told one by one.
const MOST_TOLD: usize = 20;

/// What was booked: how many things, and of a few each with its channel, which nobody named.
fn describe(entries: &[LedgerEntry]) -> Text {
    let mut text = Text::new();
    text.paint(GOOD, "booked").line(format_args!(": {}", counted(entries.len(), "entry")));
    for entry in entries.iter().filter(|_| entries.len() <= MOST_TOLD) {
        if let Some(sent) = &entry.sent {
            let copy = sent.copy.map_or_else(String::new, |copy| format!(", copy {copy}"));
            text.line(format_args!(
                "  {} {} by {}{copy}",
                sent.recipient,
                entry.event.name(),
                sent.channel.name()
            ));
        }
    }
    text
}
