//! The entries of a table of answers, checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::table::{self, Row};
use crate::collect::file;
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes, did_you_mean};
use crate::mailing::IssuedAt;
use crate::worker::Reader;

/// Columns beside those of the form.
pub(super) const COLUMNS: [&str; 5] = ["recipient", "status", "date", "note", "file"];

/// What a person entered of a recipient.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EnteredStatus {
    /// The answers of a form.
    #[default]
    Answered,
    /// It will not come.
    Regrets,
    /// It has answered by letter.
    Letter,
    /// Nothing of a recipient: files were read and need nothing more.
    Read,
}

impl EnteredStatus {
    /// All, as they are written.
    const ALL: [(&str, Self); 4] = [
        ("answered", Self::Answered),
        ("regrets", Self::Regrets),
        ("letter", Self::Letter),
        ("read", Self::Read),
    ];

    /// The status that a word is written for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, status)| status)
    }

    /// How it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(in crate::collect) struct Entry {
    /// The row's number in the file, from one.
    pub(in crate::collect) row: u32,
    /// Id of the recipient; empty where files were read that are of nobody in particular.
    pub(in crate::collect) recipient: String,
    pub(in crate::collect) status: EnteredStatus,
    /// When the answer came.
    pub(in crate::collect) date: Option<Date>,
    pub(in crate::collect) note: String,
    /// The returned files that are dealt with by it.
    pub(in crate::collect) files: Vec<String>,
    /// What the fields say, by the columns of the table of registrations.
    pub(in crate::collect) values: BTreeMap<String, String>,
}

impl Entry {
    /// Whether it says what a recipient answers.
    pub(in crate::collect) fn is_answer_of(&self, recipient: Option<&str>) -> bool {
        let says = matches!(self.status, EnteredStatus::Answered | EnteredStatus::Regrets);
        says && recipient == Some(self.recipient.as_str())
    }
}

/// The table.
#[derive(Debug, Clone, Default)]
pub(in crate::collect) struct Entered {
    /// Its path, as shown.
    pub(in crate::collect) file: String,
    pub(in crate::collect) entries: Vec<Entry>,
}

impl Entered {
    /// Reads a table against the recipients and the columns of the forms that were sent.
    ///
    /// # Errors
    ///
    /// All that is wrong with it: columns and recipients that there are not, words and dates that are not understood.
    pub(in crate::collect) fn read(
        path: &Path,
        shown_from: Option<&Path>,
        recipients: &BTreeSet<&str>,
        columns: &[String],
        reader: &mut Reader,
    ) -> Result<Self, Problems> {
        let file = file::shown(path, shown_from);
        let mut rows = table::read(path, reader)?.into_iter();
        let mut problems = Problems::new();
        let headings = rows.next().map(|row| row.cells).unwrap_or_default();
        let headings: Vec<String> = headings.iter().map(|name| name.trim().to_owned()).collect();
        check_headings(&headings, columns, &file, &mut problems);
        let mut entries = Vec::new();
        for row in rows {
            let reading = Reading { file: &file, recipients, headings: &headings };
            match reading.read(&row) {
                Ok(entry) => entries.push(entry),
                Err(wrong) => problems.extend(wrong),
            }
        }
        problems.checked(Self { file, entries }).map(|checked| checked.value)
    }
}

fn check_headings(headings: &[String], columns: &[String], file: &str, problems: &mut Problems) {
    let known = || COLUMNS.into_iter().chain(columns.iter().map(String::as_str));
    let at = |number: usize| Location::text(file, 1, u32::try_from(number + 1).unwrap_or(u32::MAX));
    if !headings.iter().any(|name| name == "recipient") {
        let problem = Diagnostic::new(codes::ANSWERS_COLUMN, "the table has no column `recipient`");
        let hint = "write the headings into the first row; --answers-template writes a table that has them";
        problems.push(problem.with_location(Location::file(file)).with_hint(hint));
    }
    for (number, name) in headings.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if !known().any(|known| known == name) {
            let problem = Diagnostic::new(codes::ANSWERS_COLUMN, format!("no form has the column `{name}`"));
            problems.push(problem.with_location(at(number)).with_hint(did_you_mean(name, known())));
        } else if headings.iter().take(number).any(|earlier| earlier == name) {
            let problem =
                Diagnostic::new(codes::ANSWERS_COLUMN, format!("the column `{name}` is there twice"));
            problems.push(problem.with_location(at(number)).with_hint("take one of them away"));
        }
    }
}

/// What a row is read against.
struct Reading<'a> {
    file: &'a str,
    recipients: &'a BTreeSet<&'a str>,
    headings: &'a [String],
}

impl Reading<'_> {
    fn read(&self, row: &Row) -> Result<Entry, Problems> {
        let mut problems = Problems::new();
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (position, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match self.headings.get(position).filter(|name| !name.is_empty()) {
                Some(name) => drop(values.insert(name.clone(), cell.clone())),
                None => {
                    let message = "a value stands in a column without a heading";
                    problems.push(self.wrong(row, message.to_owned()).with_hint("name the column"));
                }
            }
        }
        let [recipient, status, date, note, files] =
            COLUMNS.map(|name| values.remove(name).unwrap_or_default());
        let status = self.read_status(row, &status).unwrap_or_else(|problem| {
            problems.push(problem);
            EnteredStatus::Answered
        });
        problems.extend(self.check_recipient(row, &recipient, status).err());
        if let Some(column) = values.keys().next().filter(|_| status != EnteredStatus::Answered) {
            let message = "a value of a form stands in a row that is no answer to one".to_owned();
            let problem = self.wrong(row, message).with_field(column.clone());
            problems.push(problem.with_hint("leave it empty, or leave the status empty"));
        }
        let day = IssuedAt::parse_date(&date);
        if day.is_none() && !date.is_empty() {
            let problem = self.wrong(row, format!("`{date}` is not a date")).with_field("date");
            problems.push(problem.with_hint("write it as in 2004-06-05"));
        }
        let files = files.split([';', '\n']).map(|name| name.trim().to_owned());
        let files = files.filter(|name| !name.is_empty()).collect();
        let entry = Entry { row: row.number, recipient, status, date: day, note, files, values };
        problems.checked(entry).map(|checked| checked.value)
    }

    fn read_status(&self, row: &Row, word: &str) -> Result<EnteredStatus, Diagnostic> {
        if word.is_empty() {
            return Ok(EnteredStatus::Answered);
        }
        EnteredStatus::of_word(&word.to_lowercase()).ok_or_else(|| {
            let words = EnteredStatus::ALL.map(|(word, _)| word).join(", ");
            let problem = self.wrong(row, format!("`{word}` is no status")).with_field("status");
            problem.with_hint(format!("write one of: {words}"))
        })
    }

    fn check_recipient(&self, row: &Row, id: &str, status: EnteredStatus) -> Result<(), Diagnostic> {
        if self.recipients.contains(id) || (id.is_empty() && status == EnteredStatus::Read) {
            return Ok(());
        }
        let problem = self.wrong(row, format!("no form was sent to `{id}`")).with_field("recipient");
        Err(problem.with_hint(did_you_mean(id, self.recipients.iter().copied())))
    }

    fn wrong(&self, row: &Row, message: String) -> Diagnostic {
        let place = Place::Text { line: row.number, column: 1 };
        Diagnostic::new(codes::ANSWERS_VALUE, message).with_location(Location::at(self.file, place))
    }
}
