//! Codes of translations.

use super::Code;

/// `locale-new`
pub const LOCALE_NEW: &Code = &Code::error("locale-new");

/// `translation-address`
pub const TRANSLATION_ADDRESS: &Code = &Code::error("translation-address");

/// `translation-countries`
pub const TRANSLATION_COUNTRIES: &Code = &Code::warning("translation-countries");

/// `translation-field-extra`
pub const TRANSLATION_FIELD_EXTRA: &Code = &Code::warning("translation-field-extra");

/// `translation-field-missing`
pub const TRANSLATION_FIELD_MISSING: &Code = &Code::error("translation-field-missing");

/// `translation-field-renamed`
pub const TRANSLATION_FIELD_RENAMED: &Code = &Code::error("translation-field-renamed");

/// `translation-file-extra`
pub const TRANSLATION_FILE_EXTRA: &Code = &Code::warning("translation-file-extra");

/// `translation-file-missing`
pub const TRANSLATION_FILE_MISSING: &Code = &Code::error("translation-file-missing");

/// `translation-form-field`
pub const TRANSLATION_FORM_FIELD: &Code = &Code::error("translation-form-field");

/// `translation-format`
pub const TRANSLATION_FORMAT: &Code = &Code::error("translation-format");

/// `translation-key-extra`
pub const TRANSLATION_KEY_EXTRA: &Code = &Code::warning("translation-key-extra");

/// `translation-key-missing`
pub const TRANSLATION_KEY_MISSING: &Code = &Code::error("translation-key-missing");

/// `translation-key-renamed`
pub const TRANSLATION_KEY_RENAMED: &Code = &Code::error("translation-key-renamed");

/// `translation-number`
pub const TRANSLATION_NUMBER: &Code = &Code::warning("translation-number");

/// `translation-paragraph-extra`
pub const TRANSLATION_PARAGRAPH_EXTRA: &Code = &Code::error("translation-paragraph-extra");

/// `translation-paragraph-missing`
pub const TRANSLATION_PARAGRAPH_MISSING: &Code = &Code::error("translation-paragraph-missing");

/// `translation-paragraphs`
pub const TRANSLATION_PARAGRAPHS: &Code = &Code::error("translation-paragraphs");

/// `translation-placeholder`
pub const TRANSLATION_PLACEHOLDER: &Code = &Code::error("translation-placeholder");

/// `translation-stale`
pub const TRANSLATION_STALE: &Code = &Code::error("translation-stale");

/// `translation-to-do`
pub const TRANSLATION_TO_DO: &Code = &Code::error("translation-to-do");

/// `translation-unknown`
pub const TRANSLATION_UNKNOWN: &Code = &Code::error("translation-unknown");

/// `translation-unreadable`
pub const TRANSLATION_UNREADABLE: &Code = &Code::error("translation-unreadable");

/// `translation-untracked`
pub const TRANSLATION_UNTRACKED: &Code = &Code::note("translation-untracked");

/// `xliff-code`
pub const XLIFF_CODE: &Code = &Code::error("xliff-code");

/// `xliff-empty`
pub const XLIFF_EMPTY: &Code = &Code::error("xliff-empty");

/// `xliff-languages`
pub const XLIFF_LANGUAGES: &Code = &Code::error("xliff-languages");

/// `xliff-segments`
pub const XLIFF_SEGMENTS: &Code = &Code::error("xliff-segments");

/// `xliff-source`
pub const XLIFF_SOURCE: &Code = &Code::error("xliff-source");

/// `xliff-text`
pub const XLIFF_TEXT: &Code = &Code::error("xliff-text");

/// `xliff-unit`
pub const XLIFF_UNIT: &Code = &Code::error("xliff-unit");

/// `xliff-unreadable`
pub const XLIFF_UNREADABLE: &Code = &Code::error("xliff-unreadable");

/// `xliff-value`
pub const XLIFF_VALUE: &Code = &Code::error("xliff-value");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    LOCALE_NEW,
    TRANSLATION_ADDRESS,
    TRANSLATION_COUNTRIES,
    TRANSLATION_FIELD_EXTRA,
    TRANSLATION_FIELD_MISSING,
    TRANSLATION_FIELD_RENAMED,
    TRANSLATION_FILE_EXTRA,
    TRANSLATION_FILE_MISSING,
    TRANSLATION_FORM_FIELD,
    TRANSLATION_FORMAT,
    TRANSLATION_KEY_EXTRA,
    TRANSLATION_KEY_MISSING,
    TRANSLATION_KEY_RENAMED,
    TRANSLATION_NUMBER,
    TRANSLATION_PARAGRAPH_EXTRA,
    TRANSLATION_PARAGRAPH_MISSING,
    TRANSLATION_PARAGRAPHS,
    TRANSLATION_PLACEHOLDER,
    TRANSLATION_STALE,
    TRANSLATION_TO_DO,
    TRANSLATION_UNKNOWN,
    TRANSLATION_UNREADABLE,
    TRANSLATION_UNTRACKED,
    XLIFF_CODE,
    XLIFF_EMPTY,
    XLIFF_LANGUAGES,
    XLIFF_SEGMENTS,
    XLIFF_SOURCE,
    XLIFF_TEXT,
    XLIFF_UNIT,
    XLIFF_UNREADABLE,
    XLIFF_VALUE,
];
