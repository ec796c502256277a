//! Codes of packs and their sheets and messages.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `email-address`
    EMAIL_ADDRESS = error("email-address");

    /// `email-date`
    EMAIL_DATE = error("email-date");

    /// `email-language`
    EMAIL_LANGUAGE = error("email-language");

    /// `email-recipient`
    EMAIL_RECIPIENT = error("email-recipient");

    /// `email-too-large`
    EMAIL_TOO_LARGE = warning("email-too-large");

    /// `pack-foreign-folder`
    PACK_FOREIGN_FOLDER = error("pack-foreign-folder");

    /// `pack-write`
    PACK_WRITE = error("pack-write");

    /// `print-run-gap`
    PRINT_RUN_GAP = warning("print-run-gap");

    /// `sheet-glyph`
    SHEET_GLYPH = warning("sheet-glyph");

    /// `sheet-overflow`
    SHEET_OVERFLOW = warning("sheet-overflow");
}
