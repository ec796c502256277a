//! Parses templates with Handlebars, and turns its errors into problems with their places.

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::{Handlebars, Template, TemplateError, TemplateErrorReason};

use super::source::{MOST_LEVELS, Source, nests_too_deep};
use crate::diagnostic::{Diagnostic, Location, codes};

/// The name a template goes by, also as a partial: its file name without `.typ.hbs` or `.hbs`.
pub(super) fn template_name(file: &str) -> &str {
    let name = file.strip_suffix(".hbs").unwrap_or(file);
    name.strip_suffix(".typ").unwrap_or(name)
}

/// A template with its text, or why it does not parse.
type Outcome = Result<(Arc<Source>, Template), Box<Diagnostic>>;

/// Templates parsed so far, by file: those that all languages share are parsed once.
#[derive(Debug, Default)]
pub(super) struct Parsed(BTreeMap<String, Outcome>);

impl Parsed {
    /// Parses the text of a file under a name, unless it has been parsed before.
    pub(super) fn parse(&mut self, file: String, text: &str, name: &str) -> Outcome {
        let parse_file = || {
            let source = Source::new(file.clone(), text.strip_prefix('\u{feff}').unwrap_or(text));
            let template = parse(&source, name)?;
            Ok((Arc::new(source), template))
        };
        self.0.entry(file.clone()).or_insert_with(parse_file).clone()
    }
}

fn parse(source: &Source, name: &str) -> Result<Template, Box<Diagnostic>> {
    if let Some(offset) = nests_too_deep(source.text()) {
        return Err(Box::new(
            Diagnostic::new(codes::TEMPLATE_SYNTAX, "blocks or parentheses are nested too deeply")
                .with_location(source.locate(offset))
                .with_hint(format!("close blocks sooner; {MOST_LEVELS} levels are the most")),
        ));
    }
    // Handlebars offers prevent_indent through a registry only.
    let mut registry = Handlebars::new();
    registry.set_prevent_indent(true);
    registry
        .register_template_string(name, source.text())
        .map_err(|error| Box::new(report_syntax(&error, source)))?;
    registry.get_template(name).cloned().ok_or_else(|| {
        Box::new(
            Diagnostic::new(codes::TEMPLATE_SYNTAX, "the template cannot be used")
                .with_location(Location::file(source.file())),
        )
    })
}

fn report_syntax(error: &TemplateError, source: &Source) -> Diagnostic {
    let (message, hint) = match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(opened, closed)
        | TemplateErrorReason::MismatchingClosedDecorator(opened, closed) => (
            format!(
                "`{{{{#{opened}}}}}` is closed by `{{{{/{closed}}}}}`",
                opened = opened.trim_matches('"'),
                closed = closed.trim_matches('"')
            ),
            "close every block with its own name, the inner one first",
        ),
        TemplateErrorReason::InvalidParam(param) => (
            format!("`{param}` is not a value a helper can take"),
            "write a merge field, a number or a text in quotes",
        ),
        TemplateErrorReason::InvalidSyntax(_) => (
            "handlebars cannot read on from here".to_owned(),
            "look for a `{{` without `}}`, a block without its end, or an end without its block",
        ),
        reason => (format!("handlebars cannot read the template ({reason})"), "correct the expression"),
    };
    let location = match (error.pos(), error.reason()) {
        (None, TemplateErrorReason::InvalidParam(param)) => source
            .text()
            .find(param.as_str())
            .map_or_else(|| Location::file(source.file()), |offset| source.locate(offset)),
        (place, _) => source.locate_line(place),
    };
    Diagnostic::new(codes::TEMPLATE_SYNTAX, message).with_location(location).with_hint(hint)
}
