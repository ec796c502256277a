//! Codes of recipient lists.

use super::Code;

/// `cell-error`
pub const CELL_ERROR: &Code = &Code::error("cell-error");

/// `column-missing`
pub const COLUMN_MISSING: &Code = &Code::error("column-missing");

/// `column-twice`
pub const COLUMN_TWICE: &Code = &Code::error("column-twice");

/// `column-unknown`
pub const COLUMN_UNKNOWN: &Code = &Code::error("column-unknown");

/// `csv-quote`
pub const CSV_QUOTE: &Code = &Code::error("csv-quote");

/// `csv-read-as`
pub const CSV_READ_AS: &Code = &Code::note("csv-read-as");

/// `format-unknown`
pub const FORMAT_UNKNOWN: &Code = &Code::error("format-unknown");

/// `recipient-value`
pub const RECIPIENT_VALUE: &Code = &Code::error("recipient-value");

/// `recipients-format`
pub const RECIPIENTS_FORMAT: &Code = &Code::error("recipients-format");

/// `recipients-missing`
pub const RECIPIENTS_MISSING: &Code = &Code::error("recipients-missing");

/// `recipients-unreadable`
pub const RECIPIENTS_UNREADABLE: &Code = &Code::error("recipients-unreadable");

/// `row-too-long`
pub const ROW_TOO_LONG: &Code = &Code::error("row-too-long");

/// `workbook-sheets`
pub const WORKBOOK_SHEETS: &Code = &Code::note("workbook-sheets");

/// `workbook-unreadable`
pub const WORKBOOK_UNREADABLE: &Code = &Code::error("workbook-unreadable");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    CELL_ERROR,
    COLUMN_MISSING,
    COLUMN_TWICE,
    COLUMN_UNKNOWN,
    CSV_QUOTE,
    CSV_READ_AS,
    FORMAT_UNKNOWN,
    RECIPIENT_VALUE,
    RECIPIENTS_FORMAT,
    RECIPIENTS_MISSING,
    RECIPIENTS_UNREADABLE,
    ROW_TOO_LONG,
    WORKBOOK_SHEETS,
    WORKBOOK_UNREADABLE,
];
