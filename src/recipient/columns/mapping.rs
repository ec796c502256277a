//! The columns of a spreadsheet found by the headings that its columns file names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{ColumnsFile, NameOrder};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes};
use crate::names::fold_words;
use crate::recipient::grid::{Grid, Heading, unheaded};
use crate::recipient::headings::ROWS_LOOKED_AT;
use crate::recipient::values::OwnWords;

/// What the columns of a spreadsheet mean, by its columns file.
#[derive(Debug)]
pub(in crate::recipient) struct Mapping {
    pub(super) file: String,
    pub(super) rules: ColumnsFile,
    pub(super) extra_fields: Vec<String>,
    /// The columns that the file names, by their index.
    pub(super) slots: BTreeMap<usize, Slot>,
    /// All columns with a heading.
    pub(super) headed: BTreeSet<usize>,
    /// The words of the file, by column.
    pub(super) words: HashMap<String, OwnWords>,
    /// The columns by which a row with a given id is known.
    pub(super) known_by: Vec<usize>,
}

/// One column.
#[derive(Debug)]
pub(super) struct Slot {
    /// Its place in the columns file: parts of a name or an address are put together in this order.
    pub(super) order: usize,
    pub(super) heading: String,
    pub(super) is: String,
    pub(super) language: Option<String>,
    pub(super) name_order: NameOrder,
}

impl Mapping {
    /// Finds the columns; also the index of the row of headings.
    ///
    /// # Errors
    ///
    /// No row has all the headings.
    pub(in crate::recipient) fn find(
        grid: &Grid,
        rules: ColumnsFile,
        file: &str,
        columns_file: &str,
        extra_fields: &[String],
    ) -> Result<Checked<(Self, usize)>, Diagnostic> {
        let Some(Header { at, headings, found }) = find_header(grid, &rules) else {
            return Err(super::super::table::empty(file));
        };
        let place = headings.first().map(|heading| heading.place.clone());
        let location = Location { file: file.to_owned(), place };
        let missing: Vec<&str> = rules
            .columns
            .iter()
            .zip(&found)
            .filter(|(entry, column)| column.is_none() && entry.is.value != "left-out")
            .map(|(entry, _)| entry.heading.as_str())
            .collect();
        if !missing.is_empty() {
            let message =
                format!("no row has the headings that `{columns_file}` names: {}", quoted(&missing));
            return Err(Diagnostic::new(codes::COLUMNS_GONE, message)
                .with_location(location)
                .with_hint("give the columns their headings again, or correct `heading` there"));
        }
        let mapping = Self::build(&headings, &found, rules, file, extra_fields);
        let mut problems = mapping.report_new(&headings, columns_file);
        problems.extend(mapping.report_undeclared(location));
        Ok(Checked::new((mapping, at), problems))
    }

    fn build(
        headings: &[Heading],
        found: &[Option<usize>],
        rules: ColumnsFile,
        file: &str,
        extra_fields: &[String],
    ) -> Self {
        let slots = rules.columns.iter().zip(found).enumerate().filter_map(|(order, (entry, column))| {
            let slot = Slot {
                order,
                heading: entry.heading.value.clone(),
                is: if entry.is.value == "iso" { "country".to_owned() } else { entry.is.value.clone() },
                language: entry.language.as_ref().map(|language| language.value.clone()),
                name_order: entry.order,
            };
            Some(((*column)?, slot))
        });
        let slots: BTreeMap<usize, Slot> = slots.collect();
        let own = |words: &BTreeMap<String, crate::input::At<String>>| {
            words.iter().map(|(word, value)| (fold_words(word), value.value.clone())).collect()
        };
        let words = rules.words.iter().map(|(column, words)| (column.clone(), own(words))).collect();
        let by = rules.given_ids.iter().flat_map(|given| &given.by);
        let column =
            |heading: &str| slots.iter().find(|(_, slot)| slot.heading == heading).map(|(column, _)| *column);
        let known_by = by.filter_map(|heading| column(heading)).collect();
        Self {
            file: file.to_owned(),
            extra_fields: extra_fields.to_vec(),
            headed: headings.iter().map(|heading| heading.column).collect(),
            slots,
            words,
            known_by,
            rules,
        }
    }

    /// A warning of columns that the columns file does not name.
    fn report_new(&self, headings: &[Heading], columns_file: &str) -> Problems {
        let new: Vec<&Heading> =
            headings.iter().filter(|heading| !self.slots.contains_key(&heading.column)).collect();
        let Some(first) = new.first() else { return Problems::new() };
        let names: Vec<&str> = new.iter().map(|heading| heading.text.as_str()).collect();
        let message =
            format!("columns are not read, since `{columns_file}` does not name them: {}", quoted(&names));
        Diagnostic::new(codes::COLUMNS_NEW, message)
            .with_location(Location::at(&self.file, first.place.clone()))
            .with_hint("add them to `columns` there, as `left-out` if they are not for the letters")
            .into()
    }

    /// A note of extra fields that the mailing does not declare.
    fn report_undeclared(&self, location: Location) -> Option<Diagnostic> {
        let undeclared = self.slots.values().filter_map(|slot| {
            let field = slot.is.strip_prefix("fields.").filter(|field| !self.declares(field))?;
            Some(format!("`{}` as `{field}`", slot.heading))
        });
        let undeclared: Vec<String> = undeclared.collect();
        (!undeclared.is_empty()).then(|| {
            let message = format!("extra fields are not read: {}", undeclared.join(", "));
            Diagnostic::new(codes::COLUMNS_UNDECLARED, message)
                .with_location(location)
                .with_hint("declare them under `extra_fields` of the mailing to write them in templates")
        })
    }

    /// Whether a column is read.
    pub(in crate::recipient) fn reads(&self, column: usize) -> bool {
        self.slots.get(&column).is_some_and(|slot| slot.is != "left-out")
    }

    pub(super) fn declares(&self, field: &str) -> bool {
        self.extra_fields.iter().any(|declared| declared == field)
    }
}

/// A row of headings, and the column of each entry of the columns file.
struct Header {
    at: usize,
    headings: Vec<Heading>,
    found: Vec<Option<usize>>,
}

impl Header {
    fn count(&self) -> usize {
        self.found.iter().flatten().count()
    }
}

/// The row that has the most of the headings, that of the columns file before others.
fn find_header(grid: &Grid, rules: &ColumnsFile) -> Option<Header> {
    let expected = grid.rows.iter().position(|row| row.number == rules.header_row.value);
    let rows = expected.into_iter().chain(0..grid.rows.len().min(ROWS_LOOKED_AT));
    let headers = rows.map(|at| {
        let headings = grid.headings(at);
        let found = match_headings(&headings, rules);
        Header { at, headings, found }
    });
    headers.reduce(|best, next| if next.count() > best.count() { next } else { best })
}

/// The column of each entry; of headings that are alike the first goes to the first entry.
fn match_headings(headings: &[Heading], rules: &ColumnsFile) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut find = |wanted: &str| {
        let plain = fold_words(wanted);
        let is_same = |text: &str| text == wanted || !plain.is_empty() && fold_words(text) == plain;
        let heading =
            headings.iter().find(|heading| is_same(&heading.text) && !taken.contains(&heading.column));
        let column = heading.map(|heading| heading.column).or_else(|| unheaded_column(wanted));
        taken.extend(column);
        column
    };
    rules.columns.iter().map(|entry| find(&entry.heading)).collect()
}

/// The index of a column that is named for want of a heading.
fn unheaded_column(name: &str) -> Option<usize> {
    let letters = name.strip_prefix("(column ")?.strip_suffix(')')?;
    let digit = |letter: u8| letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1);
    let column = letters.bytes().take(3).try_fold(0, |column, letter| Some(column * 26 + digit(letter)?))?;
    column.checked_sub(1).filter(|column| unheaded(*column) == name)
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The place of a row.
pub(super) fn place_of(row: &crate::recipient::cell::Row) -> Place {
    row.first().map_or(Place::Text { line: 1, column: 1 }, |(_, cell)| cell.place.clone())
}
