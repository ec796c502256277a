//! The number formats that cells name by the number of their style, and whether it strikes their text out.

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
    /// The numbers of the format and the font of each style.
    cells: Vec<(u32, u32)>,
    /// Whether each font strikes its text out.
    struck: Vec<bool>,
}

impl Styles {
    /// The format of a style; `None` if it says nothing of one.
    pub(super) fn format(&self, style: Option<u32>) -> Option<&Format> {
        let style = usize::try_from(style.unwrap_or_default()).ok()?;
        self.formats.get(&self.cells.get(style)?.0)
    }

    /// Whether a style strikes its text out.
    pub(super) fn is_struck(&self, style: Option<u32>) -> bool {
        let style = usize::try_from(style.unwrap_or_default()).ok().and_then(|style| self.cells.get(style));
        let font = style.and_then(|(_, font)| usize::try_from(*font).ok());
        font.and_then(|font| self.struck.get(font)).is_some_and(|struck| *struck)
    }
}

/// Reads the formats of cells.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Styles, Diagnostic> {
    let mut styles = Styles::default();
    let mut own: HashMap<u32, String> = HashMap::new();
    let (mut in_cells, mut in_fonts) = (false, false);
    let mut xml = package.xml(part)?;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => match element.name.as_str() {
                "numFmt" if own.len() < MAX_STYLES => {
                    let code = element.get("formatCode").unwrap_or_default();
                    own.extend(element.number("numFmtId").map(|id| (id, code.to_owned())));
                }
                "fonts" => in_fonts = true,
                "font" if in_fonts && styles.struck.len() < MAX_STYLES => styles.struck.push(false),
                "strike" if in_fonts && !matches!(element.get("val"), Some("0" | "false" | "off")) => {
                    styles.struck.last_mut().into_iter().for_each(|struck| *struck = true);
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && styles.cells.len() < MAX_STYLES => {
                    let number = |name| element.number(name).unwrap_or_default();
                    styles.cells.push((number("numFmtId"), number("fontId")));
                }
                _ => {}
            },
            Item::End(name) if name == "cellXfs" => in_cells = false,
            Item::End(name) if name == "fonts" => in_fonts = false,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    for (number, _) in &styles.cells {
        let code = || own.get(number).map_or_else(|| built_in(*number), String::as_str);
        styles.formats.entry(*number).or_insert_with(|| Format::new(code()));
    }
    Ok(styles)
}
