//! `convoke explain`: what a code means, with an example and what to do.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use serde_json::{Value, json};

use super::outcome::Outcome;
use super::render;
use super::text::{BOLD, Text};
use crate::diagnostic::codes::{self, GROUPS};
use crate::diagnostic::{Code, nearest};

/// Explain a code, such as `glyph-missing`: what it means and what to do; without a code, list all.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code, as problems show it in brackets.
    #[arg(value_parser = Codes, hide_possible_values = true)]
    code: Option<&'static Code>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reads a code by its name, and gives shells the names to complete.
#[derive(Debug, Clone)]
struct Codes;

impl TypedValueParser for Codes {
    type Value = &'static Code;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let name = value.to_string_lossy();
        codes::named(&name).ok_or_else(|| {
            let hint = match nearest(&name, codes::all().map(|code| code.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`convoke explain` lists all codes".to_owned(),
            };
            let message = format!("there is no code `{name}`: {hint}\n");
            clap::Error::raw(ErrorKind::InvalidValue, message).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(codes::all().map(|code| PossibleValue::new(code.name))))
    }
}

impl Args {
    pub(super) fn run(&self) -> Outcome {
        match (self.code, self.json) {
            (Some(code), false) => render::out(&page(code)),
            (Some(code), true) => render::json(&to_json(code)),
            (None, false) => render::out(&list()),
            (None, true) => render::json(&codes::all().map(to_json).collect::<Value>()),
        }
        Outcome::Done
    }
}

/// The page of a code.
fn page(code: &Code) -> Text {
    let mut text = Text::new();
    text.paint(BOLD, format_args!("{}[{code}]", code.severity)).end().end().lines(code.meaning()).end();
    text.paint(BOLD, "Example").end().end();
    for line in code.example().lines() {
        text.line(format_args!("  {line}"));
    }
    text.end().paint(BOLD, "What to do").end().end().lines(code.remedy());
    text
}

/// All codes, each with a sentence.
fn list() -> Text {
    let width = codes::all().map(|code| code.name.len()).max().unwrap_or_default();
    let mut text = Text::new();
    for group in &GROUPS {
        text.paint(BOLD, group.title).end().end();
        for code in group.codes {
            text.line(format_args!("  {code:width$}  {}", code.summary()));
        }
        text.end();
    }
    text.line("`convoke explain CODE` shows an example and says what to do.");
    text
}

fn to_json(code: &Code) -> Value {
    json!({
        "code": code.name,
        "severity": code.severity,
        "meaning": code.meaning(),
        "example": code.example(),
        "remedy": code.remedy(),
    })
}
