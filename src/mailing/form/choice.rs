//! Something that may be chosen, as the mailing gives it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::locale::LocalText;

/// Something that may be chosen.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormChoice {
    /// Id, which the table of registrations has.
    pub id: String,
    /// What people read; that of the locale pack where left out.
    pub label: Option<LocalText>,
}

impl From<String> for FormChoice {
    fn from(id: String) -> Self {
        Self { id, label: None }
    }
}
