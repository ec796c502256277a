//! Turns what Typst reports into [`Diagnostic`]s with a place and an excerpt of the rendered text.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;

use super::facts::RENDERED;
use super::world::DocumentWorld;
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes, cut_excerpt};

/// A place in a text; both count from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LineColumn {
    line: usize,
    column: usize,
}

/// All that Typst reported, in its order.
pub(super) fn to_problems(world: &DocumentWorld, reported: &[SourceDiagnostic]) -> Problems {
    reported.iter().map(|one| to_diagnostic(world, one)).collect()
}

fn to_diagnostic(world: &DocumentWorld, reported: &SourceDiagnostic) -> Diagnostic {
    let code = classify(reported);
    let message = move_standards(reported.message.as_str());
    let mut problem = Diagnostic::new(code, message);
    problem.hints = hints(reported);
    if code == codes::GLYPH_MISSING {
        problem.hints =
            vec!["correct the text, or add a font that has it to the template folder's `fonts`".into()];
    }

    let call_spans = reported.trace.iter().map(|point| DiagSpan::from(point.span));
    let mut places =
        std::iter::once(reported.span).chain(call_spans).filter_map(|span| locate_span(world, span));
    let first = places.next();
    let rendered = first.iter().cloned().chain(places).find(|(file, _)| file == RENDERED);
    let to_location =
        |(file, at): (String, LineColumn)| Location::text(file, to_u32(at.line), to_u32(at.column));
    problem.location = first.map(to_location);
    let rendered = rendered.map(to_location);
    problem.excerpt = rendered.as_ref().and_then(|at| cut_excerpt(world.rendered_text(), at));
    problem.call = rendered.filter(|call| problem.location.as_ref() != Some(call));
    problem
}

/// Typst's hints, but for those on how its own command is called.
fn hints(reported: &SourceDiagnostic) -> Vec<String> {
    let hints = reported.hints.iter().map(|hint| hint.v.to_string());
    hints.filter(|hint| !hint.contains("`--")).collect()
}

/// Typst's message; the standards it breaks, which Typst puts before it, come after it in parentheses.
fn move_standards(text: &str) -> String {
    match text.split_once(" error: ") {
        Some((standards, text)) if standards.starts_with("PDF/") => format!("{text} ({standards})"),
        _ => text.to_owned(),
    }
}

/// A stable name for what Typst reported; its own messages are all it gives to tell them apart by.
fn classify(reported: &SourceDiagnostic) -> &'static Code {
    let message = reported.message.as_str();
    let standard = message.starts_with("PDF/A") || message.starts_with("PDF/UA");
    match reported.severity {
        Severity::Warning => codes::TYPST_WARNING,
        Severity::Error if message.contains("could not be displayed with") => codes::GLYPH_MISSING,
        Severity::Error if message.contains("missing document title") => codes::PDF_TITLE_MISSING,
        Severity::Error if standard => codes::PDF_STANDARD,
        Severity::Error => codes::TYPST_ERROR,
    }
}

/// The place of a span: the file's path without the leading slash, and the place in it.
fn locate_span(world: &DocumentWorld, span: DiagSpan) -> Option<(String, LineColumn)> {
    let id = span.id()?;
    let text = world.text_of(id)?;
    let range = world.range(span)?;
    let file = if world.is_rendered(id) { RENDERED } else { id.vpath().get_without_slash() };
    Some((file.to_owned(), line_column(text, range.start)))
}

fn line_column(text: &str, offset: usize) -> LineColumn {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_columns_in_characters() {
        assert_eq!(line_column("à\nçé#x", 7), LineColumn { line: 2, column: 3 });
    }
}
