//! Whether a message may go out: what the ledger says of it, whether it was approved, how large it is.

use std::collections::BTreeMap;

use crate::archive::Manifest;
use crate::ledger::{Approval, Ledger, LedgerEntry, LedgerScope, SendingState, Sent, approvals, state_of};
use crate::mailing::Mailing;
use crate::pack::email::EmailRecord;
use crate::recipient::Channel;

/// Who says whether a message may go out.
pub(super) struct Judge<'a> {
    approval: Approval<'a>,
    /// The entries of each sending, in their order.
    entries: BTreeMap<&'a Sent, Vec<LedgerEntry>>,
    scope: LedgerScope<'a>,
    needed: usize,
    /// The most bytes that a message may have.
    most: u64,
    stale: &'a [String],
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        ledger: &'a Ledger,
        manifest: &'a Manifest,
        archive: &'a str,
        mailing: &Mailing,
    ) -> Self {
        let mut entries: BTreeMap<&Sent, Vec<LedgerEntry>> = BTreeMap::new();
        for entry in ledger.entries() {
            if let Some(sent) = &entry.sent {
                entries.entry(sent).or_default().push(entry.clone());
            }
        }
        Self {
            approval: approvals(ledger.entries(), archive),
            entries,
            scope: LedgerScope::new(manifest, archive),
            needed: mailing.dispatch.approvals.value as usize,
            most: u64::from(mailing.dispatch.e_mail.max_megabytes.value) * 1_000_000,
            stale: &manifest.stale_languages,
        }
    }

    /// Where it stands and why it is held back, if it is.
    pub(super) fn judge(
        &self,
        sent: &Sent,
        language: &str,
        record: &EmailRecord,
        bytes: u64,
    ) -> Result<(), (SendingState, String)> {
        let entries = self.entries.get(sent).map_or(&[][..], Vec::as_slice);
        let state = state_of(entries, &self.scope, sent, &record.message_id);
        if !state.may_be_sent() {
            let why = match state {
                SendingState::Unknown => {
                    "nobody knows whether it went out: book `cleared` or `delivered` for it".to_owned()
                }
                SendingState::Drafted => {
                    "it is in the drafts folder: book `posted` once it was sent, or `cleared` if it was thrown away"
                        .to_owned()
                }
                state if state.has_failed() => {
                    "it failed: send it another way, or book `cleared` for it".to_owned()
                }
                _ => "it went out already".to_owned(),
            };
            return Err((state, why));
        }
        let persons = self.approval.count(Channel::EMail, language, self.needed);
        if persons < self.needed {
            let stale =
                if self.stale.iter().any(|tag| tag == language) { "; its language is stale" } else { "" };
            return Err((state, format!("approved by {persons} of {}{stale}", self.needed)));
        }
        if bytes > self.most {
            let most = self.most;
            return Err((
                state,
                format!("it has {bytes} bytes, and `max_megabytes` allows {most}: send it another way"),
            ));
        }
        Ok(())
    }
}
