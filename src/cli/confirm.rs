//! `convoke confirm`: begins a mailing of acknowledgements, confirmations of registration and letters for visas.

use super::cage::environment;
use super::follow_up::{Following, room, tell_next};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::diagnostic::{Problems, path_text};
use crate::follow_up::{Confirmed, Confirming, confirm};

/// Begin a mailing that acknowledges answers and confirms registrations, from the archive and what `collect` wrote.
///
/// Each delegation whose answer counts gets an acknowledgement with all whom it has registered; each participant a confirmation with a
/// registration number, by e-mail where the form has an address; and who asked for visa support a letter for the visa. Numbers follow
/// from names, so that they stay when others register. The list in the new folder holds personal data and is readable by you alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that somebody could not be confirmed, or lacks what a visa needs; all others are in the new mailing.

  convoke collect returns/
  convoke confirm --issued-at 2004-06-12 -o confirmations
  convoke confirm --for delegations --issued-at 2004-06-12 -o acknowledgements")]
pub(super) struct Args {
    #[command(flatten)]
    following: Following,
    /// Who is written to.
    #[arg(long = "for", value_name = "WHOM", value_enum, default_value_t = Whom::All)]
    whom: Whom,
    /// Reference of the letters [default: that of the mailing with /C1].
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Write what was begun as one JSON object, and problems as one a line.
    #[arg(long)]
    json: bool,
}

/// Who is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Whom {
    /// Delegations and participants.
    All,
    /// Delegations: acknowledgements.
    Delegations,
    /// Participants: confirmations, and letters for visas.
    Participants,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.begin(setting) {
            Ok(confirmed) => {
                render::report(&confirmed.problems, self.json, setting.verbose);
                self.tell(&confirmed, setting);
                Outcome::done(confirmed.problems.has_errors() || confirmed.problems.need_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn begin(&self, setting: &Setting) -> Result<Confirmed, Problems> {
        let options = self.following.options(self.reference.as_deref(), None)?;
        let first = self.following.open(setting)?;
        let confirming = match self.whom {
            Whom::All => Confirming::All,
            Whom::Delegations => Confirming::Delegations,
            Whom::Participants => Confirming::Participants,
        };
        confirm(&first, &options, confirming, &self.following.output, &room(), environment())
    }

    fn tell(&self, confirmed: &Confirmed, setting: &Setting) {
        let Confirmed { reference, files, delegations, participants, visas, .. } = confirmed;
        if self.json {
            return render::json(&serde_json::json!({
                "event": "begun",
                "folder": path_text(&self.following.output),
                "reference": reference,
                "delegations": delegations,
                "participants": participants,
                "visas": visas,
                "files": files,
            }));
        }
        let mut text = Text::new();
        text.paint(GOOD, "begun")
            .line(format_args!(": {reference} in {}", setting.shown(&self.following.output)));
        for (count, what) in [
            (delegations, "acknowledgement to a delegation"),
            (participants, "confirmation to a participant"),
            (visas, "letter for a visa"),
        ] {
            if *count > 0 {
                text.line(format_args!("  {count:>5}  {what}"));
            }
        }
        if *visas > 0 {
            text.line("  letters for visas say that the delegation bears the costs: see whether that is so");
        }
        tell_next(&mut text, &self.following.output, setting);
        render::out(&text);
    }
}
