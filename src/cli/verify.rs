//! `convoke verify`: re-reads and re-hashes an archive.

use std::path::{Path, PathBuf};

use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::archive::{self, ArchiveAt, DocumentCount, Report, SealGroup};
use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, Location, codes, counted, io_text, path_text};
use crate::ledger::{self, Verified};
use crate::seal::{self, Faith, SealReport, Trust};
use crate::worker::Reach;

/// Check an archive and its pack: every file there, none added, none altered, none unreadable.
///
/// Seals are checked with it: by whom, when, and whether anything was changed since. Of a single PDF the seals alone are told.
///
/// A pack must have been made from this very archive and hold everything that is to be sent. An archive cannot prove its own manifest: compare the manifest's SHA-256 with the one `build` showed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The ZIP file; or its folder, whose files and pack are then checked too; or the pack's folder; or the mailing's reference
    /// [default: the mailing's newest].
    archive: Option<PathBuf>,
    /// Whom to trust: certificates in PEM, or a public key of minisign; several times for several. Without it, seals are checked, and
    /// their issuers are not.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let what = setting.describe(self.archive.as_deref());
        let guard = Guard::new(setting, self.limits, what, self.json, self.archive.clone());
        let trust = match self.trust() {
            Ok(trust) => trust,
            Err(problem) => {
                render::report(&[problem], self.json, setting.verbose);
                return Outcome::Stopped;
            }
        };
        if let Some(pdf) = self.archive.as_deref().filter(|path| is_pdf(path)) {
            return guard.run(|guard| {
                guard.confine(&Reach { read: vec![pdf.to_owned()], write: Vec::new() });
                self.tell_seals(setting, pdf, &trust)
            });
        }
        guard.run(|guard| match setting.name_archive(self.archive.as_deref()) {
            Ok(archive) => {
                let ledger = ledger::find(&archive);
                let heads = ledger.iter().flat_map(|ledger| ledger::head_paths(ledger));
                let heads: Vec<_> = heads.filter(|path| path.is_file()).collect();
                let read = archive::reach(&archive).into_iter().chain(ledger.clone()).chain(heads).collect();
                guard.confine(&Reach { read, write: Vec::new() });
                self.verify(setting, &guard.archive(&archive), ledger.as_deref(), &trust)
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        })
    }

    fn verify(
        &self,
        setting: &Setting,
        archive: &ArchiveAt,
        ledger: Option<&Path>,
        trust: &Trust,
    ) -> Outcome {
        let Verified { report, entries, head } = ledger::verify(archive, ledger, trust);
        render::report(&report.problems, self.json, setting.verbose);
        if self.json {
            render::json(&to_json(&report, entries, head.as_ref()));
        } else if report.is_sound() {
            render::out(&to_text(&report, &setting.shown(archive.path()), entries, head.as_ref()));
        }
        if report.is_sound() { Outcome::Done } else { Outcome::Stopped }
    }
}

impl Args {
    /// Whom the person trusts.
    fn trust(&self) -> Result<Trust, Diagnostic> {
        const MOST: u64 = 1 << 20;
        let mut trust = Trust::default();
        for path in &self.trust {
            let refuse = |cause: String| {
                Diagnostic::new(
                    codes::SEAL_UNTRUSTED,
                    format!("nobody can be trusted by this file ({cause})"),
                )
                .with_location(Location::file(path_text(path)))
                .with_field("--trust")
                .with_hint("name a file with certificates in PEM, or with a public key of minisign")
            };
            let text = read_regular(path, MOST).map_err(|error| refuse(io_text(&error)))?;
            trust = trust.and(Trust::read(&String::from_utf8_lossy(&text)).map_err(refuse)?);
        }
        Ok(trust)
    }

    /// Tells the seals of a single PDF.
    fn tell_seals(&self, setting: &Setting, path: &Path, trust: &Trust) -> Outcome {
        let shown = setting.shown(path);
        let refuse = |code, message: String, hint: &str| {
            let problem = Diagnostic::new(code, message).with_location(Location::file(shown.clone()));
            render::report(&[problem.with_hint(hint)], self.json, setting.verbose);
            Outcome::Stopped
        };
        let bytes = match read_regular(path, archive::limits::MAX_FILE) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read ({})", io_text(&error));
                return refuse(codes::ARCHIVE_UNREADABLE, message, "name a PDF, or an archive");
            }
        };
        let seals = seal::inspect(&bytes, trust);
        if seals.is_empty() {
            return refuse(
                codes::SEAL_BROKEN,
                "there is no seal in it".to_owned(),
                "ask for the document that was sealed",
            );
        }
        if self.json {
            render::json(&serde_json::json!({ "event": "seals", "seals": seals }));
        } else {
            let mut text = Text::new();
            for found in &seals {
                let field = found.field.as_deref().unwrap_or_default();
                text.line(format_args!("{field}: {}", found.describe()));
            }
            render::out(&text);
        }
        let is_sound = |found: &SealReport| found.holds() && !matches!(found.faith, Faith::Untrusted(_));
        if seals.iter().all(is_sound) { Outcome::Done } else { Outcome::Stopped }
    }
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) && !path.is_dir()
}

fn to_text(report: &Report, archive: &str, entries: Option<usize>, head: Option<&SealReport>) -> Text {
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
    if let Some(share) = report.share {
        text.line(format_args!("  {:<12} {} of {}", "share", share.number(), share.of()));
    }
    if let Some(volume) = report.volume {
        let last = if volume.is_last { ", the last" } else { "" };
        text.line(format_args!("  {:<12} {}{last}", "volume", volume.number));
    }
    if report.shares > 0 {
        text.line(format_args!("  {:<12} {}", "shares", report.shares));
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
    if let Some(head) = head {
        text.line(format_args!("  {:<12} its end: {}", "", head.describe()));
    }
    if let Some(hash) = &report.manifest_sha256 {
        text.line(format_args!("  {:<12} {hash}", "manifest"));
    }
    for SealGroup { documents, seal } in &report.seals {
        text.line(format_args!("  {:<12} {}: {}", "seals", counted(*documents, "document"), seal.describe()));
    }
    if let Some(seal) = &report.manifest_seal {
        text.line(format_args!("  {:<12} the manifest: {}", "", seal.describe()));
    }
    if let Some(tool) = &report.tool {
        text.line(format_args!("  {:<12} {tool}", "made by"));
    }
    text
}

fn to_json(report: &Report, entries: Option<usize>, head: Option<&SealReport>) -> serde_json::Value {
    serde_json::json!({
        "event": "verified",
        "intact": report.is_sound(),
        "files": report.sound,
        "pages": report.pages,
        "share": report.share,
        "volume": report.volume,
        "volumes": report.volumes,
        "shares": report.shares,
        "reference": report.reference,
        "reconciliation": report.reconciliation,
        "by_channel": report.counts.by_channel,
        "by_language": report.counts.by_language,
        "pack": report.pack,
        "ledger_entries": entries,
        "ledger_seal": head,
        "manifest_sha256": report.manifest_sha256,
        "seals": report.seals,
        "manifest_seal": report.manifest_seal,
        "tool": report.tool,
    })
}
