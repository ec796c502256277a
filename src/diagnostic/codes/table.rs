//! Codes of tables: headings, rows and cells.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A cell holds the error of a formula instead of a value, such as `#N/A`. In a CSV file it is the word for it.
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

    /// A cell holds a formula whose result is not stored: a program wrote the workbook, and no spreadsheet program has calculated
    /// it since.
    ///
    /// ```text
    /// error[cell-no-result]: the formula of the cell has no stored result
    ///   --> recipients/list.xlsx:Ministries!F3
    ///   for recipient GMB, address
    ///   hint: open the workbook in a spreadsheet program and save it, or write the value itself
    /// ```
    ///
    /// Open the workbook in a spreadsheet program and save it, or replace the formula by the value.
    CELL_NO_RESULT = error("cell-no-result");

    /// A cell consists of a word that programs write for nothing: `NULL`, `nan`, `None`, `N/A` and the like; or of what people write
    /// where they know nothing, such as `TBC`, `vacant`, `see above`, `-` or `???`. It is read as it is, since somebody may have this
    /// name; in columns of lists, such as languages, it stands for none.
    ///
    /// ```text
    /// warning[cell-nothing]: the cell says `NULL`, as programs write for nothing
    ///   --> recipients/list.csv:3:24
    ///   for recipient GMB, addressee.name
    ///   hint: empty the cell, unless this is its value
    /// ```
    ///
    /// Empty the cell. Nothing, if the word is meant.
    CELL_NOTHING = warning("cell-nothing");

    /// A cell is empty in a column that a spreadsheet has, and the columns file says what is read in its place: a recipient whose language
    /// nobody noted is written to in another than its own.
    ///
    /// ```text
    /// warning[cell-otherwise]: nothing is in `Language`: read as en, as the columns file says
    ///   --> contacts.xlsx: `Contacts` row 7
    ///   for recipient FRA, Language
    ///   hint: fill in the cell; where it is meant so, accept the warning
    /// ```
    ///
    /// Fill in the cell. What is read in place of empty cells is under `otherwise` of the columns file.
    CELL_OTHERWISE = warning("cell-otherwise");

    /// A cell shows its number by a format that is not understood, or a number that is too large for its digits, so that what is
    /// read of it differs from what it shows.
    ///
    /// ```text
    /// warning[cell-shown]: the cell is read as `0.5`, and shows it by the format `# ?/?`
    ///   --> recipients/list.xlsx:Ministries!H3
    ///   for recipient GMB, fields.share
    ///   hint: write what it is to say, in a cell of the format Text
    /// ```
    ///
    /// Give the cell the format Text and write what it is to say. Nothing, if what is read is right.
    CELL_SHOWN = warning("cell-shown");

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

    /// Columns have headings that are usual names for columns, and are read as these.
    ///
    /// ```text
    /// note[column-read-as]: columns are read by other names: `E-mail` as `emails`, `Language` as `languages`
    ///   --> recipients/list.csv:1:1
    /// ```
    ///
    /// Nothing, if each is meant. Otherwise give the column another heading.
    COLUMN_READ_AS = note("column-read-as");

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

    /// A value has a backslash before a quotation mark, as programs write that do not double quotation marks. Both are read as they
    /// are.
    ///
    /// ```text
    /// warning[csv-escape]: `Ministry of \"Trade\"` has a backslash before a quotation mark
    ///   --> recipients/list.csv:3:40
    ///   for recipient GMB, ministry
    ///   hint: export the list again with quotation marks doubled, or delete the backslash
    /// ```
    ///
    /// Export the list with doubled quotation marks, or delete the backslashes.
    CSV_ESCAPE = warning("csv-escape");

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

    /// No row of a table has the names of columns.
    ///
    /// ```text
    /// error[headings-missing]: no row of the table has the names of columns; the first says `FRA · state · Paris`
    ///   --> recipients/list.csv:1:1
    ///   hint: write the names of the columns above the recipients: id, kind, addressee.office, ministry, channels, languages
    /// ```
    ///
    /// Write the names of the columns in the row above the recipients.
    HEADINGS_MISSING = error("headings-missing");

    /// A row of a table is no recipient: it has no id and at most one of the values that each recipient has. It is a total, a
    /// remark or the heading of a group, and is not read.
    ///
    /// ```text
    /// warning[row-passed-over]: `Total · 40` is passed over: a row with no id and little else
    ///   --> recipients/list.xlsx:Ministries!A43
    ///   hint: fill in `id` if the row is a recipient; totals and remarks may stay
    /// ```
    ///
    /// Nothing, if the row is no recipient. Otherwise fill in its id.
    ROW_PASSED_OVER = warning("row-passed-over");

    /// A row has a cell in a column without a heading, behind the named columns or between them. Behind them, usually a value holds
    /// the separator and is not quoted.
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

    /// Rows of a table are above its headings, such as a title. They are not read.
    ///
    /// ```text
    /// note[rows-above]: what is above the headings is passed over: `List of ministries, version of 3 May`
    ///   --> recipients/list.xlsx:Ministries!A1
    /// ```
    ///
    /// Nothing, if none of the rows is a recipient.
    ROWS_ABOVE = note("rows-above");
}
