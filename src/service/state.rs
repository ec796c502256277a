//! What all answers are made from.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::batches::Batches;
use super::metrics::Metrics;
use super::tokens::Tokens;
use super::warm::Warm;

/// What all answers are made from.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) warm: Warm,
    pub(super) tokens: Tokens,
    /// Room for requests that are at work or wait for it.
    pub(super) room: Arc<Semaphore>,
    /// How many these may be.
    pub(super) most: usize,
    pub(super) metrics: Metrics,
    /// Batches, where the service takes some.
    pub(super) batches: Option<Arc<Batches>>,
}
