//! Reads the fields of a PDF, in the form any program may have saved it.
//!
//! Files come changed in place or rewritten, with object streams, encrypted without a user password, with fields that only
//! their pages know.

use hayro_syntax::object::{Dict, Name, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::date;
use super::inherited::Inherited;
use super::model::{Content, Form, MAX_FILE};
use super::printed::read_barcode;
use super::walk::{Walk, dicts};
use crate::pdf::fields::IDENTITY;
use crate::pdf::syntax::{Unreadable, guard};

/// How many pages are looked at.
const MAX_PAGES: usize = 100;

/// Reads the fields of a PDF.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read(pdf: &[u8]) -> Result<Form, Unreadable> {
    const HEADER: &[u8] = b"%PDF-";
    /// Where readers look for it (ISO 32000-1, annex H.3).
    const HEAD: usize = 1024;
    /// Where readers look for the way to its objects, and a little more.
    const TAIL: usize = 4096;
    if memchr::memmem::find(pdf.get(..HEAD).unwrap_or(pdf), HEADER).is_none() {
        return Err(Unreadable::NotPdf);
    }
    if pdf.len() > MAX_FILE {
        return Err(Unreadable::TooLarge);
    }
    // A file whose end is missing may be read as it was before the last changes.
    if memchr::memmem::find(pdf.get(pdf.len().saturating_sub(TAIL)..).unwrap_or(pdf), b"startxref").is_none()
    {
        return Err(Unreadable::MALFORMED);
    }
    guard::run_guarded(pdf, read_form)
}

fn read_form(pdf: Vec<u8>) -> Result<Form, Unreadable> {
    let file = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Password,
        _ => Unreadable::MALFORMED,
    })?;
    let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id()).ok_or(Unreadable::MALFORMED)?;
    let mut walk = Walk::default();
    if let Some(form) = catalog.get::<Dict<'_>>("AcroForm") {
        for field in dicts(&form, "Fields") {
            walk.field(&field, &Inherited::default(), 0);
        }
    }
    let pages = file.pages();
    for page in pages.iter().take(MAX_PAGES) {
        for annotation in dicts(page.raw(), "Annots") {
            walk.stray(&annotation, file.xref());
        }
    }
    let identity = walk.position(IDENTITY).map(|position| walk.fields.remove(position).value);
    Ok(Form {
        identity: identity.filter(|identity| !identity.is_empty()),
        barcode: read_barcode(&file),
        modified: date::read_modified(&file, &catalog),
        pages: pages.len(),
        content: classify(&file),
        fields: walk.fields,
    })
}

/// What the pages are made of: text has fonts, a scan only images.
fn classify(file: &Pdf) -> Content {
    let mut images = false;
    for page in file.pages().iter().take(MAX_PAGES) {
        let resources = page.raw().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
        if resources.get::<Dict<'_>>("Font").is_some_and(|fonts| !fonts.is_empty()) {
            return Content::Text;
        }
        let objects = resources.get::<Dict<'_>>("XObject").unwrap_or_else(Dict::empty);
        for key in objects.keys() {
            let Some(object) = objects.get::<Stream<'_>>(key.as_ref()) else { continue };
            match object.dict().get::<Name<'_>>("Subtype") {
                Some(kind) if kind.as_ref() == b"Image" => images = true,
                _ if object
                    .dict()
                    .get::<Dict<'_>>("Resources")
                    .is_some_and(|own| own.contains_key("Font")) =>
                {
                    return Content::Text;
                }
                _ => {}
            }
        }
    }
    if images { Content::Images } else { Content::Empty }
}
