//! Checks the calls of helpers: that they exist, are allowed there, and get the arguments they take.

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use serde_json::Value;

use super::absent;
use super::scope::Shape;
use super::walk::Walk;
use crate::diagnostic::{codes, counted, did_you_mean};
use crate::template::helpers::{self, Form, SIGNATURES};

impl<'a> Walk<'a> {
    /// Checks a value given to a helper or partial, and gives its shape.
    pub(super) fn value(&mut self, parameter: &'a Parameter) -> Shape {
        match parameter {
            Parameter::Literal(value) => Some(value.clone()),
            Parameter::Path(_) | Parameter::Name(_) => parameter.as_name().and_then(|raw| self.path(raw)),
            Parameter::Subexpression(inner) => match inner.as_element() {
                TemplateElement::Expression(call) => self.call(call, Form::Inline),
                _ => None,
            },
            _ => None,
        }
    }

    /// Checks a call of a helper; gives the shape of its result, or of a block's parameter.
    pub(super) fn call(&mut self, call: &'a HelperTemplate, form: Form) -> Shape {
        let outer = self.is_asking;
        self.is_asking |= absent::asks(call.name.as_name().unwrap_or_default());
        let shapes: Vec<Shape> = call.params.iter().map(|param| self.value(param)).collect();
        self.is_asking = outer;
        let mut named: Vec<_> = call.hash.iter().collect();
        named.sort_by_key(|(name, _)| *name);
        for (_, value) in &named {
            self.value(value);
        }
        let name = call.name.as_name().unwrap_or_default();
        let Some(signature) = helpers::signature(name) else {
            let hint = match self.scopes.resolve(name) {
                Ok(Some(Value::Array(_))) => format!("write `{{{{#each {name}}}}}…{{{{/each}}}}`"),
                Ok(_) if form == Form::Block => format!("write `{{{{#if {name}}}}}…{{{{/if}}}}`"),
                Ok(_) => format!("write `{{{{{name}}}}}`"),
                Err(_) => did_you_mean(name, SIGNATURES.iter().map(|signature| signature.name)),
            };
            self.report(codes::TEMPLATE_HELPER, name, format!("there is no helper `{name}`"), hint);
            return None;
        };
        let usage = || format!("write it as in `{}`", signature.usage);
        if signature.form != Form::Both && signature.form != form {
            let message = match form {
                Form::Block => format!("`{name}` does not open a block"),
                _ => format!("`{name}` needs a block"),
            };
            self.report(codes::TEMPLATE_HELPER_USE, name, message, usage());
        } else if shapes.len() < signature.least || shapes.len() > signature.most {
            let message = format!("`{name}` does not take {}", counted(shapes.len(), "value"));
            self.report(codes::TEMPLATE_HELPER_USE, name, message, usage());
        }
        for (key, _) in named {
            if !signature.named.contains(&key.as_str()) {
                self.report(codes::TEMPLATE_HELPER_USE, key, format!("`{name}` takes no `{key}=`"), usage());
            }
        }
        self.result(name, shapes, call)
    }

    fn result(&mut self, name: &str, shapes: Vec<Shape>, call: &HelperTemplate) -> Shape {
        let mut shapes = shapes.into_iter();
        let (first, second) = (shapes.next().flatten(), shapes.next().flatten());
        match name {
            "join" | "each" | "times" | "plus" | "len" => {
                let fits = match (&first, name) {
                    (None, _) | (Some(Value::Array(_)), "join" | "each" | "len") => true,
                    (Some(Value::Object(_)), "each" | "len") | (Some(Value::String(_)), "len") => true,
                    (Some(Value::Number(_)), "times" | "plus") => true,
                    (Some(Value::String(text)), "times" | "plus") => text.trim().parse::<i64>().is_ok(),
                    _ => false,
                };
                if !fits {
                    let what = if matches!(name, "times" | "plus") { "whole number" } else { "list" };
                    let field = call.params.first().and_then(Parameter::as_name).unwrap_or("the value");
                    let hint = helpers::signature(name).map_or("", |signature| signature.usage);
                    self.report(
                        codes::TEMPLATE_HELPER_USE,
                        field,
                        format!("`{name}` takes a {what}, and `{field}` is none"),
                        format!("write it as in `{hint}`"),
                    );
                }
                match name {
                    "join" => Some("joined".into()),
                    "plus" | "len" => Some(1.into()),
                    _ => first,
                }
            }
            "default" => first.or(second),
            "lookup" => match (first, second) {
                (Some(Value::Object(fields)), _) => fields.values().next().cloned(),
                (Some(Value::Array(items)), _) => items.into_iter().next(),
                _ => None,
            },
            "with" | "if" | "unless" => first,
            "and" | "or" => None,
            _ => Some(true.into()),
        }
    }
}
