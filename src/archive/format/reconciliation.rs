//! What a batch was expected to make, what it made, and what it could not. Plain data.

use serde::{Deserialize, Serialize};

use super::parsed;

/// What a batch was expected to make, what it made, and what it could not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// Recipients.
    pub recipients: Tally,
    /// Documents, copies included.
    pub documents: Tally,
    /// Recipients nothing was made for, and why.
    pub blocked: Vec<BlockedRecord>,
}

/// How many were expected and how many were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// How many the plan holds, blocked ones included.
    pub expected: usize,
    /// How many the archive holds.
    pub produced: usize,
}

/// A recipient nothing was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockedRecord {
    /// Id of the recipient.
    #[serde(deserialize_with = "parsed::text")]
    pub recipient: String,
    /// Why: the problems that block it.
    #[serde(deserialize_with = "parsed::texts")]
    pub reasons: Vec<String>,
}
