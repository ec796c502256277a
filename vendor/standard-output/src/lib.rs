//! Whether standard output was open when the process began, as in a shell it is not after `>&-`.
//!
//! The runtime of Rust puts `/dev/null` in the place of a stream that is closed, before `main`: what is written then is lost,
//! and nothing says so. This looks before the runtime does. On systems other than Linux it takes every stream for open.

use std::sync::atomic::{AtomicBool, Ordering};

static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether standard output was closed when the process began.
#[must_use]
pub fn was_closed() -> bool {
    WAS_CLOSED.load(Ordering::Relaxed)
}

/// The entry in the list of functions that the system runs before `main` (System V ABI, chapter 5, "Initialization and
/// Termination Functions").
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "the function runs before the runtime: it asks the system for two files and sets a flag"
)]
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

#[cfg(target_os = "linux")]
extern "C" fn look() {
    let is_there = |path: &str| std::fs::symlink_metadata(path).is_ok();
    WAS_CLOSED.store(is_there("/proc/self/fd") && !is_there("/proc/self/fd/1"), Ordering::Relaxed);
}
