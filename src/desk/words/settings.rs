//! The words of the settings of a mailing.

use serde::Deserialize;

/// The settings of a mailing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct SettingWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) hint: String,
    pub(in crate::desk) problems: String,
    pub(in crate::desk) save: String,
    pub(in crate::desk) lines: String,
    pub(in crate::desk) website: String,
    pub(in crate::desk) participants: String,
    pub(in crate::desk) approvals: String,
}
