//! What an interrupt does: the first lets a batch or pack end after what is at hand, the second ends the command.

use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::INTERRUPTED;
use super::render;
use super::text::Text;

/// Whether the batch is to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// Whether a batch is under way, that has something to end in order.
static BATCH: AtomicBool = AtomicBool::new(false);

/// Begins to listen for Ctrl-C and requests to terminate; while no batch is under way, they end the command at once.
pub(super) fn listen() {
    let heard = || {
        let is_first = !STOP.swap(true, Ordering::Relaxed);
        if !is_first || !BATCH.load(Ordering::Relaxed) {
            end();
        }
        let told = "ending after the work at hand; interrupt again to end at once";
        render::err(Text::new().end().line(told));
    };
    // Without a handler an interrupt ends the command at once, which loses nothing either.
    let _ = ctrlc::set_handler(heard);
}

/// The wish to end, for a batch that begins.
pub(super) fn stop() -> &'static AtomicBool {
    BATCH.store(true, Ordering::Relaxed);
    &STOP
}

#[expect(clippy::exit, reason = "there is nothing to end in order")]
fn end() {
    std::process::exit(INTERRUPTED.into());
}
