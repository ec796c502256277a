//! `convoke pack`: what each channel needs to send an archive.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::guard::{Guard, GuardLimits, scratch};
use super::only::Only;
use super::outcome::Outcome;
use super::progress::Count;
use super::setting::{Setting, processors};
use super::text::{GOOD, Text};
use super::{interrupt, render, stores};
use crate::archive;
use crate::diagnostic::{Diagnostic, Problems, codes, counted};
use crate::ledger;
use crate::mailing::{EnvelopeFormat, LabelSheet};
use crate::pack::{self, PackEvent, Packed};
use crate::worker::Reach;

/// Make what each channel needs to send an archive: print runs, labels, envelopes, fax covers, e-mails, lists.
///
/// Works from the finished archive alone. The pack has a folder for each channel and in it one for each language; the single
/// documents stay in the archive, and lists name them. Nothing is sent. The same archive gives the same pack, and `convoke
/// verify` checks it with its archive.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that a person has to look at something: an address too long for its label, an e-mail that is too large.

  convoke pack                         the pack of the mailing's newest archive, as in output/DM-1132/pack
  convoke pack DM-1132.zip -o pack     the pack of any archive
  convoke pack --only FRA,Brazil       a pack for some recipients, in output/DM-1132/pack-part
  convoke pack --only @late.txt        the same, for those that a file names
  convoke pack --undelivered           what failed by the ledger, each made for its next channel
  convoke pack --labels L7163 --envelopes window")]
pub(super) struct Args {
    /// The archive: its folder, the ZIP file in it, or the mailing's reference [default: the mailing's newest].
    archive: Option<PathBuf>,
    /// Where to put the pack; an earlier pack there is replaced. A place in an object store, such as s3://bucket/folder, is never
    /// written over [default: pack, in the archive's folder; pack-part with --only; pack-undelivered-0017 with --undelivered, by the
    /// last line of the ledger].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    only: Only,
    /// Make what failed ready for its next channel: what was refused, bounced or came back, by the ledger. The next channel is the
    /// recipient's next one in the list, else e-mail, else post, as far as the archive has an address for it.
    #[arg(long, conflicts_with = "only")]
    undelivered: bool,
    /// Sheet of address labels, by its trade number, instead of the mailing's.
    #[arg(long, value_name = "NUMBER", value_parser = labels)]
    labels: Option<LabelSheet>,
    /// Envelopes instead of the mailing's: dl, c5 or c4, or window for pages that show the address in a window.
    #[arg(long, value_name = "FORMAT", value_parser = envelopes)]
    envelopes: Option<EnvelopeFormat>,
    /// Print on both sides, whatever the mailing says: each document starts on a front side.
    #[arg(long, conflicts_with = "simplex")]
    duplex: bool,
    /// Print on one side, whatever the mailing says.
    #[arg(long)]
    simplex: bool,
    /// How many files to make at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let what = setting.describe(self.archive.as_deref());
        let to_store = self.output.as_deref().filter(|output| stores::is_address(output));
        let guard = Guard::new(setting, self.limits, what, self.json, self.archive.clone());
        let guard = guard.writing_to(to_store);
        let here = self.output.as_deref().filter(|_| to_store.is_none());
        let made = here.map(pack::missing_folders).unwrap_or_default();
        let outcome = guard.run(|guard| self.tell(setting, self.pack(guard)));
        // The guarded process may not reach where its folder is in.
        if outcome == Outcome::Stopped {
            pack::withdraw(&made);
        }
        outcome
    }

    fn tell(&self, setting: &Setting, packed: Result<Made, Problems>) -> Outcome {
        match packed {
            Ok(Made::Stopped) => Outcome::Interrupted,
            Ok(Made::Nothing(problems)) => {
                render::report(&problems, self.json, setting.verbose);
                match self.json {
                    true => render::json(&serde_json::json!({ "event": "packed", "pack": null })),
                    false => render::out(
                        Text::new()
                            .paint(GOOD, "nothing to send again")
                            .line(": by the ledger, nothing failed that can go another way"),
                    ),
                }
                Outcome::done(problems.need_a_look())
            }
            Ok(Made::Pack(packed)) => {
                render::report(&packed.problems, self.json, setting.verbose);
                match self.json {
                    true => render::json(&serde_json::json!({ "event": "packed", "pack": packed })),
                    false => render::out(&to_text(setting, &packed)),
                }
                Outcome::done(packed.is_partial())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn pack(&self, guard: &Guard<'_>) -> Result<Made, Problems> {
        let archive = guard.setting.name_archive(self.archive.as_deref())?;
        let only = self.only.texts()?;
        let usual = if only.is_empty() { pack::default_folder } else { pack::default_folder_of_part };
        if self.output.is_none() && guard.depot(&archive).is_some() {
            return Err(Diagnostic::new(codes::STORE_LOOSE, "it is not said where the pack goes to")
                .with_field("--output")
                .with_hint("name a folder of this machine, or a place in the store")
                .into());
        }
        let mut to = self.output.clone().unwrap_or_else(|| usual(&archive));
        // What goes to a store is made here first, in a folder that is removed.
        let depot = self.output.as_deref().and_then(|output| guard.depot(output));
        let scratch = depot.as_ref().map(|_| scratch()).transpose()?;
        if let Some(scratch) = &scratch {
            to = scratch.path().join(pack::FOLDER);
        }
        let book = self.undelivered.then(|| ledger::find(&archive)).flatten();
        // The lock and the folder that the pack is put in are out of reach of what reads the archive, and so is what the system
        // says of its processors.
        let lock = pack::lock(&archive)?;
        let write = vec![pack::prepare(&to)?];
        let jobs = self.jobs.unwrap_or_else(processors);
        let read = archive::reach(&archive).into_iter().chain(book.clone()).collect();
        guard.confine(&Reach { read, write });
        let mut undelivered = None;
        if self.undelivered {
            let (failed, lines) = ledger::read_undelivered(&archive, book.as_deref())?;
            if failed.iter().all(|one| one.next.is_err()) {
                return Ok(Made::Nothing(pack::look_over(&failed)));
            }
            if self.output.is_none() {
                to = pack::default_folder_of_second_tries(&archive, lines);
            }
            undelivered = Some(failed);
        }
        let options = pack::PackOptions {
            jobs,
            labels: self.labels,
            envelopes: self.envelopes,
            only,
            undelivered,
            is_duplex: (self.duplex || self.simplex).then_some(self.duplex),
            stop: Some(interrupt::stop()),
            lock,
        };
        let mut progress = Count::new("piece of work", self.json);
        let (mut all, mut done) = (0, 0);
        let mut packed = pack::pack(guard.archive(&archive), &to, &options, &mut |event| match event {
            PackEvent::Started { tasks, .. } => all = tasks,
            PackEvent::Done { .. } => {
                done += 1;
                progress.show(done, all);
            }
            PackEvent::Finished => {}
        })?;
        if let (Some(packed), Some(depot)) = (&mut packed, &depot) {
            pack::put(&packed.folder, depot)?;
            packed.folder = PathBuf::from(depot.address(""));
        }
        Ok(packed.map_or(Made::Stopped, |packed| Made::Pack(Box::new(packed))))
    }
}

/// What came of it.
enum Made {
    Pack(Box<Packed>),
    /// There is nothing to make, and what is to be looked at.
    Nothing(Problems),
    Stopped,
}

pub(super) fn labels(number: &str) -> Result<LabelSheet, String> {
    let known = || LabelSheet::trade_numbers().collect::<Vec<_>>().join(", ");
    LabelSheet::of_trade(number).ok_or_else(|| format!("no sheet has this number; known are {}", known()))
}

fn envelopes(name: &str) -> Result<EnvelopeFormat, String> {
    EnvelopeFormat::named(name).ok_or_else(|| "give dl, c5, c4 or window".to_owned())
}

fn to_text(setting: &Setting, packed: &Packed) -> Text {
    let sendings: usize = packed.counts.iter().map(|count| count.sendings).sum();
    let (files, sendings) = (counted(packed.files, "file"), counted(sendings, "sending"));
    let mut text = Text::new();
    text.paint(GOOD, files).line(format_args!(" for {sendings} of {}", packed.reference));
    for count in &packed.counts {
        let copies = match count.copies {
            0 => String::new(),
            copies => format!(", of them {}", counted(copies, "copy")),
        };
        text.line(format_args!(
            "  {:<16} {:<8} {:>6}{copies}, {}",
            count.channel.name(),
            count.language,
            count.sendings,
            counted(count.pages, "page")
        ));
    }
    text.line(format_args!("  {:<16} {}", "folder", setting.shown(&packed.folder)));
    text.line(format_args!("  {:<16} {}", "sha-256", packed.list_sha256));
    text
}
