//! What a returned file is, and which of several counts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a returned file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// A form of this mailing that was joined with another in such a way that their fields became the same.
    Mixed,
    /// A form of this mailing whose fields are empty, with something written on its pages.
    WrittenOn,
    /// A PDF whose fields were turned into page content.
    Flattened,
    /// Images of paper.
    Scanned,
    /// A PDF that is no form of the mailing.
    NotForm,
    /// A message without a form.
    Letter,
    /// A message that brought a form, and what it says besides.
    Covering,
    /// A message that a program wrote: that a message could not be delivered, or was read, or that somebody is out of office.
    Notice,
    /// An answer that was keyed in by a person.
    Keyed,
    /// A recipient that will not come, as entered by a person.
    Regrets,
    /// A recipient that has answered by letter, as entered by a person.
    AnsweredByLetter,
    /// A file with others in it that are not read.
    NotUnpacked,
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
        matches!(self, Self::Matched | Self::OldVersion | Self::Unverified | Self::Keyed)
    }

    /// Whether a person entered it.
    #[must_use]
    pub fn is_entered(self) -> bool {
        matches!(self, Self::Keyed | Self::Regrets | Self::AnsweredByLetter)
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
            Self::Mixed => "mixed up with another form",
            Self::WrittenOn => "written on the page",
            Self::Flattened => "fields turned into text",
            Self::Scanned => "scanned",
            Self::NotForm => "no form of the mailing",
            Self::Letter => "answered by letter",
            Self::Covering => "message with a form",
            Self::Notice => "notice of a mail program",
            Self::Keyed => "keyed in",
            Self::Regrets => "regrets",
            Self::AnsweredByLetter => "answered by letter, entered",
            Self::NotUnpacked => "not unpacked",
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
            Self::Matched | Self::Keyed | Self::Regrets | Self::AnsweredByLetter => "",
            Self::OldVersion => "look whether the later version asks for more",
            Self::Unverified => "ask the ministry whether it sent this",
            Self::Forged => "ask the ministry, by an address you know, whether it sent this",
            Self::OtherMailing => "hand it to those whose mailing it is",
            Self::UnknownRecipient => "look whether it belongs to an earlier archive of the mailing",
            Self::NoIdentity => "find out whose it is and key it in",
            Self::Mixed => "ask the ministry to send each form as a file of its own",
            Self::WrittenOn => "key it in",
            Self::Flattened | Self::Scanned => "key it in",
            Self::NotForm => "read it; an answer in it has to be keyed in or entered",
            Self::Letter => "read it, and enter the answer",
            Self::Covering => "read it: it may say more than the form",
            Self::Notice => "no answer: book it with `convoke receive`",
            Self::NotUnpacked => "unpack it and put the files in it among the returns",
            Self::NotPdf => "look at it; an answer in it has to be keyed in",
            Self::Password => "ask the ministry to send it without a password",
            Self::TooLarge => "look at it with a PDF reader and key it in",
            Self::Damaged => "ask the ministry to send it again",
            Self::Unreadable => "look whether the file can be opened",
        }
    }
}

/// Which of several files from one recipient it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerVersion {
    /// The one that counts: the only one, or the latest.
    Counts,
    /// Changed before the one that counts.
    Earlier,
    /// Does not count: nothing is filled in, and another says something.
    Blank,
    /// Not known to be earlier or later than another that says something else: a person has to decide.
    Tie,
    /// Says the same as another that is as late.
    Same,
    /// Has a date that is yet to come, which says nothing of whether it is later than the one that counts.
    Undated,
    /// Does not count: nobody can tell whether it is genuine.
    Unverified,
}

impl fmt::Display for AnswerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Counts => "counts",
            Self::Earlier => "earlier",
            Self::Blank => "blank",
            Self::Tie => "tie",
            Self::Same => "same",
            Self::Undated => "undated",
            Self::Unverified => "unverified",
        })
    }
}
