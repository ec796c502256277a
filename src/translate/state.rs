//! `translation.yaml`: the source of a translation, and the source texts as they were when each was translated.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::beneath::read_text_within;
use crate::diagnostic::{Checked, Diagnostic, Location, codes, io_text};
use crate::input::{At, decode, quoted};

/// The language that another is translated from, as its file says; `None` where it has none that can be read.
#[must_use]
pub fn source_of(root: &Path, templates: &str, language: &str) -> Option<String> {
    let state = State::read(root, &format!("{templates}/{language}/{FILE}")).value?;
    Some(state.source.value)
}

/// Name of the file in a language's folder.
pub const FILE: &str = "translation.yaml";

/// The version of the file's format.
pub(super) const FORMAT: u32 = 1;

/// `translation.yaml`: what a translation was made from. Written by `convoke locale done`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// The language it is translated from, as a BCP 47 tag.
    pub source: At<String>,
    /// The texts of each template's source, by file name, in order.
    #[serde(default)]
    pub templates: BTreeMap<String, Vec<Known>>,
    /// The source texts of `locale.yaml`, by key with dots; one that is not here is still to be translated.
    #[serde(default)]
    pub pack: BTreeMap<String, String>,
}

/// A text of the source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its id, which stays when the text changes.
    pub id: String,
    /// What it said when it was translated; left out while it is still to be translated.
    #[serde(default)]
    pub source: Option<String>,
    /// What it said when the id was given, where it is not translated yet.
    #[serde(default)]
    pub first: Option<String>,
}

impl Known {
    /// The text it is recognised by.
    pub(super) fn text(&self) -> &str {
        self.source.as_deref().or(self.first.as_deref()).unwrap_or_default()
    }
}

impl State {
    /// The state of a translation of which nothing is translated yet; `source` is the language it is made from.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self { format: FORMAT.into(), source: source.to_owned().into(), ..Self::default() }
    }

    /// Reads the state at a path relative to `root`; the value is `None` where there is no such file, or it cannot be read.
    pub(super) fn read(root: &Path, path: &str) -> Checked<Option<Self>> {
        match read_text_within(root, path) {
            Ok(text) => {
                let Checked { value: state, mut problems }: Checked<Option<Self>> = decode(&text, path);
                let unknown = state.as_ref().and_then(|state| state.report_format(path));
                let state = state.filter(|_| unknown.is_none());
                problems.extend(unknown);
                Checked::new(state, problems)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Checked::sound(None),
            Err(error) => {
                let problem = Diagnostic::new(
                    codes::TRANSLATION_UNREADABLE,
                    format!("the file cannot be read ({})", io_text(&error)),
                )
                .with_location(Location::file(path))
                .with_hint("save the file as UTF-8 and make it readable");
                Checked::new(None, problem)
            }
        }
    }

    /// Reports a format this version does not know.
    fn report_format(&self, path: &str) -> Option<Diagnostic> {
        (self.format.value != FORMAT).then(|| {
            Diagnostic::new(codes::TRANSLATION_FORMAT, format!("format {} is not known", self.format.value))
                .with_location(self.format.location(path))
                .with_hint("this version reads format 1; use the convoke that wrote the file")
        })
    }

    /// The file's text.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = format!(
            "# yaml-language-server: $schema=../../docs/schemas/translation.json\n\
             # The source texts as they were when each was translated, written by `convoke locale done`: what changes in the\n\
             # source afterwards is shown to the translator. Keep this file in version control.\n\
             format: 1\nsource: {}\n",
            quoted(&self.source.value)
        );
        let list = if self.templates.is_empty() { "templates: {}\n" } else { "templates:\n" };
        text.push_str(list);
        for (name, known) in &self.templates {
            let _ = writeln!(text, "  {}:{}", quoted(name), if known.is_empty() { " []" } else { "" });
            for Known { id, source, first } in known {
                let _ = writeln!(text, "    - id: {}", quoted(id));
                for (key, said) in [("source", source), ("first", first)] {
                    if let Some(said) = said {
                        let _ = writeln!(text, "      {key}: {}", quoted(said));
                    }
                }
            }
        }
        text.push_str(if self.pack.is_empty() { "pack: {}\n" } else { "pack:\n" });
        for (key, said) in &self.pack {
            let _ = writeln!(text, "  {}: {}", quoted(key), quoted(said));
        }
        text
    }
}
