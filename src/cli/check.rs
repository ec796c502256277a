//! `convoke check`: the whole preflight, and one document of each template, which is thrown away.

use std::collections::{BTreeMap, BTreeSet};

use super::cage::{environment, isolation};
use super::lists::OtherLists;
use super::outcome::Outcome;
use super::setting::{Setting, processors};
use super::text::{BAD, DIM, GOOD, Text};
use super::{render, sealing};
use crate::batch;
use crate::diagnostic::{Checked, Diagnostic, Problems, Scope, Severity, counted};
use crate::plan::{self, Choice, LanguageTally, Plan, PlannedRecipient};

/// Check the mailing, its recipients, templates and locale packs, and report every problem at once.
///
/// Each template is tried with one recipient in each language, unless it was before with the same; what was tried is noted in the
/// output folder. Nothing else is written.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write problems, each recipient's language and documents, and the outcome as one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lists: OtherLists,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        // What is wrong with the key does not hide what else there is.
        let seal = sealing::open(setting, None);
        let of_seal = seal.as_ref().err().cloned().unwrap_or_default();
        render::report(&of_seal, self.json, setting.verbose);
        let lists = match self.lists.sources(setting) {
            Ok(lists) => lists,
            Err(problem) => {
                render::report(&[problem], self.json, setting.verbose);
                return Outcome::Stopped;
            }
        };
        let options = plan::PlanOptions {
            lists,
            seal: seal.ok().flatten(),
            jobs: Some(processors()),
            encoding: self.encoding.clone(),
            notes_texts: true,
            isolation: isolation(false),
            environment: environment(),
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&setting.root, &setting.mailing, &options);
        render::report(&problems, self.json, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let tried = match batch::rehearse(&plan, &options.isolation, processors()) {
            Ok(tried) if !tried.stops_build() => tried,
            Ok(problems) | Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                return Outcome::Stopped;
            }
        };
        render::report(&tried, self.json, setting.verbose);
        if of_seal.has_errors() {
            return Outcome::Stopped;
        }
        let blocked = blocked(&plan, &tried);
        let told =
            if self.json { tell_json(&plan, &blocked) } else { tell(&plan, blocked.len(), setting.verbose) };
        if let Err(problem) = told {
            render::report(&[problem], self.json, setting.verbose);
            return Outcome::Stopped;
        }
        Outcome::done(!blocked.is_empty() || problems.need_a_look() || tried.need_a_look())
    }
}

/// Ids of the recipients that nothing can be made for, as the plan or a trial found.
fn blocked<'a>(plan: &'a Plan, tried: &'a Problems) -> BTreeSet<&'a str> {
    let blocks =
        |problem: &&Diagnostic| problem.severity == Severity::Error && problem.scope == Scope::Recipient;
    let found = tried.iter().filter(blocks).filter_map(|problem| problem.subject.recipient.as_deref());
    plan.blocked().chain(found).collect()
}

/// Shows the outcome and how many recipients are written to in which language; with `each`, every recipient's language and why.
fn tell(plan: &Plan, blocked: usize, each: bool) -> Result<(), Diagnostic> {
    let mut tally = LanguageTally::default();
    for planned in plan.recipients() {
        let planned = planned?;
        tally.add(&planned);
        if let Some(chosen) = planned.language.as_ref().filter(|_| each) {
            render::out(&choice_line(planned.id(), chosen));
        }
    }
    render::out(&to_text(plan, blocked, &tally));
    Ok(())
}

fn choice_line(id: &str, chosen: &Choice) -> Text {
    let courtesy = chosen.second.iter().fold(String::new(), |_, tag| format!("; courtesy in {tag}"));
    let mut text = Text::new();
    text.say(format_args!("  {id:<12} {:<8} ", chosen.locale));
    text.paint(DIM, format_args!("{}{courtesy}", chosen.why())).end();
    text
}

fn to_text(plan: &Plan, blocked: usize, tally: &LanguageTally) -> Text {
    let mut text = Text::new();
    let documents = counted(plan.document_count(), "document");
    let recipients = counted(plan.expected(), "recipient");
    if blocked == 0 {
        text.paint(GOOD, "ready").line(format_args!(": {documents} for {recipients}"));
    } else {
        text.paint(BAD, "blocked").line(format_args!(": {blocked} of {recipients}; the rest can be made"));
    }
    let listed = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(tag, count)| format!("{tag} {count}")).collect::<Vec<_>>().join(", ")
    };
    text.line(format_args!("  {:<12} {}", "languages", listed(&tally.languages)));
    if tally.by_default > 0 {
        let count = tally.by_default;
        text.line(format_args!("  {:<12} {count}, having no language with templates", "by default"));
    }
    if !tally.courtesies.is_empty() {
        text.line(format_args!("  {:<12} {}", "courtesy", listed(&tally.courtesies)));
    }
    text
}

fn tell_json(plan: &Plan, blocked: &BTreeSet<&str>) -> Result<(), Diagnostic> {
    for planned in plan.recipients() {
        let planned = planned?;
        render::json(&recipient_json(&planned, blocked.contains(planned.id())));
    }
    render::json(&serde_json::json!({
        "event": "checked",
        "recipients": plan.expected(),
        "documents": plan.document_count(),
        "blocked": blocked.len(),
    }));
    Ok(())
}

fn recipient_json(planned: &PlannedRecipient, is_blocked: bool) -> serde_json::Value {
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
        "blocked": is_blocked,
        "language": planned.language,
        "why": planned.language.as_ref().map(Choice::why),
        "documents": documents.collect::<Vec<_>>(),
    })
}
