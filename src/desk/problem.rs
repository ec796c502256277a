//! How a problem is shown, wherever it is met.

use maud::{Markup, html};

use super::address;
use super::hint;
use super::mend::mend_path;
use super::words::Words;
use crate::diagnostic::{Diagnostic, visible};

/// A problem, as an item of a list; what it holds of files is text, and each of its characters is seen.
pub(super) fn shown(words: &Words, problem: &Diagnostic) -> Markup {
    shown_with(words, problem, &Markup::default())
}

/// The same, with what can be done about it beneath.
pub(super) fn shown_with(words: &Words, problem: &Diagnostic, beneath: &Markup) -> Markup {
    let told = &words.check;
    let subject = &problem.subject;
    html! {
        li class=(problem.severity) {
            span.state { bdi { (problem.code.name) } }
            bdi lang="en" { (visible(&problem.message)) }
            @if let Some(location) = &problem.location {
                p.quiet { (told.place) ": " bdi { (visible(&location.to_string())) } }
            }
            @if let Some(recipient) = &subject.recipient {
                p.quiet {
                    (told.recipient) ": "
                    a href=(address::recipient(recipient)) { bdi { (visible(recipient)) } }
                }
            }
            @if let Some(field) = &subject.field { p.quiet { (told.field) ": " bdi { (visible(field)) } } }
            @for hint in &problem.hints { (hint::shown(words, hint)) }
            @if let Some(excerpt) = &problem.excerpt { pre { @for line in excerpt.lines() { (visible(line)) "\n" } } }
            @if let Some(path) = mend_path(problem) { p { a href=(path) { (told.mend) } } }
            (beneath)
        }
    }
}

/// All of them, in a list.
pub(super) fn all_shown<'a>(words: &Words, problems: impl IntoIterator<Item = &'a Diagnostic>) -> Markup {
    html! { ul.problems { @for problem in problems { (shown(words, problem)) } } }
}
