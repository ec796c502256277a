//! What a returned file is by its bytes alone: a form with its fields, a picture of one, a file that holds others, or none of these.
//!
//! Any file may come: this is what runs in a process of its own. It knows no archive, so nothing of what a file claims is
//! believed here. What a file holds is handed back, and examined in its turn: each file costs its own line.

mod barcode;
mod contents;
mod mail;
mod outlook;
mod package;
mod winmail;
mod zipped;

pub use barcode::UNREAD;
pub use contents::{Contents, draw, examine};
pub(crate) use mail::{begins_message, without_byte_count};
pub(crate) use outlook::OutlookFile;
pub use package::{Package, PackageKind, PackedFile, ReturnedMessage};
