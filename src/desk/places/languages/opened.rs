//! The mailing's languages, opened for one answer.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::desk::state::Desk;
use crate::diagnostic::Problems;
use crate::locale::find_cldr;
use crate::mailing::{self, Mailing};
use crate::translate::{self, NamedStates};
use crate::worker::{JobLimits, Reader, ReadingRoom};

/// The mailing and its languages.
pub(super) struct Opened {
    pub(super) mailing: Mailing,
    pub(super) languages: translate::Desk,
}

impl Opened {
    /// Opens them; only States to which letters go need names.
    pub(super) fn new(desk: &Desk) -> Result<Self, Problems> {
        let opened = Self::plain(desk)?;
        let lists = opened.mailing.recipients.iter().flat_map(|source| source.value.files());
        let mut places: BTreeSet<PathBuf> = lists.map(|name| desk.root.join(name)).collect();
        places.insert(desk.root.join(&desk.mailing));
        let states = desk.languages.states.get(&places, || {
            NamedStates::of_mailing(&desk.root, &opened.mailing, &mut reader(desk), desk.environment)
        });
        Ok(match states.as_ref() {
            Some(states) => Self { languages: opened.languages.for_states(states.clone()), ..opened },
            None => opened,
        })
    }

    /// Opens them where names of States play no part.
    pub(super) fn plain(desk: &Desk) -> Result<Self, Problems> {
        let read = mailing::read(&desk.root, &desk.mailing);
        let Some(mailing) = read.value else { return Err(read.problems) };
        let languages = translate::Desk::open(&desk.root, &mailing.templates, &mailing.default_language);
        Ok(Self { mailing, languages })
    }

    /// All files that what is said of the languages depends on.
    pub(super) fn places(&self, desk: &Desk) -> BTreeSet<PathBuf> {
        let mut places = self.mailing.places(&desk.root);
        places.insert(desk.root.join(&desk.mailing));
        places
    }
}

/// One who reads workbooks and XLIFF files, in a process of its own.
pub(super) fn reader(desk: &Desk) -> Reader {
    ReadingRoom::new(&desk.isolation, JobLimits::LIST).reader()
}

/// A language's own name; its tag where it is not known.
pub(super) fn own_name(tag: &str) -> String {
    find_cldr(tag).map_or_else(|| tag.to_owned(), |known| known.name.to_owned())
}

/// The address of a language.
pub(super) fn address(tag: &str) -> String {
    let tag: String = form_urlencoded::byte_serialize(tag.as_bytes()).collect();
    format!("/languages/{tag}")
}
