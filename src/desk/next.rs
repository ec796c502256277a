//! What comes next, at the end of what a page is for.

use maud::{Markup, html};

use super::words::Words;

/// A link to what comes next.
pub(super) fn next(words: &Words, path: &str, title: &str) -> Markup {
    html! { p { (words.start.next_is) " " a.button href=(path) { (title) } } }
}
