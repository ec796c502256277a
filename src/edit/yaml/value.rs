//! What is written into a text, and the way to where.

/// A step on the way from the root of a text to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list, counted from nought.
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step {
    fn from(item: usize) -> Self {
        Self::Item(item)
    }
}

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlValue {
    /// A text; it is quoted where another reader of YAML could take it for a number or a truth value.
    Text(String),
    /// A number, a truth value, a date: written as it is.
    Plain(String),
    /// A list.
    List(Vec<Self>),
    /// Keys and values, in their order.
    Map(Vec<(String, Self)>),
}

impl From<&str> for YamlValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for YamlValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for YamlValue {
    fn from(truth: bool) -> Self {
        Self::Plain(truth.to_string())
    }
}

impl From<u64> for YamlValue {
    fn from(number: u64) -> Self {
        Self::Plain(number.to_string())
    }
}

impl<T: Into<Self>> From<Vec<T>> for YamlValue {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, V: Into<Self>, const N: usize> From<[(K, V); N]> for YamlValue {
    fn from(entries: [(K, V); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}
