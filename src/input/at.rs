//! A value and the place it was read from.

use crate::diagnostic::Place;

/// A value with the place it stands at in its file, so that a later check can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands; `None` for values that were not read from a file.
    pub place: Option<Place>,
}

impl<T> From<T> for At<T> {
    fn from(value: T) -> Self {
        Self { value, place: None }
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
