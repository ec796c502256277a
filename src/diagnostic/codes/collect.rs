//! Codes of returned forms.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The table of answers has a column that no form has, or lacks the one that says whose answer it is.
    ///
    /// ```text
    /// error[answers-column]: no form has the column `surname`
    ///   --> answers.csv:1:6
    ///   hint: did you mean `family_name`?
    /// ```
    ///
    /// Columns are `recipient`, `status`, `date`, `note` and `file`, and those of the table of registrations.
    /// `convoke collect --answers-template FILE` writes a table that has them all.
    ANSWERS_COLUMN = error("answers-column");

    /// The table of answers, in which people enter what came on paper, cannot be read or written.
    ///
    /// ```text
    /// error[answers-unreadable]: the table of answers cannot be read (No such file or directory (os error 2))
    ///   --> answers.csv
    ///   hint: give a CSV file or a workbook; --answers-template writes one with the headings
    /// ```
    ///
    /// Name a CSV file or a workbook with `--answers`.
    ANSWERS_UNREADABLE = error("answers-unreadable");

    /// A row of the table of answers names a recipient that was sent no form, or has a status or a date that is not understood.
    ///
    /// ```text
    /// error[answers-value]: no form was sent to `FRO` (recipient)
    ///   --> answers.csv:3:1
    ///   hint: did you mean `FRA`?
    /// ```
    ///
    /// Correct the row. The status is empty for an answer that is keyed in, and otherwise `regrets`, `letter` or `read`.
    ANSWERS_VALUE = error("answers-value");

    /// The archive that returned forms are compared with holds no form that can be filled in.
    ///
    /// ```text
    /// error[collect-no-forms]: the archive holds no form that can be filled in
    ///   --> output/DM-1132
    ///   hint: give the archive of the mailing the forms belong to with --archive
    /// ```
    ///
    /// Name the archive of the mailing to which the forms belong with `--archive`.
    COLLECT_NO_FORMS = error("collect-no-forms");

    /// A file or folder given as returned forms cannot be read.
    ///
    /// ```text
    /// error[return-unreadable]: the returns cannot be read (No such file or directory (os error 2))
    ///   --> returns/october
    ///   hint: give the paths of returned forms, or of the folder they are in
    /// ```
    ///
    /// Correct the path, or make the files readable.
    RETURN_UNREADABLE = error("return-unreadable");
}
