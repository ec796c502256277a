//! What came of a batch: how much was made, the archive and its hashes, and who was held back and why.

use maud::{Markup, html};

use super::asked::{Asked, go_on};
use crate::batch::{Blocked, Built, FinishedArchive, Summary};
use crate::desk::naming::language_name;
use crate::desk::next::next;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Severity, path_text, visible};

/// A batch that was stopped.
pub(super) fn stopped(words: &Words, summary: &Summary, asked: &Asked) -> Markup {
    html! {
        p { (filled(&words.make.kept, &[&summary.documents])) }
        (go_on(words, asked))
    }
}

/// A batch that went to its end.
pub(super) fn shown(words: &Words, built: &Built, asked: &Asked) -> Markup {
    let told = &words.make;
    let summary = &built.summary;
    let made = summary.recipients - summary.blocked.len();
    let warnings = built.planned.iter().filter(|problem| problem.severity == Severity::Warning).count();
    html! {
        dl.facts {
            (fact(&told.recipients, &filled(&words.jobs.count, &[&made, &summary.recipients])))
            (fact(&told.documents, &summary.documents))
            @if summary.unchanged > 0 { (fact(&told.unchanged, &summary.unchanged)) }
            (fact(&told.pages, &summary.pages))
            dt { (told.languages) }
            dd {
                @for (number, (locale, count)) in summary.by_locale.iter().enumerate() {
                    @if number > 0 { ", " }
                    bdi { (visible(language_name(locale))) } " " (count)
                }
            }
            @match &summary.archive {
                Some(archive) => (archive_shown(words, archive)),
                None => (folder(words, summary, asked)),
            }
            @if let Some(by) = &summary.sealed_by { (fact(&told.sealed_by, &visible(by))) }
        }
        @if summary.archive.is_some() { (next(words, APPROVE, &words.approve.title)) }
        @if !summary.blocked.is_empty() { (held_back(words, &summary.blocked)) }
        (all_shown(words, built.unforeseen().iter().chain(summary.notes.iter())))
        @if warnings > 0 {
            p { a href=(Place::Check.path()) { (filled(&words.check.warnings, &[&warnings])) } }
        }
    }
}

fn fact(label: &str, value: &dyn std::fmt::Display) -> Markup {
    html! { dt { (label) } dd { bdi { (value.to_string()) } } }
}

fn archive_shown(words: &Words, archive: &FinishedArchive) -> Markup {
    let told = &words.make;
    let folder = archive.path.parent().and_then(|folder| folder.file_name()).unwrap_or_default();
    html! {
        dt { (told.archive) }
        dd {
            a href={ "/make/" (archive.manifest_sha256) } { bdi { (visible(&path_text(folder.as_ref()))) } }
            @if archive.is_unchanged { " · " (told.is_unchanged) }
        }
        @if archive.volumes.is_empty() { dt { "SHA-256" } dd { code { (archive.sha256) } } }
        @for volume in &archive.volumes {
            dt { bdi { (volume.file.as_str()) } }
            dd { code { (volume.sha256) } }
        }
        dt { (told.manifest) }
        dd { code { (archive.manifest_sha256) } }
        @if let Some(beside) = &archive.beside { (fact(&told.beside, &name_of(beside))) }
        @if let Some(pack) = &archive.stale_pack { (fact(&told.stale_pack, &name_of(pack))) }
    }
}

fn name_of(path: &std::path::Path) -> String {
    visible(&path_text(path.file_name().unwrap_or_default().as_ref())).into_owned()
}

/// Where loose documents are.
fn folder(words: &Words, summary: &Summary, asked: &Asked) -> Markup {
    let told = &words.make;
    html! {
        dt { (told.folder) }
        dd { bdi { (visible(&path_text(&summary.folder))) } }
        @if !asked.is_for_archive() { dt { (told.archive) } dd { (told.left_alone) } }
    }
}

/// Who was held back, and why.
pub(super) fn held_back(words: &Words, blocked: &[Blocked]) -> Markup {
    html! {
        h2 { (filled(&words.make.held_back_count, &[&blocked.len()])) }
        ul.problems {
            @for blocked in blocked {
                li.error {
                    span.state {
                        a href={ (Place::Recipients.path()) "?q=" (blocked.recipient) } { bdi { (visible(&blocked.recipient)) } }
                    }
                    @for reason in &blocked.reasons { p lang="en" { bdi { (visible(&reason.message)) } } }
                }
            }
        }
    }
}
