//! What a message that came back is, by its bytes alone: a notice of delivery or of failure, a receipt, an automatic reply, a reply.
//!
//! Any message may come: this is what runs in a process of its own. It knows no ledger, so nothing of what a message claims is
//! believed here; whom it is about is decided elsewhere.
//!
//! | question | file |
//! | --- | --- |
//! | what is known of a message | `model` |
//! | its head, and its parts | `head`, `parts` |
//! | notices that programs read (RFC 3464, RFC 6533) | `status` |
//! | notices in words | `prose` |
//! | receipts (RFC 8098) | `receipt` |
//! | automatic replies (RFC 3834) | `automatic` |
//! | messages as Outlook saves them | `outlook` |
//! | the words of mail programs in many languages | `words.yaml` |

mod address;
mod automatic;
mod examine;
mod head;
mod model;
mod outlook;
mod parts;
mod prose;
mod receipt;
mod status;
mod text;
mod words;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;

pub use address::fold_address;
pub use examine::examine;
pub use model::{AddressReport, Incoming, IncomingKind, NoMessage, ReceiptKind, ReportedAction};
