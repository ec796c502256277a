//! OpenDocument workbooks (ISO/IEC 26300).

mod cell;
mod styles;
mod table;

use styles::Styles;

use super::model::Workbook;
use super::package::Package;
use super::problem::{damaged, protected};
use super::sheet::{Allowance, Collected};
use super::xml::Item;
use crate::diagnostic::Diagnostic;

/// Reads the visible sheets of a workbook, one of them whole.
pub(super) fn read(package: &mut Package<'_>, sheet: Option<&str>) -> Result<Workbook, Diagnostic> {
    if is_encrypted(package)? {
        return Err(protected());
    }
    if !package.has("content.xml") {
        return Err(damaged("it is no ODS workbook"));
    }
    let mut styles = read_common_styles(package)?;
    let mut allowance = Allowance::new();
    let mut book = Workbook::default();
    let mut xml = package.xml("content.xml")?;
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        match element.name.as_str() {
            "table" if styles.is_hidden(element.get("style-name")) => xml.skip()?,
            "table" => {
                let name = element.get("name").unwrap_or_default().to_owned();
                let is_whole = sheet.map_or(book.sheets.is_empty(), |sheet| sheet == name);
                let mut collected = Collected::new(name, is_whole, &mut allowance);
                table::read(&mut xml, &mut collected, &styles)?;
                book.sheets.push(collected.finish());
            }
            // Records of changes and of links hold tables of their own.
            "tracked-changes" | "dde-links" => xml.skip()?,
            _ => styles.meet(&element),
        }
    }
    if book.sheets.is_empty() {
        return Err(damaged("it has no visible sheet"));
    }
    Ok(book)
}

/// The styles with names, which those of the content may follow.
fn read_common_styles(package: &mut Package<'_>) -> Result<Styles, Diagnostic> {
    const STYLES: &str = "styles.xml";
    let mut styles = Styles::default();
    if !package.has(STYLES) {
        return Ok(styles);
    }
    let mut xml = package.xml(STYLES)?;
    while let Some(item) = xml.next()? {
        if let Item::Start(element) = item {
            styles.meet(&element);
        }
    }
    Ok(styles)
}

/// Whether the manifest says that parts are encrypted.
fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Diagnostic> {
    const MANIFEST: &str = "META-INF/manifest.xml";
    if !package.has(MANIFEST) {
        return Ok(false);
    }
    let mut xml = package.xml(MANIFEST)?;
    while let Some(item) = xml.next()? {
        if matches!(&item, Item::Start(element) if element.name == "encryption-data") {
            return Ok(true);
        }
    }
    Ok(false)
}
