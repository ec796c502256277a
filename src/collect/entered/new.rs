//! An answer that a person enters on a page: put into the table of answers as the person would write it there, with all else left as it
//! is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::{COLUMNS, EnteredStatus};
use super::table::separator_of;
use crate::archive::table::escape_cell;
use crate::edit::table::{TableMarks, append, remove, row, set};

/// The mark that spreadsheet programs know UTF-8 by.
const MARK: char = '\u{feff}';

/// What a person enters of a recipient at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAnswer {
    /// Id of the recipient; empty where files are of nobody in particular.
    pub recipient: String,
    /// What it answers.
    pub status: EnteredStatus,
    /// The day it came.
    pub date: Option<Date>,
    /// What is to be kept with it.
    pub note: String,
    /// The returned files that are dealt with by it, as the report names them.
    pub files: Vec<String>,
    /// What is said of each participant, by the columns of the table of registrations.
    pub participants: Vec<BTreeMap<String, String>>,
}

impl NewAnswer {
    /// The text of a table of answers (CSV) with this answer, in the place of what was entered of the recipient before; the files that
    /// were dealt with before still are. A text that is empty becomes a table. `None` where the table is not one that this can be done in.
    #[must_use]
    pub fn put_into(&self, text: &str) -> Option<String> {
        let (mark, body) = match text.strip_prefix(MARK) {
            Some(body) => (true, body),
            None => (text.is_empty(), text),
        };
        let marks = TableMarks { separator: char::from(separator_of(body)), quote: '"' };
        let (mut body, headings) = self.with_headings(body, marks)?;
        let position = |name: &str| headings.iter().position(|heading| heading == name);
        let mut files: Vec<String> = Vec::new();
        let is_of_recipient = self.status != EnteredStatus::Read;
        let mut number = 1;
        while let Some(cells) = row(&body, marks, number) {
            let cell =
                |name: &str| position(name).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
            let is_other = cell("recipient") != self.recipient || cell("status").eq_ignore_ascii_case("read");
            if !is_of_recipient || is_other {
                number += 1;
                continue;
            }
            files.extend(names_of(cell("file")));
            body = remove(&body, marks, number)?;
        }
        files.extend(self.files.iter().cloned());
        files.dedup();
        for cells in self.rows(&headings, &files) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            body = append(&body, marks, &cells);
        }
        Some(if mark { format!("{MARK}{body}") } else { body })
    }

    /// The table with a column for all that is said, and its headings.
    fn with_headings(&self, text: &str, marks: TableMarks) -> Option<(String, Vec<String>)> {
        let named = self.participants.iter().flat_map(BTreeMap::keys).map(String::as_str);
        let mut text = text.to_owned();
        if text.trim().is_empty() {
            text = append("", marks, &COLUMNS).replace('\n', "\r\n");
        }
        let mut headings: Vec<String> =
            row(&text, marks, 0)?.iter().map(|name| name.trim().to_owned()).collect();
        for name in COLUMNS.into_iter().chain(named) {
            if !headings.iter().any(|heading| heading == name) {
                text = set(&text, marks, 0, headings.len(), name)?;
                headings.push(name.to_owned());
            }
        }
        Some((text, headings))
    }

    /// A row for each participant; one where there is none.
    fn rows(&self, headings: &[String], files: &[String]) -> Vec<Vec<String>> {
        let none = [BTreeMap::new()];
        let participants = if self.participants.is_empty() { &none[..] } else { &self.participants };
        let date = self.date.map(|date| date.to_string()).unwrap_or_default();
        let rows = participants.iter().enumerate().map(|(number, values)| {
            let of_first = |text: &str| if number == 0 { text.to_owned() } else { String::new() };
            let cell = |heading: &String| match heading.as_str() {
                "recipient" => self.recipient.clone(),
                "status" => self.status.word().to_owned(),
                "date" => date.clone(),
                "note" => of_first(&self.note),
                "file" => of_first(&files.join("; ")),
                column => values.get(column).cloned().unwrap_or_default(),
            };
            headings.iter().map(|heading| escape_cell(&cell(heading))).collect()
        });
        rows.collect()
    }
}

/// The names in a cell of files.
fn names_of(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', '\n']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(recipient: &str, names: &[&str]) -> NewAnswer {
        let participants =
            names.iter().map(|name| BTreeMap::from([("family_name".to_owned(), (*name).to_owned())]));
        NewAnswer {
            recipient: recipient.to_owned(),
            date: Some(jiff::civil::date(2004, 6, 5)),
            participants: participants.collect(),
            ..NewAnswer::default()
        }
    }

    #[test]
    fn a_table_is_begun() {
        let put = answer("FRA", &["Dupont", "=1+1"]).put_into("").expect("a table");
        assert_eq!(
            put,
            "\u{feff}recipient,status,date,note,file,family_name\r\nFRA,answered,2004-06-05,,,Dupont\r\n\
             FRA,answered,2004-06-05,,,'=1+1\r\n"
        );
    }

    #[test]
    fn what_was_entered_before_gives_way_and_all_else_stays() {
        let text = "file;recipient;status;own;family_name\na.pdf;FRA;;x;\"Old\"\n;KEN;;\"y;z\";Mwangi\nb.txt;FRA;read;;\n";
        let new = NewAnswer { files: vec!["c.pdf".to_owned()], ..answer("FRA", &["New"]) };
        assert!(new.put_into(text).is_some());
        assert_eq!(
            new.put_into(text).expect("a table"),
            "file;recipient;status;own;family_name;date;note\n;KEN;;\"y;z\";Mwangi\nb.txt;FRA;read;;\n\
             \"a.pdf; c.pdf\";FRA;answered;;New;2004-06-05;\n"
        );
        let read = NewAnswer {
            status: EnteredStatus::Read,
            files: vec!["d.pdf".to_owned()],
            ..NewAnswer::default()
        };
        let put = read.put_into(text).expect("a table");
        assert!(
            put.starts_with(&text[..5]) && put.contains("a.pdf;FRA") && put.ends_with("d.pdf;;read;;;;\n"),
            "{put}"
        );
    }

    #[test]
    fn a_table_that_is_broken_is_left_alone() {
        assert_eq!(answer("FRA", &["x"]).put_into("recipient,\"status\nFRA,"), None);
    }
}
