//! The places there are, in the order of the work.

use super::words::Words;

/// A place of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the mailing stands, and what comes next.
    Start,
    /// The list of recipients.
    Recipients,
    /// The letter and all that goes with it.
    Letter,
    /// The languages, and the texts of each.
    Languages,
    /// All problems.
    Check,
    /// Making the letters.
    Make,
    /// Sending them, and what came of it.
    Dispatch,
    /// What came back, and what follows from it.
    Returns,
}

impl Place {
    /// All, in the order of the work.
    pub(super) const ALL: [Self; 8] = [
        Self::Start,
        Self::Recipients,
        Self::Letter,
        Self::Languages,
        Self::Check,
        Self::Make,
        Self::Dispatch,
        Self::Returns,
    ];

    /// The path of its address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Start => "/",
            Self::Recipients => "/recipients",
            Self::Letter => "/letter",
            Self::Languages => "/languages",
            Self::Check => "/check",
            Self::Make => "/make",
            Self::Dispatch => "/dispatch",
            Self::Returns => "/returns",
        }
    }

    /// Its name.
    pub(super) fn title(self, words: &Words) -> &str {
        match self {
            Self::Start => &words.start.title,
            Self::Recipients => &words.recipients.title,
            Self::Letter => &words.letter.title,
            Self::Languages => &words.languages.title,
            Self::Check => &words.check.title,
            Self::Make => &words.make.title,
            Self::Dispatch => &words.dispatch.title,
            Self::Returns => &words.returns.title,
        }
    }
}
