//! What was sent by e-mail, as the ledger has it: by which messages that come back are known.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::archive::Manifest;
use crate::ledger::{HeardIn, LedgerEntry, LedgerEvent, Sent, token};
use crate::notice::fold_address;
use crate::pack::sendings;
use crate::recipient::Channel;

/// How far the clocks of machines are apart, at most.
pub(super) const SKEW: SignedDuration = SignedDuration::from_hours(24);

/// With what the note of an address begins that a message to several did not reach.
pub(super) const NOT_REACHED: &str = "not delivered to this address";

/// A message that was sent.
#[derive(Debug, Clone)]
pub(super) struct KnownMessage {
    pub(super) sent: Sent,
    /// SHA-256 of the manifest of the archive that it was sent from last.
    pub(super) archive: String,
    /// SHA-256 of its letter.
    pub(super) letter: Option<String>,
    /// The addresses it went to, folded.
    pub(super) to: BTreeSet<String>,
    /// When it was handed over, each time.
    pub(super) attempts: Vec<Timestamp>,
    /// Addresses that it did not reach, though it may have reached others.
    pub(super) not_reached: BTreeSet<String>,
    /// What messages that came back said last of it, and when.
    pub(super) heard: Option<Timestamp>,
    /// The messages that said so, with what was booked.
    pub(super) booked: BTreeSet<(String, LedgerEvent)>,
    /// Whether it ever left: what a server refused brings no notice.
    is_out: bool,
}

/// All that was sent.
#[derive(Debug, Default)]
pub(super) struct Known {
    messages: Vec<KnownMessage>,
    by_id: BTreeMap<String, usize>,
    by_token: BTreeMap<String, usize>,
    by_address: BTreeMap<String, BTreeSet<usize>>,
    /// The messages that were booked.
    read: BTreeSet<String>,
    /// The office's own addresses, folded.
    own: BTreeSet<String>,
    /// The addresses that get a copy of every message, folded.
    pub(super) copies: BTreeSet<String>,
    /// The domains of identifiers of messages that were sent.
    domains: BTreeSet<String>,
}

impl Known {
    /// Reads what was sent off a ledger. `manifest` is that of the newest archive, whose SHA-256 is `archive`; `own` are addresses of
    /// the office.
    pub(super) fn new(entries: &[LedgerEntry], manifest: &Manifest, archive: &str, own: &[String]) -> Self {
        let rules = manifest.office.as_ref().map(|office| &office.e_mail);
        let copies = rules.map(|rules| rules.cc.clone()).unwrap_or_default();
        let from = rules.map(|rules| [rules.from.clone(), rules.reply_to.clone()]).unwrap_or_default();
        let folded = |addresses: &[String]| addresses.iter().map(|address| fold_address(address)).collect();
        let own = folded(&[own, &from, &copies].concat());
        let mut known = Self { copies: folded(&copies), own, ..Self::default() };
        let delivered = addresses(manifest);
        let mut current: BTreeMap<(&Sent, &str), usize> = BTreeMap::new();
        for entry in entries {
            let Some(sent) = entry.sent.as_ref().filter(|sent| sent.channel == Channel::EMail) else {
                continue;
            };
            let key = (sent, entry.archive.as_str());
            if matches!(entry.event, LedgerEvent::Intended | LedgerEvent::Posted) {
                let of_archive = delivered.get(sent).filter(|_| entry.archive == archive);
                let position = known.note_attempt(entry, sent, of_archive, current.get(&key).copied());
                current.insert(key, position);
            } else if let Some(position) = current.get(&key) {
                known.note_outcome(*position, entry);
            }
            if let Some(HeardIn { sha256, .. }) = &entry.message {
                known.read.insert(sha256.clone());
            }
        }
        for (position, message) in known.messages.iter().enumerate().filter(|(_, message)| message.is_out) {
            for address in &message.to {
                known.by_address.entry(address.clone()).or_default().insert(position);
            }
        }
        known
    }

    /// Notes that a message was handed over; returns its position. `last` is that of the one before to the same recipient, which it is
    /// again where it has no identifier.
    fn note_attempt(
        &mut self,
        entry: &LedgerEntry,
        sent: &Sent,
        of_archive: Option<&BTreeSet<String>>,
        last: Option<usize>,
    ) -> usize {
        let id = entry.number.as_deref().filter(|number| number.contains('@')).map(fold_id);
        let same = id.as_ref().map_or(last, |id| self.by_id.get(id).copied());
        let position = same.unwrap_or_else(|| {
            self.messages.push(KnownMessage {
                sent: sent.clone(),
                archive: String::new(),
                letter: None,
                to: BTreeSet::new(),
                attempts: Vec::new(),
                not_reached: BTreeSet::new(),
                heard: None,
                booked: BTreeSet::new(),
                is_out: true,
            });
            self.messages.len() - 1
        });
        if let Some(id) = id {
            self.by_token.insert(token(&id), position);
            self.domains.extend(id.rsplit('@').next().map(str::to_owned));
            self.by_id.insert(id, position);
        }
        if let Some(message) = self.messages.get_mut(position) {
            message.archive.clone_from(&entry.archive);
            message.letter.clone_from(&entry.letter);
            message.is_out = true;
            message.attempts.push(entry.moment());
            message.not_reached.clear();
            let to = entry.to.iter().flat_map(|to| to.split([',', ';'])).filter(|to| to.contains('@'));
            message.to.extend(to.map(fold_address));
            if message.to.is_empty() {
                message.to.extend(of_archive.into_iter().flatten().cloned());
            }
        }
        position
    }

    fn note_outcome(&mut self, position: usize, entry: &LedgerEntry) {
        let Some(message) = self.messages.get_mut(position) else { return };
        if entry.event == LedgerEvent::Refused {
            message.is_out = false;
        }
        let Some(heard) = &entry.message else { return };
        message.booked.extend(heard.id.clone().map(|id| (id, entry.event)));
        match (entry.event, &entry.to, &entry.text) {
            (LedgerEvent::Note, Some(to), Some(text)) if text.starts_with(NOT_REACHED) => {
                message.not_reached.insert(fold_address(to));
            }
            (LedgerEvent::Bounced | LedgerEvent::Delivered | LedgerEvent::Read, ..) => {
                message.heard = message.heard.max(Some(entry.moment()));
            }
            _ => {}
        }
    }

    pub(super) fn message(&self, position: usize) -> Option<&KnownMessage> {
        self.messages.get(position)
    }

    pub(super) fn message_mut(&mut self, position: usize) -> Option<&mut KnownMessage> {
        self.messages.get_mut(position)
    }

    /// The message of an identifier.
    pub(super) fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(&fold_id(id)).copied()
    }

    /// The messages whose tokens stand in some addresses.
    pub(super) fn by_token(&self, reached: &[String]) -> BTreeSet<usize> {
        let tokens = reached.iter().filter_map(|address| address.split_once('@')?.0.rsplit_once('+'));
        tokens.filter_map(|(_, token)| self.by_token.get(token).copied()).collect()
    }

    /// The messages that went to some addresses.
    pub(super) fn by_address(&self, addresses: &[String]) -> BTreeSet<usize> {
        addresses.iter().filter_map(|address| self.by_address.get(address)).flatten().copied().collect()
    }

    /// Whether an identifier looks like those of this mailing's messages.
    pub(super) fn looks_own(&self, id: &str) -> bool {
        const HASH: usize = 32;
        let (hash, domain) = id.split_once('@').unwrap_or_default();
        hash.len() == HASH
            && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            && self.domains.contains(&domain.to_lowercase())
    }

    /// Whether an address is the office's own.
    pub(super) fn is_own(&self, address: &str) -> bool {
        self.own.contains(address)
    }

    /// Whether a message was booked before, by its hash.
    pub(super) fn was_read(&self, sha256: &str) -> bool {
        self.read.contains(sha256)
    }

    /// Notes that a message was booked.
    pub(super) fn note_read(&mut self, sha256: &str) {
        self.read.insert(sha256.to_owned());
    }
}

/// The form in which identifiers are compared: some programs change capitals.
fn fold_id(id: &str) -> String {
    id.trim().trim_matches(['<', '>']).to_lowercase()
}

/// The addresses of each sending by e-mail, as the archive has them.
fn addresses(manifest: &Manifest) -> BTreeMap<Sent, BTreeSet<String>> {
    let of_sendings = sendings(manifest).into_iter().filter_map(|sending| {
        let sent = Sent {
            recipient: sending.recipient().to_owned(),
            copy: sending.letter()?.copy_number,
            channel: Channel::EMail,
        };
        Some((sent, sending.delivery.emails.iter().map(|address| fold_address(address)).collect()))
    });
    of_sendings.collect()
}
