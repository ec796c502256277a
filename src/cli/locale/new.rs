//! `convoke locale new`: begins a language with a copy of another one.

use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::locale::{CldrLanguage, cldr_version, free_font};
use crate::mailing::Mailing;
use crate::translate::{self, Begun};

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
            Ok(Begun { files, cldr }) => {
                let (tag, mailing_folder, mailing) = (&self.tag, &mailing.templates.value, &setting.mailing);
                let mut text = Text::new();
                text.paint(GOOD, "begun").line(format_args!(": {tag}, to be translated from {from}"));
                for file in &files {
                    text.line(format_args!("  {file}"));
                }
                match &cldr {
                    Some(cldr) => show_known(cldr, mailing_folder, &mut text),
                    None => drop(text.line(format_args!(
                        "Unicode CLDR {} has nothing of {tag}: months, dates and names of States are still those of {from}.",
                        cldr_version()
                    ))),
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

/// Says what is filled in already, and which font is needed.
fn show_known(cldr: &CldrLanguage, templates: &str, text: &mut Text) {
    let (version, states) = (cldr_version(), cldr.states.len());
    text.line(format_args!(
        "From Unicode CLDR {version}, to be checked: its own name, months, dates, quotation marks, short names of {states} States."
    ));
    if let Some(font) = free_font(cldr.script) {
        text.line(format_args!(
            "No embedded font has its script: put {}, regular and bold, into {templates}/fonts (free:",
            font.family
        ));
        text.line(format_args!("https://fonts.google.com/noto, or Debian's package {}).", font.package));
    }
}
