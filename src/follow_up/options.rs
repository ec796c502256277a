//! What a person says of a mailing that follows another.

use jiff::civil::Date;

/// The file that describes a mailing that follows, in its folder.
pub const FOLLOWING: &str = "mailing.yaml";

/// What a person says of a mailing that follows another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpOptions {
    /// Its date of issue.
    pub issued_at: Date,
    /// Its reference, where it is not the usual one.
    pub reference: Option<String>,
    /// The last day for forms, where it is not that of the first mailing.
    pub deadline: Option<Date>,
}

impl FollowUpOptions {
    /// The reference: the one named, or that of the first mailing with `suffix`.
    pub(super) fn reference_after(&self, first: &str, suffix: &str) -> String {
        self.reference.clone().unwrap_or_else(|| format!("{first}/{suffix}"))
    }
}
