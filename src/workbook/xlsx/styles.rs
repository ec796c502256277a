//! The number formats that cells name by the number of their style.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::workbook::format::{Format, built_in};
use crate::workbook::package::Package;
use crate::workbook::xml::Item;

/// Most styles that are looked at; Excel has at most 65,490.
const MAX_STYLES: usize = 65_536;

/// The formats of the styles of cells.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<u32, Format>,
    /// The number of the format of each style.
    cells: Vec<u32>,
}

impl Styles {
    /// The format of a style; `None` if it says nothing of one.
    pub(super) fn format(&self, style: Option<u32>) -> Option<&Format> {
        let style = usize::try_from(style.unwrap_or_default()).ok()?;
        self.formats.get(self.cells.get(style)?)
    }
}

/// Reads the formats of cells.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Styles, Diagnostic> {
    let mut styles = Styles::default();
    let mut own: HashMap<u32, String> = HashMap::new();
    let mut in_cells = false;
    let mut xml = package.xml(part)?;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => match element.name.as_str() {
                "numFmt" if own.len() < MAX_STYLES => {
                    let code = element.get("formatCode").unwrap_or_default();
                    own.extend(element.number("numFmtId").map(|id| (id, code.to_owned())));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && styles.cells.len() < MAX_STYLES => {
                    styles.cells.push(element.number("numFmtId").unwrap_or_default());
                }
                _ => {}
            },
            Item::End(name) if name == "cellXfs" => in_cells = false,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    for number in &styles.cells {
        let code = || own.get(number).map_or_else(|| built_in(*number), String::as_str);
        styles.formats.entry(*number).or_insert_with(|| Format::new(code()));
    }
    Ok(styles)
}
