//! What a returned file is, and how that is found out.

use serde::{Deserialize, Serialize};

use super::package::{Package, PackageKind, Unpacking};
use super::{barcode, mail, outlook, winmail, zipped};
use crate::pdf::form::{self, FormSheets, Unreadable, split_joined};

/// What a returned file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contents {
    /// A PDF: its pages with the fields and barcodes on them, and the files that are attached to it.
    Pdf(FormSheets, Option<Package>),
    /// A picture, and the identities on the paper it shows, as text.
    Picture(Vec<String>),
    /// A file that holds others, each of which is to be examined by itself.
    Package(Package),
    /// Nothing that can be read.
    Unreadable(Unreadable),
}

/// Finds out what a file is; gives the bytes of the files in it, too.
///
/// Barcodes that only the drawn page shows are not looked for; see [`draw`].
#[must_use]
pub fn examine(bytes: &[u8]) -> (Contents, Vec<Vec<u8>>) {
    if let Some(unpacking) = unpack(bytes) {
        let (package, files) = unpacking.finish();
        return (Contents::Package(package), files);
    }
    // A document of an office program is a ZIP file, whatever is among its first bytes.
    if zipped::is_zip(bytes) {
        return (Contents::Unreadable(Unreadable::NotPdf), Vec::new());
    }
    let contents = match form::read_sheets(bytes) {
        Ok(sheets) => match unpack_attached(bytes) {
            Some((package, files)) => return (Contents::Pdf(sheets, Some(package)), files),
            None => Contents::Pdf(sheets, None),
        },
        Err(Unreadable::NotPdf) if barcode::is_picture(bytes) => {
            Contents::Picture(barcode::find_in_picture(bytes))
        }
        Err(cause) => Contents::Unreadable(cause),
    };
    (contents, Vec::new())
}

/// The identities in the barcodes of each of a PDF's pages, numbered from zero, as the drawn pages show them; `is_drawn` says that they are
/// no scans.
#[must_use]
pub fn draw(pdf: &[u8], pages: &[usize], is_drawn: bool) -> Vec<Vec<String>> {
    barcode::find_in_pdf(pdf, pages, is_drawn)
}

fn unpack(bytes: &[u8]) -> Option<Unpacking> {
    zipped::unpack(bytes)
        .or_else(|| outlook::unpack(bytes))
        .or_else(|| mail::unpack(bytes))
        .or_else(|| unpack_winmail(bytes))
        .or_else(|| unpack_joined(bytes))
}

fn unpack_attached(pdf: &[u8]) -> Option<(Package, Vec<Vec<u8>>)> {
    let files = form::read_attached(pdf);
    if files.is_empty() {
        return None;
    }
    let mut unpacking = Unpacking::new(PackageKind::Pdfs);
    files.into_iter().for_each(|(name, bytes)| unpacking.add(&name, bytes));
    Some(unpacking.finish())
}

fn unpack_winmail(bytes: &[u8]) -> Option<Unpacking> {
    let files = winmail::unpack(bytes)?;
    let mut unpacking = Unpacking::new(PackageKind::Archive);
    files.into_iter().for_each(|(name, bytes)| unpacking.add(&name, bytes));
    Some(unpacking)
}

fn unpack_joined(bytes: &[u8]) -> Option<Unpacking> {
    let parts = split_joined(bytes);
    if parts.is_empty() {
        return None;
    }
    let mut unpacking = Unpacking::new(PackageKind::Pdfs);
    for (number, part) in parts.into_iter().enumerate() {
        unpacking.add(&format!("part {}", number + 1), part.to_vec());
    }
    Some(unpacking)
}
