//! Codes of files people write.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `encoding-invalid`
    ENCODING_INVALID = error("encoding-invalid");

    /// `encoding-unknown`
    ENCODING_UNKNOWN = error("encoding-unknown");

    /// `key-unknown`
    KEY_UNKNOWN = error("key-unknown");

    /// `value-cleaned`
    VALUE_CLEANED = warning("value-cleaned");

    /// `value-invalid`
    VALUE_INVALID = error("value-invalid");

    /// `value-missing`
    VALUE_MISSING = error("value-missing");

    /// `yaml-syntax`
    YAML_SYNTAX = error("yaml-syntax");
}
