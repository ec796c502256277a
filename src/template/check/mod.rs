//! The static check: walks a parsed template through all its branches and checks every path, helper
//! and partial against the shape of the merge fields.
//!
//! Strict mode alone is not enough: `{{#if misspelt}}` passes it, and a branch not taken is not read.

mod absent;
mod calls;
mod html;
mod misplaced;
mod nested;
mod place;
mod prose;
mod scope;
mod typst;
mod walk;

use handlebars::Handlebars;
use serde_json::Value;

use self::walk::Walk;
use super::source::Sources;
use crate::diagnostic::Problems;

/// Checks a template and the partials it includes.
pub(super) fn check(registry: &Handlebars<'_>, sources: &Sources, name: &str, shape: &Value) -> Problems {
    let (Some(template), Some(source)) = (registry.get_template(name), sources.get(name)) else {
        return Problems::new();
    };
    let mut walk = Walk::new(registry, sources, source, shape);
    walk.template(template);
    let mut problems = walk.problems;
    problems.sort();
    problems
}

#[cfg(test)]
mod tests;
