//! Lists whose cells have a type and whose columns have a name: Parquet files and answers of databases. Only one row is in memory.
//!
//! `tables` reads the rows; `table` and `columns` decide what the columns mean.

use super::cell::{Cell, Row};
use super::columns::{ColumnsFile, Mapping};
use super::grid::Grid;
use super::model::Recipient;
use super::reading::Reading;
use super::table::Columns;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::tables::{ReadRow, Shown, Table, place};
use crate::workbook::CellState;

/// Columns in which pandas keeps the labels of its rows.
const LABELS: &str = "__index_level_";

/// A list in a table.
#[derive(Debug)]
pub(super) struct TableList {
    file: String,
    table: Table,
    reading: Reading,
}

impl TableList {
    /// Finds out what the columns of a table mean, by their names or through a columns file.
    pub(super) fn open(
        table: Table,
        file: &str,
        rules: Option<(ColumnsFile, &str)>,
        extra_fields: &[String],
    ) -> Result<Checked<Self>, Problems> {
        let named = table.columns.iter().enumerate().filter(|(_, column)| !column.name.starts_with(LABELS));
        let cell =
            |text: &str| Cell { text: text.to_owned(), state: CellState::Sound, place: place(0, text) };
        let header: Row = named.map(|(index, column)| (index, cell(&column.name))).collect();
        let found = match rules {
            None => Columns::find(&[header], file, extra_fields)
                .map(|found| found.map(|(columns, _)| Reading::Named(columns))),
            Some((rules, columns)) => {
                Mapping::find(&Grid::of_rows(vec![header]), rules, file, columns, extra_fields)
                    .map(|found| found.map(|(mapping, _)| Reading::Mapped(Box::new(mapping))))
            }
        };
        let Checked { value: reading, mut problems } = found?;
        problems.extend(report_refused(&table, &reading, file));
        Ok(Checked::new(Self { file: file.to_owned(), table, reading }, problems))
    }

    /// The name of its database and the hash of its rows, if they are in no file of the mailing.
    pub(super) fn hash(&self) -> Option<(&str, &str)> {
        self.table.hash.as_deref().map(|hash| (self.file.as_str(), hash))
    }

    /// Begins to read the recipients.
    pub(super) fn rows(&self) -> Result<TableRows<'_>, Diagnostic> {
        Ok(TableRows { of: self, rows: self.table.rows()?, row: 0 })
    }

    fn read(&self, number: u64, cells: Vec<Shown>) -> Option<Checked<Option<Recipient>>> {
        let (mut row, mut wrong) = (Row::new(), Problems::new());
        for (index, (shown, column)) in cells.into_iter().zip(&self.table.columns).enumerate() {
            let place = place(number, &column.name);
            match shown {
                _ if column.name.starts_with(LABELS) => {}
                Shown::Text(text) if !text.trim().is_empty() => {
                    row.push((index, Cell { text, state: CellState::Sound, place }));
                }
                Shown::Wrong(what) if self.reading.reads(index) => wrong.push(
                    Diagnostic::new(codes::CELL_UNREADABLE, what)
                        .with_location(Location::at(&self.file, place))
                        .with_field(&column.name)
                        .with_hint("correct the value where the list is from, or leave the column out"),
                ),
                Shown::Text(_) | Shown::Wrong(_) | Shown::Empty => {}
            }
        }
        match wrong.is_empty() {
            true if row.is_empty() => None,
            true => Some(self.reading.read_row(&row)),
            false => Some(self.blame(&row, wrong)),
        }
    }

    /// Blocks the recipient of a row with cells that cannot be read; what else is wrong with it may follow from that.
    fn blame(&self, row: &Row, wrong: Problems) -> Checked<Option<Recipient>> {
        let read = self.reading.read_row(row);
        let told = || read.problems.iter().find_map(|problem| problem.subject.recipient.clone());
        let id = read.value.as_ref().map(|recipient| recipient.id.value.clone()).or_else(told);
        let wrong = wrong.into_iter().map(|problem| match &id {
            Some(id) => problem.blocking(id.clone()),
            None => problem,
        });
        Checked::new(None, wrong.collect::<Problems>())
    }
}

/// Columns that are read and hold what no cell can.
fn report_refused(table: &Table, reading: &Reading, file: &str) -> Problems {
    let refused = table.columns.iter().enumerate().filter_map(|(index, column)| {
        let why = column.refused.as_ref().filter(|_| reading.reads(index))?;
        let message = format!("the column `{}` cannot be read: it is {why}", column.name);
        Some(
            Diagnostic::new(codes::COLUMN_TYPE, message)
                .with_location(Location::at(file, place(0, &column.name)))
                .with_field(&column.name)
                .with_hint("make it a column of text, or of lists of texts, where the list is from"),
        )
    });
    refused.collect()
}

/// Reads the recipients of a table.
pub(super) struct TableRows<'a> {
    of: &'a TableList,
    rows: Box<dyn ReadRow + 'a>,
    row: u64,
}

impl TableRows<'_> {
    /// Passes over the rows that are left.
    pub(super) fn pass(mut self) -> Result<(), Diagnostic> {
        while self.rows.read_row()?.is_some() {}
        Ok(())
    }
}

impl std::fmt::Debug for TableRows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableRows").field("row", &self.row).finish_non_exhaustive()
    }
}

impl Iterator for TableRows<'_> {
    type Item = Result<Checked<Option<Recipient>>, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.rows.read_row() {
                Ok(Some(cells)) => {
                    self.row += 1;
                    if let Some(read) = self.of.read(self.row, cells) {
                        return Some(Ok(read));
                    }
                }
                Ok(None) => return None,
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipient::columns::parse_columns;
    use crate::tables::TableColumn;

    const NAMES: [&str; 9] =
        ["id", "kind", "office", "ministry", "channels", "languages", "emails", "photo", "__index_level_0__"];

    fn text(text: &str) -> Shown {
        if text.is_empty() { Shown::Empty } else { Shown::Text(text.to_owned()) }
    }

    fn row(cells: [&str; 7]) -> Vec<Shown> {
        cells.into_iter().chain(["", "7"]).map(text).collect()
    }

    fn table(rows: Vec<Vec<Shown>>) -> Table {
        let refused = |name: &str| (name == "photo").then(|| "of the type `bytea`".to_owned());
        let columns = NAMES.map(|name| TableColumn {
            name: name.replace("office", "addressee.office"),
            refused: refused(name),
        });
        Table::held(columns.to_vec(), rows)
    }

    /// The ids of those that are read, and the problems.
    fn read(opened: Result<Checked<TableList>, Problems>) -> (Vec<String>, Vec<Diagnostic>) {
        let Checked { value: list, problems } = opened.unwrap();
        let (mut ids, mut told) = (Vec::new(), Vec::from_iter(problems));
        for row in list.rows().unwrap() {
            let Checked { value, problems } = row.unwrap();
            told.extend(problems);
            ids.extend(value.map(|recipient| recipient.id.value));
        }
        (ids, told)
    }

    const SOUND: [&str; 7] =
        ["A", "organisation", "head-of-organisation", "Union", "e-mail", "en", "a@b.example\nc@d.example"];

    #[test]
    fn rows_are_recipients_and_a_cell_that_cannot_be_read_blocks_its_own() {
        let mut wrong = row(["B", "organisation", "head-of-organisation", "Union", "post", "en", ""]);
        wrong[3] = Shown::Wrong("the cell is no text in UTF-8".to_owned());
        let odd = row(["C", "organisation", "head-of-organisation", "Union", "e-mail", "en", ""]);
        let rows = vec![row(SOUND), row([""; 7]), wrong, odd];
        let (ids, told) = read(TableList::open(table(rows), "t.parquet", None, &[]));
        assert_eq!(ids, ["A", "C"], "a row of nothing is no recipient");
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "t.parquet: column photo: error[column-unknown]: unknown column `photo` (photo)",
                "t.parquet: row 3, ministry: error[cell-unreadable]: the cell is no text in UTF-8 (recipient B, ministry)",
                "t.parquet: row 4, id: error[recipient-value]: sent by e-mail without an address (recipient C, emails)",
            ]
        );
    }

    #[test]
    fn a_column_of_bytes_may_be_left_out_and_not_be_read() {
        let columns = |photo: &str| {
            let named = NAMES[..7].iter().map(|name| {
                let name = name.replace("office", "addressee.office");
                format!("  - {{ heading: {name}, is: {name} }}\n")
            });
            let named: String = named.collect();
            let text =
                format!("format: 1\nheader_row: 1\ncolumns:\n{named}  - {{ heading: photo, is: {photo} }}\n");
            parse_columns(&text, "c.yaml").value.unwrap()
        };
        let open = |photo: &str| {
            let extra = ["photo".to_owned()];
            read(TableList::open(
                table(vec![row(SOUND)]),
                "t.parquet",
                Some((columns(photo), "c.yaml")),
                &extra,
            ))
        };
        let (ids, told) = open("left-out");
        assert_eq!((ids, told), (vec!["A".to_owned()], Vec::new()));
        let (_, told) = open("fields.photo");
        assert_eq!(told.len(), 1);
        assert_eq!(
            told[0].to_string(),
            "t.parquet: column photo: error[column-type]: the column `photo` cannot be read: it is of the type `bytea` (photo)"
        );
    }
}
