//! Codes of files people write.

use super::Code;

/// `encoding-invalid`
pub const ENCODING_INVALID: &Code = &Code::error("encoding-invalid");

/// `encoding-unknown`
pub const ENCODING_UNKNOWN: &Code = &Code::error("encoding-unknown");

/// `key-unknown`
pub const KEY_UNKNOWN: &Code = &Code::error("key-unknown");

/// `value-cleaned`
pub const VALUE_CLEANED: &Code = &Code::warning("value-cleaned");

/// `value-invalid`
pub const VALUE_INVALID: &Code = &Code::error("value-invalid");

/// `yaml-syntax`
pub const YAML_SYNTAX: &Code = &Code::error("yaml-syntax");

/// All codes of this file.
pub(super) const ALL: &[&Code] =
    &[ENCODING_INVALID, ENCODING_UNKNOWN, KEY_UNKNOWN, VALUE_CLEANED, VALUE_INVALID, YAML_SYNTAX];
