//! What a person may know a recipient by.

/// What a person may know a recipient by.
#[derive(Debug, Clone, Copy)]
pub struct KnownBy<'a> {
    /// Its id.
    pub id: &'a str,
    /// ISO alpha-3 code of its State.
    pub iso: Option<&'a str>,
    /// Its groups.
    pub groups: &'a [&'a str],
    /// Names of it, such as those of its ministry and of who is addressed.
    pub names: &'a [&'a str],
}
