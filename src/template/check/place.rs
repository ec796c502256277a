//! Where a template's values are written: only where Typst or HTML reads text.

use serde_json::Value;

use super::html::ADDRESS;
use super::misplaced::Misplaced;
use super::{html, typst};
use crate::template::blocks;
use crate::template::source::{Kind, Source};

/// The values of a source that are not in text.
pub(super) fn find_misplaced(source: &Source) -> Misplaced {
    match source.kind() {
        Kind::Typst => typst::find_misplaced(source),
        Kind::Html => html::find_misplaced(source),
        Kind::Text => Misplaced::new(),
    }
}

/// The message and hint for a value written where `what` is read, unless it may be there: numbers, and settings of the
/// locale pack, may be in code, and a link of the e-mail's text in an attribute that takes one.
pub(super) fn judge(
    kind: Kind,
    what: &'static str,
    name: &str,
    shape: Option<&Value>,
) -> Option<(String, &'static str)> {
    if matches!(shape, Some(Value::Number(_) | Value::Bool(_))) || name.starts_with("locale.") {
        return None;
    }
    let (reader, hint) = match kind {
        Kind::Html if what == ADDRESS && blocks::is_link(shape) => return None,
        Kind::Html if what == ADDRESS => ("HTML", "write `href` of `email.blocks`, or the scheme before it"),
        Kind::Html => ("HTML", "put it between tags, or into an attribute in quotation marks"),
        _ => ("Typst", "put it between quotes, or into `[…]`"),
    };
    Some((format!("the value stands where {reader} reads {what}, not text"), hint))
}
