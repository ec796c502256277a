//! Codes of `mailing.yaml` and `register.yaml`.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `envelope-window`
    ENVELOPE_WINDOW = error("envelope-window");

    /// `label-sheet`
    LABEL_SHEET = error("label-sheet");

    /// `mailing-unreadable`
    MAILING_UNREADABLE = error("mailing-unreadable");

    /// `mailing-value`
    MAILING_VALUE = error("mailing-value");

    /// `register-format`
    REGISTER_FORMAT = error("register-format");

    /// `register-hash`
    REGISTER_HASH = error("register-hash");

    /// `register-number`
    REGISTER_NUMBER = error("register-number");

    /// `register-number-twice`
    REGISTER_NUMBER_TWICE = error("register-number-twice");

    /// `register-reference`
    REGISTER_REFERENCE = error("register-reference");

    /// `register-replaces`
    REGISTER_REPLACES = error("register-replaces");

    /// `register-unreadable`
    REGISTER_UNREADABLE = error("register-unreadable");

    /// `release-empty`
    RELEASE_EMPTY = error("release-empty");

    /// `release-unknown`
    RELEASE_UNKNOWN = error("release-unknown");
}
