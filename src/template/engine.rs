//! The engine: templates by language, parsed once, rendered once for each recipient and document.
//!
//! A language has its own registry, holding the templates of its folder and those of the templates folder itself; where
//! both have a name, the language's wins. Rendering is strict. Plain text (`*.txt.hbs`) and HTML (`*.html.hbs`) have
//! registries apart, for their values are not escaped for Typst.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use handlebars::Handlebars;
use serde_json::Value;

use super::merger::{Listed, Listing, MergeTemplates, TemplateTexts};
use super::parse::{Parsed, template_name};
use super::source::{self, Kind, Source, Sources};
use super::templates::Templates;
use super::trace::Trace;
use super::{check, labels, partials};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};

/// All templates of a mailing, ready to render in this process.
#[derive(Debug)]
pub struct Engine {
    folder: String,
    listing: Listing,
    languages: BTreeMap<(String, Kind), Templates>,
}

impl Engine {
    /// Parses templates.
    ///
    /// `folder` is the templates folder relative to the mailing's, for messages. A template that does not parse is reported and
    /// left out.
    pub fn new(folder: &str, texts: &TemplateTexts) -> Checked<Self> {
        let mut engine = Self {
            folder: folder.trim_end_matches('/').to_owned(),
            listing: Listing::new(folder),
            languages: BTreeMap::new(),
        };
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
                for (name, source) in &templates.sources {
                    let (name, path) = (name.clone(), source.file().to_owned());
                    let sources = find_parts(&templates, &name);
                    let labels = labels::find_named(sources.iter().copied());
                    let parts: BTreeSet<&str> = sources.iter().map(|source| source.file()).collect();
                    let parts = parts.into_iter().map(str::to_owned).collect();
                    engine.listing.add(language, Listed { kind, name, path, parts, labels });
                }
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
        let Checked { value: texts, mut problems } = source::read_texts(root, folder);
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

    /// The languages that have templates.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().filter(|(_, kind)| *kind == Kind::Typst).map(|(language, _)| language.as_str())
    }

    /// Merges a template once more, to learn where each part of its text comes from; `None` where it cannot be merged.
    #[must_use]
    pub fn trace(&self, language: &str, file: &str, context: &Value) -> Option<Trace> {
        self.find(language, file)?.trace(template_name(file), context)
    }
}

impl MergeTemplates for Engine {
    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn check(&self, language: &str, file: &str, shape: &Value) -> Problems {
        let Some(entry) = self.find(language, file) else {
            return self.listing.report_missing(language, file).into();
        };
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

    fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic> {
        let found = self.find(language, file);
        let entry = found.ok_or_else(|| self.listing.report_missing(language, file))?;
        entry.render(template_name(file), context)
    }

    fn place(
        &self,
        language: &str,
        file: &str,
        context: &Value,
        merged: &str,
        mut problems: Problems,
    ) -> Problems {
        if let Some(trace) = self.trace(language, file, context) {
            problems.iter_mut().for_each(|problem| trace.tell(problem, merged));
        }
        problems
    }
}

/// A template and all partials it includes, directly or through others.
fn find_parts<'a>(templates: &'a Templates, name: &str) -> Vec<&'a Source> {
    let (mut met, mut parts) = (BTreeSet::new(), Vec::new());
    let mut next = vec![name.to_owned()];
    while let Some(name) = next.pop() {
        let Some(source) = templates.sources.get(&name) else { continue };
        if met.insert(source.file()) {
            parts.push(source.as_ref());
            next.extend(templates.registry.get_template(&name).into_iter().flat_map(partials::list_included));
        }
    }
    parts
}
