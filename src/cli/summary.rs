//! What a batch came to, as text or JSON.

use std::time::Duration;

use super::render;
use super::setting::Setting;
use super::text::{BAD, DIM, GOOD, Text};
use crate::archive::Volume;
use crate::batch::{FinishedArchive, Summary};
use crate::diagnostic::counted;

/// What is shown of what was made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    /// An archive.
    Archive,
    /// An archive without loose files, of which an interrupted build keeps nothing.
    Zipped,
    /// One share of one.
    Share,
    /// An index of shares.
    Index,
    /// Loose documents, by the option that asks for them.
    Loose(&'static str),
}

/// Tells what was made.
pub(super) fn tell(setting: &Setting, built: &Summary, took: Duration, shown: Shown, json: bool) {
    match json {
        true => render::json(&serde_json::json!({ "event": "summary", "summary": built })),
        false => render::out(&to_text(setting, built, took, shown)),
    }
}

/// The summary as text.
fn to_text(setting: &Setting, built: &Summary, took: Duration, shown: Shown) -> Text {
    let seconds = took.as_secs_f64().max(0.001);
    let mut text = Text::new();
    let documents = counted(built.documents, "document");
    if built.interrupted {
        text.paint(BAD, "interrupted");
        text.line(match shown {
            Shown::Zipped => ": the archive is left as it was; the same command begins anew".to_owned(),
            _ => format!(": kept {documents}; the same command goes on from there"),
        });
        return text;
    }
    let made = built.recipients - built.blocked.len();
    let rate = counted((made as f64 / seconds).round() as u64, "recipient");
    let (recipients, pages) = (counted(built.recipients, "recipient"), counted(built.pages, "page"));
    text.paint(GOOD, documents).say(format_args!(" for {made} of {recipients}, {pages} "));
    text.paint(DIM, format_args!("({seconds:.1} s, {rate}/s)")).end();
    if built.unchanged > 0 {
        let new = built.documents - built.unchanged;
        text.line(format_args!("  {:<12} {new} made, {} unchanged", "of these", built.unchanged));
    }
    for (document, count) in &built.by_document {
        text.line(format_args!("  {document:<12} {count:>6}"));
    }
    let locales: Vec<String> =
        built.by_locale.iter().map(|(locale, count)| format!("{locale} {count}")).collect();
    text.line(format_args!("  {:<12} {}", "languages", locales.join(", ")));
    if !built.blocked.is_empty() {
        text.paint(BAD, "blocked");
        text.line(format_args!(" ({} of {}):", built.blocked.len(), built.recipients));
        for blocked in &built.blocked {
            let reason = blocked.reasons.first().map_or("", |reason| reason.message.as_str());
            text.line(format_args!("  {:<12} {reason}", blocked.recipient));
        }
    }
    text.line(format_args!("  {:<12} {}", "folder", setting.shown(&built.folder)));
    match &built.archive {
        Some(archive) => {
            match &archive.volumes[..] {
                [] => {
                    let what = match shown {
                        Shown::Share => "share",
                        Shown::Index => "index",
                        Shown::Archive | Shown::Zipped | Shown::Loose(_) => "archive",
                    };
                    text.line(format_args!("  {what:<12} {}", setting.shown(&archive.path)));
                    text.line(format_args!("  {:<12} {}", "sha-256", archive.sha256));
                }
                volumes => {
                    text.line(format_args!("  {:<12} {}", "volumes", volumes.len()));
                    for Volume { file, sha256, recipients, bytes, .. } in volumes {
                        let (recipients, bytes) =
                            (counted(*recipients, "recipient"), counted(*bytes, "byte"));
                        text.line(format_args!("    {file}  {recipients}, {bytes}"));
                        text.line(format_args!("    {sha256}"));
                    }
                }
            }
            text.line(format_args!("  {:<12} {}", "manifest", archive.manifest_sha256));
            if let Some(by) = &built.sealed_by {
                text.line(format_args!("  {:<12} {by}", "sealed by"));
            }
            kept(&mut text, setting, archive);
        }
        None => {
            let option = if let Shown::Loose(option) = shown { option } else { "interrupted" };
            text.line(format_args!("  {:<12} left alone ({option})", "archive"));
        }
    }
    text
}

/// What was there before and is kept.
fn kept(text: &mut Text, setting: &Setting, archive: &FinishedArchive) {
    if archive.is_unchanged {
        text.line(format_args!("  {:<12} the archive and its pack: nothing changed", "left alone"));
    } else if let Some(beside) = &archive.beside {
        text.line(format_args!("  {:<12} {}, which was released", "kept", setting.shown(beside)));
    }
    if let Some(pack) = &archive.stale_pack {
        let pack = setting.shown(pack);
        text.line(format_args!("  {:<12} {pack}, the pack of the archive before: make a new one", "stale"));
    }
}
