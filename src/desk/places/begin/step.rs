//! The steps of a new mailing, each an address, and what is asked at each.

use crate::desk::address::NEW;
use crate::desk::words::BeginWords;
use crate::starter::Topic;

/// Where what was entered becomes a mailing.
pub(super) const BEGIN: &str = "/new/begin";

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Genre and languages.
    Letters,
    /// Who writes.
    Sender,
    /// What the letters are about.
    Event,
    /// Reference, date, and who signs.
    Issue,
    /// Whom they go to.
    List,
    /// All of it together.
    Overview,
}

impl Step {
    /// All, in their order.
    pub(super) const ALL: [Self; 6] =
        [Self::Letters, Self::Sender, Self::Event, Self::Issue, Self::List, Self::Overview];

    /// The path of its address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Letters => NEW,
            Self::Sender => "/new/sender",
            Self::Event => "/new/event",
            Self::Issue => "/new/issue",
            Self::List => "/new/list",
            Self::Overview => "/new/overview",
        }
    }

    /// Its name.
    pub(super) fn title(self, words: &BeginWords) -> &str {
        match self {
            Self::Letters => &words.letters,
            Self::Sender => &words.sender,
            Self::Event => &words.event,
            Self::Issue => &words.issue,
            Self::List => &words.list,
            Self::Overview => &words.overview,
        }
    }

    /// What is asked at it; each topic at one of them.
    pub(super) fn of(topic: Topic) -> Self {
        match topic {
            Topic::Languages | Topic::DefaultLanguage | Topic::Paper => Self::Letters,
            Topic::Organisation
            | Topic::Office
            | Topic::EMail
            | Topic::WritesAs
            | Topic::WriterGender
            | Topic::Emblem => Self::Sender,
            Topic::Event
            | Topic::Meeting
            | Topic::EventPlace
            | Topic::Start
            | Topic::End
            | Topic::Deadline => Self::Event,
            Topic::Reference
            | Topic::Place
            | Topic::IssuedAt
            | Topic::Signatory
            | Topic::Title
            | Topic::Signature => Self::Issue,
            Topic::List => Self::List,
        }
    }

    /// The one after it; the last after itself.
    pub(super) fn next(self) -> Self {
        let at = Self::ALL.into_iter().position(|step| step == self).unwrap_or_default();
        Self::ALL.get(at + 1).copied().unwrap_or(Self::Overview)
    }

    /// The one before it, if there is one.
    pub(super) fn before(self) -> Option<Self> {
        let at = Self::ALL.into_iter().position(|step| step == self)?;
        Self::ALL.get(at.checked_sub(1)?).copied()
    }
}
