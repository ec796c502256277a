//! Limits on what is read of a PDF.

/// Most objects a file may have (ISO 19005-2, 6.1.13).
pub(in crate::pdf) const MAX_OBJECTS: usize = 8_388_607;

/// Most bytes one stream may unpack to.
pub(in crate::pdf) const MAX_STREAM: usize = 64 << 20;

/// Most bytes all streams may unpack to.
pub(in crate::pdf) const MAX_STREAMS: usize = 512 << 20;

/// Most arrays and dictionaries nested in each other.
pub(in crate::pdf) const MAX_NESTED: usize = 4_000;

/// Most pages of a document.
pub(in crate::pdf) const MAX_PAGES: usize = 20_000;

/// Most levels of the page tree.
pub(in crate::pdf) const MAX_PAGE_DEPTH: usize = 64;
