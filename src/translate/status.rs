//! The status of each language of a mailing: what it lacks, what is stale, what is wrong.

use super::desk::Desk;
use super::parity::{self, Side};
use super::stale;
use super::state::FILE;
use super::track::{Standing, Tracked, track_all};
use super::unchanged;
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes};
use crate::locale::{self, LocalePack};
use crate::mailing::Mailing;
use crate::template::{self, EMAIL, EMAIL_HTML, MergeTemplates};

/// The status of a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageStatus {
    /// The language.
    pub tag: String,
    /// What it is translated from; `None` for a language that others are translated from.
    pub source: Option<String>,
    /// How many texts are still to be translated.
    pub to_do: usize,
    /// What is missing, stale or wrong, in the order of the files.
    pub problems: Problems,
}

impl Desk {
    /// Compares a language with its source. `packs` finds the locale packs that are read already.
    #[must_use]
    pub fn status<'a>(&self, tag: &str, packs: impl Fn(&str) -> Option<&'a LocalePack>) -> LanguageStatus {
        let mut status = LanguageStatus { tag: tag.to_owned(), ..LanguageStatus::default() };
        let translation = match self.find_translation(tag) {
            Ok(Some(translation)) => translation,
            Ok(None) => return status,
            Err(problems) => return LanguageStatus { problems, ..status },
        };
        let (source, target) = (&translation.source, &translation.target);
        let read = |tag: &str| locale::read(self.root(), self.templates(), tag).value;
        let (known_source, known_target) = (packs(&source.tag), packs(tag));
        let read_source = if known_source.is_none() { read(&source.tag) } else { None };
        let read_target = if known_target.is_none() { read(tag) } else { None };
        let left = Side { files: source, pack: known_source.or(read_source.as_ref()) };
        let right = Side { files: target, pack: known_target.or(read_target.as_ref()) };
        let mut problems = translation.problems;
        problems.extend(parity::check(left, right, self.shared(), self.states(tag)));
        match &translation.state {
            Some(state) => {
                let tracked = track_all(state, source, target);
                problems.retain(|problem| !is_of_copy(problem, &tracked));
                problems.extend(stale::check(&tracked, target));
                problems.extend(unchanged::check(&tracked, left, right));
                let texts = tracked.iter().flat_map(|(_, texts)| texts);
                status.to_do = texts.filter(|text| text.standing == Standing::ToDo).count();
            }
            None => problems.push(
                Diagnostic::new(
                    codes::TRANSLATION_UNTRACKED,
                    format!("changes of `{}` cannot be seen in `{tag}`: it has no {FILE}", source.tag),
                )
                .with_location(Location::file(target.path(FILE)))
                .with_hint(format!("when it is translated, `convoke locale done {tag} --all`")),
            ),
        }
        problems.sort();
        status.source = Some(source.tag.clone());
        status.problems = problems;
        status
    }

    /// Everything that languages lack for a mailing: the status of each, its locale pack and templates by
    /// themselves, and the texts the mailing does not have in it. `file` is the mailing's file, `templates` are all of its folder.
    #[must_use]
    pub fn review(
        &self,
        mailing: &Mailing,
        file: &str,
        tags: &[&str],
        templates: &Checked<Box<dyn MergeTemplates>>,
    ) -> Vec<LanguageStatus> {
        let Checked { value: engine, problems: unreadable } = templates;
        tags.iter()
            .map(|tag| {
                let Checked { value: pack, problems: found } =
                    locale::read(self.root(), self.templates(), tag);
                let mut problems = Problems::from_iter(found);
                let folder = format!("{}/{tag}/", self.templates());
                let own = |problem: &&Diagnostic| {
                    problem.location.as_ref().is_some_and(|location| location.file.starts_with(&folder))
                };
                problems.extend(unreadable.iter().filter(own).cloned());
                problems.extend(template::find_untranslated(mailing, tag, file));
                let documents = mailing.templates_of_documents();
                for (id, name) in documents.chain([(EMAIL, EMAIL), (EMAIL_HTML, EMAIL_HTML)]) {
                    if let Some(pack) = pack.as_ref().filter(|_| engine.listing().has(tag, name)) {
                        problems.extend(engine.check(tag, name, &template::shape(mailing, pack, id)));
                    }
                }
                let mut status = self.status(tag, |wanted| pack.as_ref().filter(|pack| pack.tag() == wanted));
                let mut compared = std::mem::take(&mut status.problems);
                compared.retain(|problem| !follows(problem, problems.iter()));
                problems.extend(compared);
                LanguageStatus { problems, ..status }
            })
            .collect()
    }
}

/// Whether a field stands for another because it is misspelt, which is told already.
pub(crate) fn follows<'a>(problem: &Diagnostic, mut known: impl Iterator<Item = &'a Diagnostic>) -> bool {
    let line = |problem: &Diagnostic| {
        let at = problem.location.as_ref()?;
        let Some(Place::Text { line, .. }) = at.place else { return None };
        Some((at.file.clone(), line))
    };
    let is_cause = |other: &Diagnostic| {
        let field = other.subject.field.as_deref().unwrap_or_default();
        other.code == codes::MERGE_FIELD_UNKNOWN
            && line(other) == line(problem)
            && problem.message.starts_with(&format!("`{{{{{field}}}}}`"))
    };
    problem.code == codes::TRANSLATION_FIELD_RENAMED && known.any(is_cause)
}

/// Whether a problem is that of a text nobody has begun to translate: the source's own, whose dates are those of another language.
fn is_of_copy(problem: &Diagnostic, tracked: &[(String, Vec<Tracked>)]) -> bool {
    let is_copy = |text: &&Tracked| {
        let target = text.target.as_ref().filter(|target| target.text == text.source.text);
        text.standing == Standing::ToDo
            && target.is_some_and(|target| problem.location.as_ref() == Some(&target.location))
    };
    problem.code == codes::TRANSLATION_NUMBER
        && tracked.iter().flat_map(|(_, texts)| texts).any(|text| is_copy(&text))
}
