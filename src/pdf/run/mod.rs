//! A print run: one PDF for a print shop out of the finished PDFs of many recipients.
//!
//! Pages are copied as they are and objects that are the same in many documents written once; form fields are drawn into
//! the pages, and no annotation remains. The run holds to PDF/A-2u as far as its documents do (a document that does not
//! embed its fonts cannot be helped) and is not tagged: the tagged originals stay beside it. It is written while documents
//! come. What it keeps of each is where its objects begin: a few hundred bytes a recipient.
//!
//! Documents may be any PDF, hostile ones too. Who is sent what, and where runs are kept, is for others.

mod balance;
mod copy;
mod flat;
mod latest;
mod marks;
mod metadata;
mod model;
mod page;
mod print_run;
mod seen;
mod sink;
mod tree;

pub use super::syntax::Unreadable;
pub use model::{Added, RunError, RunSettings, RunTotals};
pub use print_run::PrintRun;

#[cfg(test)]
mod tests;
