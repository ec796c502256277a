//! What failed by the ledger, and the way it goes next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::entry::{LedgerEntry, Sent};
use super::file::read;
use super::scope::LedgerScope;
use super::standing::{SendingState, Standing, standings};
use crate::archive::{Manifest, Opened};
use crate::diagnostic::{Checked, Problems};
use crate::pack::{Sending, Undelivered, next_channel, sendings};
use crate::recipient::Channel;

/// What failed by the ledger of an archive's mailing, and how many lines that ledger has; nothing where there is none.
///
/// # Errors
///
/// The archive or the ledger cannot be read, or the ledger is broken.
pub fn read_undelivered(archive: &Path, book: Option<&Path>) -> Result<(Vec<Undelivered>, usize), Problems> {
    let Some(book) = book else { return Ok((Vec::new(), 0)) };
    let Checked { value: entries, problems } = read(book)?;
    if problems.has_errors() {
        return Err(problems);
    }
    let opened = Opened::open(archive)?;
    Ok((undelivered(&entries, opened.manifest(), opened.manifest_sha256()), entries.len()))
}

/// The ways that something was sent, and where each stands.
type Tried<'a> = Vec<(&'a Sent, Standing<'a>)>;

/// The sendings of an archive that failed by every way they were sent, in the order of its register, each with the way it goes next;
/// `archive` is the SHA-256 of the manifest. What was answered needs no other way, and what goes another way already has one.
#[must_use]
pub fn undelivered(entries: &[LedgerEntry], manifest: &Manifest, archive: &str) -> Vec<Undelivered> {
    let mut by_sending: BTreeMap<(&str, Option<u32>), Tried<'_>> = BTreeMap::new();
    for (sent, standing) in standings(entries, &LedgerScope::new(manifest, archive)) {
        by_sending.entry((sent.recipient.as_str(), sent.copy)).or_default().push((sent, standing));
    }
    let sendings = sendings(manifest);
    let failed = sendings.iter().filter_map(|sending| {
        let tried = by_sending.get(&(sending.recipient(), sending.copy_number()))?;
        judge(sending, tried)
    });
    failed.collect()
}

/// How a sending goes on, where it failed.
fn judge(sending: &Sending<'_>, tried: &[(&Sent, Standing<'_>)]) -> Option<Undelivered> {
    if tried.iter().any(|(_, standing)| standing.is_answered) {
        return None;
    }
    let failed = tried.iter().filter(|(_, standing)| standing.state.has_failed());
    let (last, standing) = failed.clone().max_by_key(|(_, standing)| standing.by.map(LedgerEntry::moment))?;
    if tried.iter().any(|(_, standing)| standing.state.is_out()) {
        return None;
    }
    let is_under_way = |state: SendingState| {
        matches!(state, SendingState::Unknown | SendingState::Deferred | SendingState::Drafted)
    };
    let under_way = tried.iter().find(|(_, standing)| is_under_way(standing.state));
    let channels: BTreeSet<Channel> = failed.map(|(sent, _)| sent.channel).collect();
    let next = match under_way {
        Some((sent, standing)) => {
            Err(format!("it is {} by {}: settle that first", standing.state.name(), sent.channel.name()))
        }
        None => next_channel(sending, &channels),
    };
    Some(Undelivered {
        serial: sending.serial().to_owned(),
        recipient: sending.recipient().to_owned(),
        copy: sending.copy_number(),
        name: sending.copy_to().unwrap_or(&sending.delivery.entity).to_owned(),
        failed_by: last.channel,
        state: standing.state.name().to_owned(),
        since: standing.by.map(|entry| entry.moment().to_string()).unwrap_or_default(),
        said: standing.by.and_then(|entry| entry.text.clone()).unwrap_or_default(),
        next,
    })
}
