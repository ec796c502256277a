//! `convoke collect`: reads returned forms into a table.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::cage::{Limits, tell_missing};
use super::outcome::Outcome;
use super::progress::Count;
use super::setting::{Setting, processors};
use super::text::{BOLD, DIM, GOOD, Text};
use super::time::moment;
use super::{render, stores};
use crate::archive::Opened;
use crate::collect::{self, CollectRound, Collected, Returned, RoundResult};
use crate::diagnostic::{Diagnostic, Problems, codes, counted, path_text};
use crate::ledger;
use crate::mailing::IssuedAt;

/// Read returned forms into a table, and report on every file.
///
/// Forms come as browsers and PDF programs save them, renamed, several from one ministry: each says whose it is. Values are
/// checked against the form as it was sent, and forms that the mailing did not make are told apart. The table goes to registrations.csv, .xlsx and .json, readable by you alone; no
/// returned file is changed. Personal data are in the table and in no message.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that a person has to look at some of the files; the rest are in the table.

  convoke collect returns/                    all in a folder: forms, scans, messages
  convoke collect returns/ --now 2004-06-05   and how long there is until the deadline
  convoke collect --answers-template answers.csv
                                              a table to enter answers in that came on paper")]
pub(super) struct Args {
    /// Returned files, or folders of them.
    #[arg(required_unless_present = "answers_template", value_name = "RETURNS")]
    returns: Vec<PathBuf>,
    /// The archive of what was sent: its folder, ZIP file, or the mailing's reference [default: the mailing's newest].
    #[arg(long, value_name = "PATH")]
    archive: Option<PathBuf>,
    /// Where to put the table [default: <REFERENCE>-registrations, beside the archive].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The file with the key that the forms were made with [default: register.key in the mailing's folder].
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The table in which you enter answers that came on paper, regrets and letters: CSV or a workbook [default: answers.csv or
    /// answers.xlsx in the mailing's folder, if there is one].
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Write an empty table of answers with its headings, and read no returns.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["returns", "answers"])]
    answers_template: Option<PathBuf>,
    /// Count answers that nobody can verify, such as those to forms of an archive made before forms had a keyed hash.
    #[arg(long)]
    accept_unverified: bool,
    /// The day it is, such as 2004-06-05: to tell how long there is until the deadline, and dates that are yet to come.
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// How many files to read at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    limits: Limits,
    /// Write problems and a line for each file as one JSON object a line, and the summary last.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        if let Some(path) = &self.answers_template {
            return self.write_template(path, setting);
        }
        match self.collect(setting) {
            Ok(done) => {
                if self.json {
                    tell_json(&done);
                } else {
                    render::out(&to_text(setting, &done));
                }
                Outcome::done(done.needs_a_look || done.collected.to_look_at().next().is_some())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn write_template(&self, path: &Path, setting: &Setting) -> Outcome {
        let write = || {
            let archive = Opened::open(&self.find_archive(setting)?)?;
            Ok(collect::write_template(path, &archive, &self.limits.room())?)
        };
        match write() {
            Ok(()) => {
                render::out(
                    Text::new().paint(GOOD, "written").line(format_args!(": {}", setting.shown(path))),
                );
                Outcome::Done
            }
            Err(problems) => {
                let problems: Problems = problems;
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn find_archive(&self, setting: &Setting) -> Result<PathBuf, Problems> {
        setting.name_archive(self.archive.as_deref())
    }

    fn collect(&self, setting: &Setting) -> Result<Done, Problems> {
        let now = self.now.as_deref().map(day).transpose()?;
        let (archive, asking) = stores::open(&self.find_archive(setting)?)?;
        let round = CollectRound {
            root: &setting.root,
            archive: &archive,
            returns: &self.returns,
            output: self.output.as_deref(),
            key: self.key.as_deref(),
            answers: self.answers.as_deref(),
            jobs: self.jobs.unwrap_or_else(processors),
            now,
            booked_at: self.moment()?,
            accepts_unverified: self.accept_unverified,
            shown_from: None,
        };
        let mut progress = Count::new("file", self.json);
        let room = self.limits.room();
        let result = collect::collect_round(&round, &room, &mut |done, all| progress.show(done, all))?;
        tell_missing(&room, self.json, setting);
        asking.iter().for_each(|asking| asking.tell_retries(setting, self.json));
        let RoundResult { collected, written, booked, problems } = result;
        render::report(&problems, self.json, setting.verbose);
        let needs_a_look = problems.need_a_look() || problems.has_errors();
        Ok(Done { collected, written, now, needs_a_look, booked })
    }

    /// When answers are booked: on the day that was given, else now.
    fn moment(&self) -> Result<Timestamp, Diagnostic> {
        self.now.as_deref().and_then(ledger::parse_moment).map_or_else(|| moment(None), Ok)
    }
}

/// What collecting came to.
struct Done {
    collected: Collected,
    /// The files written.
    written: Vec<PathBuf>,
    /// The day it is.
    now: Option<Date>,
    /// Whether there is a warning of the mailing's own files.
    needs_a_look: bool,
    /// How many answers were booked; `None` without a ledger.
    booked: Option<usize>,
}

fn day(text: &str) -> Result<Date, Diagnostic> {
    IssuedAt::parse_date(text).ok_or_else(|| {
        Diagnostic::new(codes::TIME, format!("`{text}` is not a date"))
            .with_field("--now")
            .with_hint("write it as in 2004-06-05")
    })
}

fn tell_json(done: &Done) {
    let Done { collected, written, .. } = done;
    for file in &collected.files {
        render::json(&serde_json::json!({ "event": "file", "file": file }));
    }
    render::json(&serde_json::json!({
        "event": "collected",
        "reference": collected.reference,
        "deadline": collected.deadline,
        "files": collected.file_count(),
        "to_look_at": collected.to_look_at().count(),
        "participants": collected.participants(),
        "answered": collected.answered,
        "unanswered": collected.unanswered,
        "booked": done.booked,
        "written": written.iter().map(|path| path_text(path)).collect::<Vec<_>>(),
    }));
}

fn to_text(setting: &Setting, done: &Done) -> Text {
    let Done { collected, written, now, .. } = done;
    let participants = counted(collected.participants(), "participant");
    let files = counted(collected.file_count(), "file");
    let Collected { reference, answered, .. } = collected;
    let asked = counted(collected.asked(), "recipient");
    let mut text = Text::new();
    text.paint(GOOD, participants);
    text.line(format_args!(" in {files} for {reference}; {answered} of {asked} answered"));
    for (status, count) in collected.by_status() {
        text.line(format_args!("  {:<28} {count:>5}", status.words()));
    }
    versions(&mut text, collected);
    fields(&mut text, collected);
    by_hand(&mut text, collected);
    unanswered(&mut text, collected, *now);
    if let Some(count @ 1..) = done.booked {
        text.line(format_args!("booked in the ledger: {}", counted(count, "answer")));
    }
    for path in written {
        text.say("  ").paint(DIM, setting.shown(path)).end();
    }
    text
}

/// Whose file it is, as far as is known.
fn whose(file: &Returned) -> String {
    [&file.recipient, &file.serial].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
}

fn versions(text: &mut Text, collected: &Collected) {
    let several = collected.several_answers();
    if several.is_empty() {
        return;
    }
    text.paint(BOLD, "several answers");
    text.line(format_args!(" ({}; all are in the table):", several.len()));
    for ((recipient, _), files) in several {
        for file in &files {
            let version = file.version.map(|version| version.to_string()).unwrap_or_default();
            let modified = file.modified.as_deref().unwrap_or("no date");
            text.line(format_args!("  {recipient:<12} {version:<10} {modified:<25}  {}", file.place()));
        }
        if files.iter().any(|file| !file.differs_from.is_empty()) {
            text.line(format_args!(
                "  {recipient:<12} they do not say the same: find out which one is meant"
            ));
        }
    }
}

fn fields(text: &mut Text, collected: &Collected) {
    let wrong: Vec<&Returned> = collected.with_wrong_fields().collect();
    if wrong.is_empty() {
        return;
    }
    text.paint(BOLD, "fields to ask about").line(format_args!(" ({}):", counted(wrong.len(), "file")));
    for file in wrong {
        text.line(format_args!("  {} ({})", file.place(), whose(file)));
        for problem in &file.problems {
            let colon = if problem.field.is_empty() { "" } else { ": " };
            text.line(format_args!("    {}{colon}{}", problem.field, problem.problem));
        }
    }
}

fn by_hand(text: &mut Text, collected: &Collected) {
    let odd: Vec<&Returned> = collected.to_handle().collect();
    if odd.is_empty() {
        return;
    }
    text.paint(BOLD, "to look at").line(format_args!(" ({}):", odd.len()));
    for file in odd {
        let whose = whose(file);
        let whose = if whose.is_empty() { whose } else { format!(" ({whose})") };
        let remark = file.remark.as_ref().map(|remark| format!(", {remark}")).unwrap_or_default();
        let to_do = match file.status.to_do() {
            "" => String::new(),
            to_do => format!(": {to_do}"),
        };
        text.line(format_args!("  {}{whose}: {}{remark}{to_do}", file.place(), file.status.words()));
    }
}

fn unanswered(text: &mut Text, collected: &Collected, now: Option<Date>) {
    if collected.unanswered.is_empty() {
        return;
    }
    let deadline = collected.deadline.map(|deadline| match now.and_then(|now| collected.days_left(now)) {
        Some(0) => format!(", the deadline {deadline} is today"),
        Some(days @ 1..) => format!(", the deadline {deadline} is in {}", counted(days, "day")),
        Some(days) => format!(", the deadline {deadline} is {} past", counted(-days, "day")),
        None => format!(", the deadline is {deadline}"),
    });
    let recipients = counted(collected.unanswered.len(), "recipient");
    text.paint(BOLD, "not answered");
    text.line(format_args!(" ({recipients}{}):", deadline.unwrap_or_default()));
    let ids: Vec<&str> = collected.unanswered.iter().map(|one| one.recipient.as_str()).collect();
    const PER_LINE: usize = 16;
    for line in ids.chunks(PER_LINE) {
        text.line(format_args!("  {}", line.join(" ")));
    }
}
