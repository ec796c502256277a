//! Codes of locale packs.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `gender-unknown`
    GENDER_UNKNOWN = warning("gender-unknown");

    /// `locale-tag`
    LOCALE_TAG = error("locale-tag");

    /// `locale-unreadable`
    LOCALE_UNREADABLE = error("locale-unreadable");

    /// `months-incomplete`
    MONTHS_INCOMPLETE = error("months-incomplete");

    /// `office-unknown`
    OFFICE_UNKNOWN = error("office-unknown");

    /// `pattern-unknown`
    PATTERN_UNKNOWN = error("pattern-unknown");

    /// `rank-unknown`
    RANK_UNKNOWN = error("rank-unknown");
}
