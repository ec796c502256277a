//! Whom the first letter is known to have reached, by the ledger: nobody is reminded of a letter that may never have arrived.

use std::collections::BTreeMap;

use crate::archive::Opened;
use crate::collect::Unanswered;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, path_text};
use crate::ledger::{self, LedgerEntry, LedgerEvent, LedgerScope, SendingState, standings};

/// What the ledger says of those whom the returns have no answer of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ByLedger {
    /// Who has answered by the ledger alone.
    pub(super) answered: Vec<String>,
    /// Who replied, with what a person has to read.
    pub(super) replied: Vec<String>,
    /// Who is not known to have the letter, and where it stands.
    pub(super) missed: Vec<(String, SendingState)>,
    /// What is to be said of it.
    pub(super) problems: Problems,
}

/// Keeps those who may be reminded: whose letter arrived or is on its way, and who did not answer by the ledger either. Where nothing is
/// booked of what was sent, all are kept, which is said.
pub(super) fn keep<'a>(
    archive: &Opened,
    silent: Vec<&'a Unanswered>,
) -> Result<(Vec<&'a Unanswered>, ByLedger), Problems> {
    let path = ledger::find(archive.path());
    let entries = match &path {
        Some(path) => {
            let read = ledger::read(path)?;
            if read.problems.has_errors() {
                return Err(read.problems);
            }
            read.value
        }
        None => Vec::new(),
    };
    let scope = LedgerScope::new(archive.manifest(), archive.manifest_sha256());
    let states = where_letters_stand(&entries, &scope);
    let mut found = ByLedger::default();
    if !states.values().any(|state| *state != SendingState::Open) {
        found.problems.push(not_kept(archive));
    }
    let is_kept = found.problems.is_empty();
    let has = |recipient: &str, event: LedgerEvent| {
        entries.iter().any(|entry| {
            let sent = entry.sent.as_ref();
            entry.event == event
                && scope.has(entry)
                && sent.is_some_and(|sent| sent.recipient == recipient && sent.copy.is_none())
        })
    };
    let mut reminded = Vec::new();
    for one in silent {
        let id = one.recipient.clone();
        let state = states.get(id.as_str()).copied().unwrap_or_default();
        if has(&id, LedgerEvent::Answered) {
            found.answered.push(id);
        } else if has(&id, LedgerEvent::Replied) {
            found.replied.push(id);
        } else if is_kept && !state.is_out() {
            found.missed.push((id, state));
        } else {
            reminded.push(one);
        }
    }
    found.problems.extend(report_missed(&found.missed, archive));
    Ok((reminded, found))
}

/// Where the letter of each recipient stands: by the channel that brought it furthest.
fn where_letters_stand<'a>(
    entries: &'a [LedgerEntry],
    scope: &LedgerScope<'_>,
) -> BTreeMap<&'a str, SendingState> {
    let mut states: BTreeMap<&str, SendingState> = BTreeMap::new();
    for (sent, standing) in standings(entries, scope).into_iter().filter(|(sent, _)| sent.copy.is_none()) {
        let state = states.entry(&sent.recipient).or_default();
        if !state.is_out() {
            *state = if standing.state == SendingState::Open { *state } else { standing.state };
        }
    }
    states
}

/// One message for all whom the letter is not known to have reached.
fn report_missed(missed: &[(String, SendingState)], archive: &Opened) -> Option<Diagnostic> {
    if missed.is_empty() {
        return None;
    }
    let mut by_state: BTreeMap<SendingState, Vec<&str>> = BTreeMap::new();
    for (recipient, state) in missed {
        by_state.entry(*state).or_default().push(recipient);
    }
    let parts: Vec<String> = by_state
        .iter()
        .map(|(state, recipients)| format!("{}: {}", state.name(), recipients.join(", ")))
        .collect();
    let count = counted(missed.len(), "recipient");
    let verb = if missed.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{count} {verb} not reminded, because the letter is not known to have arrived ({})",
        parts.join("; ")
    );
    let problem = Diagnostic::new(codes::FOLLOW_UP_NOT_SENT, message)
        .with_location(Location::file(path_text(archive.path())));
    Some(problem.with_hint(
        "send it first (`convoke send`, `convoke pack --undelivered`), or book what happened with `convoke ledger add`; then remind them",
    ))
}

fn not_kept(archive: &Opened) -> Diagnostic {
    Diagnostic::new(
        codes::FOLLOW_UP_NO_LEDGER,
        "nothing is booked of what was sent: whether the letters arrived is not known",
    )
    .with_location(Location::file(path_text(archive.path())))
    .with_hint("all who have not answered are reminded; book with `convoke ledger add` what came back")
}
