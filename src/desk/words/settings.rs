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
    pub(in crate::desk) sending: String,
    pub(in crate::desk) languages: String,
    pub(in crate::desk) channels: String,
    pub(in crate::desk) second_language: String,
    pub(in crate::desk) office_language: String,
    pub(in crate::desk) posted_from: String,
    pub(in crate::desk) reply_to: String,
    pub(in crate::desk) mail_server: String,
    pub(in crate::desk) mail_port: String,
    pub(in crate::desk) mail_user: String,
    pub(in crate::desk) secret: String,
}
