//! Archives: the folder and ZIP file of a batch, with a manifest that lets anyone check them.
//!
//! [`Writer`] takes files in plan order and puts the archive in place at the end; [`verify`] re-reads a ZIP
//! file and names everything that is not as it was. Neither knows templates or recipient lists.

mod folder;
pub mod manifest;
pub mod names;
mod register_csv;
mod writer;

pub use manifest::{Blocked, CopyRecord, Entry, Manifest, Reconciliation, Role, Sources, Tally, sha256};
pub use register_csv::safe_cell;
pub use writer::{Expected, Finished, Origin, Writer, hash_file, zip_name};
