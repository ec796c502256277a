//! How a command ends: the one place that knows the exit codes.

use std::process::ExitCode;

/// The exit code of an interrupted command, as shells have it: 128 and the number of the signal.
pub(super) const INTERRUPTED: u8 = 130;

/// The exit code where the reader of a pipe has gone, as shells have it: 128 and the number of the signal SIGPIPE.
const UNREAD: u8 = 141;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything asked for was done.
    Done,
    /// Problems in the input stopped it.
    Stopped,
    /// The command was called wrongly.
    Usage,
    /// Some recipients were blocked, the rest made.
    SomeBlocked,
    /// It was done, and not all it said could be written.
    Unwritten,
    /// It was interrupted; what was done is kept.
    Interrupted,
    /// It was done, and the reader of its output had gone.
    Unread,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Stopped => 1,
            Outcome::Usage => 2,
            Outcome::SomeBlocked => 3,
            Outcome::Unwritten => 4,
            Outcome::Interrupted => INTERRUPTED,
            Outcome::Unread => UNREAD,
        })
    }
}
