//! Files beneath a folder that is held open: nothing is read or written outside of it, whatever links are planted in it.
//!
//! [`Folder`] is what archives, packs and previews are written and read through: no part of a path in it may be a link.
//! [`read_within`] reads what people put into a mailing, where links are theirs, as long as they stay within it. Special files
//! are refused before they are opened. Decides no names: that is [`ArchivePath`](crate::names::ArchivePath)'s.

mod folder;
mod lock;
mod regular;
mod write;

pub use folder::{Folder, Found};
pub(crate) use lock::try_lock;
pub use regular::{
    FileKind, has_bytes_within, list_within, look_within, open_regular, read_regular, read_text_within,
    read_within,
};
