//! `convoke locale new`: begins a language with a copy of another one.

use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::mailing::Mailing;
use crate::translate;

/// Begin a language with a copy of another one's folder.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The new language, as a BCP 47 tag such as pt or pt-BR.
    tag: String,
    /// The language it is translated from [default: the mailing's default language].
    #[arg(long, value_name = "TAG")]
    from: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, mailing: &Mailing) -> Outcome {
        let from = self.from.as_deref().unwrap_or(&mailing.default_language);
        match translate::new(&setting.root, &mailing.templates, &self.tag, from) {
            Ok(files) => {
                let (tag, mailing) = (&self.tag, &setting.mailing);
                let mut text = Text::new();
                text.paint(GOOD, "begun").line(format_args!(": {tag}, to be translated from {from}"));
                for file in &files {
                    text.line(format_args!("  {file}"));
                }
                text.line(format_args!(
                    "Translate these files (not translation.yaml, which remembers what is done), add `{tag}:` to the texts of"
                ));
                text.line(format_args!(
                    "{mailing}, and see what is left with `convoke locale status {tag}`."
                ));
                render::out(&text);
                Outcome::Done
            }
            Err(problem) => {
                render::problems(&[*problem], true);
                Outcome::Stopped
            }
        }
    }
}
