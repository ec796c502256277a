//! Tables of recipients, from whatever file: columns named like the keys of the YAML form, with dots.
//!
//! `addressee.name`, `ministry.fr`, `copies.1.to`; a list is in one cell, split at semicolons, line
//! breaks and, where no value holds one, commas. A row becomes the same tree of nodes as a YAML entry. Rows that are titles,
//! totals or remarks are passed over, and told.

use std::collections::BTreeMap;

use super::cell::{Cell, Row};
use super::headings::{find_header, find_path, list_candidates, name_of, report_read_as};
use super::model::Recipient;
use super::read::read_entry;
use super::tree::{Headed, build_node};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, Severity, codes, did_you_mean};
use crate::input::{Node, report_removed};

/// Says that a table has not even a header.
pub(super) fn empty(file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_MISSING, "the table is empty")
        .with_location(Location::file(file))
        .with_hint("write the names of the columns in the first row")
}

const REQUIRED: [&str; 6] = ["id", "kind", "addressee.office", "ministry", "channels", "languages"];
/// What the columns of a table mean.
#[derive(Debug)]
pub(super) struct Columns {
    file: String,
    extra_fields: Vec<String>,
    headed: Headed,
    /// Columns that must be there and are not.
    missing: Vec<&'static str>,
}

impl Columns {
    /// Finds the headings among the first filled rows of a table, without empty cells, and reads them; also how many rows
    /// are before the first recipient.
    ///
    /// # Errors
    ///
    /// No row has a heading.
    pub(super) fn find(
        rows: &[Row],
        file: &str,
        extra_fields: &[String],
    ) -> Result<Checked<(Self, usize)>, Diagnostic> {
        let Some(first) = rows.first() else { return Err(empty(file)) };
        let Some((above, header)) =
            find_header(rows, extra_fields).and_then(|at| Some((rows.get(..at)?, rows.get(at)?)))
        else {
            return Err(without_headings(first, file));
        };
        let mut read = Self::read(header, file, extra_fields);
        read.problems.extend(report_above(above, file));
        Ok(read.map(|columns| (columns, above.len() + 1)))
    }

    /// Reads a table's headings.
    fn read(header: &Row, file: &str, extra_fields: &[String]) -> Checked<Self> {
        let Checked { value: paths, mut problems } = read_header(header, file, extra_fields);
        let missing: Vec<&str> = REQUIRED
            .into_iter()
            .filter(|name| !paths.values().any(|path| path == name || path.starts_with(&format!("{name}."))))
            .collect();
        let place = header.first().map(|(_, cell)| cell.place.clone());
        if let Some(problem) = report_other_list(&missing, &problems, file, place.clone()) {
            problems.retain(|problem| problem.code != codes::COLUMN_UNKNOWN);
            problems.push(problem);
            let headed = Headed { paths, all: header.iter().map(|(index, _)| *index).collect() };
            let columns =
                Self { file: file.to_owned(), extra_fields: extra_fields.to_vec(), headed, missing };
            return Checked::new(columns, problems);
        }
        for name in &missing {
            problems.push(
                Diagnostic::new(codes::COLUMN_MISSING, format!("the table has no column `{name}`"))
                    .with_location(Location { file: file.to_owned(), place: place.clone() })
                    .with_field(*name)
                    .with_hint(format!("add a column headed `{name}`, or correct a misspelt one")),
            );
        }
        let headed = Headed { paths, all: header.iter().map(|(index, _)| *index).collect() };
        let columns = Self { file: file.to_owned(), extra_fields: extra_fields.to_vec(), headed, missing };
        Checked::new(columns, problems)
    }

    /// Reads a row, without empty cells, as a recipient.
    pub(super) fn read_row(&self, row: &Row) -> Checked<Option<Recipient>> {
        if self.is_headings(row) {
            return Checked::new(None, report_headings(row, &self.file));
        }
        if self.is_remark(row) {
            let hint = "fill in `id` if the row is a recipient; totals and remarks may stay";
            return Checked::new(
                None,
                report_passed_over(row, &self.file, "a row with no id and little else", hint),
            );
        }
        let Checked { value: node, mut problems } = build_node(row, &self.headed, &self.file);
        let id = node.get("id").and_then(Node::text).map(str::to_owned);
        if let Some(id) = id {
            problems = problems.into_iter().map(|problem| problem.blocking(id.clone())).collect();
        }
        let told: Vec<String> = problems
            .iter()
            .filter(|problem| [codes::CELL_ERROR, codes::CELL_NO_RESULT].contains(&problem.code))
            .filter_map(|problem| problem.subject.field.clone())
            .collect();
        let mut read = read_entry(node, &self.file, &self.extra_fields);
        // What is missing because of its column or its cell is told already.
        read.problems.retain(|problem| {
            let field = problem.subject.field.as_deref().unwrap_or_default();
            !self.missing.contains(&field) && !told.iter().any(|told| is_same(told, field))
        });
        read.problems.iter_mut().for_each(name_the_column);
        let recipient = read.report_to(&mut problems);
        Checked::new(recipient, problems)
    }

    /// Whether a column is read.
    pub(super) fn reads(&self, column: usize) -> bool {
        self.headed.paths.contains_key(&column)
    }

    /// Whether a row has the headings again, as lists that were printed page by page do.
    fn is_headings(&self, row: &Row) -> bool {
        let filled = || row.iter().filter_map(|(index, cell)| Some((self.headed.paths.get(index)?, cell)));
        let names = |(path, cell): (&String, &Cell)| {
            find_path(&name_of(cell).0, &self.extra_fields).is_some_and(|(found, _)| found == *path)
        };
        filled().count() >= 2 && filled().all(names)
    }

    /// Whether a row is a total, a remark or the heading of a group: of what each recipient has it has at most one value, and
    /// no id or a text that is none.
    fn is_remark(&self, row: &Row) -> bool {
        let is_required = |path: &str| REQUIRED.iter().any(|name| is_same(name, path));
        let filled =
            || row.iter().filter_map(|(index, cell)| Some((self.headed.paths.get(index)?.as_str(), cell)));
        let id = filled().find(|(path, _)| *path == "id").map(|(_, cell)| cell.text.trim());
        self.headed.paths.values().any(|path| path == "id")
            && id.is_none_or(is_prose)
            && filled().filter(|(path, _)| is_required(path)).count() <= 1
    }
}

/// The problem of a list whose columns are others altogether, as offices have them; in place of one for each column.
fn report_other_list(
    missing: &[&str],
    problems: &[Diagnostic],
    file: &str,
    place: Option<Place>,
) -> Option<Diagnostic> {
    const FEW: usize = 2;
    let unknown = problems.iter().filter(|problem| problem.code == codes::COLUMN_UNKNOWN);
    let unknown: Vec<&str> = unknown.filter_map(|problem| problem.subject.field.as_deref()).collect();
    if missing.len() < FEW || unknown.len() < FEW {
        return None;
    }
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message =
        format!("the table has columns of its own: {}; and lacks {}", list(&unknown), list(missing));
    Some(
        Diagnostic::new(codes::COLUMN_MISSING, message)
            .with_location(Location { file: file.to_owned(), place })
            .with_hint(format!("let `convoke import {file} --add` find out what each column is"))
            .with_hint("or give the columns the names that docs/recipients.md has"),
    )
}

/// Whether a text in the column of ids is no id.
fn is_prose(text: &str) -> bool {
    const TOTALS: [&str; 5] = ["total", "totals", "sum", "count", "subtotal"];
    text.contains(char::is_whitespace)
        || text.starts_with('*')
        || text.ends_with(':')
        || TOTALS.contains(&text.to_lowercase().as_str())
}

/// Whether two dotted keys are the same, or one is below the other.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let below =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    below(one, other) || below(other, one)
}

/// The texts of a row, as far as they are worth quoting.
pub(super) fn quote(row: &Row) -> String {
    const MOST: usize = 60;
    let texts: Vec<&str> = row.iter().map(|(_, cell)| cell.text.trim()).collect();
    let text = texts.join(" · ").split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn at_row(row: &Row, file: &str) -> Location {
    Location { file: file.to_owned(), place: row.first().map(|(_, cell)| cell.place.clone()) }
}

fn without_headings(row: &Row, file: &str) -> Diagnostic {
    let message = format!("no row of the table has the names of columns; the first says `{}`", quote(row));
    Diagnostic::new(codes::HEADINGS_MISSING, message).with_location(at_row(row, file)).with_hint(
        "write the names of the columns above the recipients: id, kind, addressee.office, ministry, channels, languages",
    )
}

/// A note of rows above the headings.
pub(super) fn report_above(rows: &[Row], file: &str) -> Option<Diagnostic> {
    let first = rows.first()?;
    let quoted: Vec<String> = rows.iter().map(|row| format!("`{}`", quote(row))).collect();
    let message = format!("what is above the headings is passed over: {}", quoted.join(", "));
    Some(Diagnostic::new(codes::ROWS_ABOVE, message).with_location(at_row(first, file)))
}

/// A warning of a row that is no recipient.
pub(super) fn report_passed_over(row: &Row, file: &str, why: &str, hint: &str) -> Diagnostic {
    let message = format!("`{}` is passed over: {why}", quote(row));
    Diagnostic::new(codes::ROW_PASSED_OVER, message).with_location(at_row(row, file)).with_hint(hint)
}

/// A note of a row that has the headings again.
pub(super) fn report_headings(row: &Row, file: &str) -> Diagnostic {
    let mut problem = report_passed_over(row, file, "it has the headings again", "");
    problem.severity = Severity::Note;
    problem.hints.clear();
    problem
}

/// Rewrites a hint for YAML as one for tables.
fn name_the_column(problem: &mut Diagnostic) {
    let Some(field) = problem.subject.field.clone() else { return };
    for hint in &mut problem.hints {
        if hint.starts_with("add a line `") {
            *hint = format!("fill in the column `{field}`");
        }
    }
}

fn read_header(header: &Row, file: &str, extra_fields: &[String]) -> Checked<BTreeMap<usize, String>> {
    let mut columns: BTreeMap<usize, String> = BTreeMap::new();
    let mut problems = Problems::new();
    let mut read_as = Vec::new();
    for (index, cell) in header {
        let (name, removed) = name_of(cell);
        let at = Location::at(file, cell.place.clone());
        problems.extend(report_removed(&removed).map(|problem| problem.with_location(at.clone())));
        let Some((path, is_exact)) = find_path(&name, extra_fields) else {
            problems.push(unknown_column(&name, at, extra_fields));
            continue;
        };
        if !is_exact {
            read_as.push((name, path.clone()));
        }
        let clash = |other: &&String| {
            let below = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
            **other == path || below(other, &path) || below(&path, other)
        };
        if let Some(other) = columns.values().find(clash) {
            let message = if *other == path {
                format!("the column `{path}` occurs twice")
            } else {
                format!("the columns `{other}` and `{path}` exclude each other")
            };
            problems.push(
                Diagnostic::new(codes::COLUMN_TWICE, message)
                    .with_location(at)
                    .with_field(path)
                    .with_hint("remove one of them"),
            );
            continue;
        }
        columns.insert(*index, path);
    }
    problems.extend(report_read_as(&read_as, header.first().map(|_| at_row(header, file))));
    Checked::new(columns, problems)
}

fn unknown_column(name: &str, at: Location, extra_fields: &[String]) -> Diagnostic {
    let known = list_candidates(name, extra_fields);
    Diagnostic::new(codes::COLUMN_UNKNOWN, format!("unknown column `{name}`"))
        .with_location(at)
        .with_field(name)
        .with_hint(did_you_mean(name, known.iter().map(String::as_str)))
}
