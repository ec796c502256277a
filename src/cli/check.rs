//! `convoke check`: the whole preflight, without making a document.

use super::{Outcome, Setting, render};
use crate::plan;

/// Check the mailing, its recipients, templates and locale packs, and report every problem at once.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let options = plan::Options { encoding: self.encoding.clone(), ..plan::Options::default() };
        let (plan, problems) = plan::make(&setting.root, &setting.mailing, &options);
        render::problems(&problems, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let unread = plan.unread().len();
        let blocked = unread + plan.recipients().iter().filter(|planned| planned.is_blocked()).count();
        let recipients = unread + plan.recipients().len();
        let documents: usize = plan.recipients().iter().map(|planned| planned.documents.len()).sum();
        let (good, bad) = (render::GOOD, render::BAD);
        render::out(&if blocked == 0 {
            format!("{good}ready{good:#}: {documents} documents for {recipients} recipients\n")
        } else {
            format!("{bad}blocked{bad:#}: {blocked} of {recipients} recipients; the rest can be made\n")
        });
        if blocked > 0 { Outcome::SomeBlocked } else { Outcome::Done }
    }
}
