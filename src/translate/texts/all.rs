//! All texts of a language.

use super::about::is_about;
use super::take::{NotTaken, take};
use super::text::Text;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::locale;
use crate::translate::desk::{Desk, Translation};
use crate::translate::files::PACK;
use crate::translate::parity::{self, Side};
use crate::translate::state::State;
use crate::translate::xliff::Quotation;
use crate::translate::xliff::edits::{Changes, Edits};
use crate::translate::xliff::model::{ExportFile, ExportUnit, export_files};
use crate::translate::xliff::outside::Outside;

/// The texts of a language.
pub struct Texts<'a> {
    desk: &'a Desk,
    pub(super) translation: Translation,
    pub(super) state: State,
    outside: Outside,
    files: Vec<ExportFile>,
}

impl Desk {
    /// The texts of a language; `mailing` is the mailing's file.
    ///
    /// # Errors
    ///
    /// The language is not there or is translated from no other, or what was translated cannot be read.
    pub fn texts(&self, mailing: &str, tag: &str) -> Result<Texts<'_>, Problems> {
        let translation = self.translation(tag)?;
        if translation.problems.has_errors() {
            return Err(translation.problems);
        }
        let state = translation.state_or_new();
        let (source, target) = (&translation.source, &translation.target);
        let mut files = export_files(source, target, &state);
        let mut outside = Outside::read(self, mailing, source, target);
        files.append(&mut outside.files);
        Ok(Texts { desk: self, state, outside, files, translation })
    }
}

impl Texts<'_> {
    /// The language that is translated from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.translation.source.tag
    }

    /// How much there is to be translated.
    #[must_use]
    pub fn quotation(&self) -> Quotation {
        Quotation::of(&self.files)
    }

    /// The names of the files that have texts, in their order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|file| has_texts(file)).map(|file| file.name.as_str())
    }

    /// All texts with something to translate, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = Text> {
        let units = self.files.iter().flat_map(|file| file.units.iter().map(move |unit| (file, unit)));
        units.filter(|(_, unit)| !unit.is_empty()).map(|(file, unit)| Text::of(&file.name, unit))
    }

    /// One text.
    #[must_use]
    pub fn find(&self, file: &str, id: &str) -> Option<Text> {
        Some(Text::of(file, self.unit(file, id)?))
    }

    fn unit(&self, file: &str, id: &str) -> Option<&ExportUnit> {
        let file = self.files.iter().find(|known| known.name == file)?;
        file.units.iter().find(|unit| unit.id == id)
    }

    /// What was entered for a text changes in the files, with whether it is marked as translated.
    ///
    /// # Errors
    ///
    /// There is no such text, its tokens are not all there, or what was entered cannot stand in its file.
    pub fn put(&self, file: &str, id: &str, entered: &str, done: bool) -> Result<Changes, NotTaken> {
        let (edits, _) = self.edit(file, id, entered, done)?;
        let (source, target) = (&self.translation.source, &self.translation.target);
        Ok(edits.changes(source, target, (&self.state, &self.translation.record), &self.outside)?)
    }

    /// What is wrong with what was entered for a text, compared with its source.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    pub fn check(&self, file: &str, id: &str, entered: &str) -> Result<Problems, NotTaken> {
        let (edits, unit) = self.edit(file, id, entered, true)?;
        if Outside::has(file) {
            return Ok(Problems::new());
        }
        let (source, target) = (&self.translation.source, &self.translation.target);
        let after = edits.after(target).map_err(Problems::from)?;
        let read = |tag: &str| locale::read(self.desk.root(), self.desk.templates(), tag).value;
        let (left, right) = (read(&source.tag), read(&target.tag));
        let found = parity::check_file(
            file,
            Side { files: source, pack: left.as_ref() },
            Side { files: &after, pack: right.as_ref() },
            self.desk.shared(),
        );
        // A text has the same place among those of its file before and after.
        let index = target.units(file).iter().position(|known| known.range == unit.target.range);
        let now = match file {
            PACK => after.pack_units().into_iter().find(|known| known.key == unit.target.key),
            _ => index.and_then(|index| after.units(file).into_iter().nth(index)),
        };
        let Some(now) = now else { return Ok(Problems::new()) };
        let template = after.templates.get(file);
        Ok(found.into_iter().filter(|problem| is_about(problem, &now, template)).collect())
    }

    /// Tells problems of the language apart: those of each text of [`all`](Self::all), and those of none. That texts are stale or
    /// still to be translated is said by their states.
    #[must_use]
    pub fn sort_problems(&self, problems: &Problems) -> (Vec<Vec<Diagnostic>>, Vec<Diagnostic>) {
        let target = &self.translation.target;
        let units = self.files.iter().flat_map(|file| file.units.iter().map(move |unit| (file, unit)));
        let units: Vec<_> = units.filter(|(_, unit)| !unit.is_empty()).collect();
        let mut of_texts = vec![Vec::new(); units.len()];
        let mut others = Vec::new();
        let said = [codes::TRANSLATION_STALE, codes::TRANSLATION_TO_DO];
        for problem in problems.iter().filter(|problem| !said.contains(&problem.code)) {
            let about = |(file, unit): &(&ExportFile, &ExportUnit)| {
                is_about(problem, &unit.target, target.templates.get(&file.name))
            };
            match units.iter().position(about).and_then(|index| of_texts.get_mut(index)) {
                Some(own) => own.push(problem.clone()),
                None => others.push(problem.clone()),
            }
        }
        (of_texts, others)
    }

    fn edit(
        &self,
        file: &str,
        id: &str,
        entered: &str,
        done: bool,
    ) -> Result<(Edits, &ExportUnit), NotTaken> {
        let unit = self.unit(file, id).ok_or_else(|| {
            let problem =
                Diagnostic::new(codes::TRANSLATION_UNKNOWN, format!("there is no text `{id}` in {file}"))
                    .with_hint("read the page again: the source has changed since");
            Problems::from(problem)
        })?;
        let applied = take(file, unit, entered, done).map_err(|refused| refused.at(unit))?;
        let mut edits = Edits::default();
        edits.add(file, unit, applied);
        Ok((edits, unit))
    }
}

fn has_texts(file: &ExportFile) -> bool {
    file.units.iter().any(|unit| !unit.is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_shown_and_entered_again_changes_nothing() {
        let desk = Desk::open(Path::new("."), "templates", "en");
        for tag in ["ar", "es", "fr", "ru", "zh"] {
            let texts = desk.texts("mailing.yaml", tag).expect("texts");
            let all: Vec<Text> = texts.all().collect();
            assert!(all.len() > 500, "{tag} {}", all.len());
            for Text { file, id, entered, .. } in all.into_iter().filter(|text| !text.entered.is_empty()) {
                let unit = texts.unit(&file, &id).expect("a text");
                let applied = take(&file, unit, &entered, true);
                let applied =
                    applied.unwrap_or_else(|refused| panic!("{tag} {file} {id} {entered}: {refused:?}"));
                assert!(applied.changed.is_empty() && applied.done, "{tag} {file} {id} {entered}");
            }
        }
    }
}
