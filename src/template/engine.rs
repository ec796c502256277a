//! The engine: templates by language, parsed once, rendered once for each recipient and document.
//!
//! A language has its own registry, holding the templates of its folder and those of the templates folder itself; where
//! both have a name, the language's wins. Rendering is strict. Plain text (`*.txt.hbs`) and HTML (`*.html.hbs`) have
//! registries apart, for their values are not escaped for Typst.

use std::collections::BTreeMap;
use std::path::Path;

use handlebars::Handlebars;
use serde_json::Value;

use super::parse::{Parsed, template_name};
use super::source::{self, Kind, Sources};
use super::templates::Templates;
use super::trace::Trace;
use super::{check, partials};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};

/// All templates of a mailing, ready to render.
#[derive(Debug)]
pub struct Engine {
    folder: String,
    languages: BTreeMap<(String, Kind), Templates>,
}

impl Engine {
    /// Parses templates.
    ///
    /// `folder` is the templates folder relative to the mailing's, for messages. `texts` holds the text
    /// of every template by language and file name; those under the empty language are for all languages.
    /// A template that does not parse is reported and left out.
    pub fn new(folder: &str, texts: &BTreeMap<(String, String), String>) -> Checked<Self> {
        let mut engine = Self { folder: folder.trim_end_matches('/').to_owned(), languages: BTreeMap::new() };
        let mut problems = Problems::new();
        let mut parsed = Parsed::default();
        let shared = || texts.iter().filter(|((language, _), _)| language.is_empty());
        for language in texts.keys().map(|(language, _)| language).filter(|language| !language.is_empty()) {
            for kind in Kind::ALL {
                let key = (language.clone(), kind);
                if engine.languages.contains_key(&key) {
                    continue;
                }
                let own = texts.iter().filter(|((of, _), _)| of == language);
                let all = shared().chain(own).filter(|((_, file), _)| Kind::from_file_name(file) == kind);
                let templates = engine.register(kind, all, &mut parsed).report_to(&mut problems);
                engine.languages.insert(key, templates);
            }
        }
        // A shared template that does not parse is found once for each language.
        problems.sort();
        Checked::new(engine, problems)
    }

    /// Reads and parses every `*.hbs` file of the templates folder and of the folders in it.
    ///
    /// `folder` is relative to `root`, the mailing's folder. Files and folders that cannot be read are
    /// reported.
    pub fn read(root: &Path, folder: &str) -> Checked<Self> {
        let Checked { value: texts, mut problems } = source::read(root, folder);
        let engine = Self::new(folder, &texts).report_to(&mut problems);
        Checked::new(engine, problems)
    }

    /// Registers a language's templates of one kind.
    fn register<'a>(
        &self,
        kind: Kind,
        texts: impl Iterator<Item = (&'a (String, String), &'a String)>,
        parsed: &mut Parsed,
    ) -> Checked<Templates> {
        let mut registry = Handlebars::new();
        let mut sources = Sources::new();
        let mut problems = Problems::new();
        for ((language, file), text) in texts {
            let name = template_name(file);
            let path = source::join(&[&self.folder, language, file]);
            match parsed.parse(path, text, name) {
                Ok((source, template)) => {
                    registry.register_template(name, template);
                    sources.insert(name.to_owned(), source);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        for name in partials::find_circular(&registry) {
            registry.unregister_template(&name);
            if let Some(source) = sources.remove(&name) {
                problems.push(partials::report_circular(&source));
            }
        }
        Checked::new(Templates::new(kind, registry, sources), problems)
    }

    fn find(&self, language: &str, file: &str) -> Option<&Templates> {
        let found = self.languages.get(&(language.to_owned(), Kind::from_file_name(file)))?;
        found.registry.has_template(template_name(file)).then_some(found)
    }

    /// Whether the language has this template, and it parses.
    #[must_use]
    pub fn has(&self, language: &str, file: &str) -> bool {
        self.find(language, file).is_some()
    }

    /// The languages that have templates.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().filter(|(_, kind)| *kind == Kind::Typst).map(|(language, _)| language.as_str())
    }

    /// A template and all partials it includes, directly or through others: file and text of each, in order of file.
    /// Empty where the language has no such template.
    #[must_use]
    pub fn parts(&self, language: &str, file: &str) -> BTreeMap<&str, &str> {
        let Some(entry) = self.find(language, file) else { return BTreeMap::new() };
        let mut parts = BTreeMap::new();
        let mut next = vec![template_name(file).to_owned()];
        while let Some(name) = next.pop() {
            let Some(source) = entry.sources.get(&name) else { continue };
            if parts.insert(source.file(), source.text()).is_none()
                && let Some(template) = entry.registry.get_template(&name)
            {
                next.extend(partials::list_included(template));
            }
        }
        parts
    }

    /// Checks every path, helper and partial of a template against the shape of the merge fields, in
    /// branches not taken too.
    ///
    /// The shape is a tree like the context's with every optional value filled, such as
    /// [`shape`](super::shape) gives.
    pub fn check(&self, language: &str, file: &str, shape: &Value) -> Problems {
        match self.find(language, file) {
            Some(entry) => {
                let mut problems = check::check(&entry.registry, &entry.sources, template_name(file), shape);
                // What is too much for this tree is too much for that of every recipient.
                let tried = (!problems.has_errors()).then(|| entry.render(template_name(file), shape));
                if let Some(Err(problem)) = tried
                    && problem.code == codes::MERGE_TOO_LONG
                {
                    problems.push(problem);
                }
                problems
            }
            None => self.report_missing(language, file).into(),
        }
    }

    /// Renders a template to Typst markup, to plain text where its name ends in `.txt.hbs`, or to HTML where it ends in
    /// `.html.hbs`.
    ///
    /// # Errors
    ///
    /// Where the template is unknown, a value it writes is missing from the context, or it repeats too much.
    pub fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic> {
        let Some(entry) = self.find(language, file) else { return Err(self.report_missing(language, file)) };
        entry.render(template_name(file), context)
    }

    /// Merges a template once more, to learn where each part of its text comes from; `None` where it cannot be merged.
    #[must_use]
    pub fn trace(&self, language: &str, file: &str, context: &Value) -> Option<Trace> {
        self.find(language, file)?.trace(template_name(file), context)
    }

    /// The file of a template, as a path relative to the mailing's folder: that of the language, or the one all share.
    #[must_use]
    pub fn file(&self, language: &str, file: &str) -> Option<&str> {
        Some(self.find(language, file)?.sources.get(template_name(file))?.file())
    }

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
