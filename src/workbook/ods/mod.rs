//! OpenDocument workbooks (ISO/IEC 26300).

mod cell;
mod table;

use std::collections::HashSet;

use super::model::Workbook;
use super::package::Package;
use super::problem::{damaged, protected};
use super::sheet::{Allowance, Collected};
use super::xml::{Element, Item};
use crate::diagnostic::Diagnostic;

/// Reads the visible sheets of a workbook, one of them whole.
pub(super) fn read(package: &mut Package<'_>, sheet: Option<&str>) -> Result<Workbook, Diagnostic> {
    if is_encrypted(package)? {
        return Err(protected());
    }
    if !package.has("content.xml") {
        return Err(damaged("it is no ODS workbook"));
    }
    let mut hidden: HashSet<String> = HashSet::new();
    let mut struck: HashSet<String> = HashSet::new();
    let mut style = String::new();
    let mut allowance = Allowance::new();
    let mut book = Workbook::default();
    let mut xml = package.xml("content.xml")?;
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        match element.name.as_str() {
            "style" => element.get("name").unwrap_or_default().clone_into(&mut style),
            "table-properties" if element.get("display") == Some("false") => {
                hidden.insert(style.clone());
            }
            "text-properties" if strikes(&element) => {
                struck.insert(style.clone());
            }
            "table" if element.get("style-name").is_some_and(|style| hidden.contains(style)) => xml.skip()?,
            "table" => {
                let name = element.get("name").unwrap_or_default().to_owned();
                let is_whole = sheet.map_or(book.sheets.is_empty(), |sheet| sheet == name);
                let mut collected = Collected::new(name, is_whole, &mut allowance);
                table::read(&mut xml, &mut collected, &struck)?;
                book.sheets.push(collected.finish());
            }
            // Records of changes and of links hold tables of their own.
            "tracked-changes" | "dde-links" => xml.skip()?,
            _ => {}
        }
    }
    if book.sheets.is_empty() {
        return Err(damaged("it has no visible sheet"));
    }
    Ok(book)
}

/// Whether a style strikes text out.
fn strikes(properties: &Element) -> bool {
    let line = ["text-line-through-style", "text-line-through-type"].map(|name| properties.get(name));
    line.into_iter().flatten().any(|line| line != "none")
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
