//! Whether the templates of the languages in use pass their static check, each once for each language.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Checked, Diagnostic, Problems, Severity, codes};
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::template::{self, EMAIL, EMAIL_HTML, MergeTemplates};

/// The templates that passed, by language and file; the others are not rendered.
#[derive(Debug, Default)]
pub(super) struct Sound(BTreeSet<(String, String)>);

impl Sound {
    /// Whether a template passed.
    pub(super) fn contains(&self, locale: &str, file: &str) -> bool {
        self.0.contains(&(locale.to_owned(), file.to_owned()))
    }
}

/// The shapes of the merge fields that templates are checked against, by language and document or e-mail.
pub(super) type Shapes = BTreeMap<(String, String), Value>;

/// Makes the shapes of the languages in use.
pub(super) fn shapes(mailing: &Mailing, packs: &BTreeMap<String, LocalePack>) -> Shapes {
    let ids: BTreeSet<&str> =
        mailing.templates_of_documents().map(|(id, _)| id).chain([EMAIL, EMAIL_HTML]).collect();
    let of_language = |(language, pack): (&String, &LocalePack)| {
        let shape = |id: &&str| ((language.clone(), (*id).to_owned()), template::shape(mailing, pack, id));
        ids.iter().map(shape).collect::<Vec<_>>()
    };
    packs.iter().flat_map(of_language).collect()
}

/// Checks each template once for each language; problems `known` already are not repeated.
pub(super) fn check(
    templates: &dyn MergeTemplates,
    mailing: &Mailing,
    shapes: &Shapes,
    languages: &BTreeMap<String, LocalePack>,
    known: &[Diagnostic],
) -> Checked<Sound> {
    let mut sound = Sound::default();
    let mut problems = Problems::new();
    for language in languages.keys() {
        let has = |file: &str| templates.listing().has(language, file);
        // A variant is needed only where a recipient gets it.
        let is_main = |file: &str| mailing.documents.iter().any(|document| document.template == file);
        let documents = mailing.templates_of_documents();
        let documents = documents.filter(|(_, file)| is_main(file) || has(file));
        let email = [EMAIL, EMAIL_HTML].into_iter().filter(|file| has(EMAIL) && has(file));
        for (id, file) in documents.chain(email.map(|file| (file, file))) {
            if !has(file) && is_explained(mailing, language, file, known) {
                continue;
            }
            let Some(shape) = shapes.get(&(language.clone(), id.to_owned())) else { continue };
            let found = templates.check(language, file, shape);
            if !found.has_errors() {
                sound.0.insert((language.clone(), file.to_owned()));
            }
            let is_new = |problem: &Diagnostic| !known.contains(problem) && !problems.contains(problem);
            let new: Vec<_> = found.into_iter().filter(is_new).collect();
            problems.extend(new);
        }
    }
    Checked::new(sound, summed_up(problems))
}

/// Whether problems say why a template cannot be used: it does not parse, or none of the folder does.
fn is_explained(mailing: &Mailing, language: &str, file: &str, known: &[Diagnostic]) -> bool {
    let folder = mailing.templates.as_str();
    let paths = [folder.to_owned(), format!("{folder}/{language}/{file}"), format!("{folder}/{file}")];
    let is_there = |problem: &Diagnostic| {
        problem.location.as_ref().is_some_and(|location| paths.contains(&location.file))
    };
    let mut errors = known.iter().filter(|problem| problem.severity == Severity::Error);
    errors.any(|problem| problem.code == codes::WORKER_START || is_there(problem))
}

/// One problem for each thing that the mailing leaves out, at the first of the places where it is written.
fn summed_up(problems: Problems) -> Problems {
    let mut places: BTreeMap<Option<String>, usize> = BTreeMap::new();
    let absent = |problem: &Diagnostic| problem.code == codes::MAILING_FIELD_ABSENT;
    for problem in problems.iter().filter(|problem| absent(problem)) {
        *places.entry(problem.subject.field.clone()).or_default() += 1;
    }
    let mut kept = Problems::new();
    for mut problem in problems {
        if absent(&problem) {
            let Some(count) = places.remove(&problem.subject.field) else { continue };
            if count > 1 {
                problem.message.push_str(&format!(" in {count} places"));
            }
        }
        kept.push(problem);
    }
    kept
}
