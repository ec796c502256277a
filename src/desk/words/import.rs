//! The words of the import of workbooks.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The import of workbooks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct ImportWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) hint: String,
    pub(in crate::desk) file: String,
    pub(in crate::desk) give: String,
    pub(in crate::desk) found: String,
    pub(in crate::desk) state: String,
    pub(in crate::desk) through_columns: String,
    pub(in crate::desk) as_it_is: String,
    pub(in crate::desk) unread: String,
    pub(in crate::desk) again: String,
    pub(in crate::desk) columns_hint: String,
    pub(in crate::desk) known: String,
    pub(in crate::desk) sheet: String,
    pub(in crate::desk) header_row: String,
    pub(in crate::desk) first_rows: String,
    pub(in crate::desk) by_heading: String,
    pub(in crate::desk) by_values: String,
    pub(in crate::desk) not_known: String,
    pub(in crate::desk) as_you_say: String,
    pub(in crate::desk) unsure: String,
    pub(in crate::desk) questions: String,
    pub(in crate::desk) word: String,
    pub(in crate::desk) choose: String,
    pub(in crate::desk) open: String,
    pub(in crate::desk) to_mend: String,
    pub(in crate::desk) understood: String,
    pub(in crate::desk) more: String,
    pub(in crate::desk) save: String,
    pub(in crate::desk) look_again: String,
    pub(in crate::desk) extra_field: String,
    /// What columns can be, by their names.
    pub(in crate::desk) columns: BTreeMap<String, String>,
    /// Questions, by what they are about.
    pub(in crate::desk) questions_by_topic: BTreeMap<String, String>,
    /// Answers, by question and value.
    pub(in crate::desk) answers: BTreeMap<String, String>,
}
