//! `convoke build`: every document and the archive.

use std::num::NonZeroUsize;
use std::time::Duration;

use super::cage::isolation;
use super::lists::{OtherLists, from_folder};
use super::only::Only;
use super::outcome::Outcome;
use super::progress::Progress;
use super::setting::{Setting, processors};
use super::text::{BAD, DIM, GOOD, Text};
use super::{interrupt, render, sealing};
use crate::archive::{Volume, VolumeSize};
use crate::batch::{self, FinishedArchive, Summary};
use crate::diagnostic::{Diagnostic, counted};
use crate::plan::{self, Unfinished};
use crate::register::KeyUse;

/// Make every document of the mailing and the archive; with `--only` or `--draft`, loose documents, and the archive is left alone.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many documents to make at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write events, problems and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lists: OtherLists,
    #[command(flatten)]
    only: Only,
    /// Write the archive into this folder instead of the mailing's output folder; numbers are taken from the register all the same.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<String>,
    /// Mark each page as a draft, and leave the archive alone: no number is taken, and no form is accepted back.
    #[arg(long, conflicts_with_all = ["new_key", "volume_size"])]
    draft: bool,
    /// Build although a language is stale or incomplete, or letters mix languages; the manifest records which.
    #[arg(long)]
    allow_stale: bool,
    /// Make a new key for the forms, where the old one is lost or others may have it. Forms made before are still told from
    /// forgeries if register.key has the old one.
    #[arg(long)]
    new_key: bool,
    /// Split the ZIP file into volumes of at most this size, such as 650MB or 4GiB, or this number of files.
    #[arg(long, value_name = "SIZE")]
    volume_size: Option<VolumeSize>,
    /// Make documents in this process, a little faster and without limits of time and memory.
    #[arg(long)]
    no_limits: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The moment that seals claim, such as 2004-05-11T09:00:00+02:00 [default: the mailing's date of issue].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
        let mut progress = Progress::new(self.json);
        let jobs = self.jobs.unwrap_or_else(processors);
        let only = match self.only.texts() {
            Ok(only) => only,
            Err(problem) => {
                self.report(setting, &[problem]);
                return Outcome::Stopped;
            }
        };
        let seal = match sealing::open(setting, self.now.as_deref()) {
            Ok(seal) => seal,
            Err(problems) => {
                self.report(setting, &problems);
                return Outcome::Stopped;
            }
        };
        let lists = self.lists.sources(setting);
        let output = self.output.as_deref().map(|output| from_folder(output, setting)).transpose();
        let (lists, output) = match (lists, output) {
            (Ok(lists), Ok(output)) => (lists, output),
            (Err(problem), _) | (_, Err(problem)) => {
                self.report(setting, &[problem]);
                return Outcome::Stopped;
            }
        };
        let options = plan::PlanOptions {
            lists,
            output,
            seal,
            jobs: Some(jobs),
            unfinished: if self.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
            encoding: self.encoding.clone(),
            only,
            key: self.key(),
            draft: self.draft,
            isolation: isolation(self.no_limits),
            ..plan::PlanOptions::default()
        };
        let building = batch::BuildOptions {
            jobs,
            isolation: isolation(self.no_limits),
            stop: Some(interrupt::stop()),
            volume_size: self.volume_size,
            ..batch::BuildOptions::default()
        };
        let built = batch::build_mailing(
            &setting.root,
            &setting.mailing,
            &options,
            building,
            setting.verbose,
            &mut |problems| self.report(setting, problems),
            &mut |event| progress.show(&event),
        );
        match built {
            Ok(built) => {
                let summary = &built.summary;
                self.report(setting, &built.unforeseen());
                self.report(setting, &summary.notes);
                if self.json {
                    render::json(&serde_json::json!({ "event": "summary", "summary": summary }));
                } else {
                    let option = if self.draft { "--draft" } else { "--only" };
                    render::out(&to_text(setting, summary, progress.elapsed(), option));
                }
                match summary {
                    Summary { interrupted: true, .. } => Outcome::Interrupted,
                    _ => Outcome::done(built.needs_a_look()),
                }
            }
            Err(problems) => {
                self.report(setting, &problems);
                Outcome::Stopped
            }
        }
    }

    fn key(&self) -> KeyUse {
        match (self.draft, self.new_key) {
            (true, _) => KeyUse::Trial,
            (_, true) => KeyUse::Renewed,
            _ => KeyUse::Own,
        }
    }

    fn report(&self, setting: &Setting, problems: &[Diagnostic]) {
        render::report(problems, self.json, setting.verbose);
    }
}

/// The summary as text; `option` is what leaves the archive alone.
fn to_text(setting: &Setting, built: &Summary, took: Duration, option: &str) -> Text {
    let seconds = took.as_secs_f64().max(0.001);
    let mut text = Text::new();
    let documents = counted(built.documents, "document");
    if built.interrupted {
        text.paint(BAD, "interrupted");
        text.line(format_args!(": kept {documents}; the same command goes on from there"));
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
                    text.line(format_args!("  {:<12} {}", "archive", setting.shown(&archive.path)));
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
