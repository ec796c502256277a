//! What a process gives up before it is given anything to read: opening files, the network, other processes.
//!
//! Fonts, templates and returned files come to a worker through its pipe, and what it makes leaves the same way. A guarded
//! command keeps the files within its [`Reach`](super::Reach). What the system cannot take away is told, and the process works all the same,
//! within its limits.

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
mod calls;
#[cfg(all(
    target_os = "linux",
    not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))
))]
mod calls {
    /// The filter is written for other processors.
    pub(super) fn forgo(_: bool) -> Result<(), String> {
        Err("there is no seccomp filter for this processor".to_owned())
    }
}
#[cfg(target_os = "linux")]
mod files;

use super::model::Reach;
use crate::diagnostic::{Diagnostic, codes};

/// Gives up files, network and processes; returns which of these protections the system did not give.
#[cfg(target_os = "linux")]
pub(super) fn confine() -> Vec<String> {
    // System calls are given up last: the others need some.
    let forgone =
        [files::forgo_growth(), files::forgo_dumps(), files::forgo(&Reach::default()), calls::forgo(false)];
    forgone.into_iter().filter_map(Result::err).collect()
}

/// Gives up files out of reach, network and processes; returns which of these protections the system did not give.
///
/// The process keeps to this until its end. Threads that are running keep the files they had, so the calling thread has to be
/// the one that starts all others which read.
#[cfg(target_os = "linux")]
#[must_use]
pub fn confine_to(reach: &Reach) -> Vec<String> {
    [files::forgo_dumps(), files::forgo(reach), calls::forgo(true)]
        .into_iter()
        .filter_map(Result::err)
        .collect()
}

/// Other systems offer no such protection that is common to their versions.
#[cfg(not(target_os = "linux"))]
pub(super) fn confine() -> Vec<String> {
    vec!["this system has neither Landlock nor seccomp".to_owned()]
}

/// Other systems offer no such protection that is common to their versions.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn confine_to(_: &Reach) -> Vec<String> {
    confine()
}

/// A note of protections that are missing.
#[must_use]
pub fn report_missing(missing: &[String]) -> Option<Diagnostic> {
    if missing.is_empty() {
        return None;
    }
    let message = format!("worker processes keep rights that they do not need ({})", missing.join("; "));
    let note = Diagnostic::new(codes::WORKER_CONFINEMENT, message);
    Some(note.with_hint(
        "where files of others are read, use a Linux of version 6.12 or later with Landlock and seccomp",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_one_note() {
        assert_eq!(report_missing(&[]), None);
        let note = report_missing(&["no Landlock".to_owned(), "no seccomp".to_owned()]).expect("a note");
        assert!(note.message.contains("(no Landlock; no seccomp)"), "{}", note.message);
    }
}
