//! Codes of workbooks: their sheets, and what is not seen of them.

use crate::diagnostic::code::{Code, codes};

codes! {
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
