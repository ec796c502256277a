//! Which text a problem of a language is about.

use crate::diagnostic::{Diagnostic, Place};
use crate::template::Source;
use crate::translate::unit::Unit;

/// Whether a problem is told within a text.
pub(super) fn is_about(problem: &Diagnostic, unit: &Unit, template: Option<&Source>) -> bool {
    let Some(location) = problem.location.as_ref().filter(|location| location.file == unit.location.file)
    else {
        return false;
    };
    let point = |place: &Option<Place>| match place {
        Some(Place::Text { line, column }) => Some((*line, *column)),
        _ => None,
    };
    let (Some(at), Some(start)) = (point(&location.place), point(&unit.location.place)) else { return false };
    match template {
        Some(template) => {
            let end = point(&template.locate(unit.range.end).place).unwrap_or(start);
            (start..=end).contains(&at)
        }
        // A key that is missing is told at the one before it.
        None => at == start && problem.subject.field.as_ref().is_none_or(|field| *field == unit.key),
    }
}
