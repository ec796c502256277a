//! Codes of files and their values.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The bytes of a file are not text in the encoding that was named or found.
    ///
    /// ```text
    /// error[encoding-invalid]: this is not text in UTF-8
    ///   --> recipients/list.csv:2:38
    ///   hint: name the file's encoding with `--encoding`, or save it as UTF-8
    /// ```
    ///
    /// Save the file as UTF-8, or name its encoding with `--encoding`, for example `--encoding
    /// windows-1252`.
    ENCODING_INVALID = error("encoding-invalid");

    /// A file is UTF-8 but for a few bytes, as when rows of a file in another encoding were put into it.
    ///
    /// ```text
    /// error[encoding-mixed]: the byte here is not UTF-8, as the rest of the file is (the only one of the file)
    ///   --> recipients/list.csv:3:40
    ///   hint: type the letter again, and save the file as UTF-8
    /// ```
    ///
    /// Type the letter at the place named again, and save the file as UTF-8.
    ENCODING_MIXED = error("encoding-mixed");

    /// The encoding given on the command line has no such name in the WHATWG Encoding Standard.
    ///
    /// ```text
    /// error[encoding-unknown]: unknown encoding `windwos-1252`
    ///   for encoding
    ///   hint: did you mean `windows-1252`?
    /// ```
    ///
    /// Correct the name.
    ENCODING_UNKNOWN = error("encoding-unknown");

    /// A file holds a key that the format does not have. The key is not read, so its value would be
    /// lost.
    ///
    /// ```text
    /// error[key-unknown]: unknown key `refrence`
    ///   --> mailing.yaml:5:1
    ///   for refrence
    ///   hint: did you mean `reference`?
    /// ```
    ///
    /// Correct the spelling, or remove the key. `convoke schema` prints all keys of a file.
    KEY_UNKNOWN = error("key-unknown");

    /// A value held control characters or bidirectional controls. They would act on the page even when
    /// escaped, so they were removed.
    ///
    /// ```text
    /// warning[value-cleaned]: removed control characters U+202E
    ///   --> recipients/ministries.yaml:14:17
    ///   for recipient FRA, addressee.name
    ///   hint: delete them in the file as well
    /// ```
    ///
    /// Check the value on a preview and delete the characters in the file.
    VALUE_CLEANED = warning("value-cleaned");

    /// A value has the wrong type or form, or is not among the values its key allows.
    ///
    /// ```text
    /// error[value-invalid]: `leter` is not one of the choices
    ///   --> mailing.yaml:6:8
    ///   for genre
    ///   hint: did you mean `letter`?
    /// ```
    ///
    /// Write a value of the kind that the message names. `convoke schema` prints what each key takes.
    VALUE_INVALID = error("value-invalid");

    /// A file lacks a key, or a table a cell, that must be there.
    ///
    /// ```text
    /// error[value-missing]: `reference` is missing
    ///   --> mailing.yaml:4:1
    ///   for reference
    ///   hint: add a line `reference: …` here
    /// ```
    ///
    /// Add the key at the place the message names, or fill in the cell.
    VALUE_MISSING = error("value-missing");

    /// A text in a YAML file is followed by a number sign with a number behind it, which YAML reads as a remark: the letter would lack it.
    ///
    /// ```text
    /// warning[yaml-remark]: `#31` is read as a remark, and is no part of the text `Session`
    ///   --> mailing.yaml:24:9
    ///   hint: put the text in quotation marks: `"Session #31"`; a remark has a space after its `#`
    /// ```
    ///
    /// Put the text in quotation marks. Where a remark is meant, write a space after its number sign.
    YAML_REMARK = warning("yaml-remark");

    /// A file is not well-formed YAML, or gives a key twice.
    ///
    /// ```text
    /// error[yaml-syntax]: this is not well-formed YAML (while parsing a flow mapping, did not find expected ',' or '}' at line 17, column 7)
    ///   --> mailing.yaml:17:7
    ///   hint: check indentation, quotes and colons near this place
    /// ```
    ///
    /// Check indentation, quotation marks, brackets and colons at the place named and just before it.
    YAML_SYNTAX = error("yaml-syntax");
}
