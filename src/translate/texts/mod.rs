//! The texts of a language, one by one, for who translates beside the source: what each says, what was entered for it, what is wrong
//! with that, and what it changes in the files.
//!
//! What is entered goes the way of what a translation tool sends back: it is text, its codes are put in from the language's own files,
//! and nothing else of a file changes. Nothing is written here.

mod about;
mod all;
mod level;
mod take;
mod text;
mod tokens;

pub use all::Texts;
pub use level::Uneven;
pub use take::NotTaken;
pub use text::{Part, Text, TextState};
pub use tokens::{Fault, Token};
