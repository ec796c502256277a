//! What collecting gives: a row for each participant, a line for each file, and who has not answered.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::status::{AnswerVersion, ReturnStatus};
use crate::pdf::FieldKind;
use crate::recipient::Channel;

/// What came of the returned files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Version of the format.
    pub format: u32,
    /// Reference of the mailing.
    pub reference: String,
    /// SHA-256 of the manifest of the archive that the files were held against, in hexadecimal.
    pub archive: String,
    /// The date by which forms were to be returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
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
    /// Whether answers count that nobody can verify, because that was asked for.
    pub accepts_unverified: bool,
}

/// Version of the format of `registrations.json`.
///
/// Version 2 brought forms that are forged or cannot be verified, and answers that differ; version 3 forms inside of other files,
/// messages, answers entered by hand, and the addresses of those who have not answered; version 4 the hash of the archive's manifest.
pub(super) const FORMAT: u32 = 4;

/// The most files that are named beside each of several that differ.
pub const MAX_NAMED: usize = 10;

/// A returned file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Its path, as given or found.
    pub file: String,
    /// What it is in the file: names of files in one another, such as those of an archive or a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The page it begins on, from one, where there are several forms in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// SHA-256 of the file, in hexadecimal, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it is.
    pub status: ReturnStatus,
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
    pub version: Option<AnswerVersion>,
    /// Files that claim the same recipient and say something else, [`MAX_NAMED`] of them at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs_from: Vec<String>,
    /// How many participants it registers.
    pub participants: usize,
    /// Whether it is a form in which nothing is filled in.
    #[serde(skip)]
    pub is_blank: bool,
    /// Whether a person entered an answer of its recipient in its place.
    #[serde(skip)]
    pub(super) is_replaced: bool,
    /// What is wrong with its fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
    /// What a person noted where the answer was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered: Option<String>,
    /// The first row of the table of answers that it was entered in; zero where it was not.
    #[serde(skip)]
    pub(super) row: u32,
    /// What it was dealt with by: a form or an entry that says what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<String>,
}

impl Returned {
    /// A file of which nothing but its path and what it is is known yet.
    pub(super) fn new(file: &str, status: ReturnStatus) -> Self {
        Self {
            file: file.to_owned(),
            part: None,
            page: None,
            sha256: None,
            status,
            remark: None,
            recipient: None,
            serial: None,
            document: None,
            locale: None,
            modified: None,
            version: None,
            differs_from: Vec::new(),
            participants: 0,
            is_blank: false,
            is_replaced: false,
            problems: Vec::new(),
            entered: None,
            row: 0,
            settled_by: None,
        }
    }

    /// Adds to what is said of it.
    pub(super) fn note(&mut self, more: &str) {
        if !more.is_empty() {
            let before = self.remark.take().map(|before| before + "; ").unwrap_or_default();
            self.remark = Some(before + more);
        }
    }

    /// Where it is: its path, what it is in that file, and on which page it begins.
    #[must_use]
    pub fn place(&self) -> String {
        let page = self.page.map(|page| format!("page {page}"));
        [Some(&self.file), self.part.as_ref(), page.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The name of the file itself, which may be in others.
    pub(super) fn last_name(&self) -> String {
        let part = self.part.as_deref().and_then(|part| part.rsplit(", ").next());
        part.unwrap_or(&self.file).to_owned()
    }

    /// Whether it was entered in a row of the table of answers.
    pub(super) fn has_row(&self, row: u32) -> bool {
        self.status.is_entered() && self.row == row
    }

    /// Whether a person has to look at it, besides its fields.
    #[must_use]
    pub fn is_to_look_at(&self) -> bool {
        self.settled_by.is_none() && (!self.status.to_do().is_empty() || self.remark.is_some())
    }
}

/// What is wrong with a field. What it holds is never said: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// A field of a form, for who keys an answer in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedField {
    /// The column of the table of registrations.
    pub column: String,
    /// What it is called in the form, in its language.
    pub label: String,
    /// What kind of field it is.
    pub kind: FieldKind,
    /// What may be chosen, each with what it is called; empty where anything may be entered.
    pub options: Vec<(String, String)>,
    /// Most characters.
    pub limit: Option<usize>,
    /// Whether it must not be empty.
    pub is_required: bool,
    /// Whether it is asked of each participant, not of the delegation.
    pub is_each: bool,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Column {
    /// The field's name, without `participant` and number.
    pub name: String,
    /// Whether it holds personal data.
    pub personal: bool,
}

/// A line of the table: a participant, or the answers of a form that registers nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub invalid: BTreeSet<String>,
}

impl Row {
    /// Whether the row is about a participant. A form that registers nobody has one row that is not.
    #[must_use]
    pub fn is_participant(&self) -> bool {
        self.participant.or(self.delegation).is_some()
    }
}

/// A recipient that has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Its e-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Its fax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
    /// Its address as printed, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
}

impl Collected {
    /// How many files came back; one may hold several forms.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.files.iter().map(|file| &file.file).collect::<BTreeSet<_>>().len()
    }

    /// How many participants the files that count register.
    #[must_use]
    pub fn participants(&self) -> usize {
        let counts = |row: &&Row| {
            self.files.get(row.file).is_some_and(|file| file.version == Some(AnswerVersion::Counts))
        };
        self.registrations.iter().filter(counts).filter(|row| row.is_participant()).count()
    }

    /// The files a person has to look at: those under [`Collected::to_handle`], those that differ from another of the same
    /// recipient, and those that count and have fields that are wrong.
    pub fn to_look_at(&self) -> impl Iterator<Item = &Returned> {
        self.files.iter().filter(|file| {
            self.is_to_handle(file)
                || !file.differs_from.is_empty()
                || (!file.problems.is_empty() && file.version == Some(AnswerVersion::Counts))
        })
    }

    /// The files that need more than their answers being read: those with a remark, or with something to do about their status.
    pub fn to_handle(&self) -> impl Iterator<Item = &Returned> {
        self.files.iter().filter(|file| self.is_to_handle(file))
    }

    fn is_to_handle(&self, file: &Returned) -> bool {
        // What counts although nobody can verify it was asked for.
        let is_accepted =
            self.accepts_unverified && file.status == ReturnStatus::Unverified && file.version.is_some();
        file.is_to_look_at() && !is_accepted
    }

    /// The files with fields that are wrong.
    pub fn with_wrong_fields(&self) -> impl Iterator<Item = &Returned> {
        self.files.iter().filter(|file| !file.problems.is_empty())
    }

    /// How many files there are of each status, those there are.
    #[must_use]
    pub fn by_status(&self) -> BTreeMap<ReturnStatus, usize> {
        let mut counts = BTreeMap::new();
        for file in &self.files {
            *counts.entry(file.status).or_default() += 1;
        }
        counts
    }

    /// The files of which several answer the same form, by recipient and document.
    #[must_use]
    pub fn several_answers(&self) -> BTreeMap<(&str, &str), Vec<&Returned>> {
        let mut several: BTreeMap<(&str, &str), Vec<&Returned>> = BTreeMap::new();
        for file in self.files.iter().filter(|file| file.version.is_some()) {
            let [recipient, document] =
                [&file.recipient, &file.document].map(|id| id.as_deref().unwrap_or_default());
            several.entry((recipient, document)).or_default().push(file);
        }
        several.retain(|_, files| files.len() > 1);
        several
    }

    /// Who has answered, each with what came, in words that say nothing of its contents.
    #[must_use]
    pub fn answers(&self) -> BTreeMap<String, String> {
        let silent: BTreeSet<&str> = self.unanswered.iter().map(|one| one.recipient.as_str()).collect();
        let mut answers = BTreeMap::new();
        for file in self.files.iter().filter(|file| file.status != ReturnStatus::OtherMailing) {
            let Some(recipient) = file.recipient.as_deref().filter(|id| !silent.contains(id)) else {
                continue;
            };
            let hash = file.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}")).unwrap_or_default();
            let is_first = !answers.contains_key(recipient);
            if is_first || file.version == Some(AnswerVersion::Counts) {
                answers.insert(recipient.to_owned(), format!("{}{hash}", file.status.words()));
            }
        }
        answers
    }

    /// How many recipients were asked to answer.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.answered + self.unanswered.len()
    }

    /// How many days are left from a day until the deadline; negative after it.
    #[must_use]
    pub fn days_left(&self, now: Date) -> Option<i32> {
        Some(now.until(self.deadline?).ok()?.get_days())
    }
}

/// What a row says before its fields; fields of these names are called otherwise in the table.
pub(super) const LEADING: [&str; 15] = [
    "file",
    "sha256",
    "recipient",
    "serial",
    "document",
    "form_language",
    "modified",
    "version",
    "participant",
    "delegation",
    "invalid",
    "status",
    "differs_from",
    "part",
    "page",
];
