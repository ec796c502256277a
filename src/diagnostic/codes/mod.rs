//! Every kind of problem, each once, in a file for each part of the product.
//!
//! A code is a constant in a `codes!` block. Its doc comment is the page that `convoke explain` prints:
//! what it means, an example as the command prints it, and what to do.
//!
//! ````text
//! /// No font has a character of a text.
//! ///
//! /// ```text
//! /// error[glyph-missing]: no font has “ლ” (U+10DA)
//! ///   --> recipients/a.yaml:3:5
//! ///   for recipient GEO, ministry
//! /// ```
//! ///
//! /// Add a font that has the character to `templates/fonts/`, or correct the text.
//! GLYPH_MISSING = error("glyph-missing");
//! ````

mod archive;
mod collect;
mod document;
mod input;
mod locale;
mod mailing;
mod pack;
mod plan;
mod recipient;
mod template;
mod translate;

pub use archive::*;
pub use collect::*;
pub use document::*;
pub use input::*;
pub use locale::*;
pub use mailing::*;
pub use pack::*;
pub use plan::*;
pub use recipient::*;
pub use template::*;
pub use translate::*;

use super::Code;

/// The code of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

/// All codes, in the order of their files.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        archive::ALL,
        collect::ALL,
        document::ALL,
        input::ALL,
        locale::ALL,
        mailing::ALL,
        pack::ALL,
        plan::ALL,
        recipient::ALL,
        template::ALL,
        translate::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
