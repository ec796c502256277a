//! Lists of recipients as JSON lines, one recipient on each, as programs write them. Only one line is in memory, whatever the size of the
//! file.

use std::path::Path;

use super::model::Recipient;
use super::read::read_entry;
use super::text_file::{Pieces, TextFile};
use crate::diagnostic::{Checked, Diagnostic, Location, codes};
use crate::input::parse_json;

/// How many bytes a line may have.
const MOST: usize = 1 << 20;

/// A file of JSON lines that can be read, more than once.
#[derive(Debug)]
pub(super) struct JsonFile {
    text: TextFile,
    file: String,
    extra_fields: Vec<String>,
}

impl JsonFile {
    /// Scans a file of a mailing that declares `extra_fields`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not UTF-8 text, or lists nobody.
    pub(super) fn open(path: &Path, file: &str, extra_fields: &[String]) -> Result<Self, Diagnostic> {
        let text = TextFile::open(path, file, Some("utf-8"))
            .map_err(|problem| Diagnostic { hints: vec!["save it as UTF-8".into()], ..problem })?;
        let opened = Self { text, file: file.to_owned(), extra_fields: extra_fields.to_vec() };
        if opened.lines()?.next().transpose()?.is_none() {
            return Err(Diagnostic::new(codes::RECIPIENTS_MISSING, "the file lists no recipients")
                .with_location(Location::file(file))
                .with_hint("write each recipient as a JSON object, on a line of its own"));
        }
        Ok(opened)
    }

    /// Begins to read the lines that are not empty.
    pub(super) fn lines(&self) -> Result<Lines<'_>, Diagnostic> {
        let pieces = self.text.pieces()?;
        Ok(Lines {
            of: self,
            pieces,
            text: String::new(),
            start: 0,
            line: 0,
            is_whole: false,
            is_over: false,
        })
    }

    /// Reads the recipient of a line.
    pub(super) fn read(&self, line: &Line) -> Checked<Option<Recipient>> {
        match parse_json(&line.text, &self.file, line.number) {
            Ok(node) => read_entry(node, &self.file, &self.extra_fields),
            Err(problem) => {
                let hint = "write each recipient as a JSON object, on a line of its own (`convoke schema recipients`)";
                Checked::new(None, Diagnostic { hints: vec![hint.into()], ..problem })
            }
        }
    }
}

/// A line that has something on it.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, from one.
    number: u32,
    text: String,
}

/// Reads the lines of a file.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub(super) of: &'a JsonFile,
    pieces: Pieces<'a>,
    /// Text read but, from `start` on, not given out.
    text: String,
    start: usize,
    /// How many lines were given out or passed over.
    line: u32,
    /// Whether the text reaches to the end of the file.
    is_whole: bool,
    is_over: bool,
}

impl Iterator for Lines<'_> {
    type Item = Result<Line, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.read_line() {
                Ok(Some(line)) if line.text.trim().is_empty() => {}
                Ok(Some(line)) => return Some(Ok(line)),
                Ok(None) => self.is_over = true,
                Err(problem) => {
                    self.is_over = true;
                    return Some(Err(problem));
                }
            }
        }
        None
    }
}

impl Lines<'_> {
    fn read_line(&mut self) -> Result<Option<Line>, Diagnostic> {
        loop {
            let rest = self.text.get(self.start..).unwrap_or_default();
            let end = rest.find('\n');
            if end.unwrap_or(rest.len()) > MOST {
                return Err(self.too_long());
            }
            if end.is_none() && !self.is_whole {
                self.text.drain(..self.start);
                self.start = 0;
                self.is_whole = !self.pieces.read(&mut self.text)?;
                continue;
            }
            let Some(text) = rest.get(..end.unwrap_or(rest.len())).filter(|_| !rest.is_empty()) else {
                return Ok(None);
            };
            self.line = self.line.saturating_add(1);
            let line = Line { number: self.line, text: text.strip_suffix('\r').unwrap_or(text).to_owned() };
            self.start += text.len() + usize::from(end.is_some());
            return Ok(Some(line));
        }
    }

    fn too_long(&self) -> Diagnostic {
        let message = format!("the line is longer than {} MiB", MOST >> 20);
        Diagnostic::new(codes::RECIPIENTS_UNREADABLE, message)
            .with_location(Location::text(&self.of.file, self.line.saturating_add(1), 1))
            .with_hint("write each recipient on a line of its own")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::write_atomically;

    /// What is read of a file: its recipients by their ids, and its problems.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.jsonl");
        write_atomically(&path, text.as_bytes()).unwrap();
        let read = crate::recipient::read(folder.path(), "list.jsonl", None, &["desk".to_owned()]);
        let ids = read.value.into_iter().map(|recipient| recipient.id.value).collect();
        (ids, read.problems.iter().map(ToString::to_string).collect())
    }

    fn line(id: &str, more: &str) -> String {
        format!(
            r#"{{"id": "{id}", "kind": "organisation", "addressee": {{"office": "official"}}, "ministry": "M", "address": ["1 Street", "Geneva"], "channels": ["post"], "languages": ["en"]{more}}}"#
        )
    }

    #[test]
    fn each_line_is_a_recipient_and_a_bad_one_is_told_with_its_place() {
        let long = line("C", &format!(r#", "fields": {{"desk": "{}"}}"#, "é".repeat(100_000)));
        let text = [line("A", ""), String::new(), "{\"id\": ".to_owned(), long, line("D", r#", "ids": 1"#)];
        let (ids, problems) = read(&text.join("\r\n"));
        assert_eq!(ids, ["A", "C", "D"]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("list.jsonl:3:7: error[request-syntax]"), "{problems:?}");
        assert!(problems[1].starts_with("list.jsonl:5:1: error[key-unknown]"), "{problems:?}");
        assert!(problems[1].contains("recipient D"), "{problems:?}");
    }

    #[test]
    fn a_line_that_has_no_end_and_a_file_of_nobody_are_told() {
        let (ids, problems) = read(&(line("A", "") + "\n" + &"x".repeat(MOST + 1)));
        assert_eq!(ids, ["A"]);
        assert_eq!(problems, ["list.jsonl:2:1: error[recipients-unreadable]: the line is longer than 1 MiB"]);
        let (_, problems) = read("\n \n");
        assert_eq!(problems, ["list.jsonl: error[recipients-missing]: the file lists no recipients"]);
    }
}
