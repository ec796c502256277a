//! `convoke locale status`: what each language lacks.

use super::super::cage::isolation;
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{BAD, GOOD, Text};
use crate::diagnostic::{Diagnostic, Problems, codes, did_you_mean};
use crate::mailing::Mailing;
use crate::plan::open_templates;
use crate::translate::{Desk, LanguageStatus};

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
    pub(super) fn run(&self, setting: &Setting, mailing: &Mailing, desk: &Desk) -> Outcome {
        let known = desk.languages();
        let unknown: Problems = self
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
        let wanted: Vec<&str> = wanted.map(String::as_str).collect();
        let templates = open_templates(&setting.root, mailing, &isolation(false));
        let statuses = desk.review(mailing, &setting.mailing, &wanted, &templates);
        for status in &statuses {
            render::report(&status.problems, self.json, setting.verbose);
        }
        for status in &statuses {
            if self.json {
                render::json(&to_json(status));
            } else {
                render::out(&to_text(status));
            }
        }
        let is_done = unknown.is_empty() && statuses.iter().all(LanguageStatus::is_complete);
        if is_done { Outcome::Done } else { Outcome::Stopped }
    }
}

fn to_text(status: &LanguageStatus) -> Text {
    let from = status.source.as_ref().map_or_else(|| "source".to_owned(), |source| format!("from {source}"));
    let counts = status.counts();
    let counts: Vec<String> =
        counts.into_iter().map(|(lack, count)| format!("{count} {}", lack.words())).collect();
    let mut text = Text::new();
    text.say(format_args!("{:<8} {from:<10} ", status.tag));
    if counts.is_empty() {
        text.paint(GOOD, "complete").end();
    } else {
        text.paint(BAD, counts.join(", ")).end();
    }
    text
}

fn to_json(status: &LanguageStatus) -> serde_json::Value {
    let counts: serde_json::Map<String, serde_json::Value> = status
        .counts()
        .into_iter()
        .map(|(lack, count)| (lack.words().replace(' ', "_"), count.into()))
        .collect();
    serde_json::json!({
        "event": "language",
        "language": status.tag,
        "source": status.source,
        "complete": status.is_complete(),
        "counts": counts,
    })
}
