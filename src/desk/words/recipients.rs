//! The words of the list of recipients.

use serde::Deserialize;

/// The list of recipients.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct RecipientWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) search: String,
    pub(in crate::desk) find: String,
    pub(in crate::desk) language: String,
    pub(in crate::desk) channel: String,
    pub(in crate::desk) group: String,
    pub(in crate::desk) state: String,
    pub(in crate::desk) kind: String,
    pub(in crate::desk) any: String,
    pub(in crate::desk) with_problems: String,
    pub(in crate::desk) id: String,
    pub(in crate::desk) recipient: String,
    pub(in crate::desk) addressee: String,
    pub(in crate::desk) documents: String,
    pub(in crate::desk) problems: String,
    pub(in crate::desk) blocked: String,
    pub(in crate::desk) shown: String,
    pub(in crate::desk) nobody: String,
    pub(in crate::desk) earlier: String,
    pub(in crate::desk) further: String,
    pub(in crate::desk) why_first: String,
    pub(in crate::desk) why_first_with_templates: String,
    pub(in crate::desk) why_default: String,
    /// In the place of a number of problems.
    pub(in crate::desk) not_yet: String,
}
