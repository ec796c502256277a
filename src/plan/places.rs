//! Problems of documents at the places where people put them right: the lines of templates instead of those of the merged text, the
//! files of the mailing instead of those that Typst sees.

use super::merge::context;
use super::model::Plan;
use super::planned::{PlannedDocument, PlannedRecipient};
use super::sources::asset_path;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
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
        if problems.iter().any(is_of_text)
            && let Some(context) = context(&self.mailing, &self.packs, planned, document)
        {
            problems = self.templates.place(locale, template, &context, RENDERED, problems);
        }
        self.place_in_files(document, problems)
    }

    /// Tells what is wrong with a document at files of the mailing instead of those that Typst sees; what has no place is told of the
    /// document's template.
    pub fn place_in_files(&self, document: &PlannedDocument, mut problems: Problems) -> Problems {
        let (locale, template) = (document.locale.as_str(), document.template.as_str());
        let Some(path) = self.templates.listing().path(locale, template) else { return problems };
        for problem in problems.iter_mut().filter(|problem| !is_of_system(problem)) {
            let real = |location: &Location| self.find_real(location, path);
            problem.call = problem.call.as_ref().map(real);
            problem.location = Some(problem.location.as_ref().map_or_else(|| Location::file(path), real));
        }
        problems
    }

    /// A place in a file that Typst sees as one in a file of the mailing; `template` is that of the document.
    fn find_real(&self, location: &Location, template: &str) -> Location {
        let seen = format!("/{}", location.file);
        let mut assets = self.mailing.assets.iter().map(|(_, asset)| &asset.file);
        let file = match assets.find(|file| asset_path(file) == seen) {
            // Its place could not be found.
            None if location.file == RENDERED => return Location::file(template),
            Some(file) => file.value.clone(),
            None if self.files.contains_key(&seen) => format!("{}{seen}", self.mailing.templates.value),
            None => return location.clone(),
        };
        Location { file, place: location.place.clone() }
    }
}

/// Whether a problem has a place in the merged text.
fn is_of_text(problem: &Diagnostic) -> bool {
    let mut places = problem.location.iter().chain(&problem.call);
    places.any(|location| location.file == RENDERED)
}

/// Whether no document is to blame.
fn is_of_system(problem: &Diagnostic) -> bool {
    [codes::WORKER_START, codes::NO_THREAD].contains(&problem.code)
}
