//! `convoke diff`: what changed between two archives.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{BAD, BOLD, GOOD, Text};
use crate::archive::{
    self, ArchiveAt, Change, ChangeReason, ChangedBlock, ChangedEnclosure, ComparedArchive, Diff, How, Others,
};
use crate::diagnostic::{Diagnostic, Problems, Severity, counted};
use crate::worker::Reach;

/// Say which recipients' documents changed between two archives, and why.
///
/// The reasons are what a document was made from: data (the merge fields' values), template (with layout and assets),
/// language (the locale pack), fonts, tool (nothing of these: another version of convoke or other settings). Both archives
/// are checked as `verify` does; what was altered behind a manifest's back is told as that, and never taken for a change.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 0 says that both archives could be compared, whether they differ or not; 1 that one is altered or unreadable.

  convoke diff sent/DM-1132.zip output/DM-1132    what was sent, and what is built now
  convoke diff output/DM-1132 DM-1132             what was released, and what was built since")]
pub(super) struct Args {
    /// The archive as it was: its ZIP file, its folder, a volume, or the name of its folder in the output, such as DM-1132.2.
    old: PathBuf,
    /// The archive as it is.
    new: PathBuf,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems, each change and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let what = format!("`{}` and `{}`", setting.shown(&self.old), setting.shown(&self.new));
        let guard = Guard::new(setting, self.limits, what, self.json, [self.old.clone(), self.new.clone()]);
        let named = |path: &Path| setting.name_archive(Some(path));
        guard.run(|guard| match (named(&self.old), named(&self.new)) {
            (Ok(old), Ok(new)) => {
                let read = [archive::reach(&old), archive::reach(&new)].concat();
                guard.confine(&Reach { read, write: Vec::new() });
                self.diff(&guard.archive(&old), &guard.archive(&new), setting)
            }
            (Err(problems), _) | (_, Err(problems)) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        })
    }

    fn diff(&self, old: &ArchiveAt, new: &ArchiveAt, setting: &Setting) -> Outcome {
        let diff = archive::diff(old, new);
        if self.json {
            tell_json(&diff);
        } else {
            let archives = [(&diff.old, "OLD"), (&diff.new, "NEW")];
            let of_archives = archives.into_iter().flat_map(|(side, name)| name_problems(side, name));
            let problems: Problems = of_archives.chain(diff.notes.iter().cloned()).collect();
            render::problems(&problems, setting.verbose);
            if diff.is_compared {
                render::out(&to_text(&diff));
            }
        }
        if diff.is_sound() { Outcome::Done } else { Outcome::Stopped }
    }
}

/// The problems of an archive, saying whose they are.
fn name_problems(side: &ComparedArchive, name: &str) -> Problems {
    let named = |mut problem: Diagnostic| {
        problem.message = format!("{name}: {}", problem.message);
        problem
    };
    let problems = side.problems.iter().filter(|problem| problem.severity > Severity::Note);
    problems.cloned().map(named).collect()
}

fn to_text(diff: &Diff) -> Text {
    let mut text = Text::new();
    recipients(&mut text, diff);
    blocked(&mut text, diff);
    for ChangedEnclosure { path, how, recipients } in &diff.enclosures {
        text.line(format_args!(
            "  enclosure    {path} {} (for {})",
            how.words(),
            counted(*recipients, "recipient")
        ));
    }
    let Others { added, removed, changed } = diff.others;
    if added + removed + changed > 0 {
        text.line(format_args!("  other files  {added} added, {removed} removed, {changed} changed"));
    }
    closing(&mut text, diff);
    text
}

/// Each recipient with what became of its documents.
fn recipients(text: &mut Text, diff: &Diff) {
    let mut last = "";
    for change in diff.changes.iter().filter(|change| change.how != How::Moved) {
        let recipient = change.recipient.as_str();
        let shown = if recipient == last { "" } else { recipient };
        last = recipient;
        let Change { document, locale, copy_to, how, reasons, .. } = change;
        let copy = copy_to.as_ref().map(|to| format!(", copy to {to}")).unwrap_or_default();
        let reasons: Vec<String> = reasons.iter().map(|reason| in_words(change, *reason)).collect();
        let colon = if reasons.is_empty() { "" } else { ": " };
        text.line(format_args!(
            "  {shown:<12} {document} {locale}{copy} {}{colon}{}",
            how.words(),
            reasons.join(", ")
        ));
    }
}

/// A reason; of a serial, which it was and is.
fn in_words(change: &Change, reason: ChangeReason) -> String {
    let serials = [&change.old, &change.new].map(|version| version.as_ref()?.serial.as_deref());
    match (reason, serials) {
        (ChangeReason::Serial, [Some(old), Some(new)]) => format!("{} ({old}, now {new})", reason.words()),
        _ => reason.words().to_owned(),
    }
}

fn blocked(text: &mut Text, diff: &Diff) {
    for ChangedBlock { recipient, old, new } in &diff.blocked {
        let standing = match (old.as_slice(), new.as_slice()) {
            (_, []) => "no longer blocked".to_owned(),
            ([], new) => format!("blocked: {}", new.join("; ")),
            (_, new) => format!("still blocked, now: {}", new.join("; ")),
        };
        text.line(format_args!("  {recipient:<12} {standing}"));
    }
}

fn closing(text: &mut Text, diff: &Diff) {
    let counts = diff.counted();
    if counts.differing() == 0 {
        let same = counted(counts.unchanged, "document");
        text.paint(GOOD, "no document differs").line(format_args!(": {same} the same"));
    } else {
        let reasons: Vec<String> =
            counts.by_reason.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        let documents = counted(counts.differing(), "document");
        let recipients = counted(counts.recipients, "recipient");
        text.paint(BOLD, format_args!("differences in {documents} of {recipients}"));
        text.line(format_args!(
            ": {} changed{reasons}, {} added, {} removed; {} the same",
            counts.changed, counts.added, counts.removed, counts.unchanged
        ));
    }
    if counts.moved > 0 {
        text.line(format_args!("  {} the same under another path", counted(counts.moved, "document")));
    }
    for (name, side) in [("OLD", &diff.old), ("NEW", &diff.new)] {
        if !side.is_sound() {
            text.paint(BAD, format_args!("{name} was altered")).line(": what is said of it may not be true");
        }
    }
}

fn tell_json(diff: &Diff) {
    let line = |value: Value| render::json(&value);
    for (archive, side) in [("old", &diff.old), ("new", &diff.new)] {
        for problem in &side.problems {
            line(json!({ "event": "problem", "archive": archive, "problem": problem }));
        }
    }
    diff.notes.iter().for_each(|note| line(json!({ "event": "problem", "problem": note })));
    diff.changes.iter().for_each(|change| line(json!({ "event": "change", "change": change })));
    diff.blocked.iter().for_each(|blocked| line(json!({ "event": "blocked", "blocked": blocked })));
    diff.enclosures.iter().for_each(|found| line(json!({ "event": "enclosure", "enclosure": found })));
    line(json!({
        "event": "compared",
        "compared": diff.is_compared,
        "old": side_to_json(&diff.old),
        "new": side_to_json(&diff.new),
        "documents": diff.counted(),
        "others": diff.others,
    }));
}

fn side_to_json(side: &ComparedArchive) -> Value {
    json!({
        "intact": side.is_sound(),
        "reference": side.reference,
        "tool": side.tool,
        "manifest_sha256": side.manifest_sha256,
        "volume": side.volume,
        "documents": side.documents,
    })
}
