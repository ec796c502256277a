//! Codes of archives.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `archive-added`
    ARCHIVE_ADDED = error("archive-added");

    /// `archive-altered`
    ARCHIVE_ALTERED = error("archive-altered");

    /// `archive-entry-name`
    ARCHIVE_ENTRY_NAME = error("archive-entry-name");

    /// `archive-entry-twice`
    ARCHIVE_ENTRY_TWICE = error("archive-entry-twice");

    /// `archive-foreign-file`
    ARCHIVE_FOREIGN_FILE = note("archive-foreign-file");

    /// `archive-foreign-folder`
    ARCHIVE_FOREIGN_FOLDER = error("archive-foreign-folder");

    /// `archive-format`
    ARCHIVE_FORMAT = error("archive-format");

    /// `archive-missing`
    ARCHIVE_MISSING = error("archive-missing");

    /// `archive-pages`
    ARCHIVE_PAGES = error("archive-pages");

    /// `archive-reconciliation`
    ARCHIVE_RECONCILIATION = error("archive-reconciliation");

    /// `archive-too-large`
    ARCHIVE_TOO_LARGE = error("archive-too-large");

    /// `archive-unreadable`
    ARCHIVE_UNREADABLE = error("archive-unreadable");

    /// `archive-write`
    ARCHIVE_WRITE = error("archive-write");

    /// `diff-date`
    DIFF_DATE = note("diff-date");

    /// `diff-format`
    DIFF_FORMAT = note("diff-format");

    /// `diff-other-mailing`
    DIFF_OTHER_MAILING = warning("diff-other-mailing");

    /// `diff-tool`
    DIFF_TOOL = note("diff-tool");

    /// `diff-volume`
    DIFF_VOLUME = warning("diff-volume");

    /// `output-in-use`
    OUTPUT_IN_USE = error("output-in-use");

    /// `pack-added`
    PACK_ADDED = error("pack-added");

    /// `pack-alone`
    PACK_ALONE = warning("pack-alone");

    /// `pack-altered`
    PACK_ALTERED = error("pack-altered");

    /// `pack-count`
    PACK_COUNT = error("pack-count");

    /// `pack-entry-name`
    PACK_ENTRY_NAME = error("pack-entry-name");

    /// `pack-entry-twice`
    PACK_ENTRY_TWICE = error("pack-entry-twice");

    /// `pack-format`
    PACK_FORMAT = error("pack-format");

    /// `pack-missing`
    PACK_MISSING = error("pack-missing");

    /// `pack-pages`
    PACK_PAGES = error("pack-pages");

    /// `pack-stale`
    PACK_STALE = error("pack-stale");

    /// `pack-unreadable`
    PACK_UNREADABLE = error("pack-unreadable");

    /// `register-write`
    REGISTER_WRITE = error("register-write");

    /// `volume-too-small`
    VOLUME_TOO_SMALL = error("volume-too-small");
}
