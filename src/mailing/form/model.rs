//! The form as `mailing.yaml` has it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::FormChoice;
use super::listed::Listed;
use super::question::FormQuestion;
use super::section::FormSection;
use crate::input::At;

/// The registration form. What is left out is as in the form that all mailings have.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RegistrationForm {
    /// Its sections in order: ids of known ones, or sections of one's own; all known ones where left out.
    pub sections: Option<Vec<At<Listed<FormSection>>>>,
    /// Questions of one's own, each at the end of a section.
    pub questions: Vec<At<FormQuestion>>,
    /// Ids of sections and questions that are not asked.
    pub leave_out: Vec<At<String>>,
    /// What a participant may be called.
    pub titles: Option<Vec<At<Listed<FormChoice>>>>,
    /// Categories of entities.
    pub categories: Option<Vec<At<Listed<FormChoice>>>>,
    /// What participants may be in their delegation.
    pub roles: Option<Vec<At<Listed<FormChoice>>>>,
    /// Languages of correspondence and interpretation.
    pub languages: Option<Vec<At<Listed<FormChoice>>>>,
    /// Rows of the delegation list; 12 where left out.
    pub rows: Option<At<u32>>,
    /// The day until which the answers are kept, as the notice on data protection says.
    #[schemars(with = "Option<String>")]
    pub data_kept_until: Option<Date>,
}

impl RegistrationForm {
    /// Rows of the delegation list where none are given.
    const ROWS: u32 = 12;

    /// How many rows the delegation list has.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows.as_ref().map_or(Self::ROWS, |rows| rows.value)
    }

    /// Whether a section or a question is left out.
    pub(crate) fn leaves_out(&self, id: &str) -> bool {
        self.leave_out.iter().any(|left| left.value == id)
    }
}
