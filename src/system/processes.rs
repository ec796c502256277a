//! Processes: which of them a terminal interrupts, and what ended one.

use std::process::{Command, ExitStatus};

/// Keeps interrupts of the terminal from a process that is started: they are for the one that starts it.
#[cfg(unix)]
pub(crate) fn keep_from_terminal(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

/// Ctrl-C ends all processes of a window at once; the work of those that are started is lost, and nothing else.
#[cfg(not(unix))]
pub(crate) fn keep_from_terminal(_: &mut Command) {}

/// The signal that ended a process, where there are signals and one did.
#[cfg(unix)]
pub(crate) fn signal(status: ExitStatus) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal()
}

#[cfg(not(unix))]
pub(crate) fn signal(_: ExitStatus) -> Option<i32> {
    None
}
