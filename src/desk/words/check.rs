//! The words of the problems.

use serde::Deserialize;

/// The problems.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct CheckWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) ready: String,
    pub(in crate::desk) errors: String,
    pub(in crate::desk) warnings: String,
    pub(in crate::desk) notes: String,
    pub(in crate::desk) nothing: String,
    pub(in crate::desk) place: String,
    pub(in crate::desk) recipient: String,
    pub(in crate::desk) field: String,
    pub(in crate::desk) problems: String,
    pub(in crate::desk) mend: String,
    pub(in crate::desk) accept: String,
    pub(in crate::desk) because: String,
    pub(in crate::desk) accepted_for: String,
    pub(in crate::desk) accepted_for_all: String,
    pub(in crate::desk) at_desk: String,
}
