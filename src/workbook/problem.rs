//! Why a workbook is not read.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, codes};

/// The file is damaged, protected or of another kind.
pub(super) fn damaged(cause: impl Display) -> Diagnostic {
    unreadable(cause)
}

/// Nothing came of reading the file.
pub(crate) fn unreadable(cause: impl Display) -> Diagnostic {
    Diagnostic::new(codes::WORKBOOK_UNREADABLE, format!("cannot read the workbook ({cause})"))
        .with_hint("open it in a spreadsheet program and save it again, or save it as CSV")
}

/// The file is protected by a password.
pub(super) fn protected() -> Diagnostic {
    Diagnostic::new(codes::WORKBOOK_UNREADABLE, "cannot read the workbook (it is protected by a password)")
        .with_hint("save a copy of it without a password")
}

/// The file holds more than is read of a workbook.
pub(super) fn too_large(what: impl Display) -> Diagnostic {
    Diagnostic::new(codes::WORKBOOK_TOO_LARGE, format!("the workbook is too large ({what})"))
        .with_hint("delete what is not part of the list, or save the list as CSV")
}
