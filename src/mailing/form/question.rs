//! A question as the mailing gives it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::FormChoice;
use super::kind::QuestionKind;
use super::listed::Listed;
use crate::input::At;
use crate::locale::LocalText;

/// A question: a known one, by its id, or one of one's own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormQuestion {
    /// Id: that of a known question, or a name of one's own, which its column in the table of registrations has.
    pub id: String,
    /// What people read; that of the locale pack where left out.
    pub label: Option<LocalText>,
    /// What an answer is; a text of one line where left out.
    pub kind: Option<QuestionKind>,
    /// Whether a form without an answer is incomplete.
    pub required: Option<bool>,
    /// What may be chosen, where the answer is one of several.
    #[serde(default)]
    pub choices: Vec<At<Listed<FormChoice>>>,
    /// Most characters of an answer.
    pub limit: Option<At<u32>>,
    /// Width, in columns of 24.
    pub width: Option<At<u32>>,
    /// Whether answers are personal data, which are never prefilled and told in no report.
    pub personal: Option<bool>,
    /// The section at whose end it stands, where it is listed under `questions` of the form; `other` where left out.
    pub section: Option<String>,
}

impl From<String> for FormQuestion {
    fn from(id: String) -> Self {
        Self { id, ..Self::default() }
    }
}
