//! The words of what was changed.

use serde::Deserialize;

/// What was changed, and the way back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct HistoryWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) none: String,
    pub(in crate::desk) none_hint: String,
    pub(in crate::desk) file: String,
    pub(in crate::desk) last: String,
    pub(in crate::desk) undo: String,
    pub(in crate::desk) undone: String,
    pub(in crate::desk) restore: String,
    pub(in crate::desk) was_not_there: String,
    pub(in crate::desk) until: String,
    pub(in crate::desk) bytes: String,
    pub(in crate::desk) differs: String,
    pub(in crate::desk) all: String,
}
