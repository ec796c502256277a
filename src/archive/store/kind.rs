//! What a writer writes, and the names that it has.

use crate::archive::format::layout;
use crate::archive::format::share::{HeldShare, ShareRecord};
use crate::names::safe_file_name;

/// What is written.
#[derive(Debug)]
pub(super) enum Kind {
    /// An archive, with its loose files.
    Archive,
    /// An archive without loose files: the ZIP file, and its manifest and its hash beside it.
    Zipped,
    /// A share of a plan: the ZIP file, its manifest and its hash beside it, and no loose file.
    Share(ShareRecord),
    /// An index of shares: the ZIP file with what no share has, and its manifest beside it.
    Index(Vec<HeldShare>),
}

impl Kind {
    pub(super) fn share(&self) -> Option<&ShareRecord> {
        match self {
            Self::Share(record) => Some(record),
            Self::Archive | Self::Zipped | Self::Index(_) => None,
        }
    }

    /// Name of the file beside the ZIP file that has its hash, where there is one.
    pub(super) fn note_name(&self, reference: &str) -> Option<String> {
        match self {
            Self::Zipped => Some(layout::zip_note_name(reference)),
            Self::Share(record) => Some(layout::share_note_name(reference, record.share)),
            Self::Archive | Self::Index(_) => None,
        }
    }

    /// The folder of the archive, as seen from a place in a store.
    pub(super) fn folder_in_store(&self, reference: &str) -> String {
        let name = match self {
            Self::Archive | Self::Zipped => return safe_file_name(reference),
            Self::Share(record) => layout::share_name(reference, record.share),
            // It lies beside its shares, in the place that they are in.
            Self::Index(_) => return layout::index_name(reference),
        };
        format!("{}-shares/{name}", safe_file_name(reference))
    }

    /// Name of the ZIP file, where it is one.
    pub(super) fn zip_name(&self, reference: &str) -> String {
        match self {
            Self::Archive | Self::Zipped => layout::zip_name(reference),
            Self::Share(record) => layout::share_zip_name(reference, record.share),
            Self::Index(_) => layout::index_zip_name(reference),
        }
    }
}
