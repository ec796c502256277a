//! Codes of returned forms.

use super::Code;

/// `collect-no-forms`
pub const COLLECT_NO_FORMS: &Code = &Code::error("collect-no-forms");

/// `return-unreadable`
pub const RETURN_UNREADABLE: &Code = &Code::error("return-unreadable");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[COLLECT_NO_FORMS, RETURN_UNREADABLE];
