//! Codes of recipient lists.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `cell-error`
    CELL_ERROR = error("cell-error");

    /// `column-missing`
    COLUMN_MISSING = error("column-missing");

    /// `column-twice`
    COLUMN_TWICE = error("column-twice");

    /// `column-unknown`
    COLUMN_UNKNOWN = error("column-unknown");

    /// `csv-quote`
    CSV_QUOTE = error("csv-quote");

    /// `csv-read-as`
    CSV_READ_AS = note("csv-read-as");

    /// `format-unknown`
    FORMAT_UNKNOWN = error("format-unknown");

    /// `recipient-value`
    RECIPIENT_VALUE = error("recipient-value");

    /// `recipients-format`
    RECIPIENTS_FORMAT = error("recipients-format");

    /// `recipients-missing`
    RECIPIENTS_MISSING = error("recipients-missing");

    /// `recipients-unreadable`
    RECIPIENTS_UNREADABLE = error("recipients-unreadable");

    /// `row-too-long`
    ROW_TOO_LONG = error("row-too-long");

    /// `workbook-sheets`
    WORKBOOK_SHEETS = note("workbook-sheets");

    /// `workbook-unreadable`
    WORKBOOK_UNREADABLE = error("workbook-unreadable");
}
