//! The styles of an OpenDocument workbook that say whether a table is hidden and whether text is struck out.

use std::collections::HashSet;

use crate::workbook::xml::Element;

/// What styles say, by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    hidden: HashSet<String>,
    struck: HashSet<String>,
    /// The style whose properties are being read.
    current: String,
}

impl Styles {
    /// Reads the start of a style, or of its properties. A style has what its parent has, which is defined before it.
    pub(super) fn meet(&mut self, element: &Element) {
        match element.name.as_str() {
            "style" => {
                element.get("name").unwrap_or_default().clone_into(&mut self.current);
                if self.is_struck(element.get("parent-style-name")) {
                    self.struck.insert(self.current.clone());
                }
            }
            "table-properties" if element.get("display") == Some("false") => {
                self.hidden.insert(self.current.clone());
            }
            "text-properties" => match strikes(element) {
                Some(true) => {
                    self.struck.insert(self.current.clone());
                }
                Some(false) => {
                    self.struck.remove(&self.current);
                }
                None => {}
            },
            _ => {}
        }
    }

    /// Whether tables of a style are hidden.
    pub(super) fn is_hidden(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.hidden.contains(style))
    }

    /// Whether a style strikes text out.
    pub(super) fn is_struck(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.struck.contains(style))
    }
}

/// Whether properties strike text out; `None` where they do not say.
fn strikes(properties: &Element) -> Option<bool> {
    let line = ["text-line-through-style", "text-line-through-type"].map(|name| properties.get(name));
    let mut said = line.into_iter().flatten().peekable();
    said.peek()?;
    Some(said.all(|line| line != "none"))
}
