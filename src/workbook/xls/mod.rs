//! Workbooks of Excel 97 to 2003: BIFF8 in a compound file ([MS-XLS]).

mod cells;
mod globals;
mod records;
mod sheet;
mod strings;

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;

use super::model::Workbook;
use super::problem::{damaged, protected};
use super::sheet::{Allowance, Collected};
use crate::diagnostic::Diagnostic;

/// How a compound file begins ([MS-CFB], 2.2).
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether a file is a compound file: an earlier workbook, or a later one that is protected by a password.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND)
}

/// Reads the visible sheets of a workbook, one of them whole.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Workbook, Diagnostic> {
    let stream = open(bytes)?;
    let globals = globals::read(&stream)?;
    if globals.sheets.is_empty() {
        return Err(damaged("it has no visible sheet"));
    }
    let mut allowance = Allowance::new();
    let mut book = Workbook::default();
    for (index, (name, offset)) in globals.sheets.iter().enumerate() {
        let is_whole = sheet.map_or(index == 0, |sheet| sheet == name);
        let mut collected = Collected::new(name.clone(), is_whole, &mut allowance);
        sheet::read(stream.get(*offset..).unwrap_or_default(), &globals, &mut collected)?;
        book.sheets.push(collected.finish());
    }
    Ok(book)
}

/// The stream of the workbook, no longer than its file.
fn open(bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let broken = |_| damaged("it is damaged, or no workbook at all");
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(protected());
    }
    if !file.is_stream("/Workbook") {
        let is_older = file.is_stream("/Book");
        return Err(damaged(if is_older {
            "it was saved by Excel 5.0 or 95"
        } else {
            "it is a document of another program"
        }));
    }
    let stream = file.open_stream("/Workbook").map_err(broken)?;
    let mut read = Vec::new();
    stream.take(bytes.len() as u64).read_to_end(&mut read).map_err(broken)?;
    Ok(read)
}
