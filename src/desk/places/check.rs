//! All problems, errors first, each with its place and what to do.

use maud::{Markup, html};

use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::reading::Read;
use crate::desk::words::{CheckWords, Words, filled};
use crate::diagnostic::{Diagnostic, Severity, visible};

/// The page.
pub(in crate::desk) fn check(words: &Words, read: &Read) -> Markup {
    let told = &words.check;
    let groups =
        [(Severity::Error, &told.errors), (Severity::Warning, &told.warnings), (Severity::Note, &told.notes)];
    let content = html! {
        @if read.problems.is_empty() { p role="status" { (told.ready) ". " (told.nothing) } }
        @for (severity, title) in groups {
            @let problems: Vec<&Diagnostic> =
                read.problems.iter().filter(|problem| problem.severity == severity).collect();
            @if !problems.is_empty() {
                section {
                    h2 { (filled(title, &[&problems.len()])) }
                    ul.problems { @for problem in problems { (one(told, problem)) } }
                }
            }
        }
    };
    page(words, Some(Place::Check), &told.title, &content)
}

/// A problem; what it holds of files is text, and each of its characters is seen.
fn one(told: &CheckWords, problem: &Diagnostic) -> Markup {
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
                    a href={ (Place::Recipients.path()) "?q=" (recipient) } { bdi { (visible(recipient)) } }
                }
            }
            @if let Some(field) = &subject.field { p.quiet { (told.field) ": " bdi { (visible(field)) } } }
            @for hint in &problem.hints { p { bdi lang="en" { (visible(hint)) } } }
            @if let Some(excerpt) = &problem.excerpt { pre { @for line in excerpt.lines() { (visible(line)) "\n" } } }
        }
    }
}
