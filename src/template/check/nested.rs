//! Checks what opens a scope of its own: blocks and partials.

use handlebars::template::{BlockParam, DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use serde_json::Value;

use super::absent;
use super::scope::{Scope, Shape};
use super::walk::Walk;
use crate::diagnostic::{codes, did_you_mean};
use crate::template::helpers::Form;
use crate::template::source::{next_tag, tag_end};

impl<'a> Walk<'a> {
    /// Checks a block up to its end tag, which the caller passes over.
    pub(super) fn block(&mut self, block: &'a HelperTemplate) {
        let shape = self.call(block, Form::Block);
        self.at = tag_end(self.source.text(), self.at);
        let scope = self.scope(block, shape);
        let opens = scope.is_some();
        if let Some(scope) = scope {
            self.scopes.push(scope);
        }
        let (sure, before) = (absent::made_sure(block), self.asked.len());
        let is_reversed = block.name.as_name() == Some("unless");
        if !is_reversed {
            self.asked.extend(sure.iter().cloned());
        }
        if let Some(inner) = &block.template {
            self.template(inner);
        }
        self.asked.truncate(before);
        if opens {
            self.scopes.pop();
        }
        let Some(inverse) = &block.inverse else { return };
        self.at = next_tag(self.source.text(), self.at);
        match inverse.elements.as_slice() {
            [TemplateElement::HelperBlock(next)] if inverse.mapping.is_empty() => self.block(next),
            _ => {
                self.at = tag_end(self.source.text(), self.at);
                if is_reversed {
                    self.asked.extend(sure);
                }
                self.template(inverse);
                self.asked.truncate(before);
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

    /// Checks a partial in the scope that includes it.
    pub(super) fn partial(&mut self, partial: &'a DecoratorTemplate) {
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
        self.scopes.push(scope);
        self.walk_apart(source, template);
        self.scopes.pop();
    }
}
