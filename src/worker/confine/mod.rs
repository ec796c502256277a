//! What a worker process gives up before it is given anything to read: opening files, the network, other processes.
//!
//! Fonts, templates and returned files come to it through its pipe, and what it makes leaves the same way. What the system
//! cannot take away is told, and the process works all the same, within its limits.

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
    pub(super) fn forgo() -> Result<(), String> {
        Err("there is no seccomp filter for this processor".to_owned())
    }
}
#[cfg(target_os = "linux")]
mod files;

use crate::diagnostic::{Diagnostic, codes};

/// Gives up files, network and processes; returns which of these protections the system did not give.
#[cfg(target_os = "linux")]
pub(super) fn confine() -> Vec<String> {
    // System calls are given up last: the others need some.
    [files::forgo_writing(), files::forgo(), calls::forgo()].into_iter().filter_map(Result::err).collect()
}

/// Other systems offer no such protection that is common to their versions.
#[cfg(not(target_os = "linux"))]
pub(super) fn confine() -> Vec<String> {
    vec!["this system has neither Landlock nor seccomp".to_owned()]
}

/// A note of protections that are missing.
pub(super) fn report_missing(missing: &[String]) -> Option<Diagnostic> {
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
