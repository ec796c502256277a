//! Codes of `mailing.yaml` and `register.yaml`.

use super::Code;

/// `label-sheet`
pub const LABEL_SHEET: &Code = &Code::error("label-sheet");

/// `mailing-unreadable`
pub const MAILING_UNREADABLE: &Code = &Code::error("mailing-unreadable");

/// `mailing-value`
pub const MAILING_VALUE: &Code = &Code::error("mailing-value");

/// `register-format`
pub const REGISTER_FORMAT: &Code = &Code::error("register-format");

/// `register-hash`
pub const REGISTER_HASH: &Code = &Code::error("register-hash");

/// `register-number`
pub const REGISTER_NUMBER: &Code = &Code::error("register-number");

/// `register-number-twice`
pub const REGISTER_NUMBER_TWICE: &Code = &Code::error("register-number-twice");

/// `register-reference`
pub const REGISTER_REFERENCE: &Code = &Code::error("register-reference");

/// `register-replaces`
pub const REGISTER_REPLACES: &Code = &Code::error("register-replaces");

/// `register-unreadable`
pub const REGISTER_UNREADABLE: &Code = &Code::error("register-unreadable");

/// `release-empty`
pub const RELEASE_EMPTY: &Code = &Code::error("release-empty");

/// `release-time`
pub const RELEASE_TIME: &Code = &Code::error("release-time");

/// `release-unknown`
pub const RELEASE_UNKNOWN: &Code = &Code::error("release-unknown");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    LABEL_SHEET,
    MAILING_UNREADABLE,
    MAILING_VALUE,
    REGISTER_FORMAT,
    REGISTER_HASH,
    REGISTER_NUMBER,
    REGISTER_NUMBER_TWICE,
    REGISTER_REFERENCE,
    REGISTER_REPLACES,
    REGISTER_UNREADABLE,
    RELEASE_EMPTY,
    RELEASE_TIME,
    RELEASE_UNKNOWN,
];
