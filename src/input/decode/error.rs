//! What goes wrong in decoding one value.

use std::fmt;

use crate::diagnostic::{Code, Place, codes};

/// The first error of a value, located as soon as its node is known.
#[derive(Debug)]
pub(super) struct DecodeError {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) place: Option<Place>,
    /// Identity of the node.
    pub(super) spot: Option<usize>,
    /// The key, below those of the maps above it, joined by dots.
    pub(super) key: Option<String>,
    /// Whether it follows from a problem that is reported already.
    pub(super) follows: bool,
}

impl DecodeError {
    /// Puts the key of the enclosing map before the keys it has.
    pub(super) fn below(mut self, key: &str) -> Self {
        self.key = Some(match self.key {
            Some(rest) => format!("{key}.{rest}"),
            None => key.to_owned(),
        });
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

impl serde::de::Error for DecodeError {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self {
            code: codes::VALUE_INVALID,
            message: message.to_string(),
            hint: None,
            place: None,
            spot: None,
            key: None,
            follows: false,
        }
    }

    fn missing_field(field: &'static str) -> Self {
        let mut error = Self::custom(format!("`{field}` is missing"));
        error.code = codes::VALUE_MISSING;
        error.key = Some(field.to_owned());
        error.hint = Some(format!("add a line `{field}: …` here"));
        error
    }
}
