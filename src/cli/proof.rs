//! `convoke proof`: all recipients on one sheet, to be looked at and signed before anything goes out.

use std::path::PathBuf;

use super::cage::{environment, isolation};
use super::only::Only;
use super::outcome::Outcome;
use super::progress::Count;
use super::render;
use super::setting::{Setting, processors};
use super::text::{GOOD, Text};
use crate::batch::{self, ProofOptions, Proofed};
use crate::diagnostic::{Checked, Problems, codes, counted};
use crate::plan::{self, Unfinished};
use crate::register::KeyUse;

/// Put all recipients on one proof, to be looked at, ticked and signed before anything goes out.
///
/// For each recipient: the address and salutation as printed, its language and why, the channel, what it gets, what has to be looked at, and
/// its letter in small. A PDF to print and a page for browsers, in the office's language. Takes no numbers, and leaves the archive alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that nothing can be made for some recipients; the proof says why.

  convoke proof                        output/proof/proof.pdf and proof.html
  convoke proof --only observers       for a group")]
pub(super) struct Args {
    #[command(flatten)]
    only: Only,
    /// Where to put it [default: `proof` in the mailing's output folder].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Proof a language although it is stale or incomplete.
    #[arg(long)]
    allow_stale: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.proof(setting) {
            Ok((proofed, outcome)) => {
                render::report(&proofed.problems, self.json, setting.verbose);
                outcome
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn proof(&self, setting: &Setting) -> Result<(Proofed, Outcome), Problems> {
        let options = plan::PlanOptions {
            only: self.only.texts()?,
            jobs: Some(processors()),
            encoding: self.encoding.clone(),
            unfinished: if self.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
            key: KeyUse::Trial,
            isolation: isolation(false),
            environment: environment(),
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&setting.root, &setting.mailing, &options);
        render::report(&problems, self.json, setting.verbose);
        let Some(plan) = plan else { return Err(Problems::new()) };
        let folder = self.output.clone().unwrap_or_else(|| batch::proof_folder(&plan));
        let mut progress = Count::new("recipient", self.json);
        let all = plan.recipient_count();
        let workplace = plan.workplace(&options.isolation)?;
        let making = ProofOptions {
            jobs: processors(),
            stop: None,
            progress: &mut |done| progress.show(done, all),
            rows: &mut |_| {},
        };
        let proofed = batch::proof(&plan, &problems, &folder, &workplace, making)?;
        if self.json {
            let files: Vec<String> =
                proofed.files.iter().map(|name| setting.shown(&folder.join(name))).collect();
            render::json(&serde_json::json!({
                "event": "proof",
                "files": files,
                "recipients": proofed.recipients,
                "to_look_at": proofed.to_look_at,
            }));
        } else {
            let mut text = Text::new();
            text.paint(GOOD, counted(proofed.recipients, "recipient"));
            text.line(format_args!(" to be looked at, {} with a note", proofed.to_look_at));
            for name in &proofed.files {
                text.line(setting.shown(&folder.join(name)));
            }
            render::out(&text);
        }
        let kept = proofed.problems.iter().any(|problem| problem.code == codes::FILE_KEPT);
        let outcome = Outcome::done(plan.blocked().next().is_some() || kept);
        Ok((proofed, outcome))
    }
}
