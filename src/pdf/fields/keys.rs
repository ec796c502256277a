//! Names by which this crate knows the forms and fields it has written.

/// Key of the entry of a field's dictionary that says what the standard has no place for: its kind, and whether it
/// takes personal data. The prefix is the one for private keys (ISO 32000-1, annex E).
pub(in crate::pdf) const PRIVATE_KEY: &str = "XXConvoke";

/// Name of the field that says which form of which mailing a file is.
pub(in crate::pdf) const IDENTITY: &str = "convoke.identity";

/// Name of the field that a seal is in.
pub(in crate::pdf) const SEAL: &str = "convoke.seal";
