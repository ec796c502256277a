//! A sheet as it is collected, within bounds of cells and text.

use std::collections::BTreeMap;

use super::model::{CellState, MergedArea, SheetCell, SheetRow, WorkbookSheet, cell_name};
use super::problem::too_large;
use crate::diagnostic::Diagnostic;

/// Most filled cells of a workbook.
pub(super) const MAX_CELLS: usize = 2_000_000;

/// Most characters of a cell; Excel has at most 32,767.
const MAX_CELL: usize = 65_535;

/// Most bytes of text of all cells.
pub(super) const MAX_TEXT: usize = 64 << 20;

/// Most merged areas and hidden columns.
const MAX_AREAS: usize = 65_536;

/// Rows that are read of a sheet that is not wanted whole.
const FIRST_ROWS: usize = 30;

/// How much may still be collected of a workbook.
#[derive(Debug)]
pub(super) struct Allowance {
    cells: usize,
    text: usize,
}

impl Allowance {
    pub(super) fn new() -> Self {
        Self { cells: MAX_CELLS, text: MAX_TEXT }
    }
}

/// A sheet being collected.
#[derive(Debug)]
pub(super) struct Collected<'a> {
    name: String,
    rows: BTreeMap<u32, SheetRow>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<MergedArea>,
    allowance: &'a mut Allowance,
    most_rows: usize,
}

impl<'a> Collected<'a> {
    /// Begins a sheet; of one that is not wanted whole only the first rows are collected.
    pub(super) fn new(name: String, is_whole: bool, allowance: &'a mut Allowance) -> Self {
        let most_rows = if is_whole { usize::MAX } else { FIRST_ROWS };
        Self {
            name,
            rows: BTreeMap::new(),
            hidden_columns: Vec::new(),
            merged: Vec::new(),
            allowance,
            most_rows,
        }
    }

    /// Whether no more rows are wanted.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= self.most_rows
    }

    /// Adds a cell, unless it is empty.
    pub(super) fn add(
        &mut self,
        row: u32,
        column: u32,
        text: String,
        state: CellState,
        is_hidden: bool,
    ) -> Result<(), Diagnostic> {
        if text.trim().is_empty() && state.is_sound() {
            return Ok(());
        }
        check_length(&text, || format!("the cell {}!{}", self.name, cell_name(row, column)))?;
        let Allowance { cells, text: left } = &mut *self.allowance;
        *cells = cells
            .checked_sub(1)
            .ok_or_else(|| too_large(format!("it has more than {MAX_CELLS} filled cells")))?;
        *left = left
            .checked_sub(text.len())
            .ok_or_else(|| too_large(format!("its cells have more than {} MiB of text", MAX_TEXT >> 20)))?;
        let filled =
            self.rows.entry(row).or_insert_with(|| SheetRow { number: row, is_hidden, cells: Vec::new() });
        filled.cells.push(SheetCell { column, text, state });
        Ok(())
    }

    /// Notes columns that are hidden.
    pub(super) fn hide(&mut self, first: u32, last: u32) -> Result<(), Diagnostic> {
        self.hidden_columns.push((first, last));
        check_areas(self.hidden_columns.len())
    }

    /// Notes cells that are merged.
    pub(super) fn merge(&mut self, area: MergedArea) -> Result<(), Diagnostic> {
        if area.first != area.last {
            self.merged.push(area);
        }
        check_areas(self.merged.len())
    }

    pub(super) fn finish(self) -> WorkbookSheet {
        let mut rows: Vec<SheetRow> = self.rows.into_values().collect();
        rows.iter_mut().for_each(|row| row.cells.sort_by_key(|cell| cell.column));
        let Self { name, hidden_columns, merged, .. } = self;
        WorkbookSheet { name, rows, hidden_columns, merged }
    }
}

/// Refuses a text that is longer than a cell may have.
pub(super) fn check_length(text: &str, what: impl Fn() -> String) -> Result<(), Diagnostic> {
    if text.len() > MAX_CELL && text.chars().nth(MAX_CELL).is_some() {
        return Err(too_large(format!("{} has more than {MAX_CELL} characters", what())));
    }
    Ok(())
}

fn check_areas(count: usize) -> Result<(), Diagnostic> {
    if count > MAX_AREAS {
        return Err(too_large(format!("it has more than {MAX_AREAS} merged areas or hidden columns")));
    }
    Ok(())
}
