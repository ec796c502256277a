//! `convoke explain`: what a code means, with an example and what to do.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use serde_json::{Value, json};

use super::outcome::Outcome;
use super::render;
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
        render::out(&match (self.code, self.json) {
            (Some(code), false) => page(code),
            (Some(code), true) => format!("{}\n", to_json(code)),
            (None, false) => list(),
            (None, true) => format!("{}\n", codes::all().map(to_json).collect::<Value>()),
        });
        Outcome::Done
    }
}

/// The page of a code.
fn page(code: &Code) -> String {
    let bold = render::BOLD;
    let example = code.example().replace('\n', "\n  ");
    format!(
        "{bold}{}[{code}]{bold:#}\n\n{}\n\n{bold}Example{bold:#}\n\n  {example}\n\n{bold}What to do{bold:#}\n\n{}\n",
        code.severity,
        code.meaning(),
        code.remedy()
    )
}

/// All codes, each with a sentence.
fn list() -> String {
    let bold = render::BOLD;
    let width = codes::all().map(|code| code.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for group in &GROUPS {
        text.push_str(&format!("{bold}{}{bold:#}\n\n", group.title));
        for code in group.codes {
            text.push_str(&format!("  {code:width$}  {}\n", code.summary()));
        }
        text.push('\n');
    }
    text + "`convoke explain CODE` shows an example and says what to do.\n"
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
