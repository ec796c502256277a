//! `convoke form fields`: what the fields of a form are.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::super::cage::{Limits, tell_missing};
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use crate::collect::read_form;
use crate::diagnostic::counted;
use crate::pdf::form::{Field, Form};

/// List the fields of a form: name, kind, what it is prefilled or filled in with, and its tooltip.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The form, a PDF.
    form: PathBuf,
    #[command(flatten)]
    limits: Limits,
    /// Write the fields as one JSON object a line, personal values included.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let room = self.limits.room();
        let read = read_form(&self.form, &mut room.reader());
        tell_missing(&room, self.json, setting);
        match read {
            Ok((_, form)) => {
                render::out(&if self.json { to_json(&form) } else { to_text(&form) });
                Outcome::Done
            }
            Err(problem) => {
                render::report(&[problem], self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }
}

fn to_json(form: &Form) -> String {
    let lines = form.fields.iter().map(|field| serde_json::json!({ "event": "field", "field": field }));
    let end = serde_json::json!({ "event": "form", "fields": form.fields.len(), "pages": form.pages, "identity": form.identity });
    lines.chain([end]).map(|line| format!("{line}\n")).collect()
}

fn to_text(form: &Form) -> String {
    let dim = render::DIM;
    let width = form.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for field in &form.fields {
        let Field { name, kind, value, .. } = field;
        let value = match value.as_str() {
            "" => String::new(),
            _ if field.personal => " = (personal)".to_owned(),
            value => format!(" = {}", value.replace('\n', " / ")),
        };
        let _ = writeln!(text, "{name:<width$}  {:<10}{value}  {dim}{}{dim:#}", kind.name(), remarks(field));
    }
    if let Some(identity) = &form.identity {
        let _ = writeln!(text, "{dim}{identity}{dim:#}");
    }
    text
}

/// Tooltip, and what else there is to know of a field.
fn remarks(field: &Field) -> String {
    let keys: Vec<&str> = field.options.iter().map(|(key, _)| key.as_str()).collect();
    let remarks = [
        (!field.tip.is_empty()).then(|| field.tip.clone()),
        (!keys.is_empty()).then(|| keys.join("|")),
        field.limit.map(|limit| format!("at most {}", counted(limit, "character"))),
        field.required.then(|| "required".to_owned()),
        field.read_only.then(|| "read-only".to_owned()),
        field.personal.then(|| "personal".to_owned()),
    ];
    remarks.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
