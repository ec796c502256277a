//! Reads the fields of a PDF, in the form any program may have saved it.
//!
//! Files come changed in place or rewritten, with object streams, encrypted without a user password, with fields that only
//! their pages know, joined with others.

use hayro_syntax::object::{Dict, Name, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::date;
use super::inherited::Inherited;
use super::model::{Content, Form, MAX_FIELDS, MAX_FILE, Written};
use super::padding::cut_padding;
use super::printed::Barcodes;
use super::sheets::{FormSheets, Sheet};
use super::walk::{Walk, dicts};
use super::written::{count_marks, count_markups};
use crate::pdf::syntax::{Unreadable, guard};

/// How many pages are looked at.
const MAX_PAGES: usize = 1_000;

/// Reads the fields of a PDF that is one form; of several in it, those of the first.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read(pdf: &[u8]) -> Result<Form, Unreadable> {
    read_sheets(pdf)?.into_forms().into_iter().next().ok_or(Unreadable::MALFORMED)
}

/// Reads the pages of a PDF and the fields on them, of one form or of several.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read_sheets(pdf: &[u8]) -> Result<FormSheets, Unreadable> {
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
    let pdf = cut_padding(pdf);
    // A file whose end is missing may be read as it was before the last changes.
    if memchr::memmem::find(pdf.get(pdf.len().saturating_sub(TAIL)..).unwrap_or(pdf), b"startxref").is_none()
    {
        return Err(Unreadable::MALFORMED);
    }
    guard::run_guarded(pdf, read_file)
}

fn read_file(pdf: Vec<u8>) -> Result<FormSheets, Unreadable> {
    let file = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Password,
        _ => Unreadable::MALFORMED,
    })?;
    let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id()).ok_or(Unreadable::MALFORMED)?;
    let pages = file.pages();
    if pages.len() > MAX_PAGES {
        return Err(Unreadable::TooLarge);
    }
    let mut walk = Walk::on(pages.iter().map(Page::raw));
    if let Some(form) = catalog.get::<Dict<'_>>("AcroForm") {
        for field in dicts(&form, "Fields") {
            walk.field(&field, &Inherited::default(), 0);
        }
    }
    let mut markups = Vec::with_capacity(pages.len());
    for (number, page) in pages.iter().enumerate() {
        let annotations = walk.unseen(page.raw(), file.xref());
        annotations.iter().for_each(|annotation| walk.stray(annotation, number, file.xref()));
        markups.push(count_markups(&annotations));
    }
    if walk.fields.len() >= MAX_FIELDS {
        return Err(Unreadable::TooLarge);
    }
    let mut barcodes = Barcodes::default();
    let identities = walk.fields.iter().filter(|placed| placed.is_identity());
    let expected: Vec<String> = identities.map(|placed| placed.field.value.clone()).collect();
    let has_fields = !walk.fields.is_empty();
    let sheet = |(page, markups): (&Page<'_>, usize)| {
        let content = classify(page);
        let marks = if has_fields || content == Content::Empty { count_marks(page) } else { 0 };
        Sheet { content, barcode: barcodes.read(page, &expected), written: Written { markups, marks } }
    };
    Ok(FormSheets {
        sheets: pages.iter().zip(markups).map(sheet).collect(),
        modified: date::read_modified(&file, &catalog),
        fields: walk.fields,
    })
}

/// What a page is made of: text has fonts, a scan only images.
fn classify(page: &Page<'_>) -> Content {
    let mut images = false;
    let resources = page.raw().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
    if resources.get::<Dict<'_>>("Font").is_some_and(|fonts| !fonts.is_empty()) {
        return Content::Text;
    }
    let objects = resources.get::<Dict<'_>>("XObject").unwrap_or_else(Dict::empty);
    for key in objects.keys() {
        let Some(object) = objects.get::<Stream<'_>>(key.as_ref()) else { continue };
        match object.dict().get::<Name<'_>>("Subtype") {
            Some(kind) if kind.as_ref() == b"Image" => images = true,
            _ if object.dict().get::<Dict<'_>>("Resources").is_some_and(|own| own.contains_key("Font")) => {
                return Content::Text;
            }
            _ => {}
        }
    }
    if images { Content::Images } else { Content::Empty }
}
