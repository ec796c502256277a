//! What a template renders to.

use serde::{Deserialize, Serialize};

/// What a template renders to, by the ending of its file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// Typst markup: `.typ.hbs`, and partials that say nothing else.
    Typst,
    /// Plain text: `.txt.hbs`.
    Text,
    /// HTML: `.html.hbs`.
    Html,
}

impl Kind {
    /// All kinds.
    pub(crate) const ALL: [Self; 3] = [Self::Typst, Self::Text, Self::Html];

    /// The kind of a template by its file name.
    pub(crate) fn from_file_name(file: &str) -> Self {
        let name = file.strip_suffix(".hbs").unwrap_or(file);
        if name.ends_with(".txt") {
            Self::Text
        } else if name.ends_with(".html") {
            Self::Html
        } else {
            Self::Typst
        }
    }
}
