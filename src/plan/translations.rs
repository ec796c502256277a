//! How far the languages of a mailing have been translated: nobody is written to in a stale or incomplete
//! one unless that is asked for.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use super::options::{PlanOptions, Unfinished};
use super::threads;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, Severity, codes, counted};
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::template;
use crate::translate::{CODES, Desk, LanguageStatus, follows};

/// Compares each language of the templates folder with what it is translated from; none where that is not asked for. `packs` are those of the languages
/// in use.
pub(super) fn compare(
    root: &Path,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    options: &PlanOptions,
) -> Vec<LanguageStatus> {
    if options.unfinished == Unfinished::Ignore {
        return Vec::new();
    }
    let desk = Desk::open(root, &mailing.templates, &mailing.default_language);
    // One processor is left to the process that checks templates meanwhile.
    let jobs = options.jobs.and_then(|jobs| NonZeroUsize::new(jobs.get() - 1));
    threads::map(desk.languages(), jobs, |tag| desk.status(tag, |tag| packs.get(tag)))
}

/// What is wrong with the languages, `known` being what is known to be wrong already: those in use are told in full, others
/// in a word. Returns with it the languages in use that are stale or incomplete and made all the same.
pub(super) fn check(
    statuses: Vec<LanguageStatus>,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    unfinished: Unfinished,
    known: &[Diagnostic],
) -> Checked<Vec<String>> {
    let mut problems = Problems::new();
    let mut forced = Vec::new();
    let mut unused = Vec::new();
    // Held against a source that is itself broken, a translation would be blamed for it.
    let broken = |tag: &str| {
        let folder = format!("{}/{tag}/", mailing.templates.value);
        let stands_there = |location: &Location| location.file.starts_with(&folder);
        let error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        known.iter().filter(error).any(|problem| problem.location.as_ref().is_some_and(stands_there))
    };
    for status in statuses {
        let tag = &status.tag;
        if status.source.as_deref().is_some_and(broken) {
            continue;
        }
        let mut found = status.problems;
        // A variant is needed only in the languages of those who get it, and told where it is not there.
        found.retain(|problem| {
            problem.code != codes::TRANSLATION_FILE_MISSING || !is_variant(mailing, problem)
        });
        // Whoever is written to in a language that lacks the names of their State is told of that by name.
        found.retain(|problem| problem.code != codes::TRANSLATION_COUNTRIES);
        found.retain(|problem| !follows(problem, known.iter()));
        let errors = found.iter().filter(|problem| problem.severity == Severity::Error).count();
        if !packs.contains_key(tag) {
            unused.extend((errors > 0).then(|| format!("{tag} ({})", counted(errors, "problem"))));
            continue;
        }
        let lacks_texts = || template::find_untranslated(mailing, tag, "").has_errors();
        if unfinished == Unfinished::Allow && (errors > 0 || lacks_texts()) {
            forced.push(tag.clone());
            for problem in found.iter_mut().filter(|problem| problem.code.name.starts_with(CODES)) {
                problem.severity = problem.severity.min(Severity::Warning);
            }
        }
        problems.extend(found);
    }
    if !unused.is_empty() {
        problems.push(
            Diagnostic::new(
                codes::LANGUAGE_UNFINISHED,
                format!("languages in which nobody is written to are not ready: {}", unused.join(", ")),
            )
            .with_location(Location::file(mailing.templates.value.clone()))
            .with_hint("`convoke locale status` shows what they lack"),
        );
    }
    Checked::new(forced, problems)
}

/// Texts of the mailing that a language lacks stop the build, unless it is asked for all the same. In previews, which translators look
/// at from the first day, they stand in another language, and one warning names them.
pub(super) fn allow_untranslated(mut problems: Problems, unfinished: Unfinished) -> Problems {
    let is_lacking = |problem: &Diagnostic| problem.code == codes::MAILING_UNTRANSLATED;
    match unfinished {
        Unfinished::Refuse => {}
        Unfinished::Allow => {
            for problem in problems.iter_mut().filter(|problem| is_lacking(problem)) {
                problem.severity = Severity::Warning;
            }
        }
        Unfinished::Ignore => {
            let lacking: Vec<Diagnostic> =
                problems.iter().filter(|problem| is_lacking(problem)).cloned().collect();
            problems.retain(|problem| !is_lacking(problem));
            problems.extend(gather(&lacking));
        }
    }
    problems
}

/// One warning of all texts of the mailing that stand in another language.
fn gather(lacking: &[Diagnostic]) -> Option<Diagnostic> {
    let first = lacking.first()?;
    let fields: Vec<String> =
        lacking.iter().filter_map(|problem| Some(format!("`{}`", problem.subject.field.as_ref()?))).collect();
    let message = format!(
        "{} of the mailing, not given in a language of these letters, stand in another: {}",
        counted(fields.len(), "text"),
        fields.join(", ")
    );
    let mut warning = Diagnostic { message, severity: Severity::Warning, ..first.clone() };
    warning.subject.field = None;
    Some(warning)
}

/// Whether a problem is about a template that is none of a document but of its variants.
fn is_variant(mailing: &Mailing, problem: &Diagnostic) -> bool {
    let file = problem.location.as_ref().map_or("", |location| location.file.as_str());
    let name = file.rsplit('/').next().unwrap_or_default();
    let is_main = mailing.documents.iter().any(|document| document.template == name);
    !is_main && mailing.templates_of_documents().any(|(_, template)| template == name)
}
