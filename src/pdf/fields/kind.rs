//! The kinds of form fields.

use serde::{Deserialize, Serialize};

/// What a form field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Lines of text.
    Multiline,
    /// A date, as `YYYY-MM-DD` (ISO 8601).
    Date,
    /// An e-mail address.
    Email,
    /// One of the options of a drop-down list.
    Choice,
    /// One of several boxes.
    Radio,
    /// A box to tick.
    Check,
    /// A place for a digital signature, not signed.
    Signature,
}

impl FieldKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Multiline,
        Self::Date,
        Self::Email,
        Self::Choice,
        Self::Radio,
        Self::Check,
        Self::Signature,
    ];

    /// Whether a person types into it.
    #[must_use]
    pub fn is_typed(self) -> bool {
        match self {
            Self::Text | Self::Multiline | Self::Date | Self::Email => true,
            Self::Choice | Self::Radio | Self::Check | Self::Signature => false,
        }
    }

    /// The kind of a name in templates.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in templates, such as `multiline`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Multiline => "multiline",
            Self::Date => "date",
            Self::Email => "email",
            Self::Choice => "choice",
            Self::Radio => "radio",
            Self::Check => "check",
            Self::Signature => "signature",
        }
    }
}
