//! Codes of spreadsheets that are read through a columns file, and of values in other words.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `convoke import` would write a columns file where one is already.
    ///
    /// ```text
    /// error[columns-exist]: the columns file is there already
    ///   --> recipients/contacts.columns.yaml
    ///   hint: change it by hand, or let it be written again with `--replace`
    /// ```
    ///
    /// Edit the file, or run the command with `--replace`. Ids that were given stay; all else is proposed anew.
    COLUMNS_EXIST = error("columns-exist");

    /// What a columns file says of a spreadsheet is not found there: its sheet, or columns it names.
    ///
    /// ```text
    /// error[columns-gone]: no row has the headings that `contacts.columns.yaml` names: `Language`, `Send by`
    ///   --> recipients/contacts.xlsx:Contacts!A3
    ///   hint: give the columns their headings again, or correct `heading` there
    /// ```
    ///
    /// Give the columns or the sheet their names again, or correct the columns file.
    COLUMNS_GONE = error("columns-gone");

    /// Columns of a spreadsheet that its columns file does not mention are not read: they are new, or have another heading than they had.
    ///
    /// ```text
    /// warning[columns-new]: columns are not read, since `contacts.columns.yaml` does not name them: `Deputy`
    ///   --> recipients/contacts.xlsx:Contacts!K3
    ///   hint: add them to `columns` there, as `left-out` if they are not for the letters
    /// ```
    ///
    /// Add the column to the columns file.
    COLUMNS_NEW = warning("columns-new");

    /// `convoke import --add` could not name the list in the mailing: its `recipients` are not a plain list, a line each.
    ///
    /// ```text
    /// error[columns-not-added]: the list could not be named in the mailing
    ///   --> mailing.yaml
    ///   hint: write under `recipients:` the line `- { file: contacts.xlsx, columns: contacts.columns.yaml }`
    /// ```
    ///
    /// Add the line of the hint. The columns file is written.
    COLUMNS_NOT_ADDED = error("columns-not-added");

    /// A spreadsheet has columns that its columns file keeps as extra fields, and the mailing does not declare these. They are not
    /// read.
    ///
    /// ```text
    /// note[columns-undeclared]: extra fields are not read: `Remarks` as `remarks`
    ///   --> recipients/contacts.xlsx:Contacts!A3
    ///   hint: declare them under `extra_fields` of the mailing to write them in templates
    /// ```
    ///
    /// Nothing, if no template writes them.
    COLUMNS_UNDECLARED = note("columns-undeclared");

    /// A columns file cannot be read: it does not exist, or may not be opened.
    ///
    /// ```text
    /// error[columns-unreadable]: cannot read the columns file (it does not exist)
    ///   --> recipients/contacts.columns.yaml
    ///   hint: let `convoke import` write it, or correct `columns` under `recipients` of the mailing
    /// ```
    ///
    /// Correct the path, or write the file with `convoke import`.
    COLUMNS_UNREADABLE = error("columns-unreadable");

    /// A columns file says something that cannot be: a column that recipients do not have, two columns for one value, a word without
    /// a value, no source of ids.
    ///
    /// ```text
    /// error[columns-value]: no column is `emial`
    ///   --> recipients/contacts.columns.yaml:8:25
    ///   for is
    ///   hint: did you mean `emails`?
    /// ```
    ///
    /// Correct the line, or let `convoke import` write the file again with `--replace`.
    COLUMNS_VALUE = error("columns-value");

    /// A table of recipients cannot be made: it would have more rows or longer cells than a workbook can have.
    ///
    /// ```text
    /// error[export]: the table cannot be made (`address` of FRA has more than 16000 characters)
    ///   hint: export a CSV file, which has no bounds
    /// ```
    ///
    /// Export a CSV file with `--output NAME.csv`.
    EXPORT = error("export");

    /// A file that would be written is there already, and is not replaced.
    ///
    /// ```text
    /// error[export-exists]: the file is there already
    ///   --> list.xlsx
    ///   hint: name another file, or delete this one
    /// ```
    ///
    /// Name another file, or delete the one there. `convoke export` replaces it with `--replace`.
    EXPORT_EXISTS = error("export-exists");

    /// An answer given to `convoke import` is none of those there are to choose from, or answers nothing that is asked. Nothing is
    /// written.
    ///
    /// ```text
    /// error[import-answer]: `Brazzaville` is no answer to `word:country:Congo`: `Congo`: which country?
    ///   hint: known here: COD, COG
    /// ```
    ///
    /// Take one of the values named. Questions have the names that `convoke import FILE --json` shows under `answer`.
    IMPORT_ANSWER = error("import-answer");

    /// The spreadsheet has nothing below the row that looks like its headings, or its headings are in the first column.
    ///
    /// ```text
    /// error[import-empty]: the headings are in the first column
    ///   --> contacts.xlsx
    ///   hint: copy the table, and paste it transposed, a row for each recipient
    /// ```
    ///
    /// Write a row for each recipient below the headings, or name the sheet with the list by `--sheet`.
    IMPORT_EMPTY = error("import-empty");

    /// A question of `convoke import` was not answered, and nothing must be guessed. The cells it is about are told by `convoke check`.
    ///
    /// ```text
    /// warning[import-open]: left open: `Congo`: which country?
    ///   hint: write it into the columns file: one of COD, COG
    /// ```
    ///
    /// Write the answer into the columns file, under `words`, or correct the cells.
    IMPORT_OPEN = warning("import-open");

    /// `convoke import` is unsure, and there is no terminal to ask on. Nothing is written.
    ///
    /// ```text
    /// error[import-question]: 12 rows have no language: in which are they written to? (proposed: en)
    ///   hint: run the command on a terminal to be asked, or take what is proposed with `--yes`
    ///   hint: or answer it: --answer "otherwise:languages=…", one of en, fr, es, ru, zh, ar
    /// ```
    ///
    /// Run the command on a terminal, or with `--yes`, or answer with `--answer`.
    IMPORT_QUESTION = error("import-question");

    /// A row of a spreadsheet has no id yet, where ids are those that `convoke import` gave.
    ///
    /// ```text
    /// error[row-without-id]: the row `Kenya · Ministry of Blue Economy` has no id yet
    ///   --> recipients/contacts.xlsx:Contacts!A12
    ///   hint: give new rows an id, and keep the others, with `convoke import recipients/contacts.xlsx --replace`
    /// ```
    ///
    /// Run the command of the hint. The ids there are stay.
    ROW_WITHOUT_ID = error("row-without-id");

    /// A title of an addressee's own is in another language than the first of the recipient. A letter in that language names the
    /// office instead.
    ///
    /// ```text
    /// warning[title-language]: the title `Director of Fisheries` is in `en`, and the first language is `fr`
    ///   --> recipients/contacts.xlsx:Contacts!D7
    ///   for recipient SEN, Function
    ///   hint: give the title in that language too, in a column of its own
    /// ```
    ///
    /// Add a column with the titles in the other language, or look at the letter and keep it.
    TITLE_LANGUAGE = warning("title-language");
}
