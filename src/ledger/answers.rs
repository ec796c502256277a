//! Booking who answered, once the returns were read: the returns decide who has, and each is booked once.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::append::Ledger;
use super::audit::find;
use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use crate::archive::{Lock, Opened, layout};
use crate::diagnostic::Problems;
use crate::pack::sendings;

/// Books the recipients of an archive that have answered, each with what the returns say of it, unless the ledger has it. Returns how
/// many were booked; `None` where the mailing keeps no ledger, or the archive was moved away from it.
///
/// # Errors
///
/// Another command is at work on the mailing, or the ledger is broken or cannot be written.
pub fn book_answers(
    archive: &Path,
    answers: &BTreeMap<String, String>,
    at: Timestamp,
) -> Result<Option<usize>, Problems> {
    let folder = layout::folder_of(archive);
    if find(archive).is_none() || answers.is_empty() {
        return Ok(None);
    }
    let Some(lock) = Lock::take_if_built_in(&folder)? else { return Ok(None) };
    let opened = Opened::open(archive)?;
    let output = layout::folder_beside(&folder);
    let mut ledger = Ledger::open(&output, &opened.manifest().reference, lock, at)?;
    let own = opened.manifest_sha256();
    let mut entries = Vec::new();
    for sending in sendings(opened.manifest()).iter().filter(|sending| sending.copy_to().is_none()) {
        let (Some(text), Some(channel)) = (answers.get(sending.recipient()), sending.channel()) else {
            continue;
        };
        let is_known = |entry: &LedgerEntry| {
            let sent = entry.sent.as_ref();
            entry.event == LedgerEvent::Answered
                && entry.archive == own
                && sent.is_some_and(|sent| sent.recipient == sending.recipient() && sent.copy.is_none())
        };
        if ledger.entries().iter().any(is_known) {
            continue;
        }
        let sent = Sent { recipient: sending.recipient().to_owned(), copy: None, channel };
        let entry = LedgerEntry::new(LedgerEvent::Answered, own, at)
            .about(sent)
            .with_letter(sending.letter().map(|letter| letter.sha256.as_str()));
        entries.push(LedgerEntry { text: Some(text.clone()), ..entry });
    }
    let count = entries.len();
    entries.into_iter().try_for_each(|entry| ledger.append(entry))?;
    Ok(Some(count))
}
