//! The ledger as a table: a row for each sending of an archive, in the order of its register.

use super::approval::approvals;
use super::entry::{LedgerEntry, Sent};
use super::scope::LedgerScope;
use super::standing::{SendingState, Standing, standings};
use crate::archive::Manifest;
use crate::pack::sendings;

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

/// The rows of an archive, each with its state. What was sent by another channel than the archive's has a row of its own.
#[must_use]
pub fn rows(
    entries: &[LedgerEntry],
    manifest: &Manifest,
    archive: &str,
) -> Vec<(SendingState, [String; 16])> {
    let approval = approvals(entries, archive);
    let standings = standings(entries, &LedgerScope::new(manifest, archive));
    let mut rows = Vec::new();
    for sending in sendings(manifest) {
        let (Some(letter), Some(channel)) = (sending.letter(), sending.channel()) else { continue };
        let is_own = |sent: &Sent| sent.recipient == sending.recipient() && sent.copy == letter.copy_number;
        let own = Sent { recipient: sending.recipient().to_owned(), copy: letter.copy_number, channel };
        let nothing = Standing::default();
        let mut of_channels: Vec<(&Sent, &Standing<'_>)> = standings
            .iter()
            .filter(|(sent, _)| is_own(sent))
            .map(|(sent, standing)| (*sent, standing))
            .collect();
        if !of_channels.iter().any(|(sent, _)| sent.channel == channel) {
            of_channels.insert(0, (&own, &nothing));
        }
        for (sent, standing) in of_channels {
            let by = standing.by;
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let copy = sent.copy.map_or_else(String::new, |copy| copy.to_string());
            rows.push((
                standing.state,
                [
                    sending.serial().to_owned(),
                    sent.recipient.clone(),
                    text(letter.entity.as_deref()),
                    copy,
                    sent.channel.name().to_owned(),
                    sending.language().to_owned(),
                    standing.state.name().to_owned(),
                    by.map_or_else(String::new, |entry| entry.moment().to_string()),
                    text(standing.number),
                    text(by.and_then(|entry| entry.to.as_deref())),
                    if standing.is_answered { "yes".to_owned() } else { String::new() },
                    match standing.reminders {
                        0 => String::new(),
                        count => count.to_string(),
                    },
                    text(by.and_then(|entry| entry.text.as_deref())),
                    approval.describe(sent.channel, sending.language()),
                    standing.out.map_or_else(String::new, |entry| entry.moment().to_string()),
                    text(standing.out.and_then(|entry| entry.number.as_deref().or(entry.text.as_deref()))),
                ],
            ));
        }
    }
    rows
}
