//! Codes of recipient lists.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A cell of a spreadsheet holds the error of a formula instead of a value.
    ///
    /// ```text
    /// error[cell-error]: the cell holds the error #DIV/0!
    ///   --> recipients/list.xlsx:Ministries!F3
    ///   for recipient GMB, address
    ///   hint: correct its formula, or write the value itself
    /// ```
    ///
    /// Correct the formula, or replace it by the value, and save the workbook.
    CELL_ERROR = error("cell-error");

    /// A table of recipients lacks a column that every recipient needs.
    ///
    /// ```text
    /// error[column-missing]: the table has no column `ministry`
    ///   --> recipients/list.csv:1:1
    ///   for ministry
    ///   hint: add a column headed `ministry`, or correct a misspelt one
    /// ```
    ///
    /// Add the column to the first row, or correct the heading that was meant to be it.
    COLUMN_MISSING = error("column-missing");

    /// Two columns of a table give the same value.
    ///
    /// ```text
    /// error[column-twice]: the columns `ministry` and `ministry.fr` exclude each other
    ///   --> recipients/list.csv:1:39
    ///   for ministry.fr
    ///   hint: remove one of them
    /// ```
    ///
    /// Remove one of the two columns. A text is given either once for all languages or per language.
    COLUMN_TWICE = error("column-twice");

    /// The first row of a table names a column that recipients do not have.
    ///
    /// ```text
    /// error[column-unknown]: unknown column `izo`
    ///   --> recipients/list.csv:1:9
    ///   for izo
    ///   hint: did you mean `iso`?
    /// ```
    ///
    /// Correct the heading. A column `fields.NAME` needs `NAME` in `extra_fields` of the mailing.
    COLUMN_UNKNOWN = error("column-unknown");

    /// A quotation mark opens a cell of a CSV file and is never closed. All text after it would belong
    /// to that cell.
    ///
    /// ```text
    /// error[csv-quote]: a quotation mark is opened here and never closed
    ///   --> recipients/list.csv:2:42
    ///   hint: close the mark at the end of its cell, or double it within a cell
    /// ```
    ///
    /// Close the quotation mark. A quotation mark inside a cell is written twice.
    CSV_QUOTE = error("csv-quote");

    /// States the encoding and the separator with which a CSV file was read.
    ///
    /// ```text
    /// note[csv-read-as]: read as windows-1252 (a guess by its letters), columns separated by semicolons
    ///   --> recipients/list.csv
    ///   hint: if accented letters come out wrong, name the encoding with `--encoding`
    /// ```
    ///
    /// Nothing, if the encoding is certain. Otherwise look at accented letters in a preview, and name
    /// the encoding with `--encoding` if they are wrong.
    CSV_READ_AS = note("csv-read-as");

    /// A recipient file in YAML does not state a format that this version of convoke reads.
    ///
    /// ```text
    /// error[format-unknown]: the file does not say `format: 1`
    ///   --> recipients/ministries.yaml:1:1
    ///   for format
    ///   hint: add `format: 1` at the top
    /// ```
    ///
    /// Add `format: 1` at the top. If the file states a higher format, use a newer convoke.
    FORMAT_UNKNOWN = error("format-unknown");

    /// Two recipients have the same id. Letter case does not distinguish ids.
    ///
    /// ```text
    /// error[recipient-id-twice]: the id `FRA` is used twice
    ///   --> recipients/ministries.yaml:15:9
    ///   for recipient FRA, id
    ///   hint: it stands first at recipients/ministries.yaml:5:5; remove or rename one
    /// ```
    ///
    /// Remove one of the two recipients, or give it another id.
    RECIPIENT_ID_TWICE = error("recipient-id-twice");

    /// A value of a recipient is missing, malformed or in conflict with another of its values.
    ///
    /// ```text
    /// error[recipient-value]: sent by e-mail without an address
    ///   --> recipients/list.csv:2:1
    ///   for recipient FRA, emails
    ///   hint: add an address, or another channel
    /// ```
    ///
    /// Correct the value in the recipient list; the hint says which form it must have.
    RECIPIENT_VALUE = error("recipient-value");

    /// A recipient list changed between planning and building, or while it was being read.
    ///
    /// ```text
    /// error[recipients-changed]: the file has changed while it was being read
    ///   --> recipients/list.csv
    ///   hint: run the command again once nobody writes to the file
    /// ```
    ///
    /// Run the command again when nobody writes to the lists.
    RECIPIENTS_CHANGED = error("recipients-changed");

    /// A file under `recipients:` has an extension that is not one of the kinds convoke reads.
    ///
    /// ```text
    /// error[recipients-format]: cannot read recipients from `.docx` files
    ///   --> recipients/ministries.docx
    ///   hint: save it as .yaml, .csv, .tsv, .txt, .xlsx or .ods
    /// ```
    ///
    /// Save the list as YAML, CSV, XLSX or ODS and name that file under `recipients:`.
    RECIPIENTS_FORMAT = error("recipients-format");

    /// A list of recipients is empty: a table without a row of column names, or YAML without
    /// `recipients:`.
    ///
    /// ```text
    /// error[recipients-missing]: the table is empty
    ///   --> recipients/list.csv
    ///   hint: write the names of the columns in the first row
    /// ```
    ///
    /// Write the names of the columns in the first row of the table and a recipient in each row below.
    /// In YAML, list them under `recipients:`.
    RECIPIENTS_MISSING = error("recipients-missing");

    /// The recipient lists of the mailing are readable and hold no recipient.
    ///
    /// ```text
    /// error[recipients-none]: the mailing has no recipients
    ///   for recipients
    ///   hint: name a file with recipients under `recipients:` of the mailing
    /// ```
    ///
    /// Add recipients to the lists, or name the right files under `recipients:` of `mailing.yaml`.
    RECIPIENTS_NONE = error("recipients-none");

    /// A file of recipients cannot be read: it does not exist, may not be opened, or is too large for
    /// its kind.
    ///
    /// ```text
    /// error[recipients-unreadable]: cannot read the recipients (No such file or directory (os error 2))
    ///   --> recipients/ministeries.yaml
    ///   hint: check the path under `recipients:` of the mailing
    /// ```
    ///
    /// Correct the path under `recipients:` or the file's permissions. YAML files and workbooks may
    /// have 64 MB; save a larger list as CSV.
    RECIPIENTS_UNREADABLE = error("recipients-unreadable");

    /// A row has a cell outside of the named columns. Usually a value holds the separator and is not
    /// quoted.
    ///
    /// ```text
    /// error[row-too-long]: `more` stands in no named column
    ///   --> recipients/list.csv:4:68
    ///   for recipient GMB
    ///   hint: name its column in the first row, or put a value with a separator in quotation marks
    /// ```
    ///
    /// Put the value that holds the separator in quotation marks, or name the extra column in the first
    /// row.
    ROW_TOO_LONG = error("row-too-long");

    /// A workbook has several visible sheets. Only the first of them is read.
    ///
    /// ```text
    /// note[workbook-sheets]: only the sheet `Ministries` is read, not Archive, Notes
    ///   --> recipients/list.xlsx
    /// ```
    ///
    /// Nothing, if the recipients are on the sheet named. Otherwise move their sheet to the front.
    WORKBOOK_SHEETS = note("workbook-sheets");

    /// A workbook cannot be read: it is damaged, protected by a password, or of another kind than its
    /// extension says.
    ///
    /// ```text
    /// error[workbook-unreadable]: cannot read the workbook (Zip error: invalid Zip archive: Could not find EOCD)
    ///   --> recipients/list.xlsx
    ///   hint: open it in a spreadsheet program and save it again, or save it as CSV
    /// ```
    ///
    /// Open the file in a spreadsheet program and save it again in its own format, or as CSV.
    WORKBOOK_UNREADABLE = error("workbook-unreadable");
}
