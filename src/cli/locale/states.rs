//! The States of a mailing's lists, and its host: only they need names in a language.

use super::super::cage::isolation;
use super::super::setting::Setting;
use crate::mailing::Mailing;
use crate::recipient::Lists;
use crate::translate::NamedStates;
use crate::worker::{JobLimits, ReadingRoom};

/// The States to which letters go, and the host whom they name; `None` where a list cannot be read, which `convoke check` tells.
pub(super) fn states_of(setting: &Setting, mailing: &Mailing) -> Option<NamedStates> {
    let sources = mailing.recipients.iter().map(|source| &source.value);
    let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
    let lists = Lists::open(&setting.root, sources, None, &mailing.extra_fields, &mut reader);
    if lists.problems.has_errors() {
        return None;
    }
    let mut states = NamedStates::default();
    for row in lists.value.rows() {
        if let Some(recipient) = row.ok()?.value
            && let Some(iso) = &recipient.iso
        {
            states.add(iso, recipient.languages.iter().map(|language| language.as_str()));
        }
    }
    if let Some(host) = &mailing.event.host {
        states.add_for_all(host);
    }
    Some(states)
}
