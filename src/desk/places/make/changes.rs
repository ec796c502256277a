//! What changed between two archives: whose documents, how and why.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use crate::archive::{self, Change, ChangedBlock, ChangedEnclosure, Diff, How, Others};
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::shelf::{Listed, Shelf};
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Severity, visible};

/// How many changes a page shows.
const MOST: usize = 1000;

/// Which two archives, by the hashes of their manifests.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    old: String,
    new: String,
}

/// The choice of two archives: the newest and the one before it, where nobody chooses.
pub(super) fn form(words: &Words, shelf: &Shelf) -> Markup {
    let told = &words.make;
    let archives: Vec<&Listed> = shelf.archives.iter().filter_map(|archive| archive.as_ref().ok()).collect();
    html! {
        form method="post" action="/make/changes" {
            (choice("old", &told.old, &archives, 1))
            (choice("new", &told.new, &archives, 0))
            button.other { (told.compare) }
        }
    }
}

fn choice(name: &str, label: &str, archives: &[&Listed], chosen: usize) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (number, archive) in archives.iter().enumerate() {
                    option value=(archive.hash()) selected[number == chosen] { (visible(&archive.name)) }
                }
            }
        }
    }
}

/// Begins to compare them.
pub(super) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(asked): Form<Asked>,
) -> Response {
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| {
        job.step(0, 0, &words.make.comparing);
        let shelf = Shelf::now(&at_work);
        let find = |hash: &str| shelf.as_ref().and_then(|shelf| shelf.find(hash));
        match (find(&asked.old), find(&asked.new)) {
            (Some(old), Some(new)) => {
                let diff = archive::diff(&old.folder, &new.folder);
                if diff.is_sound() {
                    Ended::done(shown(words, &diff, (&old.name, &new.name)))
                } else {
                    Ended::refused_with(shown(words, &diff, (&old.name, &new.name)))
                }
            }
            _ => Ended::refused_with(html! { p { (words.make.gone_hint) } }),
        }
    };
    begun(words, Place::Make, desk.jobs.begin(Place::Make, words.make.changes.as_str(), job))
}

fn shown(words: &Words, diff: &Diff, (old, new): (&str, &str)) -> Markup {
    let told = &words.make;
    let grave = |problems: &crate::diagnostic::Problems| -> Vec<Diagnostic> {
        problems.iter().filter(|problem| problem.severity > Severity::Note).cloned().collect()
    };
    let sides = [(old, grave(&diff.old.problems)), (new, grave(&diff.new.problems))];
    html! {
        p { bdi { (visible(old)) } " → " bdi { (visible(new)) } }
        @for (name, problems) in &sides {
            @if !problems.is_empty() {
                h2 { (told.altered) ": " bdi { (visible(name)) } }
                (all_shown(words, problems))
            }
        }
        @if diff.is_compared { (differences(words, diff)) }
        (all_shown(words, diff.notes.iter()))
    }
}

fn differences(words: &Words, diff: &Diff) -> Markup {
    let told = &words.make;
    let counted = diff.counted();
    let changes: Vec<&Change> = diff.changes.iter().filter(|change| change.how != How::Moved).collect();
    let Others { added, removed, changed } = diff.others;
    html! {
        p role="status" {
            (filled(&told.differing, &[&counted.differing(), &counted.recipients, &counted.unchanged]))
        }
        @if !changes.is_empty() {
            div.sheet {
                table {
                    (head(&[
                        Text(&words.recipients.recipient),
                        Text(&told.document),
                        Text(&told.language),
                        Text(&told.how),
                        Text(&told.why),
                    ]))
                    tbody { @for change in changes.iter().take(MOST) { (row(words, change)) } }
                }
            }
        }
        @if changes.len() > MOST { p { (filled(&told.more, &[&(changes.len() - MOST)])) } }
        ul {
            @for ChangedBlock { recipient, old, new } in &diff.blocked {
                li {
                    bdi { (visible(recipient)) } ": "
                    @if new.is_empty() { (told.no_longer_held_back) } @else {
                        (if old.is_empty() { &told.held_back } else { &told.still_held_back })
                        " " span lang="en" { (visible(&new.join("; "))) }
                    }
                }
            }
            @for ChangedEnclosure { path, how, recipients } in &diff.enclosures {
                li { bdi { (visible(path)) } ": " (how_in_words(words, *how)) " (" (filled(&told.for_recipients, &[recipients])) ")" }
            }
            @if added + removed + changed > 0 { li { (filled(&told.others, &[&added, &removed, &changed])) } }
        }
    }
}

fn row(words: &Words, change: &Change) -> Markup {
    let serials = [&change.old, &change.new]
        .map(|version| version.as_ref().and_then(|version| version.serial.as_deref()));
    html! {
        tr {
            th scope="row" { bdi { (visible(&change.recipient)) } }
            td {
                bdi { (visible(&change.document)) }
                @if let Some(to) = &change.copy_to { " → " bdi { (visible(to)) } }
            }
            td { (change.locale) }
            td { (how_in_words(words, change.how)) }
            td {
                @for (number, reason) in change.reasons.iter().enumerate() {
                    @if number > 0 { ", " }
                    (words.make.reason(*reason))
                }
                @if let ([Some(old), Some(new)], true) = (serials, serials.first() != serials.last()) {
                    " (" bdi { (visible(old)) } " → " bdi { (visible(new)) } ")"
                }
            }
        }
    }
}

fn how_in_words(words: &Words, how: How) -> &str {
    let told = &words.make;
    match how {
        How::Added => &told.added,
        How::Removed => &told.removed,
        How::Changed => &told.changed,
        How::Moved => &told.moved,
    }
}
