//! Archives: the folder and ZIP file of a batch, with a manifest that lets anyone check them.
//!
//! [`Writer`] takes files in plan order, also those other threads put on its [`Shelf`], and puts the archive in place
//! at the end; [`verify`] reads an archive again and reports everything that was altered; [`diff`] says what changed between
//! two archives, and why. None of them knows templates or recipient lists.

mod audit;
mod diff;
mod format;
mod problem;
mod reader;
mod spool;
mod store;
pub mod table;

pub use audit::contents::count_pages;
pub use audit::report::{CheckedPack, Report, SealGroup};
pub use audit::{open_sound, reach, verify, verify_with};
pub use diff::{
    Change, ChangeCounts, ChangeReason, ChangedBlock, ChangedEnclosure, ComparedArchive, Diff,
    DocumentVersion, How, Others, diff,
};
pub use format::counts::{Counts, DocumentCount, Sendings};
pub use format::entry::{CopyRecord, Entry, Role, Sources};
pub(crate) use format::manifest::TOOL;
pub use format::manifest::{FORMAT, Manifest};
pub use format::office::{Delivery, EmailRules, Office, OfficeLanguage, SenderRecord};
pub use format::pack_list::{PackFile, PackKind, PackList, SecondTry};
pub use format::reconciliation::{BlockedRecord, Reconciliation, Tally};
pub use format::share::{HeldShare, MAX_SHARES, NoShare, ShareNumber, ShareRecord};
pub(crate) use format::stream::Stream;
pub use format::volume::{NoVolumeSize, Volume, VolumeNumber, VolumeSize};
pub use format::{layout, limits};
pub(crate) use problem::{check_path, no_archive};
pub use reader::at::ArchiveAt;
pub use reader::opened::Opened;
pub(crate) use spool::LongList;
pub(crate) use store::earlier::check_target;
pub(crate) use store::earlier::{find_changed_in_pack, find_foreign_in_pack};
pub use store::editions::{find_all, find_newest};
pub(crate) use store::gone_out::{check_register, note_gone_out};
pub use store::lock::Lock;
pub use store::model::{Expected, Finished, MadeFrom, Origin, Placed};
pub use store::owner::{Owner, check_owner};
pub use store::shelf::Shelf;
pub use store::standing::look_at_work;
pub use store::tried::Tried;
pub use store::writer::Writer;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]
mod tests;
