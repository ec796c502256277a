//! What the environment holds, as the program that uses the library says: the library reads none itself.

use std::fmt;

/// A way to the variables of the environment; without one there are none.
///
/// ```
/// use convoke::recipient::Environment;
/// let environment = Environment::new(|name| std::env::var(name).ok());
/// assert_eq!(environment.get("A_VARIABLE_THAT_NOBODY_SETS"), None);
/// ```
#[derive(Clone, Copy)]
pub struct Environment(fn(&str) -> Option<String>);

impl Environment {
    /// The variables that a function finds by their names.
    #[must_use]
    pub const fn new(find: fn(&str) -> Option<String>) -> Self {
        Self(find)
    }

    /// The value of a variable, unless it is empty.
    #[must_use]
    pub fn get(self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self(|_| None)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}
