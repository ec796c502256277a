//! Marks in templates: before each element that writes, one that notes which comes next.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, Template};

use crate::template::source::Source;

/// The helper that passes a mark; no template can call it, since the check refuses a helper without a signature.
const MARK: &str = "pass-mark";

/// What comes after a mark.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) source: Arc<Source>,
    /// Where the element is; space of the template may come before it.
    pub(super) offset: usize,
    /// Set where it writes a value and not text of the template.
    pub(super) value: Option<MarkedValue>,
}

/// A value that a template writes.
#[derive(Debug)]
pub(super) struct MarkedValue {
    /// The merge field, where it is one.
    pub(super) field: Option<String>,
}

/// Puts marks into templates.
pub(super) struct Marker {
    marks: Vec<Mark>,
    call: HelperTemplate,
    last: Arc<AtomicUsize>,
}

impl Marker {
    /// A marker, with its helper in a registry.
    pub(super) fn register(registry: &mut Handlebars<'_>) -> Option<Self> {
        let last = Arc::new(AtomicUsize::new(usize::MAX));
        registry.register_helper(MARK, Box::new(Pass(Arc::clone(&last))));
        let call = Template::compile(&format!("{{{{{MARK} 0}}}}")).ok()?;
        match call.elements.into_iter().next()? {
            TemplateElement::Expression(call) => Some(Self { marks: Vec::new(), call: *call, last }),
            _ => None,
        }
    }

    /// The marks by their numbers, and where the number of the one passed last is.
    pub(super) fn finish(self) -> (Vec<Mark>, Arc<AtomicUsize>) {
        (self.marks, self.last)
    }

    /// Marks all that writes in a template.
    pub(super) fn mark(&mut self, template: &mut Template, source: &Arc<Source>) {
        self.mark_within(template, source, None);
    }

    /// Marks a block inside of another; `this` is the merge field that `{{this}}` stands for.
    fn mark_within(&mut self, template: &mut Template, source: &Arc<Source>, this: Option<&str>) {
        let elements = std::mem::take(&mut template.elements);
        let mut places = std::mem::take(&mut template.mapping).into_iter();
        for mut element in elements {
            let place = places.next();
            if let (Some(place), Some(value)) = (&place, writes(&element, this)) {
                let offset = source.offset(place.0, place.1);
                self.marks.push(Mark { source: Arc::clone(source), offset, value });
                let mut call = self.call.clone();
                call.params = vec![Parameter::Literal((self.marks.len() - 1).into())];
                template.elements.push(TemplateElement::Expression(Box::new(call)));
                template.mapping.push(place.clone());
            }
            if let TemplateElement::HelperBlock(block) = &mut element {
                let HelperTemplate { name, params, template, inverse, .. } = &mut **block;
                let scope = name.as_name().filter(|name| matches!(*name, "each" | "with"));
                let inner = match scope {
                    Some(_) => params.first().and_then(Parameter::as_name),
                    None => this,
                };
                template.iter_mut().for_each(|template| self.mark_within(template, source, inner));
                inverse.iter_mut().for_each(|inverse| self.mark_within(inverse, source, this));
            }
            template.elements.push(element);
            template.mapping.extend(place);
        }
    }
}

/// Whether an element writes anything itself, and what.
fn writes(element: &TemplateElement, this: Option<&str>) -> Option<Option<MarkedValue>> {
    match element {
        TemplateElement::RawString(_) => Some(None),
        TemplateElement::Expression(value) | TemplateElement::HtmlExpression(value) => {
            let of_helper = value.params.iter().find_map(Parameter::as_name);
            let name = of_helper.or_else(|| value.name.as_name().filter(|_| value.params.is_empty()));
            let field = if name == Some("this") { this } else { name };
            Some(Some(MarkedValue { field: field.map(str::to_owned) }))
        }
        _ => None,
    }
}

struct Pass(Arc<AtomicUsize>);

impl HelperDef for Pass {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        _: &mut dyn Output,
    ) -> HelperResult {
        let number = helper.param(0).and_then(|number| usize::try_from(number.value().as_u64()?).ok());
        self.0.store(number.unwrap_or(usize::MAX), Ordering::Relaxed);
        Ok(())
    }
}
