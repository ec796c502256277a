//! Archives: the folder and ZIP file of a batch, with a manifest that lets anyone check them.
//!
//! [`Writer`] takes files in plan order, also those other threads put on its [`Shelf`], and puts the archive in place
//! at the end; [`verify`] re-reads a ZIP file and names everything that is not as it was; [`diff`] says what changed between
//! two archives, and why. None knows templates or recipient lists.

mod contents;
mod counts;
mod diff;
mod journal;
mod loose;
pub mod manifest;
mod office;
mod opened;
mod pack_check;
mod pack_list;
mod problem;
mod register_csv;
mod register_order;
mod register_rows;
mod register_xlsx;
mod shelf;
mod spool;
mod structure;
mod verify;
mod volume;
mod work;
mod writer;

pub use contents::pages;
pub use counts::{Count, Counts, Sendings};
pub use diff::{
    Change, ChangedBlock, ChangedEnclosure, Counted, Diff, How, Others, Reason, Side, Version, diff,
};
pub use manifest::{
    Blocked, CopyRecord, Entry, Manifest, Reconciliation, Role, Sources, Tally, Volume, VolumeNumber,
};
pub use office::{Delivery, EmailRules, Office, OfficeLanguage, SenderRecord};
pub use opened::Opened;
pub use pack_check::CheckedPack;
pub use pack_list::{PackFile, PackKind, PackList};
pub use register_csv::{register_csv, safe_cell};
pub use register_order::{sort as sort_for_register, sort_by_name};
pub use register_xlsx::register_workbook;
pub(crate) use shelf::write_hashed;
pub use shelf::{Shelf, Shelved};
pub(crate) use spool::{LongList, Stream};
pub use verify::{MAX_ENTRIES, MAX_FILE, Report, verify};
pub use volume::{NoVolumeSize, VolumeSize};
pub use writer::{Expected, Finished, Origin, Writer, zip_name};

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]
mod tests;
