//! Codes of returned forms.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `collect-no-forms`
    COLLECT_NO_FORMS = error("collect-no-forms");

    /// `return-unreadable`
    RETURN_UNREADABLE = error("return-unreadable");
}
