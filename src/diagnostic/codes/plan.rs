//! Codes of the plan and the batch.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `enclosure-not-pdf`
    ENCLOSURE_NOT_PDF = error("enclosure-not-pdf");

    /// `enclosure-unreadable`
    ENCLOSURE_UNREADABLE = error("enclosure-unreadable");

    /// `file-name-twice`
    FILE_NAME_TWICE = error("file-name-twice");

    /// `file-unreadable`
    FILE_UNREADABLE = error("file-unreadable");

    /// `folder-not-empty`
    FOLDER_NOT_EMPTY = error("folder-not-empty");

    /// `form-data`
    FORM_DATA = error("form-data");

    /// `form-overwrite`
    FORM_OVERWRITE = error("form-overwrite");

    /// `form-unreadable`
    FORM_UNREADABLE = error("form-unreadable");

    /// `glyph-missing`
    GLYPH_MISSING = error("glyph-missing");

    /// `internal`
    INTERNAL = error("internal");

    /// `issued-at`
    ISSUED_AT = error("issued-at");

    /// `language-fallback`
    LANGUAGE_FALLBACK = note("language-fallback");

    /// `language-none`
    LANGUAGE_NONE = error("language-none");

    /// `language-second`
    LANGUAGE_SECOND = error("language-second");

    /// `language-unfinished`
    LANGUAGE_UNFINISHED = note("language-unfinished");

    /// `limits-off`
    LIMITS_OFF = note("limits-off");

    /// `locale-unknown`
    LOCALE_UNKNOWN = error("locale-unknown");

    /// `no-archive`
    NO_ARCHIVE = error("no-archive");

    /// `recipient-id-twice`
    RECIPIENT_ID_TWICE = error("recipient-id-twice");

    /// `recipient-unknown`
    RECIPIENT_UNKNOWN = error("recipient-unknown");

    /// `recipients-changed`
    RECIPIENTS_CHANGED = error("recipients-changed");

    /// `recipients-none`
    RECIPIENTS_NONE = error("recipients-none");

    /// `release-archive`
    RELEASE_ARCHIVE = error("release-archive");

    /// `release-stale`
    RELEASE_STALE = error("release-stale");

    /// `released-changed`
    RELEASED_CHANGED = note("released-changed");

    /// `time`
    TIME = error("time");

    /// `write`
    WRITE = error("write");
}
