//! Problems of documents at the places where people put them right: the lines of templates instead of those of the merged text, the
//! files of the mailing instead of those that Typst sees.

use super::merge::context;
use super::model::Plan;
use super::planned::{PlannedDocument, PlannedRecipient};
use super::sources::asset_path;
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes};
use crate::template::Trace;
use crate::typeset::RENDERED;

impl Plan {
    /// Tells what is wrong with a document, as it was found when it was made, at the places that people know. What has no place is
    /// told of the document's template.
    pub fn place(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        mut problems: Problems,
    ) -> Problems {
        let (locale, template) = (document.locale.as_str(), document.template.as_str());
        let Some(file) = self.engine.file(locale, template) else { return problems };
        let mut trace = None;
        for problem in problems.iter_mut().filter(|problem| !is_of_system(problem)) {
            let trace = trace.get_or_insert_with(|| {
                let context = context(&self.mailing, &self.packs, planned, document)?;
                self.engine.trace(locale, template, &context)
            });
            self.tell_place(problem, trace.as_ref(), file);
            tell_call(problem, trace.as_ref(), file);
        }
        problems
    }

    fn tell_place(&self, problem: &mut Diagnostic, trace: Option<&Trace>, file: &str) {
        match problem.location.as_ref().map(|location| (location, rendered(location))) {
            Some((_, Some((line, column)))) => {
                problem.location = Some(Location::file(file));
                if let Some(trace) = trace {
                    trace.tell(problem, line, column);
                }
            }
            Some((location, None)) => {
                let file = self.real_path(&location.file);
                problem.location = Some(Location { file, place: location.place.clone() });
            }
            None => problem.location = Some(Location::file(file)),
        }
    }

    /// The path of a file that Typst sees, from the mailing's folder.
    fn real_path(&self, seen: &str) -> String {
        let path = format!("/{seen}");
        let asset = self.mailing.assets.iter().find(|(_, asset)| asset_path(&asset.file) == path);
        match asset {
            Some((_, asset)) => asset.file.value.clone(),
            None if self.files.contains_key(&path) => format!("{}{path}", self.mailing.templates.value),
            None => seen.to_owned(),
        }
    }
}

fn tell_call(problem: &mut Diagnostic, trace: Option<&Trace>, file: &str) {
    let Some((line, column)) = problem.call.as_ref().and_then(rendered) else { return };
    problem.call = Some(Location::file(file));
    if let Some(trace) = trace {
        trace.tell_call(problem, line, column);
    }
}

/// The line and column of a place in the merged text.
fn rendered(location: &Location) -> Option<(u32, u32)> {
    match location {
        Location { file, place: Some(Place::Text { line, column }) } if file == RENDERED => {
            Some((*line, *column))
        }
        _ => None,
    }
}

/// Whether no document is to blame.
fn is_of_system(problem: &Diagnostic) -> bool {
    [codes::WORKER_START, codes::NO_THREAD].contains(&problem.code)
}
