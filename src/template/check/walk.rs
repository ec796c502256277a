//! The walk through a parsed template, element by element.

use std::collections::BTreeMap;
use std::rc::Rc;

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Handlebars, Template};
use serde_json::Value;

use super::absent::{self, is_absent};
use super::misplaced::Misplaced;
use super::place;
use super::prose::{self, Names};
use super::scope::{Scopes, Shape};
use crate::diagnostic::{Code, Diagnostic, Problems, codes};
use crate::template::helpers::{self, Form};
use crate::template::source::{Kind, Source, Sources, next_tag, tag_end, word_in_tag};

/// The most elements walked for one template, partials included each time they are; a limit against
/// partials that multiply.
const MOST_ELEMENTS: usize = 100_000;

/// A walk through a template and its partials.
pub(super) struct Walk<'a> {
    pub(super) registry: &'a Handlebars<'a>,
    pub(super) sources: &'a Sources,
    /// The source of the template at hand.
    pub(super) source: &'a Source,
    /// Byte offset of the tag at hand, or of what follows the last one.
    pub(super) at: usize,
    pub(super) scopes: Scopes<'a>,
    pub(super) problems: Problems,
    /// Whether the value at hand is asked for and not written.
    pub(super) is_asking: bool,
    /// The paths that the blocks around have asked for.
    pub(super) asked: Vec<String>,
    left: usize,
    /// The source the walk began with.
    root: &'a Source,
    /// The values of the source at hand that are not in text.
    misplaced: Rc<Misplaced>,
    /// The same of all sources walked so far, by file.
    known: BTreeMap<&'a str, Rc<Misplaced>>,
}

impl<'a> Walk<'a> {
    /// Begins a walk; `shape` is that of the merge fields.
    pub(super) fn new(
        registry: &'a Handlebars<'a>,
        sources: &'a Sources,
        source: &'a Source,
        shape: &'a Value,
    ) -> Self {
        let mut walk = Self {
            registry,
            sources,
            source,
            at: 0,
            scopes: Scopes::new(shape),
            problems: Problems::new(),
            is_asking: false,
            asked: Vec::new(),
            left: MOST_ELEMENTS,
            root: source,
            misplaced: Rc::default(),
            known: BTreeMap::new(),
        };
        walk.enter(source);
        walk
    }

    /// Goes to the beginning of a source, which is read as text once: for values that are not in text, and for what the
    /// parsed template no longer shows.
    pub(super) fn enter(&mut self, source: &'a Source) {
        self.source = source;
        self.misplaced = if let Some(known) = self.known.get(source.file()) {
            Rc::clone(known)
        } else {
            self.backslashes();
            let mut found = place::find_misplaced(source);
            self.prose(&mut found);
            let found = Rc::new(found);
            self.known.insert(source.file(), Rc::clone(&found));
            found
        };
        self.at = 0;
    }

    /// Walks a source of its own, such as a partial's, and returns to the place at hand.
    pub(super) fn walk_apart(&mut self, source: &'a Source, template: &'a Template) {
        let outer = (self.source, self.at, Rc::clone(&self.misplaced));
        self.enter(source);
        self.template(template);
        (self.source, self.at, self.misplaced) = outer;
    }

    /// Reports a problem at a word of the tag at hand, or at the tag where the word is not in it.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        word: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = word_in_tag(self.source.text(), self.at, word);
        let problem = Diagnostic::new(code, message).with_location(self.source.locate(at)).with_hint(hint);
        self.problems.push(problem);
    }

    /// Reports backslashes before tags: a backslash takes the tag after it for text, or spoils the escape its value
    /// begins with.
    fn backslashes(&mut self) {
        for (at, _) in self.source.text().match_indices("\\{{") {
            self.at = at;
            self.report(
                codes::TEMPLATE_BACKSLASH,
                "",
                "a backslash before `{{` keeps the value from being written",
                "put a space or a line break after the backslash",
            );
        }
    }

    /// Reports prose that is not printed as it stands. Values in it are not misplaced: the prose around them is.
    fn prose(&mut self, misplaced: &mut Misplaced) {
        let names = || Names::new(self.sources.values().map(AsRef::as_ref), &[self.root, self.source]);
        let found = match self.source.kind() {
            Kind::Typst => prose::find(self.source, &names()),
            Kind::Text => prose::find_in_plain(self.source),
            Kind::Html => Vec::new(),
        };
        for finding in found {
            misplaced.retain(|at, _| !finding.range.contains(at));
            let location = self.source.locate(finding.range.start);
            let problem = Diagnostic::new(finding.code, finding.message);
            self.problems.push(problem.with_location(location).with_hint(finding.hint));
        }
    }

    /// Checks that a value is written where Typst or HTML reads text.
    fn place(&mut self, name: &str, shape: &Shape) {
        let Some(what) = self.misplaced.get(&self.at).copied() else { return };
        if let Some((message, hint)) = place::judge(self.source.kind(), what, name, shape.as_ref()) {
            self.report(codes::TEMPLATE_PLACE, name, message, hint);
        }
    }

    /// Walks the elements of a template or of a branch of it.
    pub(super) fn template(&mut self, template: &'a Template) {
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
                self.at = self.source.offset(mapping.0, mapping.1);
            }
            self.element(element);
        }
    }

    fn element(&mut self, element: &'a TemplateElement) {
        match element {
            TemplateElement::Expression(expression) => self.expression(expression),
            TemplateElement::HelperBlock(block) => {
                self.block(block);
                self.at = next_tag(self.source.text(), self.at);
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
        self.at = tag_end(self.source.text(), self.at);
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

    /// Reports a path that leads to what the mailing leaves out, unless a block around it asked for it.
    fn check_given(&mut self, raw: &str) {
        let found = if self.is_asking { None } else { absent::find(raw, &self.asked) };
        let Some((field, key)) = found else { return };
        let message = format!("the mailing gives no `{key}`, and a template writes it");
        let hint = format!(
            "add `{key}` to mailing.yaml, or put the words around it into `{{{{#if {field}}}}}…{{{{/if}}}}`"
        );
        self.report(codes::MAILING_FIELD_ABSENT, raw, message, hint);
        if let Some(problem) = self.problems.last_mut() {
            problem.subject.field = Some(key.to_owned());
        }
    }

    /// Checks a path and gives its shape.
    pub(super) fn path(&mut self, raw: &str) -> Shape {
        match self.scopes.resolve(raw) {
            Ok(shape) if is_absent(shape.as_ref()) => {
                self.check_given(raw);
                None
            }
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
}
