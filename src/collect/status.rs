//! What a returned file is, and which of several counts.

use std::fmt;

use serde::Serialize;

/// What a returned file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnStatus {
    /// A form of this mailing, as it was sent.
    Matched,
    /// A form of this mailing that was sent in an earlier version.
    OldVersion,
    /// A form of this mailing of which nobody can tell whether the mailing made it: it was made before forms proved that, or the
    /// key is not at hand.
    Unverified,
    /// A form that claims to be of this mailing and was not made by it, or was altered since.
    Forged,
    /// A form of another mailing.
    OtherMailing,
    /// A form of this mailing for somebody the archive does not know.
    UnknownRecipient,
    /// A form that does not say which it is.
    NoIdentity,
    /// A PDF whose fields were turned into page content.
    Flattened,
    /// Images of paper.
    Scanned,
    /// Not a PDF.
    NotPdf,
    /// A PDF that opens with a password only.
    Password,
    /// A file larger than any form.
    TooLarge,
    /// A PDF whose structure is damaged.
    Damaged,
    /// A file that cannot be opened, or whose form as it was sent cannot be read.
    Unreadable,
}

impl ReturnStatus {
    /// Whether its fields were read into the table.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Matched | Self::OldVersion | Self::Unverified)
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::OldVersion => "earlier version of the form",
            Self::Unverified => "unverified",
            Self::Forged => "forged or altered",
            Self::OtherMailing => "another mailing",
            Self::UnknownRecipient => "unknown recipient",
            Self::NoIdentity => "no identity",
            Self::Flattened => "fields turned into text",
            Self::Scanned => "scanned",
            Self::NotPdf => "not a PDF",
            Self::Password => "password",
            Self::TooLarge => "too large",
            Self::Damaged => "damaged",
            Self::Unreadable => "unreadable",
        }
    }

    /// What a person has to do about it.
    #[must_use]
    pub fn to_do(self) -> &'static str {
        match self {
            Self::Matched => "",
            Self::OldVersion => "look whether the later version asks for more",
            Self::Unverified => "ask the ministry whether it sent this",
            Self::Forged => "ask the ministry, by an address you know, whether it sent this",
            Self::OtherMailing => "hand it to those whose mailing it is",
            Self::UnknownRecipient => "look whether it belongs to an earlier archive of the mailing",
            Self::NoIdentity => "find out whose it is and key it in with `convoke form fill`",
            Self::Flattened | Self::Scanned => "key it in with `convoke form fill`",
            Self::NotPdf => "look at it; an answer in it has to be keyed in",
            Self::Password => "ask the ministry to send it without a password",
            Self::TooLarge => "look at it with a PDF reader and key it in",
            Self::Damaged => "ask the ministry to send it again",
            Self::Unreadable => "look whether the file can be opened",
        }
    }
}

/// Which of several files from one recipient it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerVersion {
    /// The one that counts: the only one, or the latest.
    Counts,
    /// Changed before the one that counts.
    Earlier,
    /// As late as another that says something else: a person has to decide.
    Tie,
    /// Says the same as another that is as late.
    Same,
    /// Has no date that says whether it is later than the one that counts: none, or one yet to come.
    Undated,
    /// Does not count: nobody can tell whether it is genuine.
    Unverified,
}

impl fmt::Display for AnswerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Counts => "counts",
            Self::Earlier => "earlier",
            Self::Tie => "tie",
            Self::Same => "same",
            Self::Undated => "undated",
            Self::Unverified => "unverified",
        })
    }
}
