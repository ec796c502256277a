//! The partials a template includes, and the circles they make.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::template::TemplateElement;
use handlebars::{Handlebars, Template};

use super::source::Source;
use crate::diagnostic::{Diagnostic, Location, codes};

/// The names of the partials a template includes, in any branch.
pub(super) fn list_included(template: &Template) -> Vec<String> {
    let mut names = Vec::new();
    collect(template, &mut names);
    names
}

fn collect(template: &Template, names: &mut Vec<String>) {
    for element in &template.elements {
        match element {
            TemplateElement::HelperBlock(block) => {
                for inner in [&block.template, &block.inverse].into_iter().flatten() {
                    collect(inner, names);
                }
            }
            TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                names.extend(partial.name.as_name().map(str::to_owned));
                if let Some(inner) = &partial.template {
                    collect(inner, names);
                }
            }
            TemplateElement::DecoratorBlock(decorator) => {
                if let Some(inner) = &decorator.template {
                    collect(inner, names);
                }
            }
            _ => {}
        }
    }
}

/// The templates that reach themselves through partials, in order of name.
pub(super) fn find_circular(registry: &Handlebars<'_>) -> Vec<String> {
    let templates = registry.get_templates().iter();
    let includes: BTreeMap<&String, Vec<String>> =
        templates.map(|(name, template)| (name, list_included(template))).collect();
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

/// Reports that a template includes itself.
pub(super) fn report_circular(source: &Source) -> Diagnostic {
    Diagnostic::new(codes::TEMPLATE_CIRCLE, "the template includes itself, directly or through a partial")
        .with_location(Location::file(source.file()))
        .with_hint("take one `{{> …}}` out of the circle")
}
