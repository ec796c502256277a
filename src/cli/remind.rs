//! `convoke remind`: begins a mailing of reminders for those who have not answered.

use std::path::PathBuf;

use super::cage::environment;
use super::follow_up::{Following, room, tell_next};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{BOLD, GOOD, Text};
use crate::diagnostic::{Problems, counted, path_text};
use crate::follow_up::{Held, Reminded, remind};

/// Begin a mailing of reminders for those who have not answered, from the archive, what `collect` wrote, and the ledger.
///
/// Each reminder names the first letter and sends its form again, under the same number: answers to either are collected with the
/// first mailing, and count once. Who has answered is not reminded, in part, by letter or with regrets; nor is anybody of whom
/// something unclear came, or who is not known to have the letter by the ledger, which is told. Addresses are taken from the mailing's lists. Nothing of the first mailing is changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that somebody could not be reminded, or has to be looked at first; all others are in the new mailing.

  convoke collect returns/
  convoke remind --issued-at 2004-06-02 -o reminder
  convoke remind --issued-at 2004-06-09 --reference DM-1132/R2 --deadline 2004-06-17 -o second")]
pub(super) struct Args {
    #[command(flatten)]
    following: Following,
    /// Reference of the reminders [default: that of the mailing with /R1].
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// The last day for forms [default: that of the mailing].
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// The file with the key that the forms were made with [default: register.key in the mailing's folder].
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Write what was begun as one JSON object, and problems as one a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.begin(setting) {
            Ok(reminded) => {
                render::report(&reminded.problems, self.json, setting.verbose);
                self.tell(&reminded, setting);
                Outcome::done(
                    (reminded.problems.has_errors() || reminded.problems.need_a_look())
                        || reminded.standing.is_unclear(),
                )
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn begin(&self, setting: &Setting) -> Result<Reminded, Problems> {
        let options = self.following.options(self.reference.as_deref(), self.deadline.as_deref())?;
        let first = self.following.open(setting)?;
        remind(&first, &options, self.key.as_deref(), &self.following.output, &room(), environment())
    }

    fn tell(&self, reminded: &Reminded, setting: &Setting) {
        let Reminded { reference, files, languages, standing, .. } = reminded;
        if self.json {
            let held = standing.held.iter().map(
                |Held { recipient, files }| serde_json::json!({ "recipient": recipient, "files": files }),
            );
            return render::json(&serde_json::json!({
                "event": "begun",
                "folder": path_text(&self.following.output),
                "reference": reference,
                "reminders": languages.values().sum::<usize>(),
                "languages": languages,
                "answered": standing.answered,
                "in_part": standing.in_part,
                "by_letter": standing.by_letter,
                "regrets": standing.regrets,
                "held": held.collect::<Vec<_>>(),
                "unread": standing.unread,
                "booked": standing.booked,
                "replied": standing.replied,
                "missed": standing.missed,
                "files": files,
            }));
        }
        let mut text = Text::new();
        let count = counted(languages.values().sum::<usize>(), "reminder");
        let of: Vec<String> =
            languages.iter().map(|(language, count)| format!("{language} {count}")).collect();
        text.paint(GOOD, "begun").line(format_args!(
            ": {count} ({}) as {reference} in {}",
            of.join(", "),
            setting.shown(&self.following.output)
        ));
        text.line(format_args!("  {} answered, and not reminded", counted(standing.answered, "recipient")));
        list(&mut text, "in part: ask for what is missing", &standing.in_part);
        list(&mut text, "by letter", &standing.by_letter);
        list(&mut text, "regrets", &standing.regrets);
        let held: Vec<String> = standing
            .held
            .iter()
            .map(|held| format!("{} ({})", held.recipient, held.files.join("; ")))
            .collect();
        list(&mut text, "unclear, and not reminded: look at what came", &held);
        list(&mut text, "replied by the ledger, and not reminded: read what they say", &standing.replied);
        list(&mut text, "answered by the ledger, though no form came", &standing.booked);
        list(&mut text, "files of which nobody has said whose they are", &standing.unread);
        tell_next(&mut text, &self.following.output, setting);
        render::out(&text);
    }
}

fn list(text: &mut Text, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    text.say("  ").paint(BOLD, title).line(format_args!(" ({}):", items.len()));
    for item in items {
        text.line(format_args!("    {item}"));
    }
}
