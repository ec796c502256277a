//! The parts of the check: problems, the proof, the approval.

use maud::{Markup, html};

use super::place::Place;
use super::words::Words;

/// The path of the proof.
pub(super) const PROOF: &str = "/proof";

/// The path of the approval.
pub(super) const APPROVE: &str = "/check/approve";

/// Links to the parts, the one that is shown marked.
pub(super) fn parts(words: &Words, here: &str) -> Markup {
    let parts = [
        (Place::Check.path(), &words.check.problems),
        (PROOF, &words.proof.title),
        (APPROVE, &words.approve.title),
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
