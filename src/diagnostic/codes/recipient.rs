//! Codes of recipient lists.

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

    /// A mailing follows another, as a reminder does, and a recipient has no serial of that one: letters name it, and documents that
    /// are sent again bear it.
    ///
    /// ```text
    /// error[follows-serial]: no serial of DM-1132, which this mailing follows
    ///   --> recipients/unanswered.csv:3:1
    ///   for recipient FRA, fields.first_serial
    ///   hint: write the serial of its first letter, such as DM-1132/001
    /// ```
    ///
    /// Write the serial that the recipient has in the mailing that is followed, or take the recipient out of the list. `convoke
    /// remind` writes a list that has them all.
    FOLLOWS_SERIAL = error("follows-serial");

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

    /// The genre of the mailing does not go to such a recipient: a note verbale goes to ministries and missions of States alone.
    ///
    /// ```text
    /// error[genre-addressee]: `note-verbale` goes to States alone
    ///   --> recipients/organisations.yaml:5:5
    ///   for recipient EU, kind
    ///   hint: write it a letter, in a mailing of its own
    /// ```
    ///
    /// Write an organisation a letter. Which recipients a genre goes to is under `addressees` in its file in `templates/genres/`.
    GENRE_ADDRESSEE = error("genre-addressee");

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

    /// The name of an addressee has what no name of one person has: a mark of a note, a number, brackets, a second person. It would be
    /// printed as it stands.
    ///
    /// ```text
    /// warning[name-marks]: the name `Jean-Noël BARROT*` has what no name of one person has, and is printed so
    ///   --> recipients/list.csv:3:1
    ///   for recipient FRA, addressee.name
    ///   hint: write the name of one person alone, and what is beside it in another column
    /// ```
    ///
    /// Write the name alone. Nothing, if it is printed as it should be.
    NAME_MARKS = warning("name-marks");

    /// The name of an addressee has a title in it, such as `H.E.`, `Mr` or `Son Excellence`. Forms of address bring the title, so
    /// that the letter would have it twice: it is left out, and the gender that it tells is taken where none is given.
    ///
    /// ```text
    /// warning[name-title]: `H.E. Mr.` is a title and no part of the name: forms of address bring it
    ///   --> recipients/list.csv:3:1
    ///   for recipient FRA, addressee.name
    ///   hint: write `Jean-Noël BARROT` and `gender: masculine`
    /// ```
    ///
    /// Write the name without the title. A title that the letter is to have, such as `Dr`, is an `honorific` under
    /// `addressee.styles`.
    NAME_TITLE = warning("name-title");

    /// A note verbale names its addressee inside a sentence, and a language has no words for the office there: its name does not follow from
    /// the State or the ministry, as that of an organisation does not.
    ///
    /// ```text
    /// error[note-office]: a note in `en` has no words for the office `organisation` within a sentence
    ///   --> recipients/ministries.yaml:9:5
    ///   for recipient FRA, addressee.office
    ///   hint: give them as `sentence_name` and `sentence_to` under `addressee.styles.en`
    ///   hint: or write to an office such as `foreign-minister`, `ministry` or `permanent-mission`
    /// ```
    ///
    /// Give the words in the list, correct the office, or add its institution to `note.institutions` in the `locale.yaml` of the language.
    /// The words of `ministry` follow from the ministry's name where that is one of `address.ministries`.
    NOTE_OFFICE = error("note-office");

    /// Recipients may be one and the same: they have one e-mail address, one name in one ministry, one office of one organisation, or
    /// they are of one State. Each gets its letter.
    ///
    /// ```text
    /// warning[recipient-alike]: CIV, CIV-2 may be the same: they share the State CIV
    ///   --> recipients/ministries.yaml:25:5
    ///   | 25:5 CIV, 40:5 CIV-2
    ///   hint: remove those that are there twice, or correct what they share
    /// ```
    ///
    /// Remove the recipient that is there twice, or correct what they share. Nothing, if each is to get a letter.
    RECIPIENT_ALIKE = warning("recipient-alike");

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
    ///   hint: save it as .yaml, .csv, .tsv, .txt, .xlsx, .xls or .ods
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
    /// error[recipients-unreadable]: cannot read the recipients (it does not exist)
    ///   --> recipients/ministeries.yaml
    ///   hint: check the path under `recipients:` of the mailing
    /// ```
    ///
    /// Correct the path under `recipients:` or the file's permissions. YAML files and workbooks may
    /// have 64 MB; save a larger list as CSV.
    RECIPIENTS_UNREADABLE = error("recipients-unreadable");

    /// A remark, or another extra field of a recipient, says that nothing is to be sent: `do not invite`, `declined`, `deceased`. Nobody
    /// reads remarks when letters are made, so one is made.
    ///
    /// ```text
    /// warning[remark-against]: the remark `do not invite` seems to be against a letter, and one is made
    ///   --> contacts.xlsx: `Contacts` J7
    ///   for recipient FRA, Remarks
    ///   hint: delete the row, or hide it and leave hidden rows out; where the letter is wanted, accept the warning
    /// ```
    ///
    /// Take the recipient out of the list, or accept the warning.
    REMARK_AGAINST = warning("remark-against");

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

    /// A row of a spreadsheet has a ministry and no State, and is read as an organisation: its letter would name no State.
    ///
    /// ```text
    /// warning[state-missing]: `Ministry of Fisheries` has no State, and is read as an organisation
    ///   --> contacts.xlsx: `Contacts` row 7
    ///   for recipient ORG-1, Country
    ///   hint: fill in `Country`
    /// ```
    ///
    /// Fill in the State. An organisation that is called so is accepted by name.
    STATE_MISSING = warning("state-missing");

    /// A text looks like UTF-8 that a program read in another encoding: `Ã©` stands for `é`.
    ///
    /// ```text
    /// warning[value-garbled]: `MinistÃ¨re` looks like UTF-8 that was read in another encoding
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, ministry.fr
    ///   hint: correct the text, or export the list again as UTF-8
    /// ```
    ///
    /// Export the list again from where it came, as UTF-8, or correct the texts.
    VALUE_GARBLED = warning("value-garbled");

    /// A text has codes of HTML, such as `&eacute;` or `<br>`. They are printed as they are.
    ///
    /// ```text
    /// warning[value-html]: `Affaires &eacute;trang&egrave;res` has codes of HTML, which are printed as they are
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, ministry.fr
    ///   hint: write the characters themselves
    /// ```
    ///
    /// Replace the codes by the characters they stand for.
    VALUE_HTML = warning("value-html");

    /// Rows or columns of a sheet are hidden, by hand or by a filter, and are read like the others.
    ///
    /// ```text
    /// warning[workbook-hidden]: hidden cells are read: 1 hidden row: 3 (SWE); 1 hidden column: E (addressee.name)
    ///   --> recipients/list.xlsx
    ///   hint: delete the rows and columns that are not to be used, or show them
    /// ```
    ///
    /// Delete what is not to be used, or copy what is shown to a sheet of its own.
    WORKBOOK_HIDDEN = warning("workbook-hidden");

    /// Cells of a list are merged. A workbook gives a merged cell's value to the first of them alone, so that the others are empty.
    ///
    /// ```text
    /// warning[workbook-merged]: of merged cells only the first has a value: C4:C6
    ///   --> recipients/list.xlsx
    ///   hint: split the cells, and write the value into each that is to have it
    /// ```
    ///
    /// Split the merged cells and fill each of them.
    WORKBOOK_MERGED = warning("workbook-merged");

    /// The first visible sheet of a workbook has no list, and another seems to have it.
    ///
    /// ```text
    /// error[workbook-order]: the sheet `Cover` is read, and the list seems to be on `Ministries`
    ///   --> recipients/list.xlsx
    ///   hint: move the sheet `Ministries` to the front
    /// ```
    ///
    /// Move the sheet with the list to the front.
    WORKBOOK_ORDER = error("workbook-order");

    /// A sheet that is not read has the headings of a list of recipients too, as if it were another part of the list.
    ///
    /// ```text
    /// warning[workbook-sheet-unread]: only the sheet `Africa` is read, and Asia has such headings too
    ///   --> recipients/list.xlsx
    ///   hint: put all recipients on the first sheet, or delete the sheets that are not used
    /// ```
    ///
    /// Put all recipients on the first sheet, or save each sheet as a file of its own.
    WORKBOOK_SHEET_UNREAD = warning("workbook-sheet-unread");

    /// A workbook has several visible sheets. Only the first of them is read.
    ///
    /// ```text
    /// note[workbook-sheets]: only the sheet `Ministries` is read, not Archive, Notes
    ///   --> recipients/list.xlsx
    /// ```
    ///
    /// Nothing, if the recipients are on the sheet named. Otherwise move their sheet to the front.
    WORKBOOK_SHEETS = note("workbook-sheets");

    /// Cells of the list are struck out, as people do with what is no longer so, and are read like the others.
    ///
    /// ```text
    /// warning[workbook-struck]: cells that are struck out are read: row 3 (SWE)
    ///   --> recipients/list.xlsx
    ///   hint: delete what is not to be used, or take the line through it away
    /// ```
    ///
    /// Delete the rows and values that no longer hold.
    WORKBOOK_STRUCK = warning("workbook-struck");

    /// A workbook holds more than is read of one: parts that unpack to more than 256 MiB, more than 2,000,000 filled cells, more
    /// than 64 MiB of text, or a cell of more than 65,535 characters.
    ///
    /// ```text
    /// error[workbook-too-large]: the workbook is too large (it unpacks to more than 256 MiB)
    ///   --> recipients/list.xlsx
    ///   hint: delete what is not part of the list, or save the list as CSV
    /// ```
    ///
    /// Delete sheets, cells and pictures that do not belong to the list, or save the list as CSV.
    WORKBOOK_TOO_LARGE = error("workbook-too-large");

    /// A workbook cannot be read: it is damaged, protected by a password, or of another kind than its
    /// extension says.
    ///
    /// ```text
    /// error[workbook-unreadable]: cannot read the workbook (it is damaged, or no workbook at all)
    ///   --> recipients/list.xlsx
    ///   hint: open it in a spreadsheet program and save it again, or save it as CSV
    /// ```
    ///
    /// Open the file in a spreadsheet program and save it again in its own format, or as CSV.
    WORKBOOK_UNREADABLE = error("workbook-unreadable");
}
