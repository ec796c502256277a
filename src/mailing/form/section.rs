//! A section as the mailing gives it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::Occurrence;
use super::listed::Listed;
use super::question::FormQuestion;
use crate::input::At;
use crate::locale::LocalText;

/// A section: a known one, by its id, or one of one's own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Id: that of a known section, or a name of one's own.
    pub id: String,
    /// Its heading; that of the locale pack where left out.
    pub label: Option<LocalText>,
    /// How often it is asked: `once` in a form, or of `each` participant.
    pub asked: Option<Occurrence>,
    /// Its questions in order: ids of known ones, or questions of one's own; those it has where left out.
    pub questions: Option<Vec<At<Listed<FormQuestion>>>>,
}

impl From<String> for FormSection {
    fn from(id: String) -> Self {
        Self { id, ..Self::default() }
    }
}
