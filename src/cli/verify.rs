//! `convoke verify`: re-reads and re-hashes an archive.

use std::path::{Path, PathBuf};

use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::archive::{self, DocumentCount, Report};
use crate::diagnostic::counted;
use crate::ledger;
use crate::worker::Reach;

/// Check an archive and its pack: every file there, none added, none altered, none unreadable.
///
/// A pack must have been made from this very archive and hold everything that is to be sent. An archive cannot prove its own manifest: compare the manifest's SHA-256 with the one `build` showed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The ZIP file; or its folder, whose files and pack are then checked too; or the pack's folder; or the mailing's reference
    /// [default: the mailing's newest].
    archive: Option<PathBuf>,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let what = setting.describe(self.archive.as_deref());
        let guard = Guard { setting, limits: self.limits, what, json: self.json };
        guard.run(|guard| match setting.name_archive(self.archive.as_deref()) {
            Ok(archive) => {
                let ledger = ledger::find(&archive);
                let read = archive::reach(&archive).into_iter().chain(ledger.clone()).collect();
                guard.confine(&Reach { read, write: Vec::new() });
                self.verify(setting, &archive, ledger.as_deref())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        })
    }

    fn verify(&self, setting: &Setting, archive: &Path, ledger: Option<&Path>) -> Outcome {
        let mut report = archive::verify(archive);
        let entries = ledger.map(|ledger| ledger::check(ledger, archive).report_to(&mut report.problems));
        render::report(&report.problems, self.json, setting.verbose);
        if self.json {
            render::json(&to_json(&report, entries));
        } else if report.is_sound() {
            render::out(&to_text(&report, &setting.shown(archive), entries));
        }
        if report.is_sound() { Outcome::Done } else { Outcome::Stopped }
    }
}

fn to_text(report: &Report, archive: &str, entries: Option<usize>) -> Text {
    let mut text = Text::new();
    text.paint(GOOD, "intact").line(format_args!(": {archive}"));
    let Report { sound, pages, .. } = report;
    // Of a pack by itself there is only the pack to tell of.
    if report.reconciliation.is_some() {
        text.line(format_args!("  {:<12} {sound}, {}", "files", counted(*pages, "page")));
    }
    if let Some(reference) = &report.reference {
        text.line(format_args!("  {:<12} {reference}", "reference"));
    }
    if let Some(volume) = report.volume {
        let last = if volume.is_last { ", the last" } else { "" };
        text.line(format_args!("  {:<12} {}{last}", "volume", volume.number));
    }
    if report.volumes > 0 {
        text.line(format_args!("  {:<12} {}", "volumes", report.volumes));
    }
    if let Some(counted) = &report.reconciliation {
        let archive::Tally { expected, produced } = counted.recipients;
        let blocked = counted.blocked.len();
        text.line(format_args!("  {:<12} {produced} of {expected}, {blocked} blocked", "recipients"));
    }
    for (what, counts) in [("channels", &report.counts.by_channel), ("languages", &report.counts.by_language)]
    {
        for (number, (name, DocumentCount { recipients, documents, pages })) in counts.iter().enumerate() {
            let what = if number == 0 { what } else { "" };
            text.line(format_args!(
                "  {what:<12} {name:<16} {}, {}, {}",
                counted(*recipients, "recipient"),
                counted(*documents, "document"),
                counted(*pages, "page")
            ));
        }
    }
    if let Some(pack) = &report.pack {
        text.line(format_args!(
            "  {:<12} {}, {}",
            "pack",
            counted(pack.sound, "file"),
            counted(pack.pages, "page")
        ));
        if pack.only > 0 {
            text.line(format_args!("  {:<12} for {} only", "", counted(pack.only, "recipient")));
        }
    }
    if let Some(entries) = entries {
        text.line(format_args!("  {:<12} {}, in one chain", "ledger", counted(entries, "entry")));
    }
    if let Some(hash) = &report.manifest_sha256 {
        text.line(format_args!("  {:<12} {hash}", "manifest"));
    }
    if let Some(tool) = &report.tool {
        text.line(format_args!("  {:<12} {tool}", "made by"));
    }
    text
}

fn to_json(report: &Report, entries: Option<usize>) -> serde_json::Value {
    serde_json::json!({
        "event": "verified",
        "intact": report.is_sound(),
        "files": report.sound,
        "pages": report.pages,
        "volume": report.volume,
        "volumes": report.volumes,
        "reference": report.reference,
        "reconciliation": report.reconciliation,
        "by_channel": report.counts.by_channel,
        "by_language": report.counts.by_language,
        "pack": report.pack,
        "ledger_entries": entries,
        "manifest_sha256": report.manifest_sha256,
        "tool": report.tool,
    })
}
