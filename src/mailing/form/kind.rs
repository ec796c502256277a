//! What kinds of questions there are, how often they are asked, and of whom an answer is required.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an answer is; the words are those of the fields in templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// A text of one line.
    Text,
    /// A text of several lines.
    Multiline,
    /// A date.
    Date,
    /// An e-mail address.
    Email,
    /// One of several choices, from a list that drops down.
    Choice,
    /// One of several choices, each with a box.
    Radio,
    /// Yes, or nothing.
    Check,
    /// A signature.
    Signature,
    /// An empty frame.
    Area,
    /// A box for each day of the event.
    #[serde(skip_deserializing)]
    #[schemars(skip)]
    Days,
    /// A time of day.
    #[serde(skip_deserializing)]
    #[schemars(skip)]
    Time,
}

impl QuestionKind {
    /// Whether one of several choices is its answer.
    #[must_use]
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Radio)
    }

    /// How wide it is where nothing else is said, in columns of 24.
    pub(super) fn width(self) -> u32 {
        match self {
            Self::Date | Self::Time => 6,
            Self::Text | Self::Email | Self::Choice | Self::Check | Self::Signature | Self::Area => 12,
            Self::Multiline | Self::Radio | Self::Days => 24,
        }
    }

    /// The most characters of an answer, where nothing else is said.
    pub(super) fn limit(self) -> Option<u32> {
        match self {
            Self::Text => Some(120),
            Self::Multiline => Some(400),
            Self::Date => Some(10),
            Self::Time => Some(5),
            Self::Email => Some(254),
            _ => None,
        }
    }

    /// Whether people write its answer.
    pub(super) fn is_written(self) -> bool {
        self.limit().is_some()
    }
}

/// How often a section is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Occurrence {
    /// Once in a form.
    Once,
    /// Of each participant.
    #[default]
    Each,
}

/// Of whom an answer is required.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// Of nobody.
    #[default]
    Never,
    /// Of States.
    States,
    /// Of everybody.
    Always,
}
