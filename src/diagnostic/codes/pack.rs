//! Codes of packs and their sheets and messages.

use super::Code;

/// `email-address`
pub const EMAIL_ADDRESS: &Code = &Code::error("email-address");

/// `email-date`
pub const EMAIL_DATE: &Code = &Code::error("email-date");

/// `email-language`
pub const EMAIL_LANGUAGE: &Code = &Code::error("email-language");

/// `email-recipient`
pub const EMAIL_RECIPIENT: &Code = &Code::error("email-recipient");

/// `email-too-large`
pub const EMAIL_TOO_LARGE: &Code = &Code::warning("email-too-large");

/// `pack-foreign-folder`
pub const PACK_FOREIGN_FOLDER: &Code = &Code::error("pack-foreign-folder");

/// `pack-write`
pub const PACK_WRITE: &Code = &Code::error("pack-write");

/// `print-run-gap`
pub const PRINT_RUN_GAP: &Code = &Code::warning("print-run-gap");

/// `sheet-glyph`
pub const SHEET_GLYPH: &Code = &Code::warning("sheet-glyph");

/// `sheet-overflow`
pub const SHEET_OVERFLOW: &Code = &Code::warning("sheet-overflow");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    EMAIL_ADDRESS,
    EMAIL_DATE,
    EMAIL_LANGUAGE,
    EMAIL_RECIPIENT,
    EMAIL_TOO_LARGE,
    PACK_FOREIGN_FOLDER,
    PACK_WRITE,
    PRINT_RUN_GAP,
    SHEET_GLYPH,
    SHEET_OVERFLOW,
];
