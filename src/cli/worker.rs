//! `convoke worker`: makes documents for the process that started it.

use std::io;

use super::outcome::Outcome;
use crate::worker;

/// Make documents for the process that started this one, asked for on standard input.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    #[expect(clippy::disallowed_methods, reason = "no terminal reads the answers of a worker")]
    pub(super) fn run(&self) -> Outcome {
        let served = worker::serve(io::stdin(), io::stdout(), end);
        if served.is_ok() { Outcome::Done } else { Outcome::Stopped }
    }
}

/// Ends the process in the middle of a document nobody waits for any more.
#[expect(clippy::exit, reason = "a document that never ends leaves no other way")]
fn end() {
    std::process::exit(0);
}
