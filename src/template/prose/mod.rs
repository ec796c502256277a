//! The prose of a template: neither merge fields nor code, as Typst itself tells them apart.
//!
//! [`words`] are the runs of words a reader sees, [`texts`] what a translator works on as one text.

mod texts;
mod words;

pub(crate) use texts::texts;
pub(crate) use words::{Words, words};

#[cfg(test)]
mod tests;
