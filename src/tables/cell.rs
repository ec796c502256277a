//! What a cell of a row says.

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing.
    Empty,
    /// A text; values of a list are on lines of their own.
    Text(String),
    /// What is wrong with it.
    Wrong(String),
}

/// Longest cell, in bytes.
const LONGEST: usize = 1 << 20;

impl Shown {
    /// A text that is no longer than it may be.
    pub(super) fn text(text: String) -> Self {
        match text.len() {
            0 => Self::Empty,
            1..=LONGEST => Self::Text(text),
            _ => Self::Wrong(format!("the cell is longer than {} MiB", LONGEST >> 20)),
        }
    }

    /// Two values of a list.
    pub(super) fn join(self, more: Self) -> Self {
        match (self, more) {
            (wrong @ Self::Wrong(_), _) | (Self::Empty, wrong) | (wrong, Self::Empty) => wrong,
            (_, wrong @ Self::Wrong(_)) => wrong,
            (Self::Text(one), Self::Text(more)) => Self::text(one + "\n" + &more),
        }
    }
}
