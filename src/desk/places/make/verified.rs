//! What checking an archive found.

use maud::html;

use crate::desk::jobs::Ended;
use crate::desk::problem::all_shown;
use crate::desk::words::Words;
use crate::diagnostic::{counted, visible};
use crate::ledger::Verified;

/// How the check of an archive ended.
pub(super) fn ended(words: &Words, name: &str, verified: &Verified) -> Ended {
    let told = &words.make;
    let Verified { report, entries, head } = verified;
    if !report.is_sound() {
        return Ended::refused_with(html! {
            p { (told.altered) ": " bdi { (visible(name)) } }
            (all_shown(words, report.problems.iter()))
        });
    }
    Ended::done(html! {
        p { (told.intact) ": " bdi { (visible(name)) } }
        dl.facts {
            dt { (told.files) } dd { (report.sound) }
            dt { (told.pages) } dd { (report.pages) }
            @if let Some(pack) = &report.pack { dt { (told.pack) } dd { (pack.sound) } }
            @if let Some(entries) = entries { dt { (told.ledger) } dd { (entries) } }
            @if let Some(head) = head { dt { (told.ledger_seal) } dd lang="en" { (visible(&head.describe())) } }
            @if let Some(hash) = &report.manifest_sha256 { dt { (told.manifest) } dd { code { (hash) } } }
            @for group in &report.seals {
                dt { (told.seals) }
                dd lang="en" { (counted(group.documents, "document")) ": " (visible(&group.seal.describe())) }
            }
            @if let Some(seal) = &report.manifest_seal { dt { (told.seals) } dd lang="en" { (visible(&seal.describe())) } }
        }
        (all_shown(words, report.problems.iter()))
    })
}
