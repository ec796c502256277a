//! The smallest edit of a table in a text file (CSV): one cell changes, the rest stays byte for byte.

use std::ops::Range;

/// What stands between the cells of a table, and around those that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableMarks {
    /// Between cells.
    pub separator: char,
    /// Around a cell.
    pub quote: char,
}

/// The text with another value in a cell: row and column count from nought, and every record is a row. A row that is too short gets
/// the cells it lacks. `None` where there is no such row, or its quotes are not closed.
///
/// ```
/// use convoke::edit::table::{TableMarks, set};
///
/// let marks = TableMarks { separator: ';', quote: '"' };
/// let text = "id;city\r\nFRA;\"Paris\"\r\nCHE;Bern\r\n";
/// assert_eq!(set(text, marks, 1, 1, "Lyon").unwrap(), "id;city\r\nFRA;\"Lyon\"\r\nCHE;Bern\r\n");
/// assert_eq!(set(text, marks, 2, 1, "a;b").unwrap(), "id;city\r\nFRA;\"Paris\"\r\nCHE;\"a;b\"\r\n");
/// ```
#[must_use]
pub fn set(text: &str, marks: TableMarks, row: usize, column: usize, value: &str) -> Option<String> {
    let record = Records::of(text, marks).nth(row)??;
    let (range, written) = match record.cells.get(column) {
        Some(cell) => {
            let was_quoted = text.get(cell.clone())?.trim_start().starts_with(marks.quote);
            (cell.clone(), write(value, marks, was_quoted))
        }
        None => {
            let lacking = (column + 1).checked_sub(record.cells.len())?;
            let separators = marks.separator.to_string().repeat(lacking);
            (record.end..record.end, separators + &write(value, marks, false))
        }
    };
    Some(splice(text, range, &written))
}

/// The text with a new last row.
#[must_use]
pub fn append(text: &str, marks: TableMarks, values: &[&str]) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let between = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    let cells: Vec<String> = values.iter().map(|value| write(value, marks, false)).collect();
    format!("{text}{between}{}{end}", cells.join(&marks.separator.to_string()))
}

/// The text without a row; `None` where there is no such row.
#[must_use]
pub fn remove(text: &str, marks: TableMarks, row: usize) -> Option<String> {
    let record = Records::of(text, marks).nth(row)??;
    let rest = text.get(record.end..)?;
    let end = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    Some(splice(text, record.start..record.end + end, ""))
}

/// The values of a row; `None` where there is no such row.
#[must_use]
pub fn row(text: &str, marks: TableMarks, row: usize) -> Option<Vec<String>> {
    let record = Records::of(text, marks).nth(row)??;
    record.cells.into_iter().map(|cell| text.get(cell).map(|cell| read(cell, marks))).collect()
}

/// The row that a line, counted from one, is in or follows.
#[must_use]
pub fn row_at_line(text: &str, marks: TableMarks, line: u32) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let records = Records::of(text, marks).map_while(|record| record).enumerate();
    records.take_while(|(_, record)| record.start <= start).last().map(|(row, _)| row)
}

fn splice(text: &str, range: Range<usize>, written: &str) -> String {
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    [before, Some(written), after].into_iter().flatten().collect()
}

fn write(value: &str, marks: TableMarks, is_quoted: bool) -> String {
    let TableMarks { separator, quote } = marks;
    let needs = value.contains([separator, quote, '\n', '\r']) || value.trim() != value;
    if !needs && !is_quoted {
        return value.to_owned();
    }
    let doubled: String = [quote, quote].iter().collect();
    format!("{quote}{}{quote}", value.replace(quote, &doubled))
}

fn read(cell: &str, marks: TableMarks) -> String {
    let quote = marks.quote;
    let doubled: String = [quote, quote].iter().collect();
    let inner = cell.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner.map_or_else(|| cell.to_owned(), |inner| inner.replace(&doubled, &quote.to_string()))
}

/// A record of a table: where it and its cells are.
#[derive(Debug)]
struct Record {
    start: usize,
    /// Before what ends it.
    end: usize,
    cells: Vec<Range<usize>>,
}

/// The records of a table, one after the other; `None` for one whose quotes are not closed. Lines without anything are none.
struct Records<'t> {
    text: &'t str,
    marks: TableMarks,
    at: usize,
}

impl<'t> Records<'t> {
    fn of(text: &'t str, marks: TableMarks) -> Self {
        Self { text, marks, at: 0 }
    }

    /// The end of the cell that begins at a place; `None` where its quotes are not closed.
    fn cell_end(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let TableMarks { separator, quote } = self.marks;
        let mut from = 0;
        if let Some(quoted) = rest.strip_prefix(quote) {
            let mut inner = quoted;
            loop {
                let closing = inner.find(quote)?;
                inner = inner.get(closing + quote.len_utf8()..)?;
                match inner.strip_prefix(quote) {
                    Some(more) => inner = more,
                    None => break,
                }
            }
            from = rest.len() - inner.len();
        }
        let end = rest.get(from..)?.find([separator, '\n', '\r']);
        Some(start + end.map_or(rest.len(), |end| from + end))
    }
}

impl Iterator for Records<'_> {
    type Item = Option<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        if start >= self.text.len() {
            return None;
        }
        let mut cells = Vec::new();
        let mut at = start;
        loop {
            let Some(end) = self.cell_end(at) else {
                self.at = self.text.len();
                return Some(None);
            };
            cells.push(at..end);
            match self.text.get(end..).and_then(|rest| rest.strip_prefix(self.marks.separator)) {
                Some(_) => at = end + self.marks.separator.len_utf8(),
                None => {
                    self.at = end;
                    return Some(Some(Record { start, end, cells }));
                }
            }
        }
    }
}
