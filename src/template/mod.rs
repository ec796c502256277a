//! Templates: Handlebars over Typst, plain text and HTML, in strict mode, with every value made inert text.
//!
//! [`Engine`] parses the templates of all languages, [checks](Engine::check) every path in them against
//! the shape of the merge fields, and [renders](Engine::render) them. [`escape`] is what keeps a value from
//! becoming markup or code. [`Email`] is the message that goes with the documents. [`context`] works the merge fields out, and [`shape`] says which there are.
//! Nothing here sets a page.

mod blocks;
mod check;
mod context;
mod email;
mod engine;
mod escape;
mod helpers;
mod lacks;
mod links;
mod nesting;
mod path;
mod prose;
mod read;

pub use blocks::add_email;
pub(crate) use check::line_column;
pub use context::{Version, context, shape};
pub use email::{EMAIL, EMAIL_HTML, Email};
pub use engine::Engine;
pub use escape::escape;
pub use lacks::{problems, untranslated};
pub use prose::{Words, branches, tag_ranges, texts, without_tags, words, words_of_plain_text};
