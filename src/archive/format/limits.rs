//! Bounds of an archive, which the writer keeps and the readers hold an archive to.

/// Most entries an archive may have.
pub const MAX_ENTRIES: usize = 1_000_000;

/// Largest file in an archive, in bytes; a file is held in memory while it is checked.
pub const MAX_FILE: u64 = 256 << 20;
