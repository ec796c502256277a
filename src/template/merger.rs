//! Where templates are checked and merged, and which there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::parse::template_name;
use super::source::Kind;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};

/// The text of each template by language and file name; those under the empty language are for all languages.
pub type TemplateTexts = BTreeMap<(String, String), String>;

/// One who checks and merges the templates of a mailing: this process, or others that a template may bring down.
pub trait MergeTemplates: fmt::Debug + Send + Sync {
    /// The templates there are.
    fn listing(&self) -> &Listing;

    /// Checks every path, helper and partial of a template against the shape of the merge fields, in branches not taken too.
    ///
    /// The shape is a tree like the context's with every optional value filled, such as [`shape`](super::shape) gives.
    fn check(&self, language: &str, file: &str, shape: &Value) -> Problems;

    /// Renders a template to Typst markup, to plain text where its name ends in `.txt.hbs`, or to HTML where it ends in
    /// `.html.hbs`.
    ///
    /// # Errors
    ///
    /// Where the template is unknown, a value it writes is missing from the context, or it repeats too much.
    fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic>;

    /// Tells problems of a merged text at the places of the template and its partials. In their locations and calls the merged text
    /// has the file name `merged`; what cannot be found keeps it.
    fn place(
        &self,
        language: &str,
        file: &str,
        context: &Value,
        merged: &str,
        problems: Problems,
    ) -> Problems;

    /// Gives back what is only needed while many are merged at a time.
    fn rest(&self) {}
}

/// The templates that can be used, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The templates folder relative to the mailing's.
    folder: String,
    languages: BTreeMap<String, Vec<Listed>>,
}

/// A template that can be used in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) kind: Kind,
    /// The name it goes by.
    pub(super) name: String,
    /// The path of its file, relative to the mailing's folder.
    pub(super) path: String,
    /// The paths of its file and of all partials it includes, directly or through others, in order.
    pub(super) parts: Vec<String>,
    /// The labels that they write; all where that cannot be told.
    pub(super) labels: Option<BTreeSet<String>>,
}

impl Listing {
    /// Nothing yet, in a folder of templates.
    pub(crate) fn new(folder: &str) -> Self {
        Self { folder: folder.trim_end_matches('/').to_owned(), languages: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, language: &str, template: Listed) {
        self.languages.entry(language.to_owned()).or_default().push(template);
    }

    fn find(&self, language: &str, file: &str) -> Option<&Listed> {
        let (kind, name) = (Kind::from_file_name(file), template_name(file));
        self.languages.get(language)?.iter().find(|listed| listed.kind == kind && listed.name == name)
    }

    /// Whether the language has this template, and it parses.
    #[must_use]
    pub fn has(&self, language: &str, file: &str) -> bool {
        self.find(language, file).is_some()
    }

    /// The path of a template, relative to the mailing's folder: that of the language, or the one that all share.
    #[must_use]
    pub fn path(&self, language: &str, file: &str) -> Option<&str> {
        self.find(language, file).map(|listed| listed.path.as_str())
    }

    /// The paths of a template and of all partials it includes, directly or through others, in order. Empty where the language has
    /// no such template.
    #[must_use]
    pub fn parts(&self, language: &str, file: &str) -> &[String] {
        self.find(language, file).map_or(&[], |listed| &listed.parts)
    }

    /// The names of the labels that a template may write; `None` where it may write each.
    pub(crate) fn labels(&self, language: &str, file: &str) -> Option<&BTreeSet<String>> {
        self.find(language, file)?.labels.as_ref()
    }

    /// The problem of a template that is not listed.
    pub(crate) fn report_missing(&self, language: &str, file: &str) -> Diagnostic {
        let path = format!("{}/{language}/{file}", self.folder);
        Diagnostic::new(
            codes::TEMPLATE_MISSING,
            format!("there is no usable template `{file}` in `{language}`"),
        )
        .with_location(Location::file(path))
        .with_hint("add the file, or correct `template` in the mailing's `documents`")
    }
}
