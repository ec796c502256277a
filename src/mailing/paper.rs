//! Paper sizes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Millimetres of an inch.
pub(super) const INCH: f64 = 25.4;

/// Paper size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    UsLetter,
}

impl Paper {
    /// All.
    pub const ALL: [Self; 2] = [Self::A4, Self::UsLetter];

    /// Its name, as the mailing and layouts write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::UsLetter => "us-letter",
        }
    }

    /// Width and height in millimetres: ISO 216 A4, or 8.5 by 11 inches (ANSI/ASME Y14.1, size A).
    #[must_use]
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::UsLetter => (8.5 * INCH, 11.0 * INCH),
        }
    }
}
