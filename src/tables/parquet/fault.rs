//! What keeps a Parquet file from being read.

/// Why a file cannot be read, or not any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tables) struct Fault {
    pub(in crate::tables) message: String,
    pub(in crate::tables) hint: String,
    /// Whether it ends where something should follow.
    pub(super) is_cut: bool,
    /// The column, by its name.
    pub(in crate::tables) column: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), is_cut: false, column: None }
    }

    /// The bytes contradict themselves or the format.
    pub(super) fn damaged(how: &str) -> Self {
        Self::new(
            format!("the Parquet file is damaged ({how})"),
            "copy it again, or let the program write it again that made it",
        )
    }

    /// The bytes end too early.
    pub(super) fn cut() -> Self {
        Self { is_cut: true, ..Self::damaged("its bytes end too early") }
    }

    pub(super) fn in_column(self, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..self }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Self::cut(),
            _ => Self::new(format!("the file cannot be read ({error})"), "check that you may read it"),
        }
    }
}
