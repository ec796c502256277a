//! What a returned file is, and how that is found out.

use serde::{Deserialize, Serialize};

use super::barcode;
use crate::pdf::form::{self, Form, Unreadable};

/// What a returned file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contents {
    /// A PDF.
    Pdf {
        /// What there is to know of it as a form.
        form: Form,
        /// The identity printed on its pages, as text; looked for where no field bears one.
        printed: Option<String>,
    },
    /// A picture, and the identity on the paper it shows, as text.
    Picture(Option<String>),
    /// Nothing that can be read.
    Unreadable(Unreadable),
}

/// Finds out what a file is.
#[must_use]
pub fn examine(bytes: &[u8]) -> Contents {
    match form::read(bytes) {
        Ok(form) => {
            let printed = if form.identity.is_none() { barcode::find_in_pdf(bytes) } else { None };
            Contents::Pdf { form, printed }
        }
        Err(Unreadable::NotPdf) if barcode::is_picture(bytes) => {
            Contents::Picture(barcode::find_in_picture(bytes))
        }
        Err(cause) => Contents::Unreadable(cause),
    }
}
