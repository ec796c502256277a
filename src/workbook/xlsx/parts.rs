//! Which parts of the package the workbook consists of, and its visible sheets.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::workbook::package::Package;
use crate::workbook::problem::damaged;
use crate::workbook::xml::{Element, Item};

/// Most sheets of a workbook.
const MAX_SHEETS: usize = 1000;

/// The names of the parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Names of the visible sheets and their parts.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}

/// Finds the parts.
pub(super) fn read(package: &mut Package<'_>) -> Result<Parts, Diagnostic> {
    let book = find_book(package)?;
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
    let of_type = |kind: &str| {
        let found = relations.values().find(|relation| relation.kind == kind)?;
        Some(absolute(folder, &found.target))
    };
    let mut parts =
        Parts { strings: of_type("sharedStrings"), styles: of_type("styles"), ..Parts::default() };
    let mut xml = package.xml(&book)?;
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        match element.name.as_str() {
            "workbookPr" => parts.is_1904 = element.is("date1904"),
            "sheet" if parts.sheets.len() < MAX_SHEETS => {
                parts.sheets.extend(visible_sheet(&element, &relations, folder));
            }
            _ => {}
        }
    }
    Ok(parts)
}

/// The name and part of a sheet, if it can be seen and is one of cells.
fn visible_sheet(
    element: &Element,
    relations: &HashMap<String, Relation>,
    folder: &str,
) -> Option<(String, String)> {
    let is_visible = element.get("state").is_none_or(|state| state == "visible");
    let id = element.get("id").or_else(|| element.get_prefixed("r", "id"));
    let relation = relations.get(id?).filter(|relation| is_visible && relation.kind == "worksheet")?;
    Some((element.get("name")?.to_owned(), absolute(folder, &relation.target)))
}

/// The part of the workbook itself.
fn find_book(package: &mut Package<'_>) -> Result<String, Diagnostic> {
    const USUAL: &str = "xl/workbook.xml";
    let found = if package.has("_rels/.rels") {
        let relations = relations(package, "_rels/.rels")?;
        relations.into_values().find(|relation| relation.kind == "officeDocument")
    } else {
        None
    };
    let book = found.map_or_else(|| USUAL.to_owned(), |relation| absolute("", &relation.target));
    if !package.has(&book) {
        return Err(damaged("it is no XLSX workbook"));
    }
    Ok(book)
}

struct Relation {
    /// The last part of its type, which both editions of the standard share.
    kind: String,
    target: String,
}

fn relations(package: &mut Package<'_>, part: &str) -> Result<HashMap<String, Relation>, Diagnostic> {
    let mut relations = HashMap::new();
    let mut xml = package.xml(part)?;
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        if let (Some(id), Some(kind), Some(target)) =
            (element.get("Id"), element.get("Type"), element.get("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id.to_owned(), Relation { kind, target: target.to_owned() });
        }
    }
    Ok(relations)
}

/// The name of a part that another in a folder names.
fn absolute(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step == ".." {
            steps.pop();
        } else {
            steps.push(step);
        }
    }
    steps.join("/")
}
