//! What shares are joined into, and what that reads and writes.

use std::path::{Path, PathBuf};

use crate::plan::Plan;
use crate::register;

/// What merging reads and writes once it reads shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeReach {
    /// Files and folders that are read.
    pub read: Vec<PathBuf>,
    /// Folders that are written to.
    pub write: Vec<PathBuf>,
}

/// What shares are joined into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// The archive that one machine would have made.
    Archive,
    /// An index of the shares, which stay where they lie.
    Index {
        /// The folder that they lie beneath; the index is put into it.
        folder: PathBuf,
        /// Whether all their bytes are read and hashed again.
        rehash: bool,
    },
}

/// What merging these shares reads and writes.
#[must_use]
pub fn merge_reach(plan: &Plan, shares: &[PathBuf], joined: &Joined) -> MergeReach {
    let lists = plan.mailing().recipients.iter().flat_map(|source| source.value.files());
    let own = lists.chain([register::FILE]).map(|path| plan.root().join(path));
    // Lists that were fetched are removed with the plan.
    let fetched = plan.fetched_lists().map(Path::to_owned);
    let write = match joined {
        Joined::Archive => vec![plan.output()],
        // The register is beside it.
        Joined::Index { folder, .. } => vec![plan.output(), folder.clone()],
    };
    let write = write.into_iter().chain(fetched).collect();
    MergeReach { read: shares.iter().cloned().chain(own).collect(), write }
}
