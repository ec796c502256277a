//! The words of files that are given to pages.

use serde::Deserialize;

/// Files that are given to pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct UploadWords {
    pub(in crate::desk) busy: String,
    pub(in crate::desk) too_large: String,
    pub(in crate::desk) broken: String,
}
