//! `convoke form fields`: what the fields of a form are.

use std::path::PathBuf;

use super::super::cage::{Limits, tell_missing};
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{DIM, Text};
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
                if self.json {
                    tell_json(&form);
                } else {
                    render::out(&to_text(&form));
                }
                Outcome::Done
            }
            Err(problem) => {
                render::report(&[problem], self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }
}

fn tell_json(form: &Form) {
    for field in &form.fields {
        render::json(&serde_json::json!({ "event": "field", "field": field }));
    }
    let Form { fields, pages, identity, .. } = form;
    render::json(
        &serde_json::json!({ "event": "form", "fields": fields.len(), "pages": pages, "identity": identity }),
    );
}

fn to_text(form: &Form) -> Text {
    let width = form.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or_default();
    let mut text = Text::new();
    for field in &form.fields {
        let Field { name, kind, value, .. } = field;
        let value = match value.as_str() {
            "" => String::new(),
            _ if field.personal => " = (personal)".to_owned(),
            value => format!(" = {}", value.replace('\n', " / ")),
        };
        text.say(format_args!("{name:<width$}  {:<10}{value}  ", kind.name()));
        text.paint(DIM, remarks(field)).end();
    }
    if let Some(identity) = &form.identity {
        text.paint(DIM, identity).end();
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
