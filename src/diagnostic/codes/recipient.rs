//! Codes of recipient lists as files.

use crate::diagnostic::code::{Code, codes};

codes! {
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
    ///   hint: save it as .yaml, .jsonl, .csv, .tsv, .txt, .xlsx, .xls or .ods
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
}
