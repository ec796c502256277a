//! What a returned file is by its bytes alone: a form with its fields, a picture of one, or neither.
//!
//! Any file may come: this is what runs in a process of its own. It knows no archive, so nothing of what a file claims is
//! believed here.

mod barcode;
mod contents;

pub use contents::{Contents, examine};
