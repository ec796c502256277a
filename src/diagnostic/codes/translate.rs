//! Codes of translations.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `locale-new`
    LOCALE_NEW = error("locale-new");

    /// `translation-address`
    TRANSLATION_ADDRESS = error("translation-address");

    /// `translation-countries`
    TRANSLATION_COUNTRIES = warning("translation-countries");

    /// `translation-country-unknown`
    TRANSLATION_COUNTRY_UNKNOWN = error("translation-country-unknown");

    /// `translation-field-extra`
    TRANSLATION_FIELD_EXTRA = warning("translation-field-extra");

    /// `translation-field-missing`
    TRANSLATION_FIELD_MISSING = error("translation-field-missing");

    /// `translation-field-renamed`
    TRANSLATION_FIELD_RENAMED = error("translation-field-renamed");

    /// `translation-file-extra`
    TRANSLATION_FILE_EXTRA = warning("translation-file-extra");

    /// `translation-file-missing`
    TRANSLATION_FILE_MISSING = error("translation-file-missing");

    /// `translation-form-field`
    TRANSLATION_FORM_FIELD = error("translation-form-field");

    /// `translation-format`
    TRANSLATION_FORMAT = error("translation-format");

    /// `translation-key-extra`
    TRANSLATION_KEY_EXTRA = warning("translation-key-extra");

    /// `translation-key-missing`
    TRANSLATION_KEY_MISSING = error("translation-key-missing");

    /// `translation-key-renamed`
    TRANSLATION_KEY_RENAMED = error("translation-key-renamed");

    /// `translation-number`
    TRANSLATION_NUMBER = error("translation-number");

    /// `translation-number-extra`
    TRANSLATION_NUMBER_EXTRA = warning("translation-number-extra");

    /// `translation-original`
    TRANSLATION_ORIGINAL = error("translation-original");

    /// `translation-paragraph-extra`
    TRANSLATION_PARAGRAPH_EXTRA = error("translation-paragraph-extra");

    /// `translation-paragraph-missing`
    TRANSLATION_PARAGRAPH_MISSING = error("translation-paragraph-missing");

    /// `translation-paragraphs`
    TRANSLATION_PARAGRAPHS = error("translation-paragraphs");

    /// `translation-placeholder`
    TRANSLATION_PLACEHOLDER = error("translation-placeholder");

    /// `translation-source`
    TRANSLATION_SOURCE = error("translation-source");

    /// `translation-stale`
    TRANSLATION_STALE = error("translation-stale");

    /// `translation-to-do`
    TRANSLATION_TO_DO = error("translation-to-do");

    /// `translation-unknown`
    TRANSLATION_UNKNOWN = error("translation-unknown");

    /// `translation-unreadable`
    TRANSLATION_UNREADABLE = error("translation-unreadable");

    /// `translation-untracked`
    TRANSLATION_UNTRACKED = note("translation-untracked");

    /// `xliff-code`
    XLIFF_CODE = error("xliff-code");

    /// `xliff-empty`
    XLIFF_EMPTY = error("xliff-empty");

    /// `xliff-languages`
    XLIFF_LANGUAGES = error("xliff-languages");

    /// `xliff-segments`
    XLIFF_SEGMENTS = error("xliff-segments");

    /// `xliff-source`
    XLIFF_SOURCE = error("xliff-source");

    /// `xliff-text`
    XLIFF_TEXT = error("xliff-text");

    /// `xliff-unit`
    XLIFF_UNIT = error("xliff-unit");

    /// `xliff-unreadable`
    XLIFF_UNREADABLE = error("xliff-unreadable");

    /// `xliff-value`
    XLIFF_VALUE = error("xliff-value");
}
