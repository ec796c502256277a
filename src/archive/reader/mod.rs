//! Reading the files of an archive, from its ZIP file or its folder, within bounds.

mod end;
pub(super) mod folder;
pub(super) mod opened;
pub(super) mod zip;
