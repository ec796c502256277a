//! What the records of cells hold, as it shows.

use super::globals::Globals;
use super::records::{Record, kind};
use super::strings::Reader;
use crate::diagnostic::Diagnostic;
use crate::workbook::decimal::general;
use crate::workbook::model::CellState;
use crate::workbook::problem::damaged;

/// A cell.
pub(super) struct Found {
    pub(super) row: u16,
    pub(super) column: u16,
    /// What it shows; `None` for the text of a formula, which is in another record.
    pub(super) content: Option<(String, CellState)>,
}

/// The cells of a record; most have one, and records of other things none.
pub(super) fn cells(record: &Record<'_>, globals: &Globals) -> Result<Vec<Found>, Diagnostic> {
    if record.kind == kind::MUL_RK {
        return Ok(row_of_numbers(record, globals));
    }
    let (Some(row), Some(column), Some(style)) = (record.short(0), record.short(2), record.short(4)) else {
        return Ok(Vec::new());
    };
    let number = |value: f64| Some(show(value, style, globals));
    let text = |text: String| Some((show_text(text, style, globals), CellState::Sound));
    let content = match record.kind {
        kind::NUMBER => record.float(6).and_then(number),
        kind::RK => record.long(6).and_then(|packed| number(unpack(packed))),
        kind::LABEL | kind::RICH_STRING => Reader::new(record, 6).text().and_then(text),
        kind::LABEL_SST => {
            let index = record.long(6).and_then(|index| usize::try_from(index).ok());
            let shared = index.and_then(|index| globals.strings.get(index));
            text(shared.cloned().ok_or_else(|| damaged("a shared text is missing"))?)
        }
        kind::BOOL_ERR => record.byte(6).zip(record.byte(7)).map(|(value, is_error)| match is_error {
            0 => of_bool(value),
            _ => of_error(value),
        }),
        kind::FORMULA => return Ok(result(record, row, column, style, globals).into_iter().collect()),
        _ => return Ok(Vec::new()),
    };
    let content = content.ok_or_else(|| damaged("a cell is cut off"))?;
    Ok(vec![Found { row, column, content: Some(content) }])
}

/// The last result of a formula ([MS-XLS], 2.5.133).
fn result(record: &Record<'_>, row: u16, column: u16, style: u16, globals: &Globals) -> Option<Found> {
    let content = match (record.short(12)?, record.byte(6)?, record.byte(8)?) {
        (0xffff, 0, _) => None,
        (0xffff, 1, value) => Some(of_bool(value)),
        (0xffff, 2, value) => Some(of_error(value)),
        (0xffff, ..) => return None,
        _ => Some(show(record.float(6)?, style, globals)),
    };
    Some(Found { row, column, content })
}

/// Numbers of cells beside one another: the row, the first column, a style and a number of each, the last column.
fn row_of_numbers(record: &Record<'_>, globals: &Globals) -> Vec<Found> {
    let (Some(row), Some(first)) = (record.short(0), record.short(2)) else { return Vec::new() };
    let count = record.data().len().saturating_sub(6) / 6;
    let cell = |index: usize| {
        let at = 4 + index * 6;
        let (style, packed) = (record.short(at)?, record.long(at + 2)?);
        let column = first.checked_add(u16::try_from(index).ok()?)?;
        Some(Found { row, column, content: Some(show(unpack(packed), style, globals)) })
    };
    (0..count).filter_map(cell).collect()
}

/// A number in four bytes: whole or the upper half of one in eight, and perhaps a hundredth of it ([MS-XLS], 2.5.217).
fn unpack(packed: u32) -> f64 {
    let number = if packed & 2 != 0 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

fn show(value: f64, style: u16, globals: &Globals) -> (String, CellState) {
    match globals.format(style) {
        Some(format) => format.show(value, globals.is_1904),
        None => match general(value) {
            Some(text) => (text, CellState::Sound),
            None => (value.to_string(), CellState::Unlike("General".into())),
        },
    }
}

fn show_text(text: String, style: u16, globals: &Globals) -> String {
    match globals.format(style) {
        Some(format) if !text.is_empty() => format.show_text(&text),
        _ => text,
    }
}

fn of_bool(value: u8) -> (String, CellState) {
    (if value == 1 { "TRUE" } else { "FALSE" }.to_owned(), CellState::Sound)
}

/// An error by its number ([MS-XLS], 2.5.10).
fn of_error(number: u8) -> (String, CellState) {
    let name = match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    (name.to_owned(), CellState::Error)
}

#[cfg(test)]
mod tests {
    use super::unpack;

    #[test]
    fn packed_numbers_are_whole_halves_or_hundredths() {
        for (packed, value) in
            [(0x0000_0006, 1.0), (0xffff_fffe, -1.0), (0x3ff8_0000, 1.5), (0x0000_04d3, 3.08)]
        {
            assert_eq!(unpack(packed), value, "{packed:#x}");
        }
    }
}
