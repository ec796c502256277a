//! Text that is safe to print: what is said is made visible, and line ends and colours are the program's own.
//!
//! By construction no value can act on a terminal: [`Text`] is all that the command prints, besides JSON and files, and
//! takes values through [`visible`] alone.

use std::fmt::Display;

use anstyle::AnsiColor;
pub(super) use anstyle::Style;
use clap::builder::StyledStr;

use crate::diagnostic::visible;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const NOTE: Style = AnsiColor::Cyan.on_default().bold();
pub(super) const PLACE: Style = AnsiColor::Blue.on_default().bold();

/// Text for a terminal, written from its beginning to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// What clap says of the command and its arguments, in its own colours. Its words have to be visible already.
    pub(super) fn of_help(help: &StyledStr) -> Self {
        Self(help.ansi().to_string())
    }

    /// Adds words to the line.
    pub(super) fn say(&mut self, words: impl Display) -> &mut Self {
        self.0.push_str(&visible(&words.to_string()));
        self
    }

    /// Adds words in a colour to the line.
    pub(super) fn paint(&mut self, style: Style, words: impl Display) -> &mut Self {
        self.0.push_str(&style.render().to_string());
        self.say(words);
        self.0.push_str(&style.render_reset().to_string());
        self
    }

    /// Ends the line.
    pub(super) fn end(&mut self) -> &mut Self {
        self.0.push('\n');
        self
    }

    /// Adds words and ends the line.
    pub(super) fn line(&mut self, words: impl Display) -> &mut Self {
        self.say(words).end()
    }

    /// Adds each line of some words as a line.
    pub(super) fn lines(&mut self, words: impl Display) -> &mut Self {
        for line in words.to_string().lines() {
            self.line(line);
        }
        self
    }

    /// Adds another text.
    pub(super) fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_no_line_and_has_no_colour() {
        let mut text = Text::new();
        text.paint(GOOD, "intact\u{1b}[0m").line(format_args!(": {}", "x\n\u{1b}[2Jy"));
        assert_eq!(text.as_str(), format!("{GOOD}intact<U+001B>[0m{GOOD:#}: x<U+000A><U+001B>[2Jy\n"));
    }

    #[test]
    fn lines_are_told_apart() {
        let mut text = Text::new();
        text.lines("a\r\nb\rc\n\nd");
        assert_eq!(text.as_str(), "a\nb<U+000D>c\n\nd\n");
    }
}
