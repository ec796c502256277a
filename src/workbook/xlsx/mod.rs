//! Office Open XML workbooks (ECMA-376, part 1, 18).

mod context;
mod parts;
mod sheet;
mod strings;
mod styles;

use self::context::Context;
use super::model::Workbook;
use super::package::Package;
use super::problem::damaged;
use super::sheet::{Allowance, Collected};
use crate::diagnostic::Diagnostic;

/// Reads the visible sheets of a workbook, one of them whole.
pub(super) fn read(package: &mut Package<'_>, sheet: Option<&str>) -> Result<Workbook, Diagnostic> {
    let parts = parts::read(package)?;
    let context = Context {
        strings: parts.strings.map(|part| strings::read(package, &part)).transpose()?.unwrap_or_default(),
        styles: parts.styles.map(|part| styles::read(package, &part)).transpose()?.unwrap_or_default(),
        is_1904: parts.is_1904,
    };
    if parts.sheets.is_empty() {
        return Err(damaged("it has no visible sheet"));
    }
    let mut allowance = Allowance::new();
    let mut book = Workbook::default();
    for (index, (name, part)) in parts.sheets.into_iter().enumerate() {
        let is_whole = sheet.map_or(index == 0, |sheet| sheet == name);
        let mut collected = Collected::new(name, is_whole, &mut allowance);
        sheet::read(package, &part, &context, &mut collected)?;
        book.sheets.push(collected.finish());
    }
    Ok(book)
}
