//! Codes of XLIFF files.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A text of an XLIFF file has lost, doubled or unpaired a code: a placeholder for a merge field,
    /// or for markup.
    ///
    /// ```text
    /// error[xliff-code]: the code c2 is missing
    ///   --> pt.xlf:214:1
    ///   for letter.typ.hbs.9
    ///   hint: keep the codes of the source, each once
    /// ```
    ///
    /// Put the codes of the source into the target, each once and in pairs, and import again.
    XLIFF_CODE = error("xliff-code");

    /// A text of an XLIFF file has an empty target.
    ///
    /// ```text
    /// error[xliff-empty]: the target is empty
    ///   --> pt.xlf:214:1
    ///   for letter.typ.hbs.9
    ///   hint: translate it, or leave it as it was
    /// ```
    ///
    /// Translate the text, or restore its target as exported.
    XLIFF_EMPTY = error("xliff-empty");

    /// An XLIFF file translates from another language than the one its target language is translated
    /// from.
    ///
    /// ```text
    /// error[xliff-languages]: the file translates from `fr`, `pt` is translated from `en`
    ///   --> pt.xlf
    ///   hint: export again with `convoke locale export pt`
    /// ```
    ///
    /// Export again and translate the new file.
    XLIFF_LANGUAGES = error("xliff-languages");

    /// Segments of a text were joined in the translation tool, or divided into parts that are not the text.
    ///
    /// ```text
    /// error[xliff-segments]: the text has 1 segment, not 2
    ///   --> pt.xlf:214:1
    ///   for letter.typ.hbs.9
    ///   hint: do not join or change segments in the translation tool
    /// ```
    ///
    /// Restore the segments as they were exported.
    XLIFF_SEGMENTS = error("xliff-segments");

    /// The source of a text has changed since the XLIFF file was exported, or was edited in the file.
    ///
    /// ```text
    /// error[xliff-source]: the source is no longer “The first phase took place in Geneva.”
    ///   --> pt.xlf:214:1
    ///   for letter.typ.hbs.9
    ///   hint: export again: the source has changed since
    /// ```
    ///
    /// Export again. Translation tools take over what is translated already.
    XLIFF_SOURCE = error("xliff-source");

    /// A target in an XLIFF file has characters that the text cannot hold in its template.
    ///
    /// ```text
    /// error[xliff-text]: `{{` cannot stand in a text of this kind
    ///   --> pt.xlf:214:1
    ///   for letter.typ.hbs.9
    ///   hint: write it in other words
    /// ```
    ///
    /// Write the text without these characters.
    XLIFF_TEXT = error("xliff-text");

    /// An XLIFF file has a text that the language does not have.
    ///
    /// ```text
    /// error[xliff-unit]: there is no text `letter.9` in letter.typ.hbs
    ///   --> pt.xlf:214:1
    ///   for letter.9
    ///   hint: did you mean `letter.8`?
    ///   hint: or export again: the source has changed since
    /// ```
    ///
    /// Export again. If the id was edited in the file, restore it.
    XLIFF_UNIT = error("xliff-unit");

    /// A file cannot be read as XLIFF 1.2, 2.0 or 2.1.
    ///
    /// ```text
    /// error[xliff-unreadable]: this cannot be read as XLIFF (the element `file` is not closed)
    ///   --> pt.xlf:310:1
    ///   hint: import the file that `convoke locale export` wrote, as saved by the translation tool
    /// ```
    ///
    /// Import the file that `convoke locale export` wrote, saved by the translation tool.
    XLIFF_UNREADABLE = error("xliff-unreadable");

    /// A translated value could not be written to its place in `locale.yaml`.
    ///
    /// ```text
    /// error[xliff-value]: the value of `labels.hotel` cannot be put into the file
    ///   --> templates/pt/locale.yaml
    ///   for labels.hotel
    ///   hint: write it into the file by hand
    /// ```
    ///
    /// Write the value into `locale.yaml` by hand, then import again.
    XLIFF_VALUE = error("xliff-value");
}
