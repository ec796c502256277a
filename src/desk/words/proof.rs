//! The words of the proof.

use serde::Deserialize;

/// The proof.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct ProofWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) intro: String,
    pub(in crate::desk) make: String,
    pub(in crate::desk) again: String,
    pub(in crate::desk) drawing: String,
    pub(in crate::desk) made: String,
    pub(in crate::desk) look: String,
    pub(in crate::desk) changed_since: String,
    pub(in crate::desk) print: String,
    pub(in crate::desk) count: String,
    pub(in crate::desk) seen: String,
    pub(in crate::desk) show: String,
    pub(in crate::desk) all: String,
    pub(in crate::desk) open: String,
    pub(in crate::desk) with_warnings: String,
    pub(in crate::desk) with_notes: String,
    pub(in crate::desk) not_seen: String,
    pub(in crate::desk) fine: String,
    pub(in crate::desk) noted: String,
    pub(in crate::desk) changed: String,
    pub(in crate::desk) note: String,
    pub(in crate::desk) is_fine: String,
    pub(in crate::desk) is_not_fine: String,
    pub(in crate::desk) salutation: String,
    pub(in crate::desk) warnings: String,
    pub(in crate::desk) picture: String,
    pub(in crate::desk) no_picture: String,
}
