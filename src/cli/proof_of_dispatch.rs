//! `convoke proof-of-dispatch`: what is on record of one sending, for somebody who was not there.

use std::path::PathBuf;

use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::archive;
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, io_text, path_text};
use crate::ledger::{self, Evidence};
use crate::worker::Reach;

/// Make the proof of dispatch of one recipient: what went out, when, how, and everything that is known of it.
///
/// The pages name each document with its hash, who approved it, every entry of the ledger about it with the words of the server, and the
/// chain that these entries are part of; the file beside them has the hashes of all lines. A document or a ledger that is not as it was
/// made is told, and nothing is proved with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
  convoke proof-of-dispatch FRA                  by the recipient's id, its number or its name
  convoke proof-of-dispatch FRA --copy 1         of its first copy
  convoke proof-of-dispatch DM-1132/045 --archive output/DM-1132 -o proofs")]
pub(super) struct Args {
    /// The recipient: its id, its number such as DM-1132/045, or its name as in the register.
    recipient: String,
    /// Of this copy, from one, instead of the original.
    #[arg(long, value_name = "N")]
    copy: Option<u32>,
    /// The archive it was sent with: its folder, ZIP file, or the mailing's reference [default: the mailing's newest].
    #[arg(long, value_name = "PATH")]
    archive: Option<PathBuf>,
    /// The folder to put the proof in [default: that of the ledger].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let what = setting.describe(self.archive.as_deref());
        let guard = Guard::new(setting, self.limits, what, self.json, None);
        guard.run(|guard| match self.prove(guard) {
            Ok(evidence) => {
                render::report(&evidence.problems, self.json, setting.verbose);
                match self.json {
                    true => render::json(&to_json(&evidence)),
                    false => render::out(&to_text(setting, &evidence)),
                }
                Outcome::done(evidence.problems.need_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        })
    }

    fn prove(&self, guard: &Guard<'_>) -> Result<Evidence, Problems> {
        let archive = guard.setting.name_archive(self.archive.as_deref())?;
        let Some(book) = ledger::find(&archive) else {
            let problem = Diagnostic::new(codes::LEDGER_UNREADABLE, "there is no ledger beside the archive")
                .with_location(Location::file(path_text(&archive)))
                .with_hint("name the archive in the folder it was built in; where nothing was booked there is nothing to prove");
            return Err(problem.into());
        };
        let beside = || book.parent().map_or_else(|| PathBuf::from("."), PathBuf::from);
        let to = self.output.clone().unwrap_or_else(beside);
        Folder::create(&to).map_err(|error| {
            Diagnostic::new(codes::WRITE, format!("the folder cannot be made ({})", io_text(&error)))
                .with_location(Location::file(path_text(&to)))
                .with_hint("check the path, and that its folder can be written to")
        })?;
        let heads = ledger::head_paths(&book).into_iter().filter(|path| path.is_file());
        let read = archive::reach(&archive).into_iter().chain([book.clone()]).chain(heads).collect();
        guard.confine(&Reach { read, write: vec![to.clone()] });
        ledger::prove(&archive, &book, (&self.recipient, self.copy), &to)
    }
}

fn to_text(setting: &Setting, evidence: &Evidence) -> Text {
    let mut text = Text::new();
    let Evidence { files, recipient, serial, entries, head: (lines, head), .. } = evidence;
    let entries = counted(*entries, "entry");
    text.paint(GOOD, "proved").line(format_args!(": {serial} to {recipient}, by {entries} of the ledger"));
    for file in files {
        text.line(format_args!("  {:<12} {}", "file", setting.shown(file)));
    }
    text.line(format_args!("  {:<12} {head}, of line {lines}", "chain"));
    text
}

fn to_json(evidence: &Evidence) -> serde_json::Value {
    serde_json::json!({
        "event": "proved",
        "recipient": evidence.recipient,
        "serial": evidence.serial,
        "entries": evidence.entries,
        "lines": evidence.head.0,
        "head": evidence.head.1,
        "files": evidence.files.iter().map(|file| path_text(file)).collect::<Vec<_>>(),
    })
}
