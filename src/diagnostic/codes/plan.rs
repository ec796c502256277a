//! Codes of the plan and the batch.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// An enclosure of the mailing exists and is not a PDF file.
    ///
    /// ```text
    /// error[enclosure-not-pdf]: the enclosure `templates/fr/enclosures/agenda.docx` is not a PDF
    ///   --> mailing.yaml:148:15
    ///   hint: enclose a finished PDF
    /// ```
    ///
    /// Export the enclosure as PDF and name that file under `enclosures` of the mailing.
    ENCLOSURE_NOT_PDF = error("enclosure-not-pdf");

    /// An enclosure of the mailing cannot be read.
    ///
    /// ```text
    /// error[enclosure-unreadable]: `templates/fr/enclosures/agenda.pdf` cannot be read (it does not exist)
    ///   --> mailing.yaml:148:15
    ///   hint: put the PDF there, or correct `enclosures` of the mailing
    /// ```
    ///
    /// Put the PDF into the folder `enclosures` of its language, or correct its name in `mailing.yaml`.
    ENCLOSURE_UNREADABLE = error("enclosure-unreadable");

    /// The name of a document, as `file_name` and `folder` in `mailing.yaml` make it, is not a portable
    /// path.
    ///
    /// ```text
    /// error[file-name-invalid]: `letters/CON.pdf` cannot be a path in an archive (it is not a portable file name)
    ///   hint: change `file_name` or `folder` in mailing.yaml
    /// ```
    ///
    /// Change `file_name` of the mailing or `folder` of the document. Names have up to 120 bytes and
    /// none that Windows reserves.
    FILE_NAME_INVALID = error("file-name-invalid");

    /// Two documents of the batch, or two enclosures of a language, would have the same file name. Letter case does not
    /// distinguish names, and folders of the mailing do not distinguish enclosures.
    ///
    /// ```text
    /// error[file-name-twice]: two documents of FRA have the file name `letters/fr.pdf`
    ///   for recipient FRA, file_name
    ///   hint: use `{recipient}`, `{document}` and `{locale}` in `file_name` of the mailing
    /// ```
    ///
    /// Use `{recipient}`, `{document}` and `{locale}` in `file_name` of `mailing.yaml`, so that every
    /// document gets its own name. Rename one of two enclosures.
    FILE_NAME_TWICE = error("file-name-twice");

    /// A file that templates use, such as a picture or a font, cannot be read.
    ///
    /// ```text
    /// error[file-unreadable]: the file cannot be read (it does not exist)
    ///   --> templates/assets/emblam.svg
    ///   for assets.emblem.file
    ///   hint: check its name and that you may read it
    /// ```
    ///
    /// Correct the name of the file where it is given, or its permissions.
    FILE_UNREADABLE = error("file-unreadable");

    /// The date of issue of the mailing cannot be used as a point in time.
    ///
    /// ```text
    /// error[issued-at]: the date of issue cannot be used (datetime is out of range)
    ///   for issued_at
    ///   hint: write a date such as 2004-05-10T09:00:00+02:00
    /// ```
    ///
    /// Write `issued_at` in `mailing.yaml` as a date and time with its offset from UTC.
    ISSUED_AT = error("issued-at");

    /// Recipients are written to in the default language, because there are no templates in any language they ask for; or in another script
    /// than they ask for, as where `zh-Hant` has none and `zh` has.
    ///
    /// ```text
    /// warning[language-fallback]: no templates for pt: 2 recipients are written to in en, the default language
    ///   --> recipients/ministries.yaml:5:5
    ///   for languages
    ///   | 5:5 AGO, 17:5 BRA
    ///   hint: add templates and a locale pack for pt (`convoke locale new`), or name en in `languages` where it is wanted
    /// ```
    ///
    /// Add templates and a locale pack for the language. Where the default language is what these recipients are to be written
    /// to in, add it to their `languages`.
    LANGUAGE_FALLBACK = warning("language-fallback");

    /// What a letter prints of its recipient is given in other languages than the letter's: the ministry, the city, the address,
    /// or a copy. It would stand there in another language.
    ///
    /// ```text
    /// error[language-mixed]: a letter in ru would mix languages: `ministry, city` is given in others only
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient CHE, ministry
    ///   hint: give it in ru too, or build with --allow-stale
    /// ```
    ///
    /// Give it in the language of the letter, as in `ministry: { en: Ministry, ru: Министерство }`. `convoke build --allow-stale` makes the
    /// letter all the same, and the manifest names under `mixed` what it prints in another language.
    LANGUAGE_MIXED = error("language-mixed");

    /// There are no templates in any language a recipient asks for, nor in the default language.
    ///
    /// ```text
    /// error[language-none]: no templates for pt, nor for en, the default language
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient AGO, languages
    ///   hint: add templates and a locale pack for en, or correct `languages`
    /// ```
    ///
    /// Add templates for the default language, or correct `languages` of the recipient or
    /// `default_language` of the mailing.
    LANGUAGE_NONE = error("language-none");

    /// What a letter prints of its recipient is given once for all languages, in another script than the letter's. An address in Latin letters is
    /// read everywhere, and is not told.
    ///
    /// ```text
    /// warning[language-script]: a letter in ru mixes scripts: `ministry` is given once for all languages, in another
    ///   --> contacts.xlsx:Contacts!C7
    ///   for recipient RUS, ministry
    ///   hint: give it by language, with ru; where it is meant so, accept the warning
    /// ```
    ///
    /// Give it by language, as in `ministry: { en: Ministry, ru: Министерство }`, or accept the warning where it is meant so (`accepted` of
    /// `mailing.yaml`). The manifest names it under `mixed`.
    LANGUAGE_SCRIPT = warning("language-script");

    /// A recipient asks for courtesy translations in a second language for which there are no
    /// templates.
    ///
    /// ```text
    /// error[language-second]: no templates for pt, the second language
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient AGO, second_language
    ///   hint: add templates and a locale pack for pt, or name another language
    /// ```
    ///
    /// Add templates for the language, name another second language, or remove `second_language`.
    LANGUAGE_SECOND = error("language-second");

    /// The templates of languages that this mailing does not use are incomplete. The build is not
    /// affected.
    ///
    /// ```text
    /// note[language-unfinished]: languages in which nobody is written to are not ready: pt (12 problems)
    ///   --> templates
    ///   hint: `convoke locale status` shows what they lack
    /// ```
    ///
    /// Nothing for this mailing. Finish the translation before a recipient asks for the language.
    LANGUAGE_UNFINISHED = note("language-unfinished");

    /// A batch ran without limits of time and memory, because the program using the library named no
    /// worker process.
    ///
    /// ```text
    /// note[limits-off]: documents were made without limits of time and memory
    ///   hint: name a worker command: limits are for processes
    /// ```
    ///
    /// Name a worker command in the options of the batch if templates or data are not trusted. The
    /// command `convoke` always does.
    LIMITS_OFF = note("limits-off");
}
