//! The words of the first place.

use serde::Deserialize;

/// The first place: where the mailing stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct StartWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) none: String,
    pub(in crate::desk) none_hint: String,
    pub(in crate::desk) begin: String,
    pub(in crate::desk) next: String,
    pub(in crate::desk) done: String,
    pub(in crate::desk) later: String,
    pub(in crate::desk) mailing: String,
    pub(in crate::desk) gaps: String,
    pub(in crate::desk) list: String,
    pub(in crate::desk) list_named: String,
    pub(in crate::desk) no_list: String,
    pub(in crate::desk) letters: String,
    pub(in crate::desk) check: String,
    pub(in crate::desk) make: String,
    pub(in crate::desk) made: String,
    pub(in crate::desk) approve: String,
    pub(in crate::desk) approved: String,
    pub(in crate::desk) approvals: String,
    pub(in crate::desk) send: String,
    pub(in crate::desk) sent: String,
    pub(in crate::desk) sendings: String,
    pub(in crate::desk) answers: String,
    pub(in crate::desk) answered: String,
    pub(in crate::desk) next_is: String,
    pub(in crate::desk) all_done: String,
}
