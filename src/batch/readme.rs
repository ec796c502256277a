//! The cover page of an archive, `README.pdf`: counts what went into it and tells the office what to do.
//!
//! What the page looks like is the sheets'; which words it uses, the office's language.

use std::collections::BTreeMap;

use super::event::Blocked;
use crate::archive::{Entry, Expected, PackList, Role, layout};
use crate::diagnostic::{Checked, Problems};
use crate::plan::Plan;
use crate::recipient::Channel;
use crate::sheets::{
    self, DispatchWords, Holds, Made, Meta, Readme, ReadmeBlocked, ReadmeCount, ReadmePart, Sheets,
};

/// How many blocked recipients the page may name; the register names all.
const NAMED: usize = 40;

/// What went into an archive so far.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Sendings, documents and pages, by channel and language.
    groups: BTreeMap<(Channel, String), [usize; 3]>,
    copies: usize,
    emails: usize,
}

impl Counted {
    /// Counts a file.
    pub(super) fn count(&mut self, entry: &Entry) {
        self.emails += usize::from(entry.role == Role::Email);
        let (Role::Document, Some(channel), Some(locale)) = (entry.role, entry.channel, &entry.locale) else {
            return;
        };
        self.copies += usize::from(entry.copy_to.is_some());
        let [sendings, documents, pages] = self.groups.entry((channel, locale.clone())).or_default();
        *sendings += usize::from(entry.delivery.is_some());
        *documents += 1;
        *pages += entry.pages.map_or(0, |pages| usize::try_from(pages).unwrap_or_default());
    }
}

/// All that the page says.
#[derive(Debug)]
pub(super) struct Page {
    readme: Readme,
    words: DispatchWords,
    meta: Meta,
}

impl Page {
    /// A hash, in hexadecimal, of all that makes the page what it is.
    pub(super) fn key(&self, plan: &Plan) -> String {
        plan.sheet_key(&sheets::readme_hash(plan.mailing().paper, &self.readme, &self.words, &self.meta))
    }

    /// Sets it; returns what the sheets report about it too.
    pub(super) fn set(&self, plan: &Plan) -> Result<Checked<Made>, Problems> {
        Sheets::new(plan.fonts())?.readme(plan.mailing().paper, &self.readme, &self.words, &self.meta)
    }

    /// Its entry, when it has so many pages.
    pub(super) fn entry(&self, pages: u32) -> Entry {
        Entry {
            pages: Some(pages),
            locale: Some(self.words.locale.clone()),
            ..Entry::new(layout::COVER_PATH, Role::Cover)
        }
    }
}

/// Says what went into an archive.
pub(super) fn page(
    plan: &Plan,
    counted: &Counted,
    produced: usize,
    expected: &Expected,
    blocked: &[Blocked],
) -> Page {
    let office = plan.office();
    let language = office.language.as_str();
    let of_language = office.languages.get(language).cloned().unwrap_or_default();
    let words = DispatchWords {
        fonts: office.fonts(),
        locale: language.to_owned(),
        is_rtl: of_language.is_rtl,
        labels: of_language.labels,
    };
    let reference = plan.mailing().reference.value.clone();
    let meta = Meta {
        title: format!("{reference} · {}", words.get("readme_title")),
        ident: format!("{reference}/{}", layout::COVER),
        issued_at: plan.issued_at().clone(),
        reference,
    };
    let named = blocked.iter().take(NAMED).map(|blocked| ReadmeBlocked {
        recipient: blocked.recipient.clone(),
        reasons: blocked.reasons.iter().map(|reason| reason.message.clone()).collect(),
    });
    let readme = Readme {
        event: of_language.subject,
        issued: of_language.date,
        made_by: concat!("convoke ", env!("CARGO_PKG_VERSION")).to_owned(),
        expected: expected.recipients,
        produced,
        counts: counted.groups.iter().map(|(group, counts)| count_group(plan, group, *counts)).collect(),
        copies: counted.copies,
        enclosures: plan.enclosures().len(),
        parts: list_parts(plan, counted),
        blocked: named.collect(),
        more_blocked: blocked.len().saturating_sub(NAMED),
        stale: plan.stale_languages().iter().map(|tag| plan.language_name(tag).to_owned()).collect(),
        register: layout::TABLE.into(),
        manifest: layout::MANIFEST.into(),
        command: "convoke verify".into(),
        pack: "convoke pack".into(),
        send: "convoke send".into(),
        pack_folder: format!("{}/", PackList::FOLDER),
    };
    Page { readme, words, meta }
}

fn count_group(plan: &Plan, (channel, locale): &(Channel, String), counts: [usize; 3]) -> ReadmeCount {
    let [recipients, documents, pages] = counts;
    let language = plan.language_name(locale).to_owned();
    ReadmeCount { channel: *channel, language, recipients, documents, pages }
}

/// The folders and files of the archive, in the order an office works through them.
fn list_parts(plan: &Plan, counted: &Counted) -> Vec<ReadmePart> {
    let mut channels: Vec<Channel> = counted.groups.keys().map(|(channel, _)| *channel).collect();
    channels.dedup();
    let of_channels = channels.into_iter().map(|channel| (channel.name(), Holds::Channel(channel)));
    let others = [
        (layout::EMAIL_TEXTS, Holds::EmailTexts, counted.emails > 0),
        (layout::ENCLOSURES, Holds::Enclosures, !plan.enclosures().is_empty()),
    ];
    let others = others.into_iter().filter(|(.., is_there)| *is_there).map(|(name, holds, _)| (name, holds));
    let folders =
        of_channels.chain(others).map(|(name, holds)| ReadmePart { path: format!("{name}/"), holds });
    let lists = [(layout::TABLE, Holds::Register), (layout::MANIFEST, Holds::Manifest)];
    folders.chain(lists.map(|(path, holds)| ReadmePart { path: path.to_owned(), holds })).collect()
}
