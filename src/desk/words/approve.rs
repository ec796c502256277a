//! The words of the approval.

use serde::Deserialize;

/// The approval.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct ApproveWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) none: String,
    pub(in crate::desk) approve: String,
    pub(in crate::desk) by: String,
    pub(in crate::desk) at: String,
    pub(in crate::desk) note: String,
    pub(in crate::desk) all: String,
    pub(in crate::desk) none_is_all: String,
    pub(in crate::desk) stale: String,
    pub(in crate::desk) although_stale: String,
    pub(in crate::desk) although_incomplete: String,
    pub(in crate::desk) reserve: String,
    pub(in crate::desk) question: String,
    pub(in crate::desk) sure: String,
    pub(in crate::desk) yes: String,
    pub(in crate::desk) no: String,
}
