//! Reading the files of an archive, from its ZIP file or its folder, within bounds.

pub(super) mod at;
mod end;
pub(super) mod folder;
mod held;
pub(super) mod opened;
pub(super) mod zip;
