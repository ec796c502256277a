//! The engine: templates by language, parsed once, rendered once for each recipient and document.
//!
//! A language has its own registry, holding the templates of its folder and those that stand in the
//! templates folder itself; where both have a name, the language's wins. Rendering is strict. Plain text
//! (`*.txt.hbs`) and HTML (`*.html.hbs`) have registries apart, for their values are not escaped for Typst.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use handlebars::{
    Context, Handlebars, RenderError, RenderErrorReason, Template, TemplateError, TemplateErrorReason,
};
use serde_json::Value;

use super::check::{self, Sources};
use super::escape::{escape, html, plain};
use super::{helpers, nesting};
use crate::diagnostic::{Diagnostic, Location, codes};

/// All templates of a mailing, ready to render.
#[derive(Debug)]
pub struct Engine {
    folder: String,
    languages: BTreeMap<(String, Kind), Templates>,
}

/// What a template renders to, by the ending of its file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Typst markup: `.typ.hbs`, and partials that say nothing else.
    Typst,
    /// Plain text: `.txt.hbs`.
    Text,
    /// HTML: `.html.hbs`.
    Html,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Typst, Self::Text, Self::Html];

    fn of(file: &str) -> Self {
        let name = file.strip_suffix(".hbs").unwrap_or(file);
        if name.ends_with(".txt") {
            Self::Text
        } else if name.ends_with(".html") {
            Self::Html
        } else {
            Self::Typst
        }
    }

    fn escape(self) -> fn(&str) -> String {
        match self {
            Self::Typst => escape,
            Self::Text => plain,
            Self::Html => html,
        }
    }
}

/// One language's templates of one kind.
#[derive(Debug)]
struct Templates {
    registry: Handlebars<'static>,
    sources: Sources,
}

/// One template: where it stands and what it says.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its file, relative to the mailing's folder.
    pub(super) file: String,
    /// Its text.
    pub(super) text: String,
}

/// Templates parsed so far, by file: those that all languages share are parsed once.
type Parsed = BTreeMap<String, Result<Template, Box<Diagnostic>>>;

impl Engine {
    /// Parses templates.
    ///
    /// `folder` is the templates folder relative to the mailing's, for messages. `sources` holds the text
    /// of every template by language and file name; those under the empty language are for all languages.
    /// A template that does not parse is reported and left out.
    #[must_use]
    pub fn new(folder: &str, sources: &BTreeMap<(String, String), String>) -> (Self, Vec<Diagnostic>) {
        let mut engine = Self { folder: folder.trim_end_matches('/').to_owned(), languages: BTreeMap::new() };
        let mut problems = Vec::new();
        let mut parsed = Parsed::new();
        let shared = || sources.iter().filter(|((language, _), _)| language.is_empty());
        for language in sources.keys().map(|(language, _)| language).filter(|language| !language.is_empty()) {
            for kind in Kind::ALL {
                let key = (language.clone(), kind);
                if engine.languages.contains_key(&key) {
                    continue;
                }
                let own = sources.iter().filter(|((of, _), _)| of == language);
                let all = shared().chain(own).filter(|((_, file), _)| Kind::of(file) == kind);
                let templates = engine.templates(kind, all, &mut parsed, &mut problems);
                engine.languages.insert(key, templates);
            }
        }
        // A shared template that does not parse is reported for the first language only.
        let mut seen = Vec::new();
        problems.retain(|problem: &Diagnostic| {
            let new = !seen.contains(problem);
            seen.push(problem.clone());
            new
        });
        (engine, problems)
    }

    /// Reads and parses every `*.hbs` file of the templates folder and of the folders in it.
    ///
    /// `folder` is relative to `root`, the mailing's folder. Files and folders that cannot be read are
    /// reported.
    #[must_use]
    pub fn read(root: &Path, folder: &str) -> (Self, Vec<Diagnostic>) {
        let (sources, mut problems) = super::read::sources(root, folder);
        let (engine, parsing) = Self::new(folder, &sources);
        problems.extend(parsing);
        (engine, problems)
    }

    fn templates<'a>(
        &self,
        kind: Kind,
        sources: impl Iterator<Item = (&'a (String, String), &'a String)>,
        parsed: &mut Parsed,
        problems: &mut Vec<Diagnostic>,
    ) -> Templates {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        registry.register_escape_fn(kind.escape());
        helpers::register(&mut registry);
        let mut known = Sources::new();
        for ((language, file), text) in sources {
            let file_name = [&self.folder, language, file].map(String::as_str);
            let path = file_name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
            let name = name(file).to_owned();
            let source =
                Source { file: path, text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned() };
            match parsed.entry(source.file.clone()).or_insert_with(|| parse(&source, &name)) {
                Ok(template) => {
                    registry.register_template(&name, template.clone());
                    known.insert(name, source);
                }
                Err(problem) => problems.push(problem.as_ref().clone()),
            }
        }
        for name in cycle(&registry) {
            registry.unregister_template(&name);
            if let Some(source) = known.remove(&name) {
                problems.push(
                    Diagnostic::new(
                        codes::TEMPLATE_CIRCLE,
                        "the template includes itself, directly or through a partial",
                    )
                    .with_location(Location::file(source.file))
                    .with_hint("take one `{{> …}}` out of the circle"),
                );
            }
        }
        Templates { registry, sources: known }
    }

    fn of(&self, language: &str, file: &str) -> Option<&Templates> {
        let found = self.languages.get(&(language.to_owned(), Kind::of(file)))?;
        found.registry.has_template(name(file)).then_some(found)
    }

    /// Whether the language has this template, and it parses.
    #[must_use]
    pub fn has(&self, language: &str, file: &str) -> bool {
        self.of(language, file).is_some()
    }

    /// The languages that have templates.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().filter(|(_, kind)| *kind == Kind::Typst).map(|(language, _)| language.as_str())
    }

    /// A template and all partials it includes, directly or through others: file and text of each, in order of file.
    /// Empty where the language has no such template.
    #[must_use]
    pub fn parts(&self, language: &str, file: &str) -> BTreeMap<&str, &str> {
        let Some(entry) = self.of(language, file) else { return BTreeMap::new() };
        let mut parts = BTreeMap::new();
        let mut next = vec![name(file).to_owned()];
        while let Some(name) = next.pop() {
            let Some(source) = entry.sources.get(&name) else { continue };
            if parts.insert(source.file.as_str(), source.text.as_str()).is_none()
                && let Some(template) = entry.registry.get_template(&name)
            {
                check::partials(template, &mut next);
            }
        }
        parts
    }

    /// Checks every path, helper and partial of a template against the shape of the merge fields, in
    /// branches not taken too.
    ///
    /// The shape is a tree like the context's with every optional value filled, such as
    /// [`shape`](super::shape) gives.
    #[must_use]
    pub fn check(&self, language: &str, file: &str, shape: &Value) -> Vec<Diagnostic> {
        let Some(entry) = self.of(language, file) else { return vec![self.unknown(language, file)] };
        check::check(&entry.registry, &entry.sources, name(file), Kind::of(file), shape)
    }

    /// Renders a template to Typst markup, to plain text where its name ends in `.txt.hbs`, or to HTML where it ends in
    /// `.html.hbs`.
    ///
    /// # Errors
    ///
    /// Where the template is unknown, or a value it writes is missing from the context.
    pub fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic> {
        let Some(entry) = self.of(language, file) else { return Err(self.unknown(language, file)) };
        Context::wraps(context)
            .and_then(|context| entry.registry.render_with_context(name(file), &context))
            .map_err(|error| render_problem(&error, &entry.sources))
    }

    fn unknown(&self, language: &str, file: &str) -> Diagnostic {
        let path = format!("{}/{language}/{file}", self.folder);
        Diagnostic::new(
            codes::TEMPLATE_MISSING,
            format!("there is no usable template `{file}` in `{language}`"),
        )
        .with_location(Location::file(path))
        .with_hint("add the file, or correct `template` in the mailing's `documents`")
    }
}

/// The name a template goes by, also as a partial: its file name without `.typ.hbs` or `.hbs`.
pub(super) fn name(file: &str) -> &str {
    let name = file.strip_suffix(".hbs").unwrap_or(file);
    name.strip_suffix(".typ").unwrap_or(name)
}

/// The templates that reach themselves through partials, in order.
fn cycle(registry: &Handlebars<'_>) -> Vec<String> {
    let includes: BTreeMap<&String, Vec<String>> = registry
        .get_templates()
        .iter()
        .map(|(name, template)| {
            let mut names = Vec::new();
            check::partials(template, &mut names);
            (name, names)
        })
        .collect();
    let reaches_itself = |name: &&String| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = includes.get(*name).into_iter().flatten().collect();
        while let Some(partial) = next.pop() {
            if partial == *name {
                return true;
            }
            if seen.insert(partial) {
                next.extend(includes.get(partial).into_iter().flatten());
            }
        }
        false
    };
    includes.keys().copied().filter(reaches_itself).cloned().collect()
}

fn parse(source: &Source, name: &str) -> Result<Template, Box<Diagnostic>> {
    if let Some((line, column)) = nesting::too_deep(&source.text) {
        return Err(Box::new(
            Diagnostic::new(codes::TEMPLATE_SYNTAX, "blocks or parentheses are nested too deeply")
                .with_location(Location::text(&source.file, line, column))
                .with_hint(format!("close blocks sooner; {} levels are the most", nesting::MOST)),
        ));
    }
    // Handlebars offers prevent_indent through a registry only.
    let mut registry = Handlebars::new();
    registry.set_prevent_indent(true);
    registry
        .register_template_string(name, &source.text)
        .map_err(|error| Box::new(syntax_problem(&error, source)))?;
    registry.get_template(name).cloned().ok_or_else(|| {
        Box::new(
            Diagnostic::new(codes::TEMPLATE_SYNTAX, "the template cannot be used")
                .with_location(Location::file(&source.file)),
        )
    })
}

fn syntax_problem(error: &TemplateError, source: &Source) -> Diagnostic {
    let (message, hint) = match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(opened, closed)
        | TemplateErrorReason::MismatchingClosedDecorator(opened, closed) => (
            format!(
                "`{{{{#{opened}}}}}` is closed by `{{{{/{closed}}}}}`",
                opened = opened.trim_matches('"'),
                closed = closed.trim_matches('"')
            ),
            "close every block with its own name, the inner one first",
        ),
        TemplateErrorReason::InvalidParam(param) => (
            format!("`{param}` is no value a helper can take"),
            "write a merge field, a number or a text in quotes",
        ),
        TemplateErrorReason::InvalidSyntax(_) => (
            "handlebars cannot read on from here".to_owned(),
            "look for a `{{` without `}}`, a block without its end, or an end without its block",
        ),
        reason => (format!("handlebars cannot read the template ({reason})"), "correct the expression"),
    };
    let location = match error.pos() {
        Some((line, column)) => Location::text(&source.file, number(line), number(column)),
        None => match error.reason() {
            TemplateErrorReason::InvalidParam(param) => match source.text.find(param.as_str()) {
                Some(offset) => check::location(source, offset),
                None => Location::file(&source.file),
            },
            _ => Location::file(&source.file),
        },
    };
    Diagnostic::new(codes::TEMPLATE_SYNTAX, message).with_location(location).with_hint(hint)
}

fn render_problem(error: &RenderError, sources: &Sources) -> Diagnostic {
    let source = error.template_name.as_deref().and_then(|name| sources.get(name));
    let mut problem = match error.reason() {
        RenderErrorReason::MissingVariable(Some(path)) => {
            Diagnostic::new(codes::MERGE_FIELD_EMPTY, format!("`{path}` has no value here"))
                .with_field(path.clone())
                .with_hint(
                    "put `{{#if …}}` around what may be absent, or give a value with `{{default … \"…\"}}`",
                )
        }
        reason => {
            Diagnostic::new(codes::TEMPLATE_RENDER, format!("the template cannot be rendered ({reason})"))
                .with_hint("correct the expression in the template")
        }
    };
    if let Some(source) = source {
        problem = problem.with_location(match (error.line_no, error.column_no) {
            (Some(line), Some(column)) => Location::text(&source.file, number(line), number(column)),
            _ => Location::file(&source.file),
        });
    }
    problem
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
