//! PDF files: documents written to archival and accessible standards, forms read and filled in, print runs.
//!
//! | Module | Responsibility |
//! |---|---|
//! | [`syntax`] | reads PDF syntax, of hostile files too |
//! | [`signature`] | the place for a signature, and the signatures of a file |
//! | `fields` | makes the fields of a form fillable |
//! | `export` | writes a set document as PDF |
//! | `moment` | a moment as data between processes |
//! | [`form`] | reads and fills in forms |
//! | [`run`] | joins documents into a print run |
//! | `write` | the form in which every file is written |

mod export;
mod fields;
pub mod form;
mod moment;
pub mod run;
pub mod signature;
pub mod syntax;
mod write;

pub use export::{PdfSettings, Png, Standards, export, export_with_marks, mark, put_pictures};
pub use fields::FieldKind;
pub(crate) use moment::Moment;

#[cfg(test)]
mod tests;
