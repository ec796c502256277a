//! What is found of values that are not in text.

use std::collections::BTreeMap;

/// What Typst or HTML reads at each value that is not in text, by the offset of its tag.
pub(super) type Misplaced = BTreeMap<usize, &'static str>;
