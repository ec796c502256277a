//! What collecting gives: a row for each participant, a line for each file, and who has not answered.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::examine::Examined;
use super::issued::Issued;
use crate::recipient::Channel;

/// What came of the returned files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Collected {
    /// Version of the format.
    pub format: u32,
    /// Reference of the mailing.
    pub reference: String,
    /// The date by which forms were to be returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<jiff::civil::Date>,
    /// A line for every file, in the order of their paths.
    pub files: Vec<Returned>,
    /// The columns of the rows, in the order of the form.
    pub columns: Vec<Column>,
    /// The participants, in the order of the files and of the forms.
    pub registrations: Vec<Row>,
    /// How many recipients have answered.
    pub answered: usize,
    /// Who has not, in the order of the archive.
    pub unanswered: Vec<Unanswered>,
}

/// Version of the format of `registrations.json`.
const FORMAT: u32 = 1;

/// A returned file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Returned {
    /// Its path, as given or found.
    pub file: String,
    /// SHA-256 of it, in hexadecimal, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it is.
    pub status: Status,
    /// More on that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Id of the recipient whose form it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Serial of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Id of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Language of the form, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// When it was last changed, as the PDF says (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Whether it counts among several from one recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// How many participants it registers.
    pub participants: usize,
    /// What is wrong with its fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
}

/// What is wrong with a field. What it holds is never said: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// What a returned file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A form of this mailing, as it was sent.
    Matched,
    /// A form of this mailing that was sent in an earlier version.
    OldVersion,
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
    /// No PDF.
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

impl Status {
    /// Whether its fields were read into the table.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Matched | Self::OldVersion)
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::OldVersion => "earlier version of the form",
            Self::OtherMailing => "another mailing",
            Self::UnknownRecipient => "unknown recipient",
            Self::NoIdentity => "no identity",
            Self::Flattened => "fields turned into text",
            Self::Scanned => "scanned",
            Self::NotPdf => "no PDF",
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
pub enum Version {
    /// The one that counts: the only one, or the latest.
    Counts,
    /// Changed before the one that counts.
    Earlier,
    /// As late as another that says something else: a person has to decide.
    Tie,
    /// Says the same as another that is as late.
    Same,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Counts => "counts",
            Self::Earlier => "earlier",
            Self::Tie => "tie",
            Self::Same => "same",
        })
    }
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The field's name, without `participant` and number.
    pub name: String,
    /// Whether it holds personal data.
    pub personal: bool,
}

/// A participant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Position of its file in `files`.
    pub file: usize,
    /// Number of its page in the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<u32>,
    /// Number of its row in the delegation list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation: Option<u32>,
    /// What the fields hold, by column; fields left empty are not among them.
    pub values: BTreeMap<String, String>,
    /// Columns that have something wrong.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub invalid: BTreeSet<String>,
}

/// A recipient that has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// Id of the recipient.
    pub recipient: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Serial of its form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Language of its form, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// How the form was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

impl Collected {
    pub(super) fn of(examined: Vec<Examined>, issued: &Issued<'_>) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let mut known = BTreeSet::new();
        let (mut files, mut registrations) = (Vec::new(), Vec::new());
        for (position, Examined { returned, answers, .. }) in examined.into_iter().enumerate() {
            if let Some(answers) = answers {
                columns
                    .extend(answers.columns.into_iter().filter(|column| known.insert(column.name.clone())));
                registrations.extend(answers.rows.into_iter().map(|row| Row { file: position, ..row }));
            }
            files.push(returned);
        }
        let has_answered = |returned: &&Returned| match returned.status {
            Status::Matched | Status::OldVersion => returned.remark.as_deref() != Some(BLANK),
            Status::Flattened | Status::Scanned => true,
            _ => false,
        };
        let answered: BTreeSet<&str> =
            files.iter().filter(has_answered).filter_map(|returned| returned.recipient.as_deref()).collect();
        let mut unanswered: Vec<Unanswered> = Vec::new();
        let mut seen = BTreeSet::new();
        for entry in issued.expected() {
            let Some(recipient) = entry.recipient.as_deref() else { continue };
            if seen.insert(recipient) && !answered.contains(recipient) {
                unanswered.push(Unanswered {
                    recipient: recipient.to_owned(),
                    entity: entry.entity.clone(),
                    serial: entry.serial.clone(),
                    locale: entry.locale.clone(),
                    channel: entry.channel,
                });
            }
        }
        Self {
            format: FORMAT,
            reference: issued.reference().to_owned(),
            deadline: issued.deadline(),
            answered: seen.len() - unanswered.len(),
            files,
            columns,
            registrations,
            unanswered,
        }
    }

    /// The files a person has to look at: those not read, those of which one must be chosen, and those with fields that are
    /// wrong.
    pub fn to_look_at(&self) -> impl Iterator<Item = &Returned> {
        self.files.iter().filter(|returned| {
            returned.status != Status::Matched
                || returned.version == Some(Version::Tie)
                || (!returned.problems.is_empty() && returned.version == Some(Version::Counts))
        })
    }
}

/// The remark on a form that came back with nothing filled in.
pub(super) const BLANK: &str = "nothing is filled in";
