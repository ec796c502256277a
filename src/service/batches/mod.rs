//! Batches that programs ask for: recipients in, an archive out. A few are kept at a time, one is made at a time, and each for a stated time once it
//! is over.
//!
//! Each batch is a folder in the folder of batches, which lasts: `recipients.jsonl` once all of it has come, `output` with the archive, and
//! `state.json` once it is over. So a service that was ended goes on with those that were not made.
//!
//! | question | file |
//! | --- | --- |
//! | what a program is told | `told` |
//! | which batches there are, and whose turn it is | `shelf` |
//! | how recipients come | `coming` |
//! | how a batch is made | `making` |
//! | what its files are called | `place` |

mod coming;
mod making;
mod place;
mod shelf;
mod told;

pub(super) use coming::{Coming, Untaken};
pub use making::Maker;
pub use shelf::BatchOptions;
pub(super) use shelf::Batches;
pub(super) use told::{BatchStage, BatchState};
