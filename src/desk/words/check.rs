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
}
