//! What is said of the workbook as a whole: its sheets, the texts they share, its number formats.

use std::collections::HashMap;

use super::records::{Record, Records, kind};
use super::strings::{Reader, read_shared};
use crate::diagnostic::Diagnostic;
use crate::workbook::format::{Format, built_in};
use crate::workbook::problem::{damaged, protected};

/// The version of the records of Excel 97 to 2003.
const BIFF8: u16 = 0x0600;

/// Most styles and formats that are looked at.
const MAX_STYLES: usize = 65_536;

/// What cells are read by.
#[derive(Debug, Default)]
pub(super) struct Globals {
    /// The visible sheets, each with the place of its records.
    pub(super) sheets: Vec<(String, usize)>,
    pub(super) strings: Vec<String>,
    pub(super) is_1904: bool,
    formats: HashMap<u16, Format>,
    /// The number of the format of each style.
    cells: Vec<u16>,
}

impl Globals {
    /// The format of a style.
    pub(super) fn format(&self, style: u16) -> Option<&Format> {
        self.formats.get(self.cells.get(usize::from(style))?)
    }
}

/// Reads the records of the workbook as a whole, which come first.
pub(super) fn read(stream: &[u8]) -> Result<Globals, Diagnostic> {
    let mut globals = Globals::default();
    let mut own: HashMap<u16, String> = HashMap::new();
    let mut records = Records::new(stream);
    let first = records.next().filter(|record| record.kind == kind::BOF);
    if first.and_then(|record| record.short(0)) != Some(BIFF8) {
        return Err(damaged("it is damaged, or no workbook of Excel 97 to 2003"));
    }
    for record in records {
        match record.kind {
            kind::EOF => break,
            kind::FILE_PASS => return Err(protected()),
            kind::DATE_1904 => globals.is_1904 = record.short(0) == Some(1),
            kind::BOUND_SHEET => globals.sheets.extend(find_sheet(&record)),
            kind::SST => globals.strings = read_shared(&record)?,
            kind::FORMAT if own.len() < MAX_STYLES => {
                own.extend(record.short(0).zip(Reader::new(&record, 2).text()));
            }
            kind::XF if globals.cells.len() < MAX_STYLES => {
                globals.cells.push(record.short(2).unwrap_or_default());
            }
            _ => {}
        }
    }
    for number in &globals.cells {
        let code = || own.get(number).map_or_else(|| built_in(u32::from(*number)), String::as_str);
        globals.formats.entry(*number).or_insert_with(|| Format::new(code()));
    }
    Ok(globals)
}

/// A visible sheet of cells; others are charts and macros.
fn find_sheet(record: &Record<'_>) -> Option<(String, usize)> {
    let is_visible = record.byte(4)? & 3 == 0;
    let has_cells = record.byte(5)? == 0;
    let name = Reader::new(record, 6).short_text()?;
    let place = usize::try_from(record.long(0)?).ok()?;
    (is_visible && has_cells).then_some((name, place))
}
