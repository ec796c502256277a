//! `convoke check`: the whole preflight, without making a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::outcome::Outcome;
use super::render;
use super::setting::{Setting, processors};
use crate::diagnostic::{Diagnostic, counted};
use crate::plan::{self, Plan, PlannedRecipient, Reason};

/// Check the mailing, its recipients, templates and locale packs, and report every problem at once.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write problems, each recipient's language and documents, and the outcome as one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let options = plan::Options {
            jobs: Some(processors()),
            encoding: self.encoding.clone(),
            ..plan::Options::default()
        };
        let (plan, problems) = plan::make(&setting.root, &setting.mailing, &options);
        render::report(&problems, self.json, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let blocked = plan.blocked().count();
        let told = if self.json { tell_json(&plan, blocked) } else { tell(&plan, blocked, setting.verbose) };
        if let Err(problem) = told {
            render::report(&[problem], self.json, setting.verbose);
            return Outcome::Stopped;
        }
        if blocked > 0 { Outcome::SomeBlocked } else { Outcome::Done }
    }
}

fn recipients(plan: &Plan) -> usize {
    plan.unread().len() + plan.recipient_count()
}

/// Tells the outcome, how many recipients are written to in which language, and with `each` every one's and why.
fn tell(plan: &Plan, blocked: usize, each: bool) -> Result<(), Diagnostic> {
    let (good, bad, dim) = (render::GOOD, render::BAD, render::DIM);
    let (mut languages, mut courtesies, mut fallen) = (Tally::new(), Tally::new(), 0);
    for planned in plan.recipients() {
        let planned = planned?;
        let Some(chosen) = &planned.language else { continue };
        if each {
            let why = chosen.why();
            let courtesy = chosen.second.iter().fold(String::new(), |_, tag| format!("; courtesy in {tag}"));
            let (id, locale) = (planned.id(), &chosen.locale);
            render::out(&format!("  {id:<12} {locale:<8} {dim}{why}{courtesy}{dim:#}\n"));
        }
        *languages.entry(chosen.locale.clone()).or_default() += 1;
        fallen += usize::from(chosen.reason == Reason::Default);
        if let Some(second) = &chosen.second {
            *courtesies.entry(second.clone()).or_default() += 1;
        }
    }
    let mut text = String::new();
    let documents = counted(plan.document_count(), "document");
    let recipients = counted(recipients(plan), "recipient");
    let _ = if blocked == 0 {
        writeln!(text, "{good}ready{good:#}: {documents} for {recipients}")
    } else {
        writeln!(text, "{bad}blocked{bad:#}: {blocked} of {recipients}; the rest can be made")
    };
    let _ = writeln!(text, "  {:<12} {}", "languages", listed(&languages));
    if fallen > 0 {
        let _ = writeln!(text, "  {:<12} {fallen}, having no language with templates", "by default");
    }
    if !courtesies.is_empty() {
        let _ = writeln!(text, "  {:<12} {}", "courtesy", listed(&courtesies));
    }
    render::out(&text);
    Ok(())
}

/// How many of each tag.
type Tally = BTreeMap<String, usize>;

fn listed(tally: &Tally) -> String {
    tally.iter().map(|(tag, count)| format!("{tag} {count}")).collect::<Vec<_>>().join(", ")
}

fn tell_json(plan: &Plan, blocked: usize) -> Result<(), Diagnostic> {
    for planned in plan.recipients() {
        render::out(&format!("{}\n", recipient(&planned?)));
    }
    let summary = serde_json::json!({
        "event": "checked",
        "recipients": recipients(plan),
        "documents": plan.document_count(),
        "blocked": blocked,
    });
    render::out(&format!("{summary}\n"));
    Ok(())
}

fn recipient(planned: &PlannedRecipient) -> serde_json::Value {
    let documents = planned.documents.iter().map(|document| {
        serde_json::json!({
            "document": document.document,
            "locale": document.locale,
            "copy": document.copy.map(|copy| copy + 1),
            "courtesy": document.courtesy,
            "path": document.path,
        })
    });
    serde_json::json!({
        "event": "recipient",
        "recipient": planned.id(),
        "serial": planned.serial,
        "replaces": planned.replaces,
        "blocked": planned.is_blocked(),
        "language": planned.language,
        "why": planned.language.as_ref().map(plan::Choice::why),
        "documents": documents.collect::<Vec<_>>(),
    })
}
