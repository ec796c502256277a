//! The words of work that takes long.

use serde::Deserialize;

/// Work that takes long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct JobWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) none: String,
    pub(in crate::desk) running: String,
    pub(in crate::desk) stopping: String,
    pub(in crate::desk) done: String,
    pub(in crate::desk) stopped: String,
    pub(in crate::desk) refused: String,
    pub(in crate::desk) fell: String,
    pub(in crate::desk) fell_hint: String,
    pub(in crate::desk) stop: String,
    pub(in crate::desk) progress: String,
    pub(in crate::desk) count: String,
    pub(in crate::desk) left: String,
    pub(in crate::desk) seconds: String,
    pub(in crate::desk) minutes: String,
    pub(in crate::desk) busy: String,
    pub(in crate::desk) busy_hint: String,
}
