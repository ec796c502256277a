//! What the cells of all sheets are read by.

use super::strings::RichText;
use super::styles::Styles;

/// What cells are read by.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) strings: Vec<RichText>,
    pub(super) styles: Styles,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}
