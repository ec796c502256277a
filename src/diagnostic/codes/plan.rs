//! Codes of the plan and the batch.

use super::Code;

/// `enclosure-not-pdf`
pub const ENCLOSURE_NOT_PDF: &Code = &Code::error("enclosure-not-pdf");

/// `enclosure-unreadable`
pub const ENCLOSURE_UNREADABLE: &Code = &Code::error("enclosure-unreadable");

/// `file-name-twice`
pub const FILE_NAME_TWICE: &Code = &Code::error("file-name-twice");

/// `file-unreadable`
pub const FILE_UNREADABLE: &Code = &Code::error("file-unreadable");

/// `folder-not-empty`
pub const FOLDER_NOT_EMPTY: &Code = &Code::error("folder-not-empty");

/// `form-data`
pub const FORM_DATA: &Code = &Code::error("form-data");

/// `form-unreadable`
pub const FORM_UNREADABLE: &Code = &Code::error("form-unreadable");

/// `glyph-missing`
pub const GLYPH_MISSING: &Code = &Code::error("glyph-missing");

/// `internal`
pub const INTERNAL: &Code = &Code::error("internal");

/// `issued-at`
pub const ISSUED_AT: &Code = &Code::error("issued-at");

/// `language-fallback`
pub const LANGUAGE_FALLBACK: &Code = &Code::note("language-fallback");

/// `language-none`
pub const LANGUAGE_NONE: &Code = &Code::error("language-none");

/// `language-second`
pub const LANGUAGE_SECOND: &Code = &Code::error("language-second");

/// `language-unfinished`
pub const LANGUAGE_UNFINISHED: &Code = &Code::note("language-unfinished");

/// `limits-off`
pub const LIMITS_OFF: &Code = &Code::note("limits-off");

/// `locale-unknown`
pub const LOCALE_UNKNOWN: &Code = &Code::error("locale-unknown");

/// `man`
pub const MAN: &Code = &Code::error("man");

/// `no-archive`
pub const NO_ARCHIVE: &Code = &Code::error("no-archive");

/// `plan`
pub const PLAN: &Code = &Code::error("plan");

/// `recipient-id-twice`
pub const RECIPIENT_ID_TWICE: &Code = &Code::error("recipient-id-twice");

/// `recipient-unknown`
pub const RECIPIENT_UNKNOWN: &Code = &Code::error("recipient-unknown");

/// `recipients-changed`
pub const RECIPIENTS_CHANGED: &Code = &Code::error("recipients-changed");

/// `recipients-none`
pub const RECIPIENTS_NONE: &Code = &Code::error("recipients-none");

/// `release-archive`
pub const RELEASE_ARCHIVE: &Code = &Code::error("release-archive");

/// `release-stale`
pub const RELEASE_STALE: &Code = &Code::error("release-stale");

/// `released-changed`
pub const RELEASED_CHANGED: &Code = &Code::note("released-changed");

/// `template-not-utf-8`
pub const TEMPLATE_NOT_UTF_8: &Code = &Code::error("template-not-utf-8");

/// `templates-missing`
pub const TEMPLATES_MISSING: &Code = &Code::error("templates-missing");

/// `time`
pub const TIME: &Code = &Code::error("time");

/// `translation-source`
pub const TRANSLATION_SOURCE: &Code = &Code::error("translation-source");

/// `write`
pub const WRITE: &Code = &Code::error("write");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    ENCLOSURE_NOT_PDF,
    ENCLOSURE_UNREADABLE,
    FILE_NAME_TWICE,
    FILE_UNREADABLE,
    FOLDER_NOT_EMPTY,
    FORM_DATA,
    FORM_UNREADABLE,
    GLYPH_MISSING,
    INTERNAL,
    ISSUED_AT,
    LANGUAGE_FALLBACK,
    LANGUAGE_NONE,
    LANGUAGE_SECOND,
    LANGUAGE_UNFINISHED,
    LIMITS_OFF,
    LOCALE_UNKNOWN,
    MAN,
    NO_ARCHIVE,
    PLAN,
    RECIPIENT_ID_TWICE,
    RECIPIENT_UNKNOWN,
    RECIPIENTS_CHANGED,
    RECIPIENTS_NONE,
    RELEASE_ARCHIVE,
    RELEASE_STALE,
    RELEASED_CHANGED,
    TEMPLATE_NOT_UTF_8,
    TEMPLATES_MISSING,
    TIME,
    TRANSLATION_SOURCE,
    WRITE,
];
