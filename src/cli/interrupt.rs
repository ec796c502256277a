//! What an interrupt does: the first lets a batch or pack end after what is at hand, the second ends the command. A process that
//! has another do its work passes interrupts on to it.

use std::io::{self, Read as _};
use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::INTERRUPTED;
use super::render;
use super::text::Text;
use crate::worker::Leash;

/// Whether the batch is to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// Whether a batch is under way, that has something to end in order.
static BATCH: AtomicBool = AtomicBool::new(false);

/// Begins to listen for Ctrl-C and requests to terminate; while no batch is under way, they end the command at once.
pub(super) fn listen() {
    // Without a handler an interrupt ends the command at once, which loses nothing either.
    let _ = ctrlc::set_handler(hear);
}

/// Begins to pass interrupts on to the process that does the work.
pub(super) fn pass_on(leash: Leash) {
    let _ = ctrlc::set_handler(move || {
        STOP.store(true, Ordering::Relaxed);
        leash.pull();
    });
}

/// Whether there was an interrupt.
pub(super) fn is_heard() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// Begins to take interrupts from the process that waits for this one, and to end when that is gone.
pub(super) fn obey() {
    let taken = std::thread::Builder::new().name("leash".into()).spawn(|| {
        let mut word = [0];
        while let Ok(1) = io::stdin().read(&mut word) {
            hear();
        }
        end();
    });
    // A terminal interrupts both processes: the other passes it on. Without a thread to hear that, this one ends by itself.
    if taken.is_ok() {
        let _ = ctrlc::set_handler(|| {});
    }
}

fn hear() {
    let is_first = !STOP.swap(true, Ordering::Relaxed);
    if !is_first || !BATCH.load(Ordering::Relaxed) {
        end();
    }
    let told = "ending after the work at hand; interrupt again to end at once";
    render::err(Text::new().end().line(told));
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
