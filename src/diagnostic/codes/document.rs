//! Codes of documents as they are typeset and written.

use super::Code;

/// `document-crash`
pub const DOCUMENT_CRASH: &Code = &Code::error("document-crash");

/// `document-memory`
pub const DOCUMENT_MEMORY: &Code = &Code::error("document-memory");

/// `document-time`
pub const DOCUMENT_TIME: &Code = &Code::error("document-time");

/// `font-unreadable`
pub const FONT_UNREADABLE: &Code = &Code::error("font-unreadable");

/// `form-field-read-only`
pub const FORM_FIELD_READ_ONLY: &Code = &Code::error("form-field-read-only");

/// `form-field-unknown`
pub const FORM_FIELD_UNKNOWN: &Code = &Code::error("form-field-unknown");

/// `form-fields`
pub const FORM_FIELDS: &Code = &Code::error("form-fields");

/// `form-unfillable`
pub const FORM_UNFILLABLE: &Code = &Code::error("form-unfillable");

/// `form-value`
pub const FORM_VALUE: &Code = &Code::error("form-value");

/// `no-thread`
pub const NO_THREAD: &Code = &Code::error("no-thread");

/// `pdf-compact`
pub const PDF_COMPACT: &Code = &Code::error("pdf-compact");

/// `pdf-date`
pub const PDF_DATE: &Code = &Code::error("pdf-date");

/// `pdf-standard`
pub const PDF_STANDARD: &Code = &Code::error("pdf-standard");

/// `pdf-standard-unknown`
pub const PDF_STANDARD_UNKNOWN: &Code = &Code::error("pdf-standard-unknown");

/// `pdf-standards-clash`
pub const PDF_STANDARDS_CLASH: &Code = &Code::error("pdf-standards-clash");

/// `pdf-title-missing`
pub const PDF_TITLE_MISSING: &Code = &Code::error("pdf-title-missing");

/// `png-export`
pub const PNG_EXPORT: &Code = &Code::error("png-export");

/// `typst-error`
pub const TYPST_ERROR: &Code = &Code::error("typst-error");

/// `typst-warning`
pub const TYPST_WARNING: &Code = &Code::warning("typst-warning");

/// `virtual-path`
pub const VIRTUAL_PATH: &Code = &Code::error("virtual-path");

/// `worker-start`
pub const WORKER_START: &Code = &Code::error("worker-start");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    DOCUMENT_CRASH,
    DOCUMENT_MEMORY,
    DOCUMENT_TIME,
    FONT_UNREADABLE,
    FORM_FIELD_READ_ONLY,
    FORM_FIELD_UNKNOWN,
    FORM_FIELDS,
    FORM_UNFILLABLE,
    FORM_VALUE,
    NO_THREAD,
    PDF_COMPACT,
    PDF_DATE,
    PDF_STANDARD,
    PDF_STANDARD_UNKNOWN,
    PDF_STANDARDS_CLASH,
    PDF_TITLE_MISSING,
    PNG_EXPORT,
    TYPST_ERROR,
    TYPST_WARNING,
    VIRTUAL_PATH,
    WORKER_START,
];
