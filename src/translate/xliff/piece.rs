//! A piece of a text: words a translator may change, or a code that has to stay.

/// What surrounds a text, and so decides which characters mean something there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::translate) enum Kind {
    /// Typst markup.
    Markup,
    /// A string of Typst code.
    String,
    /// A line of plain text.
    Plain,
    /// A value of `locale.yaml`.
    Value,
}

/// Whether a code is empty, or opens or closes what it surrounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::translate) enum Role {
    Alone,
    Open,
    Close,
}

/// A piece of a text. Words lose the escapes of the file they are in and get them back when they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::translate) enum Piece {
    Text(String),
    Code { data: String, role: Role },
}

/// Runs of spaces and line breaks as one space; other space, such as a no-break space, stays.
pub(in crate::translate) fn collapse_spaces(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        let breaks = matches!(c, ' ' | '\n' | '\r' | '\t');
        match c {
            _ if !breaks => collapsed.push(c),
            _ if collapsed.ends_with(' ') => {}
            _ => collapsed.push(' '),
        }
    }
    collapsed
}
