//! The static check: walks a parsed template through all its branches and checks every path, helper
//! and partial against the shape of the merge fields.
//!
//! Strict mode alone is not enough: `{{#if misspelt}}` passes it, and a branch not taken is not read.

mod calls;
mod html;
mod place;
mod scope;
mod typst;

use std::collections::BTreeMap;

use handlebars::template::{BlockParam, DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Handlebars, Template};
use serde_json::Value;

use self::scope::{Scope, Scopes, Shape};
use super::blocks;
use super::engine::{Kind, Source};
use super::helpers::{self, Form};
use crate::diagnostic::{Code, Diagnostic, codes, did_you_mean};

pub(crate) use self::place::line_column;
pub(super) use self::place::{location, next_tag, tag_end};
pub(super) use self::typst::Branches;

/// The sources of a language's templates, by name.
pub(super) type Sources = BTreeMap<String, Source>;

/// The most elements walked for one template, partials included each time they are; a limit against
/// partials that multiply.
const MOST_ELEMENTS: usize = 100_000;

/// Checks a template and the partials it includes.
pub(super) fn check(
    registry: &Handlebars<'_>,
    sources: &Sources,
    name: &str,
    kind: Kind,
    shape: &Value,
) -> Vec<Diagnostic> {
    let (Some(template), Some(source)) = (registry.get_template(name), sources.get(name)) else {
        return Vec::new();
    };
    let mut walk = Walk {
        registry,
        sources,
        source,
        kind,
        at: 0,
        scopes: Scopes::new(shape),
        problems: Vec::new(),
        left: MOST_ELEMENTS,
        misplaced: BTreeMap::new(),
    };
    walk.source();
    walk.template(template);
    let mut problems: Vec<Diagnostic> = Vec::new();
    for problem in walk.problems {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems.sort_by(|a, b| a.location.cmp(&b.location));
    problems
}

/// The names of the partials a template includes, in any branch.
pub(super) fn partials(template: &Template, names: &mut Vec<String>) {
    for element in &template.elements {
        match element {
            TemplateElement::HelperBlock(block) => {
                for inner in [&block.template, &block.inverse].into_iter().flatten() {
                    partials(inner, names);
                }
            }
            TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                names.extend(partial.name.as_name().map(str::to_owned));
                if let Some(inner) = &partial.template {
                    partials(inner, names);
                }
            }
            TemplateElement::DecoratorBlock(decorator) => {
                if let Some(inner) = &decorator.template {
                    partials(inner, names);
                }
            }
            _ => {}
        }
    }
}

struct Walk<'a> {
    registry: &'a Handlebars<'a>,
    sources: &'a Sources,
    source: &'a Source,
    kind: Kind,
    /// Byte offset of the tag at hand, or of what follows the last one.
    at: usize,
    scopes: Scopes<'a>,
    problems: Vec<Diagnostic>,
    left: usize,
    /// Values of this source that do not stand in text, by the offset of their tag.
    misplaced: BTreeMap<usize, &'static str>,
}

impl<'a> Walk<'a> {
    fn report(
        &mut self,
        code: &'static Code,
        word: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = place::word_in_tag(&self.source.text, self.at, word);
        let problem = Diagnostic::new(code, message).with_location(location(self.source, at)).with_hint(hint);
        self.problems.push(problem);
    }

    /// Checks what the parsed template no longer shows: a backslash takes the tag after it for text, or
    /// spoils the escape its value begins with.
    fn source(&mut self) {
        for (at, _) in self.source.text.match_indices("\\{{") {
            self.at = at;
            self.report(
                codes::TEMPLATE_BACKSLASH,
                "",
                "a backslash before `{{` keeps the value from being written",
                "put a space or a line break after the backslash",
            );
        }
        self.at = 0;
        self.misplaced = match self.kind {
            Kind::Typst => typst::misplaced(&self.source.text),
            Kind::Html => html::misplaced(&self.source.text),
            Kind::Text => BTreeMap::new(),
        };
    }

    /// Checks that a value stands where Typst or HTML reads text; numbers, and settings of the locale pack, may
    /// stand in code, and a link of the e-mail's text in an attribute that takes one.
    fn place(&mut self, name: &str, shape: &Shape) {
        let free = matches!(shape, Some(Value::Number(_) | Value::Bool(_))) || name.starts_with("locale.");
        let Some(what) = self.misplaced.get(&self.at).copied().filter(|_| !free) else { return };
        let (reader, hint) = match self.kind {
            Kind::Html if what == html::ADDRESS && blocks::is_link(shape.as_ref()) => return,
            Kind::Html if what == html::ADDRESS => {
                ("HTML", "write `href` of `email.blocks`, or the scheme before it")
            }
            Kind::Html => ("HTML", "put it between tags, or into an attribute in quotation marks"),
            _ => ("Typst", "put it between quotes, or into `[…]`"),
        };
        let message = format!("the value stands where {reader} reads {what}, not text");
        self.report(codes::TEMPLATE_PLACE, name, message, hint);
    }

    fn template(&mut self, template: &'a Template) {
        for (index, element) in template.elements.iter().enumerate() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if self.left == 0 {
                self.report(
                    codes::TEMPLATE_TOO_LARGE,
                    "",
                    "the template grows too large",
                    "include fewer partials",
                );
            }
            if matches!(element, TemplateElement::RawString(_)) {
                continue;
            }
            if let Some(mapping) = template.mapping.get(index) {
                self.at = place::offset(&self.source.text, mapping.0, mapping.1);
            }
            self.element(element);
        }
    }

    fn element(&mut self, element: &'a TemplateElement) {
        match element {
            TemplateElement::Expression(expression) => self.expression(expression),
            TemplateElement::HelperBlock(block) => {
                self.block(block);
                self.at = place::next_tag(&self.source.text, self.at);
            }
            TemplateElement::PartialExpression(partial) => self.partial(partial),
            TemplateElement::HtmlExpression(expression) => {
                let field = expression.name.as_name().unwrap_or("…");
                self.report(
                    codes::TEMPLATE_UNESCAPED,
                    "",
                    "`{{{…}}}` and `{{&…}}` would write a value as markup and are refused",
                    format!("write `{{{{{field}}}}}`"),
                );
            }
            TemplateElement::PartialBlock(partial) => {
                let file = partial.name.as_name().unwrap_or("…");
                self.report(
                    codes::TEMPLATE_FEATURE,
                    "",
                    "blocks handed to a partial are not supported",
                    format!("write `{{{{> {file} name=value}}}}`"),
                );
            }
            TemplateElement::DecoratorExpression(_) | TemplateElement::DecoratorBlock(_) => self.report(
                codes::TEMPLATE_FEATURE,
                "",
                "decorators and inline partials are not supported",
                "put the text in a file of its own and include it with `{{> file}}`",
            ),
            _ => {}
        }
        self.at = place::tag_end(&self.source.text, self.at);
    }

    fn expression(&mut self, expression: &'a HelperTemplate) {
        let plain = expression.params.is_empty() && expression.hash.is_empty();
        let shape = match &expression.name {
            Parameter::Path(_) if plain => match expression.name.as_name() {
                Some(name) if helpers::signature(name).is_none() => self.path(name),
                _ => self.call(expression, Form::Inline),
            },
            Parameter::Subexpression(_) => {
                self.report(
                    codes::TEMPLATE_HELPER_USE,
                    "",
                    "a helper cannot stand in parentheses alone",
                    "leave out the parentheses",
                );
                None
            }
            _ => self.call(expression, Form::Inline),
        };
        let name = expression.name.as_name().unwrap_or_default();
        self.place(name, &shape);
        match shape {
            Some(Value::Array(_)) => self.report(
                codes::MERGE_FIELD_LIST,
                name,
                format!("`{name}` is a list"),
                format!("write `{{{{join {name} \", \"}}}}`, or `{{{{#each {name}}}}}…{{{{/each}}}}`"),
            ),
            Some(Value::Object(fields)) => {
                let known: Vec<String> = fields.keys().map(|field| format!("`{name}.{field}`")).collect();
                let hint = format!("write one of its fields: {}", known.join(", "));
                self.report(codes::MERGE_FIELD_GROUP, name, format!("`{name}` is a group of fields"), hint);
            }
            _ => {}
        }
    }

    fn path(&mut self, raw: &str) -> Shape {
        match self.scopes.resolve(raw) {
            Ok(shape) => shape,
            Err(wrong) => {
                self.report(codes::MERGE_FIELD_UNKNOWN, raw, wrong.message, wrong.hint);
                if let Some(problem) = self.problems.last_mut() {
                    problem.subject.field = Some(raw.to_owned());
                }
                None
            }
        }
    }

    /// Checks a block up to its end tag, which the caller passes over.
    fn block(&mut self, block: &'a HelperTemplate) {
        let shape = self.call(block, Form::Block);
        self.at = place::tag_end(&self.source.text, self.at);
        let scope = self.scope(block, shape);
        let opens = scope.is_some();
        if let Some(scope) = scope {
            self.scopes.push(scope);
        }
        if let Some(inner) = &block.template {
            self.template(inner);
        }
        if opens {
            self.scopes.pop();
        }
        let Some(inverse) = &block.inverse else { return };
        self.at = place::next_tag(&self.source.text, self.at);
        match inverse.elements.as_slice() {
            [TemplateElement::HelperBlock(next)] if inverse.mapping.is_empty() => self.block(next),
            _ => {
                self.at = place::tag_end(&self.source.text, self.at);
                self.template(inverse);
            }
        }
    }

    /// The block that `each`, `with` and `times` open.
    fn scope(&self, block: &HelperTemplate, shape: Shape) -> Option<Scope> {
        let mut scope = self.scopes.inner();
        let mut key: Shape = Some(1.into());
        match block.name.as_name()? {
            "each" => {
                scope.locals = vec!["index", "first", "last"];
                scope.this = match shape {
                    Some(Value::Array(items)) => items.into_iter().next(),
                    Some(Value::Object(fields)) => {
                        scope.locals.push("key");
                        key = Some("key".into());
                        fields.into_iter().next().map(|(_, value)| value)
                    }
                    _ => None,
                };
            }
            "with" => scope.this = shape,
            "times" => {
                scope.locals.extend(["number", "index", "first", "last"]);
                return Some(scope);
            }
            _ => return None,
        }
        let name = |parameter: &Parameter| parameter.as_name().unwrap_or_default().to_owned();
        match &block.block_param {
            Some(BlockParam::Single(value)) => scope.named.push((name(value), scope.this.clone())),
            Some(BlockParam::Pair((value, second))) => {
                scope.named.push((name(value), scope.this.clone()));
                scope.named.push((name(second), key));
            }
            _ => {}
        }
        Some(scope)
    }

    fn partial(&mut self, partial: &'a DecoratorTemplate) {
        let mut scope = self.scopes.inner();
        if let Some(parameter) = partial.params.first() {
            scope.this = self.value(parameter);
        }
        let mut named: Vec<_> = partial.hash.iter().collect();
        named.sort_by_key(|(name, _)| *name);
        scope.named = named.into_iter().map(|(name, value)| (name.clone(), self.value(value))).collect();
        let Some(name) = partial.name.as_name() else {
            self.report(
                codes::TEMPLATE_FEATURE,
                "",
                "the name of a partial is computed",
                "write the name itself",
            );
            return;
        };
        let (Some(template), Some(source)) = (self.registry.get_template(name), self.sources.get(name))
        else {
            let hint = did_you_mean(name, self.sources.keys().map(String::as_str));
            self.report(codes::TEMPLATE_PARTIAL, name, format!("there is no partial `{name}`"), hint);
            return;
        };
        let outer = (self.source, self.at, std::mem::take(&mut self.misplaced));
        self.scopes.push(scope);
        self.source = source;
        self.source();
        self.template(template);
        self.scopes.pop();
        (self.source, self.at, self.misplaced) = outer;
    }
}

#[cfg(test)]
mod tests;
