//! What the files of a batch are called, in its folder.

/// Its recipients, once all have come.
pub(super) const RECIPIENTS: &str = "recipients.jsonl";

/// Its recipients until then.
pub(super) const PARTIAL: &str = "recipients.partial";

/// What is told of it once it is over.
pub(super) const STATE: &str = "state.json";

/// The folder of its archive.
pub(super) const OUTPUT: &str = "output";
