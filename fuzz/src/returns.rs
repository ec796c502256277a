//! Returned forms: any bytes are read, or refused with a reason.

use convoke::pdf::form::FormSheets;
use convoke::returned::{self, Contents};

pub fn check(data: &[u8]) {
    if let (Contents::Pdf(sheets, _), _) = returned::examine(data) {
        let _ = FormSheets::into_forms(sheets);
    }
}
