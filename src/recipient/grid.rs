//! The filled rows of a spreadsheet as people see them: a merged cell has its value in every row it covers.

use super::cell::{Cell, Row};
use super::headings::name_of;
use super::spreadsheet::rows;
use crate::diagnostic::Place;
use crate::workbook::{MergedArea, WorkbookSheet, cell_name};

/// Most merged areas that are filled: beyond so many each cell would be looked for in all of them.
const MOST_AREAS: usize = 1000;

/// Rows of a spreadsheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub(crate) rows: Vec<GridRow>,
    merged: Vec<MergedArea>,
}

/// A filled row.
#[derive(Debug, Clone)]
pub(crate) struct GridRow {
    /// Its number as the spreadsheet counts it; in a CSV file its line.
    pub(crate) number: u32,
    pub(crate) is_hidden: bool,
    /// Its cells, none of them empty.
    pub(crate) cells: Row,
}

/// A heading of a column.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) column: usize,
    pub(crate) text: String,
    pub(crate) place: Place,
}

impl Grid {
    /// The rows of a sheet.
    pub(crate) fn of_sheet(sheet: &WorkbookSheet) -> Self {
        let mut filled = sheet.rows.iter().filter(|row| {
            row.cells.iter().any(|cell| !cell.text.trim().is_empty() || !cell.state.is_sound())
        });
        let rows = rows(sheet).into_iter().filter_map(|cells| {
            let row = filled.next()?;
            Some(GridRow { number: row.number + 1, is_hidden: row.is_hidden, cells })
        });
        let mut grid = Self { rows: rows.collect(), merged: sheet.merged.clone() };
        grid.fill_merged(&sheet.name);
        grid
    }

    /// The rows of a CSV file.
    pub(crate) fn of_rows(rows: Vec<Row>) -> Self {
        let number = |row: &Row| match row.first() {
            Some((_, Cell { place: Place::Text { line, .. }, .. })) => *line,
            _ => 0,
        };
        let rows = rows.into_iter().map(|cells| GridRow { number: number(&cells), is_hidden: false, cells });
        Self { rows: rows.collect(), merged: Vec::new() }
    }

    /// Gives the value of cells that are merged over rows to each filled one of these.
    fn fill_merged(&mut self, sheet: &str) {
        if self.merged.len() > MOST_AREAS {
            return;
        }
        for area in self.merged.iter().filter(|area| area.first.0 < area.last.0) {
            let column = area.first.1 as usize;
            let start = self.rows.partition_point(|row| row.number <= area.first.0);
            let mut covered =
                self.rows.iter_mut().skip(start).take_while(|row| row.number <= area.last.0 + 1);
            let Some(first) = covered.next().filter(|row| row.number == area.first.0 + 1) else { continue };
            let Some(cell) = first.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell.clone())
            else {
                continue;
            };
            for row in covered {
                let at = row.cells.partition_point(|(at, _)| *at < column);
                if row.cells.get(at).is_none_or(|(at, _)| *at != column) {
                    let place = Place::Cell {
                        sheet: sheet.to_owned(),
                        cell: cell_name(row.number - 1, area.first.1),
                    };
                    row.cells.insert(at, (column, Cell { place, ..cell.clone() }));
                }
            }
        }
    }

    /// The headings in a row. Where several are alike, the heading above that spans them is put before.
    pub(crate) fn headings(&self, at: usize) -> Vec<Heading> {
        let Some(row) = self.rows.get(at) else { return Vec::new() };
        let headings: Vec<Heading> = row
            .cells
            .iter()
            .map(|(column, cell)| Heading {
                column: *column,
                text: name_of(cell).0,
                place: cell.place.clone(),
            })
            .filter(|heading| !heading.text.is_empty())
            .collect();
        let count = |text: &str| headings.iter().filter(|heading| heading.text == text).count();
        let with_group = |heading: &Heading| {
            let group = self.group(at, heading.column).filter(|_| count(&heading.text) > 1);
            let text =
                group.map_or_else(|| heading.text.clone(), |group| format!("{group}: {}", heading.text));
            Heading { text, ..heading.clone() }
        };
        headings.iter().map(with_group).collect()
    }

    /// The text above a heading that spans its column and others.
    fn group(&self, at: usize, column: usize) -> Option<String> {
        let number = self.rows.get(at)?.number;
        let above = self.rows.get(at.checked_sub(1)?)?;
        let spans = |area: &&MergedArea| {
            area.first.1 < area.last.1
                && area.contains(above.number - 1, u32::try_from(column).unwrap_or(u32::MAX))
        };
        let area = self.merged.iter().find(spans).filter(|area| area.last.0 + 2 == number)?;
        let (_, cell) = above.cells.iter().find(|(at, _)| *at == area.first.1 as usize)?;
        Some(name_of(cell).0)
    }
}

/// How a column without a heading is called.
pub(crate) fn unheaded(column: usize) -> String {
    let name = cell_name(0, u32::try_from(column).unwrap_or(u32::MAX));
    format!("(column {})", name.trim_end_matches('1'))
}
