//! The closing summary of a batch, for a manager to read, and the same as JSON.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Setting, render};
use crate::archive::Volume;
use crate::batch::Summary;

/// The summary as text.
pub(super) fn to_text(setting: &Setting, built: &Summary, took: Duration) -> String {
    let (good, bad) = (render::GOOD, render::BAD);
    let dim = render::DIM;
    let seconds = took.as_secs_f64().max(0.001);
    let mut text = String::new();
    if built.interrupted {
        let _ = writeln!(
            text,
            "{bad}interrupted{bad:#}: {} documents are kept; the same command goes on from there",
            built.documents
        );
        return text;
    }
    let made = built.recipients - built.blocked.len();
    let rate = made as f64 / seconds;
    let _ = writeln!(
        text,
        "{good}{} documents{good:#} for {made} of {} recipients, {} pages {dim}({seconds:.1} s, {rate:.0} recipients/s){dim:#}",
        built.documents, built.recipients, built.pages
    );
    if built.unchanged > 0 {
        let new = built.documents - built.unchanged;
        let _ = writeln!(text, "  {:<12} {new} made, {} unchanged", "of these", built.unchanged);
    }
    for (document, count) in &built.by_document {
        let _ = writeln!(text, "  {document:<12} {count:>6}");
    }
    let locales: Vec<String> =
        built.by_locale.iter().map(|(locale, count)| format!("{locale} {count}")).collect();
    let _ = writeln!(text, "  {:<12} {}", "languages", locales.join(", "));
    if !built.blocked.is_empty() {
        let _ = writeln!(text, "{bad}blocked{bad:#} ({} of {}):", built.blocked.len(), built.recipients);
        for blocked in &built.blocked {
            let reason = blocked.reasons.first().map_or("", |reason| reason.message.as_str());
            let _ = writeln!(text, "  {:<12} {reason}", blocked.recipient);
        }
    }
    let _ = writeln!(text, "  {:<12} {}", "folder", setting.shown(&built.folder));
    match &built.archive {
        Some(archive) => {
            match &archive.volumes[..] {
                [] => {
                    let _ = writeln!(text, "  {:<12} {}", "archive", setting.shown(&archive.path));
                    let _ = writeln!(text, "  {:<12} {}", "sha-256", archive.sha256);
                }
                volumes => {
                    let _ = writeln!(text, "  {:<12} {}", "volumes", volumes.len());
                    for Volume { file, sha256, recipients, bytes, .. } in volumes {
                        let _ = writeln!(
                            text,
                            "    {file}  {recipients} recipients, {bytes} bytes\n    {sha256}"
                        );
                    }
                }
            }
            let _ = writeln!(text, "  {:<12} {}", "manifest", archive.manifest_sha256);
        }
        None => {
            let _ = writeln!(text, "  {:<12} left alone (--only)", "archive");
        }
    }
    text
}

/// The summary as one JSON object.
pub(super) fn to_json(built: &Summary) -> String {
    serde_json::json!({ "event": "summary", "summary": built }).to_string()
}
