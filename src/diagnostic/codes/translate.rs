//! Codes of translations.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A new language cannot be begun: its tag is malformed, it exists already, or the language it
    /// should be copied from does not.
    ///
    /// ```text
    /// error[locale-new]: `templates/pt` is there already
    ///   hint: see what it lacks with `convoke locale status pt`
    /// ```
    ///
    /// Do what the hint says. Nothing was written.
    LOCALE_NEW = error("locale-new");

    /// A paragraph of a translation has an e-mail or web address that the source does not have there,
    /// or lacks one.
    ///
    /// ```text
    /// error[translation-address]: the address wsis@itu.example is not in this paragraph of the source
    ///   --> templates/fr/email.txt.hbs:26:97
    ///   hint: compare templates/en/email.txt.hbs:26:1: “Contributions should be sent by {{mailing.contributions_dead…”
    /// ```
    ///
    /// Write the address as the source has it, usually as a merge field.
    TRANSLATION_ADDRESS = error("translation-address");

    /// The `countries.yaml` of a language lacks States that the source names. Letters to them are held
    /// back in this language.
    ///
    /// ```text
    /// warning[translation-countries]: States without names: KEN
    ///   --> templates/zh/countries.yaml
    ///   hint: add them, as in templates/en/countries.yaml
    /// ```
    ///
    /// Add the names of these States.
    TRANSLATION_COUNTRIES = warning("translation-countries");

    /// The `countries.yaml` of a language has a code for which the source has no State.
    ///
    /// ```text
    /// error[translation-country-unknown]: the source has no State with the code KEX
    ///   --> templates/zh/countries.yaml
    ///   hint: write ISO 3166-1 alpha-3 codes, such as KEN
    /// ```
    ///
    /// Correct the code, or add the State to the source too.
    TRANSLATION_COUNTRY_UNKNOWN = error("translation-country-unknown");

    /// A paragraph of a translation has a merge field, block or partial that the source does not have
    /// there.
    ///
    /// ```text
    /// warning[translation-field-extra]: the source has no `{{recipient.city}}`
    ///   --> templates/fr/letter.typ.hbs:17:28
    ///   hint: compare templates/en/letter.typ.hbs:18:1
    /// ```
    ///
    /// Compare the two paragraphs, and remove it if it is not meant.
    TRANSLATION_FIELD_EXTRA = warning("translation-field-extra");

    /// A translation lacks a merge field, block or partial of its source.
    ///
    /// ```text
    /// error[translation-field-missing]: `{{event.place}}` of the source is missing in this paragraph
    ///   --> templates/fr/letter.typ.hbs:17:1
    ///   hint: put it where it belongs, as in templates/en/letter.typ.hbs:18:50
    ///   hint: or write `{{!-- without event.place --}}` before it if it is meant
    /// ```
    ///
    /// Put it where it belongs in the sentence. If it is left out on purpose, write the comment that
    /// the hint shows.
    TRANSLATION_FIELD_MISSING = error("translation-field-missing");

    /// A translation has one merge field, block or partial where the source has another. It was
    /// mistyped or translated.
    ///
    /// ```text
    /// error[translation-field-renamed]: `{{event.shortname}}` stands where the source has `{{event.short_name}}`
    ///   --> templates/es/letter.typ.hbs:18:2
    ///   hint: write `{{event.short_name}}`, as in templates/en/letter.typ.hbs:17:1
    /// ```
    ///
    /// Write it as in the source: names between braces are not translated.
    TRANSLATION_FIELD_RENAMED = error("translation-field-renamed");

    /// A language has a template that its source does not have.
    ///
    /// ```text
    /// warning[translation-file-extra]: the source `en` has no `leter.typ.hbs`
    ///   --> templates/fr/leter.typ.hbs
    ///   hint: did you mean `letter.typ.hbs`?
    /// ```
    ///
    /// Rename or remove the file, or add it to the source too.
    TRANSLATION_FILE_EXTRA = warning("translation-file-extra");

    /// A language lacks a template of its source.
    ///
    /// ```text
    /// error[translation-file-missing]: `ar` has no `email.txt.hbs`
    ///   --> templates/ar/email.txt.hbs
    ///   hint: copy templates/en/email.txt.hbs and translate it
    /// ```
    ///
    /// Copy the file from the source and translate it.
    TRANSLATION_FILE_MISSING = error("translation-file-missing");

    /// The form fields of a translation differ from those of its source in name or kind. Answers are
    /// collected by these names.
    ///
    /// ```text
    /// error[translation-form-field]: the form field participant.hotel of the source is missing
    ///   --> templates/fr/form.typ.hbs:40:3
    ///   hint: add it after this one, as in templates/en/form.typ.hbs:42:3
    /// ```
    ///
    /// Give the form the same fields as the source; only labels are translated.
    TRANSLATION_FORM_FIELD = error("translation-form-field");

    /// The `translation.yaml` of a language has a format that this version of convoke does not read.
    ///
    /// ```text
    /// error[translation-format]: format 2 is not known
    ///   --> templates/pt/translation.yaml:2:9
    ///   hint: this version reads format 1; use the convoke that wrote the file
    /// ```
    ///
    /// Use the version of convoke that wrote the file, or a newer one.
    TRANSLATION_FORMAT = error("translation-format");

    /// The `locale.yaml` of a language has a key that its source does not have.
    ///
    /// ```text
    /// warning[translation-key-extra]: the source `en` has no key `labels.motel`
    ///   --> templates/fr/locale.yaml:87:10
    ///   for labels.motel
    ///   hint: remove it, or add it to the source too
    /// ```
    ///
    /// Remove the key, or add it to the source too.
    TRANSLATION_KEY_EXTRA = warning("translation-key-extra");

    /// The `locale.yaml` of a language lacks a key of its source.
    ///
    /// ```text
    /// error[translation-key-missing]: the key `labels.hotel` of the source is missing: “Hotel”
    ///   --> templates/es/locale.yaml:85:10
    ///   for labels.hotel
    ///   hint: translate templates/en/locale.yaml:86:10 and add it after this line
    /// ```
    ///
    /// Add the key with its translation.
    TRANSLATION_KEY_MISSING = error("translation-key-missing");

    /// The `locale.yaml` of a language has a key of another name where the source has one it lacks. It
    /// was mistyped or translated.
    ///
    /// ```text
    /// error[translation-key-renamed]: the key `labels.pasport_number` is `labels.passport_number` in the source
    ///   --> templates/ru/locale.yaml:80:19
    ///   for labels.pasport_number
    ///   hint: write `passport_number`, as in templates/en/locale.yaml:80:20
    /// ```
    ///
    /// Write the key as in the source: keys are not translated.
    TRANSLATION_KEY_RENAMED = error("translation-key-renamed");

    /// A number, date or month of a translation differs from the source or is missing. Digits of all
    /// scripts are compared.
    ///
    /// ```text
    /// error[translation-number]: the source has 175 here, the translation 157
    ///   --> templates/fr/letter.typ.hbs:22:122
    ///   hint: compare templates/en/letter.typ.hbs:20:1: “…Plan of Action, to which the 175 States represented subscrib…”
    /// ```
    ///
    /// Correct the number.
    TRANSLATION_NUMBER = error("translation-number");

    /// A paragraph of a translation has a number that the source does not have there, perhaps one the
    /// source writes in words.
    ///
    /// ```text
    /// warning[translation-number-extra]: 191 is not in this paragraph of the source
    ///   --> templates/es/letter.typ.hbs:22:121
    ///   hint: compare templates/en/letter.typ.hbs:20:1: “…Plan of Action, to which the 175 States represented subscrib…”
    /// ```
    ///
    /// Compare the two paragraphs, and remove the number if it is wrong.
    TRANSLATION_NUMBER_EXTRA = warning("translation-number-extra");

    /// A command for translations was given a language that is not translated from another one.
    ///
    /// ```text
    /// error[translation-original]: `en` is translated from no other language
    ///   hint: others are translated from it
    /// ```
    ///
    /// Name a language that is translated.
    TRANSLATION_ORIGINAL = error("translation-original");

    /// A translation has a paragraph that its source does not have, often half of one that was split.
    ///
    /// ```text
    /// error[translation-paragraph-extra]: the source has no such paragraph: “غير أن النجاح الذي تحقق في مرحلة جنيف ليس سوى بداية.”
    ///   --> templates/ar/letter.typ.hbs:25:1
    ///   hint: remove it, or join it to the one it belongs to; compare templates/en/letter.typ.hbs
    /// ```
    ///
    /// Join the paragraph to the one it belongs to, or remove it.
    TRANSLATION_PARAGRAPH_EXTRA = error("translation-paragraph-extra");

    /// A translation lacks a paragraph of its source.
    ///
    /// ```text
    /// error[translation-paragraph-missing]: a paragraph of the source is missing here: “This letter replaces {{recipient.replaces}}.”
    ///   --> templates/ru/letter.typ.hbs:6:55
    ///   hint: translate templates/en/letter.typ.hbs:7:30 and put it here
    /// ```
    ///
    /// Translate the paragraph and put it at the place named.
    TRANSLATION_PARAGRAPH_MISSING = error("translation-paragraph-missing");

    /// Texts of a file cannot be marked as translated, because the file and its source do not have the
    /// same number of texts.
    ///
    /// ```text
    /// error[translation-paragraphs]: the file has not as many texts as its source
    ///   --> templates/pt/letter.typ.hbs
    ///   hint: `convoke locale status pt` says which are missing or too many
    /// ```
    ///
    /// Correct the paragraphs that `convoke locale status` names, then mark the texts.
    TRANSLATION_PARAGRAPHS = error("translation-paragraphs");

    /// A pattern in the `locale.yaml` of a language lacks a placeholder of its source, or has another
    /// one.
    ///
    /// ```text
    /// error[translation-placeholder]: {day} of the source is missing
    ///   --> templates/zh/locale.yaml:171:9
    ///   for dates.date
    ///   hint: compare templates/en/locale.yaml:171:9: “{day} {month} {year}”
    ///   hint: or write `# without {…}` above it if it is meant
    /// ```
    ///
    /// Add the placeholder. If it is left out on purpose, write the comment that the hint shows.
    TRANSLATION_PLACEHOLDER = error("translation-placeholder");

    /// The `translation.yaml` of a language names a source language that does not exist, or the
    /// language itself.
    ///
    /// ```text
    /// error[translation-source]: there is no language `eng` to translate `pt` from
    ///   --> templates/pt/translation.yaml:3:9
    ///   hint: did you mean `en`?
    /// ```
    ///
    /// Correct `source` in `translation.yaml`.
    TRANSLATION_SOURCE = error("translation-source");

    /// The source of a translated text has changed since the text was marked as translated.
    ///
    /// ```text
    /// error[translation-stale]: the source of this text changed at templates/en/letter.typ.hbs:20:1
    ///   --> templates/fr/letter.typ.hbs:22:1
    ///   | - subscribed in December 2003
    ///   | + subscribed in Geneva in December 2003
    ///   hint: when it is translated, `convoke locale done fr letter.typ.hbs:22`
    /// ```
    ///
    /// Change the translation if the meaning changed, then mark it with `convoke locale done`. `convoke
    /// build --allow-stale` builds with the old text.
    TRANSLATION_STALE = error("translation-stale");

    /// Texts of a language are copies of the source that nobody has marked as translated.
    ///
    /// ```text
    /// error[translation-to-do]: 41 texts of this file are still to be translated
    ///   --> templates/pt/letter.typ.hbs:1:1
    ///   hint: translate them, then `convoke locale done pt letter.typ.hbs`
    /// ```
    ///
    /// Translate the texts, then mark them with `convoke locale done`.
    TRANSLATION_TO_DO = error("translation-to-do");

    /// Texts that are marked as translated say what the source says, or the names of States are those of the source: its files were
    /// copied, and nobody worked on them.
    ///
    /// ```text
    /// warning[translation-unchanged]: 195 of 195 names of States are those of `en`
    ///   --> templates/pt/countries.yaml
    ///   hint: translate the names, beside locale.yaml
    /// ```
    ///
    /// Translate them. Forms of one language, such as `pt-BR` of `pt`, are not compared.
    TRANSLATION_UNCHANGED = warning("translation-unchanged");

    /// A name given to `convoke locale done` does not belong to any text of the language.
    ///
    /// ```text
    /// error[translation-unknown]: `labels.hotell` does not name a text of `pt`
    ///   hint: did you mean `labels.hotel`?
    ///   hint: name texts as `convoke locale status` does, or by file and line
    /// ```
    ///
    /// Name the text as `convoke locale status` does, or by file and line.
    TRANSLATION_UNKNOWN = error("translation-unknown");

    /// The `translation.yaml` of a language cannot be read.
    ///
    /// ```text
    /// error[translation-unreadable]: the file cannot be read (stream did not contain valid UTF-8)
    ///   --> templates/pt/translation.yaml
    ///   hint: save the file as UTF-8 and make it readable
    /// ```
    ///
    /// Save the file as UTF-8 and make it readable.
    TRANSLATION_UNREADABLE = error("translation-unreadable");

    /// A language has no `translation.yaml`, so that later changes of its source go unnoticed.
    ///
    /// ```text
    /// note[translation-untracked]: changes of `en` cannot be seen in `pt`: it has no translation.yaml
    ///   --> templates/pt/translation.yaml
    ///   hint: when it is translated, `convoke locale done pt --all`
    /// ```
    ///
    /// When the translation is complete, run `convoke locale done` with `--all`. It records the state
    /// of the source.
    TRANSLATION_UNTRACKED = note("translation-untracked");
}
