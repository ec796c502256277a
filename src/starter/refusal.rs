//! Why an answer cannot be taken, and what to write instead.

use super::topic::Topic;
use crate::diagnostic::{Diagnostic, codes};

/// Why an answer cannot be taken, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it.
    pub message: String,
    /// What to write.
    pub hint: String,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// The same as the problem of a flag.
    #[must_use]
    pub fn of_flag(self, topic: Topic) -> Diagnostic {
        Diagnostic::new(codes::INIT_ANSWER, self.message)
            .with_field(format!("--{}", topic.flag()))
            .with_hint(self.hint)
    }
}
