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
    /// It was done, and a person has something to look at: what was blocked or left out, or a warning that nobody accepted.
    ToLookAt,
    /// It was done, and not all it said could be written.
    Unwritten,
    /// It was interrupted; what was done is kept.
    Interrupted,
    /// It was done, and the reader of its output had gone.
    Unread,
}

impl Outcome {
    const ALL: [Self; 7] = [
        Self::Done,
        Self::Stopped,
        Self::Usage,
        Self::ToLookAt,
        Self::Unwritten,
        Self::Interrupted,
        Self::Unread,
    ];

    /// Done, for a person to look at where `needs_a_look`.
    pub(super) fn done(needs_a_look: bool) -> Self {
        if needs_a_look { Self::ToLookAt } else { Self::Done }
    }

    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Stopped => 1,
            Self::Usage => 2,
            Self::ToLookAt => 3,
            Self::Unwritten => 4,
            Self::Interrupted => INTERRUPTED,
            Self::Unread => UNREAD,
        }
    }

    /// The outcome that a process of this program tells by its exit code; `None` where it ended otherwise, as by a panic.
    pub(super) fn of_code(code: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| i32::from(outcome.code()) == code)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}
