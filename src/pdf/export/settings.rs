//! How a document is written.

use jiff::ZonedDateTime;

use super::standards::Standards;
use crate::pdf::signature::SealPlace;

/// How a document is written.
#[derive(Debug, Clone)]
pub struct PdfSettings {
    /// What identifies the document, unique in the mailing and the same on every run; a hash of it
    /// becomes the file identifier (ISO 32000-1, 14.4) and the XMP document ID.
    pub ident: String,
    /// The creation date, with its offset from UTC.
    pub issued_at: ZonedDateTime,
    /// The standards to hold to.
    pub standards: Standards,
    /// What a form carries, out of sight, to be known again when it comes back filled in.
    pub identity: Option<String>,
    /// The place for its seal, where it is to have one; it is filled by whoever has the key.
    pub seal: Option<SealPlace>,
}
