//! What is proposed for a spreadsheet, as text and as JSON.

use super::super::render;
use super::super::text::{BOLD, DIM, GOOD, Text};
use crate::diagnostic::{Diagnostic, Problems, Severity, codes, counted};
use crate::import::{Import, ImportQuestion, ShownRecipient, Why};

/// How many recipients, and rows that are none, are shown.
pub(super) const SHOWN: usize = 5;

pub(super) fn tell_json(import: &Import, open: &[ImportQuestion], shown: &[ShownRecipient], count: usize) {
    render::json(&serde_json::json!({
        "event": "proposal",
        "proposal": import.proposal(),
        "questions": open.iter().map(named).collect::<Vec<_>>(),
        "recipients": count,
        "shown": shown,
    }));
}

/// A question with the name that `--answer` takes.
fn named(question: &ImportQuestion) -> serde_json::Value {
    let mut value = serde_json::json!(question);
    value["answer"] = serde_json::json!(question.topic.name());
    value
}

/// What is proposed and how the first recipients are understood, with what `problems` tell of rows.
pub(super) fn describe(import: &Import, shown: &[ShownRecipient], count: usize, problems: &Problems) -> Text {
    let proposal = import.proposal();
    let mut text = Text::new();
    let sheet = proposal.sheet.as_deref().map(|sheet| format!(" of `{sheet}`")).unwrap_or_default();
    text.paint(GOOD, "read");
    text.line(format_args!(
        ": {}, headings in row {}{sheet}",
        counted(count, "recipient"),
        proposal.header_row
    ));
    if !import.other_sheets().is_empty() {
        text.line(format_args!("  not read: the sheets {}", import.other_sheets().join(", ")));
    }
    for column in &proposal.columns {
        let why = match column.why {
            Why::Heading => "",
            Why::Values => ", by its values",
            Why::Unknown => ", not known",
            Why::Answer => ", as you say",
        };
        text.say(format_args!("  {} ", column.heading));
        text.paint(BOLD, format_args!("is {}", column.is));
        text.paint(DIM, format_args!("{why}  {}", column.examples.join(" | "))).end();
    }
    let passed_over = problems.iter().filter(|problem| problem.code == codes::ROW_PASSED_OVER);
    for problem in passed_over.clone().take(SHOWN) {
        text.paint(DIM, format_args!("  {}", problem.message)).end();
    }
    let is_later = |problem: &&Diagnostic| {
        problem.severity == Severity::Warning && problem.code != codes::WORKBOOK_SHEET_UNREAD
    };
    let others = problems.iter().filter(is_later).count() - passed_over.count();
    if others > 0 {
        text.paint(
            DIM,
            format_args!("  {} to look at, which `convoke check` tells", counted(others, "warning")),
        )
        .end();
    }
    if !shown.is_empty() {
        text.line(format_args!("recipients as they are understood, the first {} of {count}:", shown.len()));
    }
    for recipient in shown {
        text.say("  ").paint(BOLD, &recipient.id).end();
        for line in recipient.lines().iter().filter(|line| !line.is_empty()) {
            text.line(format_args!("    {line}"));
        }
    }
    text
}
