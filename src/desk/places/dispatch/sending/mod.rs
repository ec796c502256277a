//! Sending messages: what would go out, a question that is answered once, and the run.

pub(super) mod look;
pub(super) mod page;
pub(super) mod question;
pub(super) mod run;
