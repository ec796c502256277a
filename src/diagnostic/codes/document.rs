//! Codes of documents as they are typeset and written.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `document-crash`
    DOCUMENT_CRASH = error("document-crash");

    /// `document-memory`
    DOCUMENT_MEMORY = error("document-memory");

    /// `document-time`
    DOCUMENT_TIME = error("document-time");

    /// `font-unreadable`
    FONT_UNREADABLE = error("font-unreadable");

    /// `form-field-read-only`
    FORM_FIELD_READ_ONLY = error("form-field-read-only");

    /// `form-field-unknown`
    FORM_FIELD_UNKNOWN = error("form-field-unknown");

    /// `form-fields`
    FORM_FIELDS = error("form-fields");

    /// `form-unfillable`
    FORM_UNFILLABLE = error("form-unfillable");

    /// `form-value`
    FORM_VALUE = error("form-value");

    /// `no-thread`
    NO_THREAD = error("no-thread");

    /// `pdf-compact`
    PDF_COMPACT = error("pdf-compact");

    /// `pdf-date`
    PDF_DATE = error("pdf-date");

    /// `pdf-standard`
    PDF_STANDARD = error("pdf-standard");

    /// `pdf-standard-unknown`
    PDF_STANDARD_UNKNOWN = error("pdf-standard-unknown");

    /// `pdf-standards-clash`
    PDF_STANDARDS_CLASH = error("pdf-standards-clash");

    /// `pdf-title-missing`
    PDF_TITLE_MISSING = error("pdf-title-missing");

    /// `png-export`
    PNG_EXPORT = error("png-export");

    /// `typst-error`
    TYPST_ERROR = error("typst-error");

    /// `typst-warning`
    TYPST_WARNING = warning("typst-warning");

    /// `virtual-path`
    VIRTUAL_PATH = error("virtual-path");

    /// `worker-start`
    WORKER_START = error("worker-start");
}
