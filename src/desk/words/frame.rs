//! The language itself, and the words around every page.

use serde::Deserialize;

use crate::locale::Direction;

/// What is around every page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct FrameWords {
    /// BCP 47 tag.
    pub(in crate::desk) tag: String,
    /// The language's own name.
    pub(in crate::desk) name: String,
    pub(in crate::desk) direction: Direction,
    pub(in crate::desk) desk: String,
    pub(in crate::desk) skip: String,
    pub(in crate::desk) places: String,
    pub(in crate::desk) language: String,
    pub(in crate::desk) change: String,
    pub(in crate::desk) not_found: String,
    pub(in crate::desk) not_found_hint: String,
    pub(in crate::desk) refused: String,
    pub(in crate::desk) refused_hint: String,
    pub(in crate::desk) refused_new: String,
    pub(in crate::desk) elsewhere: String,
    pub(in crate::desk) elsewhere_hint: String,
    pub(in crate::desk) foreign: String,
    pub(in crate::desk) foreign_hint: String,
    pub(in crate::desk) too_large: String,
    pub(in crate::desk) too_large_hint: String,
    pub(in crate::desk) failed: String,
    pub(in crate::desk) failed_hint: String,
    pub(in crate::desk) not_done: String,
    /// The months as a date has them, the pattern of a date, and how the first day of a month is written where that is not a number.
    pub(in crate::desk) months: Vec<String>,
    pub(in crate::desk) date: String,
    pub(in crate::desk) first_day: Option<String>,
    /// A date, and the time of the day.
    pub(in crate::desk) moment: String,
    /// What stands between the items of an enumeration.
    pub(in crate::desk) comma: String,
    /// How far the mailing is looked at.
    pub(in crate::desk) reading: String,
    pub(in crate::desk) reading_found: String,
    pub(in crate::desk) reading_done: String,
    pub(in crate::desk) reading_ended: String,
    /// What a page says whose desk has ended.
    pub(in crate::desk) gone: String,
}
