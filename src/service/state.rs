//! What all answers are made from.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::metrics::Metrics;
use super::tokens::Tokens;
use crate::session::Session;

/// What all answers are made from.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) session: Session,
    pub(super) tokens: Tokens,
    /// Room for requests that are at work or wait for it.
    pub(super) room: Arc<Semaphore>,
    /// How many these may be.
    pub(super) most: usize,
    pub(super) metrics: Metrics,
}
