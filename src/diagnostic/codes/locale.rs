//! Codes of locale packs.

use super::Code;

/// `gender-unknown`
pub const GENDER_UNKNOWN: &Code = &Code::warning("gender-unknown");

/// `locale-tag`
pub const LOCALE_TAG: &Code = &Code::error("locale-tag");

/// `locale-unreadable`
pub const LOCALE_UNREADABLE: &Code = &Code::error("locale-unreadable");

/// `months-incomplete`
pub const MONTHS_INCOMPLETE: &Code = &Code::error("months-incomplete");

/// `office-unknown`
pub const OFFICE_UNKNOWN: &Code = &Code::error("office-unknown");

/// `pattern-unknown`
pub const PATTERN_UNKNOWN: &Code = &Code::error("pattern-unknown");

/// `rank-unknown`
pub const RANK_UNKNOWN: &Code = &Code::error("rank-unknown");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    GENDER_UNKNOWN,
    LOCALE_TAG,
    LOCALE_UNREADABLE,
    MONTHS_INCOMPLETE,
    OFFICE_UNKNOWN,
    PATTERN_UNKNOWN,
    RANK_UNKNOWN,
];
