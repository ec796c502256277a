//! Envelopes and their windows, in millimetres.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::labels::LabelSheet;
use super::paper::Paper;
use crate::diagnostic::{Problems, codes};

/// An envelope, or the paper behind the window of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnvelopeFormat {
    /// DL: 220 by 110 mm (ISO 269, withdrawn but still in use).
    Dl,
    /// C5: 229 by 162 mm.
    #[default]
    C5,
    /// C4: 324 by 229 mm.
    C4,
    /// A page of the letters' paper that shows the address behind a window.
    Window,
}

impl EnvelopeFormat {
    /// Width and height in millimetres; `None` if the paper decides.
    #[must_use]
    pub fn size(self) -> Option<(f64, f64)> {
        match self {
            Self::Dl => Some((220.0, 110.0)),
            Self::C5 => Some((229.0, 162.0)),
            Self::C4 => Some((324.0, 229.0)),
            Self::Window => None,
        }
    }

    /// All formats.
    pub const ALL: [Self; 4] = [Self::Dl, Self::C5, Self::C4, Self::Window];

    /// The format of a name; case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Its name, as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dl => "DL",
            Self::C5 => "C5",
            Self::C4 => "C4",
            Self::Window => "window",
        }
    }
}

/// The window of an envelope: where it lies over the folded letter, in millimetres from the page's left and top.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From the left.
    pub left: f64,
    /// From the top.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Default for Window {
    /// The address field of DIN 5008, form B.
    fn default() -> Self {
        Self { left: 20.0, top: 45.0, width: 85.0, height: 45.0 }
    }
}

impl Window {
    /// Checks the measurements: a window must lie on the paper and have room for an address.
    pub fn check(&self, paper: Paper) -> Problems {
        let sheet = LabelSheet {
            paper,
            columns: 1,
            rows: 1,
            width: self.width,
            height: self.height,
            left: self.left,
            top: self.top,
            column_gap: 0.0,
            row_gap: 0.0,
        };
        sheet.check_as(codes::ENVELOPE_WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lies_on_its_paper() {
        assert!(Window::default().check(Paper::A4).is_empty());
        let wide = Window { width: 200.0, ..Window::default() };
        assert_eq!(wide.check(Paper::A4)[0].code, "envelope-window");
    }
}
