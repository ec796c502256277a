//! One language's templates of one kind, and their rendering: strict, with values escaped and steps counted.

use handlebars::{Context, Handlebars, RenderContext, RenderError, RenderErrorReason, Renderable as _};
use serde_json::Value;

use super::budget::{self, Counter, Written};
use super::escape::{escape, escape_html, keep_on_line};
use super::helpers;
use super::source::{Kind, Sources};
use super::trace::Trace;
use crate::diagnostic::{Diagnostic, codes};

/// One language's templates of one kind.
#[derive(Debug)]
pub(super) struct Templates {
    kind: Kind,
    /// The templates as they were written, to be checked.
    pub(super) registry: Handlebars<'static>,
    /// The same, counting their steps, to be rendered.
    counting: Handlebars<'static>,
    pub(super) sources: Sources,
}

impl Templates {
    pub(super) fn new(kind: Kind, registry: Handlebars<'static>, sources: Sources) -> Self {
        let counting = make_counting(kind, &registry);
        Self { kind, registry, counting, sources }
    }

    /// Renders a template that is there.
    pub(super) fn render(&self, name: &str, context: &Value) -> Result<String, Diagnostic> {
        let mut written = Written::new(context);
        let render = |written: &mut Written| {
            // Wrapping would write it anew by way of its serialisation.
            let context = Context::from(context.clone());
            let template = self.counting.get_template(name);
            let template = template.ok_or_else(|| RenderErrorReason::TemplateNotFound(name.to_owned()))?;
            let mut state = RenderContext::new(template.name.as_ref());
            template.render(&self.counting, &context, &mut state, written)
        };
        render(&mut written).map_err(|error| report_render(&error, &self.sources))?;
        Ok(written.into_text())
    }

    /// Merges a template once more, to learn where each part of its text comes from.
    pub(super) fn trace(&self, name: &str, context: &Value) -> Option<Trace> {
        Trace::new(&self.registry, &self.sources, |registry| prepare(registry, self.kind), name, context)
    }
}

/// Gives a registry what templates of a kind are rendered with.
fn prepare(registry: &mut Handlebars<'static>, kind: Kind) {
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_escape_fn(choose_escape(kind));
    helpers::register(registry);
}

/// A registry that renders the templates of another, counting their steps.
fn make_counting(kind: Kind, registry: &Handlebars<'static>) -> Handlebars<'static> {
    let mut counting = Handlebars::new();
    prepare(&mut counting, kind);
    let counter = Counter::register(&mut counting);
    for (name, template) in registry.get_templates() {
        let mut template = template.clone();
        if let Some(counter) = &counter {
            counter.count(&mut template);
        }
        counting.register_template(name, template);
    }
    counting
}

/// The escaper of the values in templates of a kind.
fn choose_escape(kind: Kind) -> fn(&str) -> String {
    match kind {
        Kind::Typst => escape,
        Kind::Text => keep_on_line,
        Kind::Html => escape_html,
    }
}

fn report_render(error: &RenderError, sources: &Sources) -> Diagnostic {
    let source = error.template_name.as_deref().and_then(|name| sources.get(name));
    let problem = match (budget::report(error), error.reason()) {
        (Some(problem), _) => problem,
        (None, RenderErrorReason::MissingVariable(Some(path))) => {
            Diagnostic::new(codes::MERGE_FIELD_EMPTY, format!("`{path}` has no value here"))
                .with_field(path.clone())
                .with_hint(
                    "put `{{#if …}}` around what may be absent, or give a value with `{{default … \"…\"}}`",
                )
        }
        (None, reason) => {
            Diagnostic::new(codes::TEMPLATE_RENDER, format!("the template cannot be rendered ({reason})"))
                .with_hint("correct the expression in the template")
        }
    };
    match source {
        Some(source) => problem.with_location(source.locate_line(error.line_no.zip(error.column_no))),
        None => problem,
    }
}
