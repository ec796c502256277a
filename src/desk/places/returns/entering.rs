//! What a page shows on which an answer is entered.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::Entry;
use crate::collect::{AskedForm, FieldProblem};
use crate::desk::registrations::ReadReturns;
use crate::desk::words::Words;
use crate::edit::Version;

/// What a page of an answer shows.
pub(super) struct Entering<'a> {
    pub(super) words: &'static Words,
    pub(super) read: &'a ReadReturns,
    pub(super) entry: &'a Entry,
    pub(super) form: Option<&'a AskedForm>,
    pub(super) problems: &'a [FieldProblem],
    /// What the page knows of the table of answers.
    pub(super) seen: Version,
    pub(super) today: Date,
    /// The labels of the form's language, by their keys.
    pub(super) labels: BTreeMap<String, String>,
    /// What the form's questions are called in the language of the page, by their ids.
    pub(super) questions: BTreeMap<String, String>,
}
