//! Templates: Handlebars over Typst, in strict mode, with every value made inert text.
//!
//! [`Engine`] parses the templates of all languages, [checks](Engine::check) every path in them against
//! the shape of the merge fields, and [renders](Engine::render) them. [`escape`] is what keeps a value from
//! becoming markup or code. [`context`] works the merge fields out, and [`shape`] says which there are.
//! Nothing here sets a page.

mod check;
mod context;
mod engine;
mod escape;
mod helpers;
mod lacks;
mod nesting;
mod path;
mod read;

pub use context::{context, shape};
pub use engine::Engine;
pub use escape::escape;
pub use lacks::{problems, untranslated};
