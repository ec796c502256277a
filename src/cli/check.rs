//! `convoke check`: the whole preflight, without making a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Outcome, Setting, processors, render};
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
        let unread = plan.unread().len();
        let blocked = unread + plan.recipients().iter().filter(|planned| planned.is_blocked()).count();
        if self.json {
            render::out(&to_json(&plan, blocked));
        } else {
            render::out(&to_text(&plan, blocked, setting.verbose));
        }
        if blocked > 0 { Outcome::SomeBlocked } else { Outcome::Done }
    }
}

fn recipients(plan: &Plan) -> usize {
    plan.unread().len() + plan.recipients().len()
}

fn documents(plan: &Plan) -> usize {
    plan.recipients().iter().map(|planned| planned.documents.len()).sum()
}

/// The outcome, how many recipients are written to in which language, and with `each` every one's and why.
fn to_text(plan: &Plan, blocked: usize, each: bool) -> String {
    let (good, bad, dim) = (render::GOOD, render::BAD, render::DIM);
    let mut text = String::new();
    if each {
        for planned in plan.recipients() {
            let Some(chosen) = &planned.language else { continue };
            let why = chosen.why();
            let courtesy = chosen.second.iter().fold(String::new(), |_, tag| format!("; courtesy in {tag}"));
            let _ = writeln!(text, "  {:<12} {:<8} {dim}{why}{courtesy}{dim:#}", planned.id(), chosen.locale);
        }
    }
    let (documents, recipients) = (documents(plan), recipients(plan));
    let _ = if blocked == 0 {
        writeln!(text, "{good}ready{good:#}: {documents} documents for {recipients} recipients")
    } else {
        writeln!(text, "{bad}blocked{bad:#}: {blocked} of {recipients} recipients; the rest can be made")
    };
    let chosen = || plan.recipients().iter().filter_map(|planned| planned.language.as_ref());
    let _ = writeln!(text, "  {:<12} {}", "languages", tally(chosen().map(|choice| choice.locale.as_str())));
    let fallen = chosen().filter(|choice| choice.reason == Reason::Default).count();
    if fallen > 0 {
        let _ = writeln!(text, "  {:<12} {fallen}, having no language with templates", "by default");
    }
    let courtesy = tally(chosen().filter_map(|choice| choice.second.as_deref()));
    if !courtesy.is_empty() {
        let _ = writeln!(text, "  {:<12} {courtesy}", "courtesy");
    }
    text
}

fn tally<'a>(tags: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tags.for_each(|tag| *counts.entry(tag).or_default() += 1);
    counts.iter().map(|(tag, count)| format!("{tag} {count}")).collect::<Vec<_>>().join(", ")
}

fn to_json(plan: &Plan, blocked: usize) -> String {
    let mut text = String::new();
    for planned in plan.recipients() {
        let _ = writeln!(text, "{}", recipient(planned));
    }
    let summary = serde_json::json!({
        "event": "checked",
        "recipients": recipients(plan),
        "documents": documents(plan),
        "blocked": blocked,
    });
    let _ = writeln!(text, "{summary}");
    text
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
