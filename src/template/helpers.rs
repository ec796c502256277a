//! The helpers of templates, and what the static check needs to know of each.
//!
//! Handlebars' own `with` fails in strict mode where its value is empty and there is no `{{else}}`; ours
//! writes nothing. Helpers that reach outside the document, such as `log`, are taken out.

use handlebars::{
    BlockContext, BlockParamHolder, Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender,
    JsonTruthy, Output, RenderContext, RenderError, RenderErrorReason, Renderable, ScopedJson,
};
use serde_json::Value;

/// How a helper may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `{{#helper …}}…{{/helper}}`
    Block,
    /// `{{helper …}}` or `(helper …)`
    Inline,
    /// Either.
    Both,
}

/// What the static check knows of a helper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    /// Its name.
    pub(super) name: &'static str,
    /// Whether it is a block.
    pub(super) form: Form,
    /// The least number of parameters.
    pub(super) least: usize,
    /// The greatest number of parameters.
    pub(super) most: usize,
    /// Named parameters it takes.
    pub(super) named: &'static [&'static str],
    /// How it is written, for hints.
    pub(super) usage: &'static str,
}

const fn inline(name: &'static str, least: usize, most: usize, usage: &'static str) -> Signature {
    Signature { name, form: Form::Inline, least, most, named: &[], usage }
}

const fn either(name: &'static str, least: usize, most: usize, usage: &'static str) -> Signature {
    Signature { name, form: Form::Both, least, most, named: &[], usage }
}

const fn block(name: &'static str, named: &'static [&'static str], usage: &'static str) -> Signature {
    Signature { name, form: Form::Block, least: 1, most: 1, named, usage }
}

/// All helpers a template may use.
pub(super) const SIGNATURES: &[Signature] = &[
    block("if", &["includeZero"], "{{#if recipient.country}}…{{else}}…{{/if}}"),
    block("unless", &["includeZero"], "{{#unless recipient.name}}…{{/unless}}"),
    block("each", &[], "{{#each addressee.lines}}{{this}}{{/each}}"),
    block("with", &[], "{{#with recipient.country}}{{short}}{{/with}}"),
    block("times", &[], "{{#times form.participants}}{{@number}}{{/times}}"),
    inline("join", 1, 2, "{{join addressee.lines \", \"}}"),
    inline("default", 2, 2, "{{default recipient.name \"…\"}}"),
    inline("plus", 2, 2, "{{plus @index 1}}"),
    inline("lookup", 2, 2, "{{lookup labels recipient.kind}}"),
    inline("len", 1, 1, "{{len event.days}}"),
    inline("ltr", 1, 1, "{{ltr sender.tel}}"),
    either("eq", 2, 2, "{{#if (eq mailing.layout \"un\")}}…{{/if}}"),
    either("ne", 2, 2, "{{#if (ne mailing.layout \"un\")}}…{{/if}}"),
    either("gt", 2, 2, "{{#if (gt form.participants 1)}}…{{/if}}"),
    either("gte", 2, 2, "{{#if (gte form.participants 1)}}…{{/if}}"),
    either("lt", 2, 2, "{{#if (lt form.participants 1)}}…{{/if}}"),
    either("lte", 2, 2, "{{#if (lte form.participants 1)}}…{{/if}}"),
    either("and", 2, 9, "{{#if (and recipient.name recipient.country)}}…{{/if}}"),
    either("or", 2, 9, "{{#if (or recipient.name recipient.country)}}…{{/if}}"),
    either("not", 1, 1, "{{#if (not recipient.name)}}…{{/if}}"),
];

/// Looks a helper up by name.
pub(super) fn signature(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name == name)
}

/// Registers the project's helpers and removes those that have no place in a document.
pub(super) fn register(registry: &mut Handlebars<'static>) {
    registry.unregister_helper("log");
    registry.unregister_helper("raw");
    registry.register_helper("with", Box::new(With));
    registry.register_helper("times", Box::new(Times));
    registry.register_helper("join", Box::new(Join));
    registry.register_helper("default", Box::new(Default));
    registry.register_helper("plus", Box::new(Plus));
    registry.register_helper("ltr", Box::new(Ltr));
}

fn other(message: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(message.into()).into()
}

/// A parameter's value; a missing one is an error, as everywhere in strict mode.
fn param<'a>(h: &'a Helper<'_>, index: usize) -> Result<&'a Value, RenderError> {
    let param = h.param(index).ok_or_else(|| other(format!("`{}` needs another parameter", h.name())))?;
    if param.is_value_missing() {
        return Err(RenderError::strict_error(param.relative_path()));
    }
    Ok(param.value())
}

struct With;

impl HelperDef for With {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        r: &'reg Handlebars<'reg>,
        ctx: &'rc Context,
        rc: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = param(h, 0)?;
        if !value.is_truthy(false) {
            return h.inverse().map_or(Ok(()), |inverse| inverse.render(r, ctx, rc, out));
        }
        let mut block = BlockContext::new();
        if let Some(path) = h.param(0).and_then(|value| value.context_path()) {
            block.base_path_mut().clone_from(path);
        } else {
            block.set_base_value(value.clone());
        }
        if let Some(outer) = rc.block() {
            block.local_variables_mut().clone_from(outer.local_variables());
        }
        if let Some(name) = h.block_param() {
            block.set_block_param(name, BlockParamHolder::value(value.clone()));
        }
        rc.push_block(block);
        let result = h.template().map_or(Ok(()), |inner| inner.render(r, ctx, rc, out));
        rc.pop_block();
        result
    }
}

/// The most rounds `{{#times}}` makes; a larger number is a slip of the pen.
const MOST_ROUNDS: u64 = 1_000;

struct Times;

impl HelperDef for Times {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        r: &'reg Handlebars<'reg>,
        ctx: &'rc Context,
        rc: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let rounds = whole(param(h, 0)?)
            .and_then(|rounds| u64::try_from(rounds).ok())
            .filter(|rounds| *rounds <= MOST_ROUNDS)
            .ok_or_else(|| other(format!("`times` takes a whole number from 0 to {MOST_ROUNDS}")))?;
        let Some(inner) = h.template() else { return Ok(()) };
        for index in 0..rounds {
            // Names mean the same inside as outside, so the block has the scope of the outer one.
            let mut block = BlockContext::new();
            if let Some(outer) = rc.block() {
                block.base_path_mut().clone_from(outer.base_path());
                if let Some(value) = outer.base_value() {
                    block.set_base_value(value.clone());
                }
                block.local_variables_mut().clone_from(outer.local_variables());
            }
            block.set_local_var("number", (index + 1).into());
            block.set_local_var("index", index.into());
            block.set_local_var("first", (index == 0).into());
            block.set_local_var("last", (index + 1 == rounds).into());
            rc.push_block(block);
            let result = inner.render(r, ctx, rc, out);
            rc.pop_block();
            result?;
        }
        Ok(())
    }
}

/// Defines a helper that computes a value, which Handlebars then escapes.
trait Compute: Send + Sync {
    fn compute(&self, h: &Helper<'_>) -> Result<Value, RenderError>;
}

/// The most bytes of a text that `join` makes: joined texts can be joined again, and grow with each time.
const MOST_JOINED: usize = 64 << 10;

struct Join;

impl Compute for Join {
    fn compute(&self, h: &Helper<'_>) -> Result<Value, RenderError> {
        let separator = match h.param(1) {
            Some(_) => param(h, 1)?.render(),
            None => ", ".to_owned(),
        };
        match param(h, 0)? {
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(JsonRender::render).collect();
                let between = separator.len().saturating_mul(items.len().saturating_sub(1));
                let length = items.iter().map(String::len).fold(between, usize::saturating_add);
                if length > MOST_JOINED {
                    return Err(other(format!("`join` makes a text of at most {} KiB", MOST_JOINED >> 10)));
                }
                Ok(items.join(&separator).into())
            }
            Value::Null => Ok(Value::String(String::new())),
            _ => Err(other("`join` takes a list")),
        }
    }
}

struct Default;

impl Compute for Default {
    fn compute(&self, h: &Helper<'_>) -> Result<Value, RenderError> {
        match h.param(0) {
            Some(value) if value.value().is_truthy(true) => Ok(value.value().clone()),
            _ => param(h, 1).cloned(),
        }
    }
}

struct Plus;

impl Compute for Plus {
    fn compute(&self, h: &Helper<'_>) -> Result<Value, RenderError> {
        let sum = whole(param(h, 0)?).zip(whole(param(h, 1)?)).and_then(|(a, b)| a.checked_add(b));
        sum.map(Value::from).ok_or_else(|| other("`plus` takes two whole numbers"))
    }
}

/// Keeps a number or an address in its own direction, in plain text that runs from right to left.
struct Ltr;

impl Compute for Ltr {
    fn compute(&self, h: &Helper<'_>) -> Result<Value, RenderError> {
        Ok(format!("\u{2066}{}\u{2069}", param(h, 0)?.render()).into())
    }
}

macro_rules! computed {
    ($($helper:ty),*) => {$(
        impl HelperDef for $helper {
            fn call_inner<'reg: 'rc, 'rc>(
                &self,
                h: &Helper<'rc>,
                _: &'reg Handlebars<'reg>,
                _: &'rc Context,
                _: &mut RenderContext<'reg, 'rc>,
            ) -> Result<ScopedJson<'rc>, RenderError> {
                self.compute(h).map(ScopedJson::Derived)
            }
        }
    )*};
}

computed!(Join, Default, Plus, Ltr);

/// A whole number, also where it is written as text.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
