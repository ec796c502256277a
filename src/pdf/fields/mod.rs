//! Makes the fields of a form fillable: what `field` of the layout marks with links becomes an `AcroForm`.
//!
//! Typst has no form fields. It writes a link with the right rectangle, structure parent and object reference; here each
//! marked link is rewritten into a widget (ISO 32000-1, 12.7), and its structure element from `Link` to `Form`. A
//! prefilled value is set by Typst inside its link: that piece of the page's content becomes the widget's appearance.
//! The rest of the file is copied unchanged. The rest of the crate sees [`make_fillable`] only, so that
//! Typst's own form fields can take its place.

mod content;
mod document;
mod keys;
mod kind;
mod marked;
mod splice;
mod tree;
mod widget;

use std::sync::Arc;

use hayro_syntax::Pdf;

use document::Form;

use super::signature::SealPlace;

pub(super) use keys::{IDENTITY, PRIVATE_KEY, SEAL};
pub use kind::FieldKind;

/// Makes the marked fields of a PDF fillable, and gives it a place for a seal, where it is to have one; a file with neither is given
/// back as it is.
///
/// `identity` is what the form carries, out of sight, to be known again when it comes back.
pub(super) fn make_fillable(
    pdf: Vec<u8>,
    identity: Option<&str>,
    seal: Option<&SealPlace>,
) -> Result<Vec<u8>, String> {
    if !marked::has_marks(&pdf) && seal.is_none() {
        return Ok(pdf);
    }
    let bytes = Arc::new(pdf);
    let file = Pdf::new(Arc::clone(&bytes)).map_err(|error| format!("{error:?}"))?;
    let mut form = Form::read(&file, &bytes)?;
    if form.widgets.is_empty() && seal.is_none() {
        drop(form);
        drop(file);
        return Ok(Arc::unwrap_or_clone(bytes));
    }
    form.lift_values()?;
    form.write_fields(identity, seal)?;
    form.splice.finish()
}

#[cfg(test)]
mod tests;
