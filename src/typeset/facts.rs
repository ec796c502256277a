//! What a document is set from besides its text.

use serde::{Deserialize, Serialize};

/// The file name under which problems place themselves in the rendered text.
pub const RENDERED: &str = "rendered.typ";

/// What a layout may ask of the document at hand besides its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// How many pages there are likely to be; the layout reads it from `/expected-pages` and may print it.
    pub pages: usize,
    /// What the barcode of `/barcode` says; that file is empty where this is.
    pub barcode: String,
    /// Whether the document is to be sealed; the layout reads it from `/sealed`, which is `true` then and else empty.
    pub is_sealed: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Self { pages: 1, barcode: String::new(), is_sealed: false }
    }
}
