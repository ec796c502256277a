//! What became of files that were put in.

/// What became of files that were put in.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// How many are in the folder.
    pub(super) files: usize,
    /// The names of those that were not taken.
    pub(super) left: Vec<String>,
}
