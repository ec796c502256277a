//! Codes of archives.

use super::Code;

/// `archive-added`
pub const ARCHIVE_ADDED: &Code = &Code::error("archive-added");

/// `archive-altered`
pub const ARCHIVE_ALTERED: &Code = &Code::error("archive-altered");

/// `archive-entry-name`
pub const ARCHIVE_ENTRY_NAME: &Code = &Code::error("archive-entry-name");

/// `archive-entry-twice`
pub const ARCHIVE_ENTRY_TWICE: &Code = &Code::error("archive-entry-twice");

/// `archive-foreign-file`
pub const ARCHIVE_FOREIGN_FILE: &Code = &Code::note("archive-foreign-file");

/// `archive-foreign-folder`
pub const ARCHIVE_FOREIGN_FOLDER: &Code = &Code::error("archive-foreign-folder");

/// `archive-format`
pub const ARCHIVE_FORMAT: &Code = &Code::error("archive-format");

/// `archive-missing`
pub const ARCHIVE_MISSING: &Code = &Code::error("archive-missing");

/// `archive-pages`
pub const ARCHIVE_PAGES: &Code = &Code::error("archive-pages");

/// `archive-reconciliation`
pub const ARCHIVE_RECONCILIATION: &Code = &Code::error("archive-reconciliation");

/// `archive-too-large`
pub const ARCHIVE_TOO_LARGE: &Code = &Code::error("archive-too-large");

/// `archive-unreadable`
pub const ARCHIVE_UNREADABLE: &Code = &Code::error("archive-unreadable");

/// `archive-write`
pub const ARCHIVE_WRITE: &Code = &Code::error("archive-write");

/// `diff-date`
pub const DIFF_DATE: &Code = &Code::note("diff-date");

/// `diff-format`
pub const DIFF_FORMAT: &Code = &Code::note("diff-format");

/// `diff-other-mailing`
pub const DIFF_OTHER_MAILING: &Code = &Code::warning("diff-other-mailing");

/// `diff-tool`
pub const DIFF_TOOL: &Code = &Code::note("diff-tool");

/// `diff-volume`
pub const DIFF_VOLUME: &Code = &Code::warning("diff-volume");

/// `output-in-use`
pub const OUTPUT_IN_USE: &Code = &Code::error("output-in-use");

/// `pack-added`
pub const PACK_ADDED: &Code = &Code::error("pack-added");

/// `pack-alone`
pub const PACK_ALONE: &Code = &Code::warning("pack-alone");

/// `pack-altered`
pub const PACK_ALTERED: &Code = &Code::error("pack-altered");

/// `pack-count`
pub const PACK_COUNT: &Code = &Code::error("pack-count");

/// `pack-entry-name`
pub const PACK_ENTRY_NAME: &Code = &Code::error("pack-entry-name");

/// `pack-entry-twice`
pub const PACK_ENTRY_TWICE: &Code = &Code::error("pack-entry-twice");

/// `pack-format`
pub const PACK_FORMAT: &Code = &Code::error("pack-format");

/// `pack-missing`
pub const PACK_MISSING: &Code = &Code::error("pack-missing");

/// `pack-pages`
pub const PACK_PAGES: &Code = &Code::error("pack-pages");

/// `pack-stale`
pub const PACK_STALE: &Code = &Code::error("pack-stale");

/// `pack-unreadable`
pub const PACK_UNREADABLE: &Code = &Code::error("pack-unreadable");

/// `register-write`
pub const REGISTER_WRITE: &Code = &Code::error("register-write");

/// `volume-too-small`
pub const VOLUME_TOO_SMALL: &Code = &Code::error("volume-too-small");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    ARCHIVE_ADDED,
    ARCHIVE_ALTERED,
    ARCHIVE_ENTRY_NAME,
    ARCHIVE_ENTRY_TWICE,
    ARCHIVE_FOREIGN_FILE,
    ARCHIVE_FOREIGN_FOLDER,
    ARCHIVE_FORMAT,
    ARCHIVE_MISSING,
    ARCHIVE_PAGES,
    ARCHIVE_RECONCILIATION,
    ARCHIVE_TOO_LARGE,
    ARCHIVE_UNREADABLE,
    ARCHIVE_WRITE,
    DIFF_DATE,
    DIFF_FORMAT,
    DIFF_OTHER_MAILING,
    DIFF_TOOL,
    DIFF_VOLUME,
    OUTPUT_IN_USE,
    PACK_ADDED,
    PACK_ALONE,
    PACK_ALTERED,
    PACK_COUNT,
    PACK_ENTRY_NAME,
    PACK_ENTRY_TWICE,
    PACK_FORMAT,
    PACK_MISSING,
    PACK_PAGES,
    PACK_STALE,
    PACK_UNREADABLE,
    REGISTER_WRITE,
    VOLUME_TOO_SMALL,
];
