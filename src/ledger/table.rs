//! The ledger as a table: a row for each sending of an archive, in the order of its register.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::approval::approvals;
use super::entry::{LedgerEntry, Sent};
use super::scope::LedgerScope;
use super::standing::{SendingState, Standing, standings};
use crate::archive::Manifest;
use crate::diagnostic::Diagnostic;
use crate::export::{TableFormat, write_texts};
use crate::pack::sendings;
use crate::recipient::Channel;

/// The headings of the table.
pub const HEADINGS: [&str; 16] = [
    "number",
    "recipient",
    "name",
    "copy",
    "channel",
    "language",
    "state",
    "since",
    "registered_as",
    "to",
    "answered",
    "reminders",
    "text",
    "approved",
    "sent",
    "proof",
];

/// A row of the table: where a sending stands, and by what it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Number of its letter.
    pub serial: String,
    /// What was sent to whom, and how.
    pub sent: Sent,
    /// The recipient as in the office's lists.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Where it stands.
    pub state: SendingState,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Its number: of a registered letter, a waybill or a message.
    pub number: String,
    /// The address it went to.
    pub to: String,
    /// Whether the recipient replied or answered.
    pub is_answered: bool,
    /// How often the recipient was reminded.
    pub reminders: u32,
    /// What was said with its last word.
    pub text: String,
    /// Who approved it and when.
    pub approved: String,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
    /// What proves that: the number it was given, or the words of the server.
    pub proof: String,
}

impl LedgerRow {
    /// Its cells, under [`HEADINGS`].
    #[must_use]
    pub fn cells(&self) -> [String; 16] {
        let moment = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
        [
            self.serial.clone(),
            self.sent.recipient.clone(),
            self.name.clone(),
            self.sent.copy.map_or_else(String::new, |copy| copy.to_string()),
            self.sent.channel.name().to_owned(),
            self.language.clone(),
            self.state.name().to_owned(),
            moment(self.since),
            self.number.clone(),
            self.to.clone(),
            if self.is_answered { "yes".to_owned() } else { String::new() },
            if self.reminders == 0 { String::new() } else { self.reminders.to_string() },
            self.text.clone(),
            self.approved.clone(),
            moment(self.sent_at),
            self.proof.clone(),
        ]
    }
}

/// The ways that something was sent, and where each stands.
type OfSending<'a> = Vec<(&'a Sent, &'a Standing<'a>)>;

/// Which rows are wanted; all of a kind where none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Ids of recipients.
    pub recipients: Vec<String>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// States.
    pub states: Vec<SendingState>,
}

impl LedgerFilter {
    /// Whether a row is wanted.
    #[must_use]
    pub fn wants(&self, row: &LedgerRow) -> bool {
        self.wants_sent(&row.sent) && (self.states.is_empty() || self.states.contains(&row.state))
    }

    /// Whether an entry is wanted; states are not asked of entries.
    #[must_use]
    pub fn wants_entry(&self, entry: &LedgerEntry) -> bool {
        match &entry.sent {
            Some(sent) => self.wants_sent(sent),
            None => self.recipients.is_empty() && self.channels.is_empty(),
        }
    }

    fn wants_sent(&self, sent: &Sent) -> bool {
        (self.recipients.is_empty() || self.recipients.contains(&sent.recipient))
            && (self.channels.is_empty() || self.channels.contains(&sent.channel))
    }
}

/// Writes rows as a table for spreadsheet programs.
///
/// # Errors
///
/// There are more rows than a workbook can have.
pub fn write_rows(rows: &[LedgerRow], format: TableFormat) -> Result<Vec<u8>, Diagnostic> {
    let cells: Vec<[String; 16]> = rows.iter().map(LedgerRow::cells).collect();
    write_texts(&HEADINGS, cells.iter().map(<[String; 16]>::as_slice), format)
}

/// The rows of an archive. What was sent by another channel than the archive's has a row of its own.
#[must_use]
pub fn rows(entries: &[LedgerEntry], manifest: &Manifest, archive: &str) -> Vec<LedgerRow> {
    let approval = approvals(entries, archive);
    let standings = standings(entries, &LedgerScope::new(manifest, archive));
    // What is booked of a recipient, or of one of its copies, stands together.
    let mut booked: BTreeMap<(&str, Option<u32>), OfSending<'_>> = BTreeMap::new();
    for (sent, standing) in &standings {
        booked.entry((sent.recipient.as_str(), sent.copy)).or_default().push((*sent, standing));
    }
    let mut rows = Vec::new();
    for sending in sendings(manifest) {
        let (Some(letter), Some(channel)) = (sending.letter(), sending.channel()) else { continue };
        let own = Sent { recipient: sending.recipient().to_owned(), copy: letter.copy_number, channel };
        let nothing = Standing::default();
        let mut of_channels =
            booked.get(&(sending.recipient(), letter.copy_number)).cloned().unwrap_or_default();
        if !of_channels.iter().any(|(sent, _)| sent.channel == channel) {
            of_channels.insert(0, (&own, &nothing));
        }
        for (sent, standing) in of_channels {
            let by = standing.by;
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            rows.push(LedgerRow {
                serial: sending.serial().to_owned(),
                sent: sent.clone(),
                name: text(letter.entity.as_deref()),
                language: sending.language().to_owned(),
                state: standing.state,
                since: by.map(LedgerEntry::moment),
                number: text(standing.number),
                to: text(by.and_then(|entry| entry.to.as_deref())),
                is_answered: standing.is_answered,
                reminders: standing.reminders,
                text: text(by.and_then(|entry| entry.text.as_deref())),
                approved: approval.describe(sent.channel, sending.language()),
                sent_at: standing.out.map(LedgerEntry::moment),
                proof: text(standing.out.and_then(|entry| entry.number.as_deref().or(entry.text.as_deref()))),
            });
        }
    }
    rows
}
