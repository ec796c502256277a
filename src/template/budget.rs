//! How much a merge may do: steps are counted and what is written is bounded, so that nested blocks end.

use std::io;

use handlebars::template::{HelperTemplate, TemplateElement};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Template,
};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, codes};

/// Most steps of one merge: rounds of blocks, partials, and pieces of text written. A form of a hundred participants takes
/// some ten thousand.
pub(super) const MOST_STEPS: usize = 200_000;

/// Most bytes one merge writes: a document of a thousand pages is smaller.
pub(super) const MOST_BYTES: usize = 8 << 20;

/// The helper that counts a step; no template can call it, since the check refuses a helper without a signature.
const STEP: &str = "count-step";

/// How many bytes of data make a step one dearer, since blocks and partials copy what they are given.
const BYTES_A_STEP: usize = 8 << 10;

/// What a template has written so far, within bounds.
#[derive(Debug)]
pub(super) struct Written {
    text: String,
    steps: usize,
    /// What a block, branch or partial counts.
    weight: usize,
}

/// A merge that exceeds a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exceeded {
    Steps,
    Bytes,
}

impl std::fmt::Display for Exceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Steps => write!(f, "more than {MOST_STEPS} steps"),
            Self::Bytes => write!(f, "more than {} MiB of text", MOST_BYTES >> 20),
        }
    }
}

impl std::error::Error for Exceeded {}

impl Written {
    /// Nothing yet, of a template that is given this context.
    pub(super) fn new(context: &Value) -> Self {
        Self { text: String::new(), steps: 0, weight: 1 + measure(context) / BYTES_A_STEP }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl Output for Written {
    fn write(&mut self, piece: &str) -> io::Result<()> {
        // Only what begins a block, branch or partial writes nothing.
        self.steps += if piece.is_empty() { self.weight } else { 1 };
        if self.steps > MOST_STEPS {
            return Err(io::Error::other(Exceeded::Steps));
        }
        if self.text.len() + piece.len() > MOST_BYTES {
            return Err(io::Error::other(Exceeded::Bytes));
        }
        self.text.push_str(piece);
        Ok(())
    }
}

/// The memory that data takes, in bytes, roughly.
fn measure(value: &Value) -> usize {
    const NODE: usize = 64;
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(measure).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + measure(value)).sum(),
        _ => 0,
    }
}

/// The problem of a merge that exceeded a bound; `None` for any other error.
pub(super) fn report(error: &RenderError) -> Option<Diagnostic> {
    let RenderErrorReason::IOError(cause) = error.reason() else { return None };
    let exceeded = cause.get_ref()?.downcast_ref::<Exceeded>()?;
    let message = format!("merging the template takes {exceeded}");
    let hint = "nest `{{#times}}`, `{{#each}}` and partials less deep, or repeat less often";
    Some(Diagnostic::new(codes::MERGE_TOO_LONG, message).with_hint(hint))
}

/// Counts a step wherever a block, a branch or a partial begins, even one that writes nothing.
#[derive(Debug)]
pub(super) struct Counter(TemplateElement);

impl Counter {
    /// The counter, and its helper in a registry.
    pub(super) fn register(registry: &mut Handlebars<'_>) -> Option<Self> {
        registry.register_helper(STEP, Box::new(Step));
        let call = Template::compile(&format!("{{{{{STEP}}}}}")).ok()?;
        call.elements.into_iter().next().map(Self)
    }

    /// Makes a template count.
    pub(super) fn count(&self, template: &mut Template) {
        for element in &mut template.elements {
            if let TemplateElement::HelperBlock(block) = element {
                let HelperTemplate { template, inverse, .. } = &mut **block;
                [template, inverse].into_iter().flatten().for_each(|inner| self.count(inner));
            }
        }
        template.elements.insert(0, self.0.clone());
        // The place of the first element; in an empty block errors have that of the block.
        if let Some(first) = template.mapping.first().cloned() {
            template.mapping.insert(0, first);
        }
    }
}

struct Step;

impl HelperDef for Step {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        Ok(out.write("")?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::template::{Engine, MergeTemplates as _};

    /// Renders a template beside two partials: one that includes another twice, ten times over, and one that repeats.
    fn render(text: &str) -> Result<String, Diagnostic> {
        let mut texts = BTreeMap::from([
            ("a.hbs".to_owned(), text.to_owned()),
            ("p0.hbs".to_owned(), "{{!}}".to_owned()),
            ("rounds.hbs".to_owned(), "{{#times 1000}}{{/times}}".to_owned()),
        ]);
        for level in 1..=10 {
            let twice = format!("{{{{> p{0}}}}}{{{{> p{0}}}}}", level - 1);
            texts.insert(format!("p{level}.hbs"), twice);
        }
        let texts: BTreeMap<_, _> =
            texts.into_iter().map(|(file, text)| (("en".to_owned(), file), text)).collect();
        let made = Engine::new("templates", &texts);
        assert!(made.problems.is_empty(), "{}", made.problems);
        let context = context();
        let rendered = made.value.render("en", "a.hbs", &context);
        if let Ok(rendered) = &rendered {
            // As it is without a counter.
            let mut registry = Handlebars::new();
            registry.set_prevent_indent(true);
            crate::template::helpers::register(&mut registry);
            for ((_, file), text) in &texts {
                registry.register_template_string(file.trim_end_matches(".hbs"), text).expect("a template");
            }
            assert_eq!(Ok(rendered), registry.render("a", &context).as_ref().map_err(ToString::to_string));
        }
        rendered
    }

    fn context() -> Value {
        json!({
            "list": (0..100).collect::<Vec<_>>(),
            "group": (0..100).map(|number| (format!("k{number}"), number)).collect::<BTreeMap<_, _>>(),
            "long": "x".repeat(10_000),
            "name": "n",
            "no": false,
        })
    }

    #[test]
    fn whatever_repeats_too_often_ends() {
        let times = |depth: usize, body: &str| {
            format!("{}{body}{}", "{{#times 1000}}".repeat(depth), "{{/times}}".repeat(depth))
        };
        let each = |of: &str, depth: usize, body: &str| {
            format!("{}{body}{}", format!("{{{{#each {of}}}}}").repeat(depth), "{{/each}}".repeat(depth))
        };
        let steps = [
            times(4, ""),
            times(4, "text"),
            times(3, "{{!-- nothing --}}"),
            times(2, "{{#if no}}{{else}}{{/if}}"),
            times(2, "{{#unless no}}{{/unless}}"),
            times(2, "{{#if no}}a{{else if name}}{{/if}}"),
            times(2, "{{#with name}}{{/with}}"),
            times(2, "{{> p0}}"),
            times(1, "{{> rounds}}"),
            times(1, "{{> p10}}"),
            times(2, "{{name}}"),
            each("@root.list", 3, ""),
            each("@root.group", 3, ""),
            each("@root.list", 2, "{{> rounds}}"),
            times(1, &each("@root.list", 2, "{{this}}")),
        ];
        for text in steps {
            let problem = render(&text).expect_err(&text);
            assert_eq!(problem.code, codes::MERGE_TOO_LONG, "{text}: {}", problem.message);
            assert_eq!(problem.message, "merging the template takes more than 200000 steps", "{text}");
            assert!(problem.location.is_some(), "{text}");
        }
        let long = "y".repeat(10_000);
        for text in [times(1, "{{long}}"), times(1, &long)] {
            let problem = render(&text).expect_err("too much text");
            assert_eq!(problem.message, "merging the template takes more than 8 MiB of text");
        }
    }

    #[test]
    fn joined_texts_do_not_grow_without_end() {
        let nested = |depth| (0..depth).fold("name".to_owned(), |inner, _| format!("(join list {inner})"));
        for text in [nested(2), nested(3), nested(20)].map(|inner| format!("{{{{#if {inner}}}}}{{{{/if}}}}"))
        {
            let problem = render(&text).map(drop);
            assert_eq!(problem.is_err(), text.matches("join").count() > 2, "{text}");
        }
        let problem = render("{{join list long}}").expect_err("too long");
        assert!(problem.message.contains("`join` makes a text of at most 64 KiB"), "{}", problem.message);
    }

    #[test]
    fn the_place_is_the_innermost_block_that_repeats() {
        let problem = render("a\n{{#times 1000}}\n{{#times 1000}}\nb\n{{/times}}\n{{/times}}").expect_err("");
        let place = problem.location.expect("a place").to_string();
        assert!(
            ["templates/en/a.hbs:3:", "templates/en/a.hbs:4:"].iter().any(|line| place.starts_with(line)),
            "{place}"
        );
    }

    #[test]
    fn what_a_document_needs_is_far_within() {
        let fields = "{{#if name}}{{name}}{{/if}} text {{> p0}}\n".repeat(40);
        let form = format!("{{{{#times 100}}}}{fields}{{{{/times}}}}");
        assert!(render(&form).is_ok());
    }

    #[test]
    fn counting_changes_nothing_of_the_text() {
        for text in [
            "a\n{{#if name}}\nb\n{{/if}}\nc\n",
            "{{#times 2}}\n- {{@number}}\n{{/times}}\n",
            "x {{~#if no~}} a {{~else~}} b {{~/if~}} y",
            "x\n{{#if no}}\n a\n{{else if name}}\n b\n{{else}}\n c\n{{/if}}\ny",
            "  {{> p1}}\nz",
            "a {{> p2}} b\n  {{> rounds}}\n{{#each list}}{{#if @first}}\n{{this}},\n{{/if}}{{/each}}",
            "{{#with name}}\n {{this}}\n{{else}}\n none\n{{/with}}\n",
        ] {
            assert!(render(text).is_ok(), "{text:?}");
        }
    }
}
