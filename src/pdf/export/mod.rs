//! Writes set documents as PDF, to the standards the mailing asks for.
//!
//! The writer checks PDF/A and PDF/UA as it goes; what breaks them is returned as [`Problems`]. The same document and
//! settings give the same bytes, at any time and on any thread.

mod compact;
mod pictures;
mod settings;
mod standards;

use jiff::ZonedDateTime;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use super::fields;
use super::write::CREATOR;
use crate::diagnostic::{Code, Diagnostic, Problems, codes};
use crate::typeset::Typeset;
use pictures::Pictures;

pub use pictures::{Png, mark};
pub use settings::PdfSettings;
pub use standards::Standards;

/// Writes a document as PDF, its form fields fillable.
///
/// # Errors
///
/// What breaks the standards: a missing title or alternate text, a glyph no font has, and the like, with
/// its place in the rendered text where there is one.
pub fn export(typeset: &Typeset, settings: &PdfSettings) -> Result<Vec<u8>, Problems> {
    let plain = export_with_marks(typeset, settings)?;
    Ok(compact::compact(plain, Pictures::default()).map_err(unwritten)?)
}

/// Writes a document with marks, as a plain file, which [`put_pictures`] finishes.
///
/// # Errors
///
/// As [`export`].
pub fn export_with_marks(typeset: &Typeset, settings: &PdfSettings) -> Result<Vec<u8>, Problems> {
    let options = make_options(settings)?;
    let write = |document: &PagedDocument| typst_pdf::pdf(document, &options);
    let pdf = write(typeset.document()).map_err(|errors| typeset.locate(&errors, write))?;
    let fillable = fields::make_fillable(pdf, settings.identity.as_deref(), settings.seal.as_ref());
    Ok(fillable.map_err(|cause| {
        let hint =
            "look at the names and kinds of the fields in the template; docs/templates.md lists the kinds";
        fail(codes::FORM_FIELDS, &format!("the form cannot be made fillable ({cause})"), hint)
    })?)
}

/// Puts pictures, PNG, in the place of the marks of a plain file, by their numbers, and makes it smaller.
///
/// # Errors
///
/// One is no such picture, or has no mark, or the file is not plain.
pub fn put_pictures(marked: Vec<u8>, pictures: &[Vec<u8>]) -> Result<Vec<u8>, Diagnostic> {
    let pictures = pictures.iter().enumerate().map(|(number, file)| {
        Png::read(file).ok_or_else(|| unwritten(format!("picture {number} is none of a page")))
    });
    let pictures = Pictures::new(pictures.collect::<Result<_, _>>()?);
    compact::compact(marked, pictures).map_err(unwritten)
}

/// A plain file made smaller.
#[cfg(test)]
pub(super) fn compact(pdf: Vec<u8>) -> Result<Vec<u8>, String> {
    compact::compact(pdf, Pictures::default())
}

fn unwritten(cause: String) -> Diagnostic {
    let hint = "report it with the template";
    fail(codes::PDF_COMPACT, &format!("the file cannot be written ({cause})"), hint)
}

fn fail(code: &'static Code, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(code, message).with_hint(hint)
}

fn make_options(settings: &PdfSettings) -> Result<PdfOptions, Diagnostic> {
    Ok(PdfOptions {
        ident: Smart::Custom(settings.ident.clone()),
        creator: Smart::Custom(Some(CREATOR.into())),
        timestamp: Some(to_timestamp(&settings.issued_at)?),
        page_ranges: None,
        standards: settings.standards.to_typst(),
        tagged: true,
        pretty: false,
    })
}

/// The creation date; seconds of an offset, which PDF dates have no place for (ISO 32000-1, 7.9.4), fall away.
fn to_timestamp(at: &ZonedDateTime) -> Result<Timestamp, Diagnostic> {
    const SECONDS_PER_MINUTE: i32 = 60;
    let unsigned = |part: i8| u8::try_from(part).unwrap_or_default();
    Datetime::from_ymd_hms(
        at.year().into(),
        unsigned(at.month()),
        unsigned(at.day()),
        unsigned(at.hour()),
        unsigned(at.minute()),
        unsigned(at.second()),
    )
    .filter(|_| at.year() >= 0)
    .and_then(|datetime| Timestamp::new_local(datetime, at.offset().seconds() / SECONDS_PER_MINUTE))
    .ok_or_else(|| {
        Diagnostic::new(codes::PDF_DATE, format!("{at} cannot be the date of a PDF file"))
            .with_field("issued_at")
            .with_hint("write a date between the years 0 and 9999 with an offset of less than 24 hours")
    })
}

#[cfg(test)]
mod tests;
