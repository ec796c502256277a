//! `convoke locale status`: what each language lacks.

use std::fmt::Write as _;

use super::super::{Outcome, Setting, render};
use crate::diagnostic::{Diagnostic, Severity, codes, did_you_mean};
use crate::mailing::Mailing;
use crate::translate::Status;

/// Show what each language lacks: what is missing, stale or wrong, with file, line and what to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only these languages.
    #[arg(value_name = "TAG")]
    tags: Vec<String>,
    /// Write problems and each language's counts as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, mailing: &Mailing) -> Outcome {
        let desk = super::desk(setting, mailing);
        let known = desk.languages();
        let unknown: Vec<Diagnostic> = self
            .tags
            .iter()
            .filter(|tag| !known.contains(tag))
            .map(|tag| {
                Diagnostic::new(codes::LOCALE_UNKNOWN, format!("there is no language `{tag}`"))
                    .with_hint(did_you_mean(tag, known.iter().map(String::as_str)))
            })
            .collect();
        render::report(&unknown, self.json, true);
        let wanted = known.iter().filter(|tag| self.tags.is_empty() || self.tags.contains(tag));
        let statuses =
            desk.review(mailing, &setting.mailing, &wanted.map(String::as_str).collect::<Vec<_>>());
        let mut text = String::new();
        for status in &statuses {
            render::report(&status.problems, self.json, setting.verbose);
            text += &if self.json { to_json(status) } else { to_text(status) };
        }
        render::out(&text);
        let wrong = statuses.iter().flat_map(|status| &status.problems).any(is_error);
        if wrong || !unknown.is_empty() { Outcome::Stopped } else { Outcome::Done }
    }
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}

/// How many problems of a status are of each sort, those there are.
fn counts(status: &Status) -> Vec<(&'static str, usize)> {
    let count = |wanted: &dyn Fn(&Diagnostic) -> bool| {
        status.problems.iter().filter(|problem| wanted(problem)).count()
    };
    let missing = |problem: &Diagnostic| {
        is_error(problem)
            && (problem.code.name.ends_with("-missing") || problem.code == "mailing-untranslated")
    };
    let stale = |problem: &Diagnostic| problem.code == "translation-stale";
    let to_do = |problem: &Diagnostic| problem.code == "translation-to-do";
    let sorts: [(&str, usize); 5] = [
        ("to translate", status.to_do),
        ("stale", count(&stale)),
        ("missing", count(&missing)),
        ("wrong", count(&|p| is_error(p) && !missing(p) && !stale(p) && !to_do(p))),
        ("doubtful", count(&|p| p.severity == Severity::Warning)),
    ];
    sorts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn to_text(status: &Status) -> String {
    let (good, bad) = (render::GOOD, render::BAD);
    let mut text = String::new();
    let from = status.source.as_ref().map_or_else(|| "source".to_owned(), |source| format!("from {source}"));
    let counts: Vec<String> =
        counts(status).into_iter().map(|(sort, count)| format!("{count} {sort}")).collect();
    let standing = if counts.is_empty() {
        format!("{good}complete{good:#}")
    } else {
        format!("{bad}{}{bad:#}", counts.join(", "))
    };
    let _ = writeln!(text, "{:<8} {from:<10} {standing}", status.tag);
    text
}

fn to_json(status: &Status) -> String {
    let counts: serde_json::Map<String, serde_json::Value> =
        counts(status).into_iter().map(|(sort, count)| (sort.replace(' ', "_"), count.into())).collect();
    let line = serde_json::json!({
        "event": "language",
        "language": status.tag,
        "source": status.source,
        "complete": !status.problems.iter().any(is_error),
        "counts": counts,
    });
    format!("{line}\n")
}
