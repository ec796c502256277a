//! The thread pool a worker runs in.
//!
//! Typst and the PDF writer under it use rayon. In a shared pool a thread that waits takes up another
//! document's work on the same stack, and a long batch overflows it; a pool of one thread per worker
//! keeps documents apart.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, codes};

/// Bytes of stack for a worker: what a main thread usually has, for deeply nested markup.
const STACK: usize = 8 << 20;

/// Runs a worker's whole loop inside a rayon pool of one thread.
///
/// # Errors
///
/// The system gives no thread.
pub fn with_worker_pool<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Diagnostic> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(STACK)
        .thread_name(|_| "typeset".into())
        .build()
        .map_err(|cause| no_thread(&cause))?;
    Ok(pool.install(work))
}

/// The problem of a system that gives no thread.
pub(crate) fn no_thread(cause: &dyn Display) -> Diagnostic {
    Diagnostic::new(codes::NO_THREAD, format!("no thread to set documents in ({cause})"))
        .with_hint("try again with fewer jobs")
}
