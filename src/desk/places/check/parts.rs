//! The parts of the place: problems, the proof, the approval.

use maud::{Markup, html};

use crate::desk::place::Place;
use crate::desk::words::Words;

/// Links to the parts, the one that is shown marked.
pub(in crate::desk) fn parts(words: &Words, here: &str) -> Markup {
    let parts = [
        (Place::Check.path(), &words.check.problems),
        ("/proof", &words.proof.title),
        ("/check/approve", &words.approve.title),
    ];
    html! {
        nav.parts aria-label=(words.check.title) {
            ul {
                @for (path, title) in parts {
                    li { a href=(path) aria-current=[(path == here).then_some("page")] { (title) } }
                }
            }
        }
    }
}
