//! The gender of an addressee.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gender of the addressee; it is never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Addressed in the masculine.
    Masculine,
    /// Addressed in the feminine.
    Feminine,
}

impl Gender {
    /// The name, as recipient lists write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Masculine => "masculine",
            Self::Feminine => "feminine",
        }
    }
}
