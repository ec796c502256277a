//! What is made for a request: the document, a picture of a page of it, or nothing.

use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, codes};

/// What is made for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Make {
    /// The document.
    #[default]
    Document,
    /// A picture of one of its pages, as PNG.
    Picture {
        /// The page, counted from one.
        page: NonZeroUsize,
        /// Dots per inch.
        dots_per_inch: u16,
    },
    /// Nothing: what is wrong is told.
    Nothing,
}

/// Dots per inch that pictures may have.
const DPI: std::ops::RangeInclusive<u16> = 24..=600;

/// Dots per inch that pictures have where nothing is said.
const USUAL_DPI: u16 = 144;

/// What is made for a request, as JSON has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MakeEntry {
    /// The document.
    #[default]
    Document,
    /// A picture of a page of it, as PNG.
    Picture,
    /// Nothing: what is wrong is told.
    Nothing,
}

/// What is to be made, by the keys of a request.
pub(super) fn read(make: MakeEntry, page: Option<usize>, dpi: Option<u16>) -> Result<Make, Diagnostic> {
    let wrong = |field: &str, message: &str, hint: &str| {
        Err(Diagnostic::new(codes::VALUE_INVALID, message).with_field(field).with_hint(hint))
    };
    let of_picture = "ask for `\"make\": \"picture\"`, or leave it out";
    match (make, page, dpi) {
        (MakeEntry::Document, None, None) => Ok(Make::Document),
        (MakeEntry::Nothing, None, None) => Ok(Make::Nothing),
        (MakeEntry::Document | MakeEntry::Nothing, Some(_), _) => {
            wrong("page", "a page is asked for, and no picture", of_picture)
        }
        (MakeEntry::Document | MakeEntry::Nothing, None, Some(_)) => {
            wrong("dpi", "dots per inch are asked for, and no picture", of_picture)
        }
        (MakeEntry::Picture, page, dpi) => {
            let dots_per_inch = dpi.unwrap_or(USUAL_DPI);
            let Some(page) = NonZeroUsize::new(page.unwrap_or(1)) else {
                return wrong("page", "there is no page 0", "pages count from 1");
            };
            if !DPI.contains(&dots_per_inch) {
                return wrong("dpi", "a picture has from 24 to 600 dots per inch", "144 shows a page well");
            }
            Ok(Make::Picture { page, dots_per_inch })
        }
    }
}
