//! The texts that cells share.

use crate::diagnostic::Diagnostic;
use crate::workbook::package::Package;
use crate::workbook::problem::too_large;
use crate::workbook::sheet::{MAX_CELLS, MAX_TEXT, check_length};
use crate::workbook::xml::{Item, Xml};

/// A text, perhaps of runs that look different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RichText {
    pub(super) text: String,
    /// Whether a run of it is struck out.
    pub(super) is_struck: bool,
}

/// Reads the shared texts, in order.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<RichText>, Diagnostic> {
    let mut strings = Vec::new();
    let mut left = MAX_TEXT;
    let mut xml = package.xml(part)?;
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        if element.name != "si" {
            continue;
        }
        let rich = read_text(&mut xml, "si")?;
        check_length(&rich.text, || format!("the shared text {}", strings.len() + 1))?;
        left = left
            .checked_sub(rich.text.len())
            .ok_or_else(|| too_large(format!("its shared texts have more than {} MiB", MAX_TEXT >> 20)))?;
        strings.push(rich);
        if strings.len() > MAX_CELLS {
            return Err(too_large(format!("it has more than {MAX_CELLS} shared texts")));
        }
    }
    Ok(strings)
}

/// The text of an element whose start was just read: of its runs, not of their readings.
pub(super) fn read_text(xml: &mut Xml<'_>, end: &str) -> Result<RichText, Diagnostic> {
    let mut text = String::new();
    let mut is_text = false;
    let (mut is_struck, mut is_run_struck) = (false, false);
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) if element.name == "rPh" => xml.skip()?,
            Item::Start(element) => {
                is_text = element.name == "t";
                match element.name.as_str() {
                    "r" => is_run_struck = false,
                    "strike" => is_run_struck = !matches!(element.get("val"), Some("0" | "false")),
                    _ => {}
                }
            }
            Item::Text(part) if is_text => {
                is_struck |= is_run_struck && !part.trim().is_empty();
                text.push_str(&part);
            }
            Item::Text(_) => {}
            Item::End(name) if name == end => break,
            Item::End(_) => is_text = false,
        }
    }
    Ok(RichText { text: unescape(&text), is_struck })
}

/// Puts characters in for their escapes `_x000D_` (ECMA-376, part 1, 22.9.2.19).
pub(super) fn unescape(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix("_x").and_then(|after| after.split_at_checked(4));
        let code = code.filter(|(hex, after)| {
            after.starts_with('_') && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if let Some((hex, after)) = code {
            units.extend(u16::from_str_radix(hex, 16));
            rest = after.strip_prefix('_').unwrap_or(after);
        } else {
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_are_characters() {
        assert_eq!(unescape("a_x000D_b_x005F_x000D_"), "a\rb_x000D_");
        assert_eq!(unescape("_xD83D__xDE00_ _x00é9_ _x12"), "😀 _x00é9_ _x12");
    }
}
