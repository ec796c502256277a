//! What is on record of one sending, put together from archive and ledger.

use std::path::Path;

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

use crate::archive::{Entry, Office, Opened, Role};
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::ledger::entry::LedgerEntry;
use crate::ledger::event::LedgerEvent;
use crate::ledger::file::Lines;
use crate::mailing::IssuedAt;
use crate::pack::Sending;
use crate::sheets::{DispatchWords, EvidenceDocument, EvidenceEntry, EvidenceSheet, Meta};

/// What is on record of one sending.
pub(super) struct Facts<'a> {
    pub(super) opened: &'a Opened,
    pub(super) sending: &'a Sending<'a>,
    pub(super) chain: &'a Lines,
    /// Name of the ledger's file.
    pub(super) ledger: String,
    pub(super) office: &'a Office,
    pub(super) words: DispatchWords,
    /// Numbers of the lines that approve it.
    pub(super) approvals: Vec<usize>,
    /// Numbers of the lines about it.
    pub(super) history: Vec<usize>,
    zone: TimeZone,
}

impl<'a> Facts<'a> {
    /// Puts them together.
    ///
    /// # Errors
    ///
    /// The archive is too old to say how the office works.
    pub(super) fn new(
        opened: &'a Opened,
        sending: &'a Sending<'a>,
        chain: &'a Lines,
        ledger: &Path,
    ) -> Result<Self, Diagnostic> {
        let manifest = opened.manifest();
        let office = manifest.office.as_ref().ok_or_else(|| {
            Diagnostic::new(
                codes::ARCHIVE_TOO_OLD,
                "the archive does not say in which language the office works",
            )
            .with_location(Location::file(path_text(opened.path())))
            .with_hint("show the ledger with `convoke ledger --entries` instead")
        })?;
        let of_language = office.languages.get(&office.language).cloned().unwrap_or_default();
        let words = DispatchWords {
            locale: office.language.clone(),
            is_rtl: of_language.is_rtl,
            labels: of_language.labels,
            fonts: office.fonts(),
        };
        let zone = IssuedAt::parse(&manifest.issued_at).and_then(|moment| moment.zoned().ok());
        let zone = zone.map_or(TimeZone::UTC, |moment| moment.time_zone().clone());
        let find = |is_it: &dyn Fn(&LedgerEntry) -> bool| -> Vec<usize> {
            let numbered = (1..).zip(&chain.lines);
            numbered.filter(|(_, line)| is_it(&line.entry)).map(|(number, _)| number).collect()
        };
        let is_approval = |entry: &LedgerEntry| {
            let channel = sending.channel();
            entry.event == LedgerEvent::Approved
                && entry.archive == opened.manifest_sha256()
                && (entry.channels.is_empty()
                    || channel.is_some_and(|channel| entry.channels.contains(&channel)))
                && (entry.languages.is_empty() || entry.languages.iter().any(|tag| tag == sending.language()))
        };
        let is_about = |entry: &LedgerEntry| {
            let sent = entry.sent.as_ref();
            sent.is_some_and(|sent| {
                sent.recipient == sending.recipient() && sent.copy == sending.copy_number()
            })
        };
        let ledger = ledger.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (approvals, history) = (find(&is_approval), find(&is_about));
        Ok(Self { opened, sending, chain, ledger, office, words, approvals, history, zone })
    }

    /// Numbers of all lines that concern it, in their order.
    pub(super) fn own_lines(&self) -> impl Iterator<Item = usize> {
        let mut lines = [self.approvals.as_slice(), &self.history].concat();
        lines.sort_unstable();
        lines.into_iter()
    }

    /// The documents and what went along, each with its hash.
    pub(super) fn documents(&self) -> Vec<EvidenceDocument> {
        let own = self.sending.documents.iter().copied();
        let all = own.chain(enclosures(self.opened, self.sending));
        let document = all.map(|entry| EvidenceDocument {
            path: entry.path.to_string(),
            pages: entry.pages.unwrap_or_default(),
            sha256: entry.sha256.clone(),
        });
        document.collect()
    }

    /// How the pages are written: dated by the last entry, so that the same ledger gives the same bytes.
    pub(super) fn meta(&self, stem: &str) -> Meta {
        let reference = self.opened.manifest().reference.clone();
        let last = self.chain.lines.last().map_or(Timestamp::UNIX_EPOCH, |line| line.entry.at);
        Meta {
            title: format!("{reference} · {} · {}", self.words.get("evidence_title"), self.sending.serial()),
            ident: format!("{reference}/{stem}/{}", self.chain.head),
            issued_at: self.zoned(last),
            reference,
        }
    }

    /// A moment as it is printed, at the mailing's offset.
    pub(super) fn when(&self, moment: Timestamp) -> String {
        self.zoned(moment).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
    }

    fn zoned(&self, moment: Timestamp) -> ZonedDateTime {
        moment.to_zoned_datetime(self.zone.clone())
    }

    /// What is printed; `data` is the name of the file with all hashes.
    pub(super) fn sheet(&self, data: &str) -> EvidenceSheet {
        let of_language = self.office.languages.get(&self.office.language);
        let entries = |numbers: &[usize]| numbers.iter().filter_map(|number| self.entry(*number)).collect();
        let verbatim = self
            .own_lines()
            .filter_map(|number| Some((number, self.chain.lines.get(number - 1)?.text.clone())));
        EvidenceSheet {
            recipient: self.sending.recipient().to_owned(),
            serial: self.sending.serial().to_owned(),
            copy_of: self.sending.copy_of(),
            lines: self.sending.delivery.lines.clone(),
            channel: self.sending.channel(),
            event: of_language.map(|language| language.subject.clone()).unwrap_or_default(),
            issued: of_language.map(|language| language.date.clone()).unwrap_or_default(),
            archive: self.opened.manifest_sha256().to_owned(),
            documents: self.documents(),
            seals: Vec::new(),
            approvals: entries(&self.approvals),
            history: entries(&self.history),
            ledger: self.ledger.clone(),
            length: self.chain.lines.len(),
            head: self.chain.head.clone(),
            signature: Vec::new(),
            data: data.to_owned(),
            verbatim: verbatim.collect(),
            picture: None,
        }
    }

    fn entry(&self, number: usize) -> Option<EvidenceEntry> {
        let line = self.chain.lines.get(number - 1)?;
        let entry = &line.entry;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let is_of_other = entry.archive != self.opened.manifest_sha256();
        let said = if is_of_other {
            format!("{} [{}]", text(&entry.text), entry.archive)
        } else {
            text(&entry.text)
        };
        Some(EvidenceEntry {
            when: self.when(entry.moment()),
            what: format!("event_{}", entry.event.name()),
            channel: entry.sent.as_ref().map(|sent| sent.channel),
            by: text(&entry.by),
            to: text(&entry.to),
            number: text(&entry.number),
            text: said.trim().to_owned(),
            line: number,
            sha256: line.sha256.clone(),
        })
    }
}

/// The enclosures that went with a sending.
pub(super) fn enclosures<'a>(opened: &'a Opened, sending: &Sending<'_>) -> Vec<&'a Entry> {
    let files = opened.manifest().files.iter();
    files
        .filter(|entry| entry.role == Role::Enclosure && sending.enclosures().contains(&entry.path))
        .collect()
}
