//! The translators' desk: how each language of a mailing stands, and marking texts as translated.

use std::path::{Path, PathBuf};

use super::parity::{self, Side};
use super::stale;
use super::state::{FILE, Standing, State, Tracked};
use super::unit::{Files, PACK, languages};
use crate::diagnostic::{Checked, Diagnostic, Location, codes, did_you_mean};
use crate::input::write_atomically;
use crate::locale::{self, LocalePack};
use crate::mailing::Mailing;
use crate::template::{self, EMAIL, EMAIL_HTML, Engine};

/// Begins the codes of all problems of translations: what a build may be made in spite of.
pub const CODES: &str = "translation-";

/// The languages of a mailing and what they are translated from.
#[derive(Debug)]
pub struct Desk {
    root: PathBuf,
    templates: String,
    /// The language translated from where a language does not say another.
    default: String,
    languages: Vec<String>,
    shared: Files,
}

/// How a language stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// The language.
    pub tag: String,
    /// What it is translated from; `None` for a language that others are translated from.
    pub source: Option<String>,
    /// How many texts are still to be translated.
    pub to_do: usize,
    /// What is missing, stale or wrong, in the order of the files.
    pub problems: Vec<Diagnostic>,
}

/// A translation with everything read that it is held against.
pub(super) struct Translation {
    pub(super) source: Files,
    pub(super) target: Files,
    pub(super) state: Option<State>,
    /// What is wrong with the state.
    pub(super) problems: Vec<Diagnostic>,
}

impl Desk {
    /// The desk of the languages in a folder; `templates` is relative to `root`, `default` the mailing's default language.
    #[must_use]
    pub fn open(root: &Path, templates: &str, default: &str) -> Self {
        Self {
            root: root.to_owned(),
            templates: templates.to_owned(),
            default: default.to_owned(),
            languages: languages(root, templates),
            shared: Files::read(root, templates, ""),
        }
    }

    /// The languages, in order.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// How a language stands to its source. `packs` finds the locale packs that are read already.
    #[must_use]
    pub fn status<'a>(&self, tag: &str, packs: impl Fn(&str) -> Option<&'a LocalePack>) -> Status {
        let mut status = Status { tag: tag.to_owned(), ..Status::default() };
        let Some(Translation { source, target, state, problems }) =
            self.translation(tag, &mut status.problems)
        else {
            return status;
        };
        status.source = Some(source.tag.clone());
        status.problems.extend(problems);
        let read = |tag: &str| locale::read(&self.root, &self.templates, tag).value;
        let (read_source, read_target);
        let source_pack = match packs(&source.tag) {
            Some(pack) => Some(pack),
            None => {
                read_source = read(&source.tag);
                read_source.as_ref()
            }
        };
        let target_pack = match packs(tag) {
            Some(pack) => Some(pack),
            None => {
                read_target = read(tag);
                read_target.as_ref()
            }
        };
        let (left, right) =
            (Side { files: &source, pack: source_pack }, Side { files: &target, pack: target_pack });
        status.problems.extend(parity::check(left, right, &self.shared));
        match &state {
            Some(state) => {
                status.problems.extend(stale::check(&source, &target, state));
                let to_do = |(_, text): &&(String, Tracked)| text.standing == Standing::ToDo;
                status.to_do = every(state, &source, &target).iter().filter(to_do).count();
            }
            None => status.problems.push(
                Diagnostic::new(
                    codes::TRANSLATION_UNTRACKED,
                    format!("changes of `{}` cannot be seen in `{tag}`: it has no {FILE}", source.tag),
                )
                .with_location(Location::file(target.path(FILE)))
                .with_hint(format!("when it is translated, `convoke locale done {tag} --all`")),
            ),
        }
        let place = |problem: &Diagnostic| problem.location.clone();
        status.problems.sort_by(|a, b| place(a).cmp(&place(b)).then(a.code.cmp(&b.code)));
        status
    }

    /// All that languages lack for a mailing: how each stands to its source, its locale pack and templates by themselves,
    /// and the texts the mailing does not have in it. `file` is the mailing's file.
    #[must_use]
    pub fn review(&self, mailing: &Mailing, file: &str, tags: &[&str]) -> Vec<Status> {
        let (engine, unreadable) = Engine::read(&self.root, &self.templates);
        tags.iter()
            .map(|tag| {
                let Checked { value: pack, mut problems } = locale::read(&self.root, &self.templates, tag);
                let folder = format!("{}/{tag}/", self.templates);
                let own = |problem: &&Diagnostic| {
                    problem.location.as_ref().is_some_and(|location| location.file.starts_with(&folder))
                };
                problems.extend(unreadable.iter().filter(own).cloned());
                problems.extend(template::untranslated(mailing, tag, file));
                let documents = mailing.documents.iter().map(|it| (it.id.as_str(), it.template.as_str()));
                for (id, name) in documents.chain([(EMAIL, EMAIL), (EMAIL_HTML, EMAIL_HTML)]) {
                    if let Some(pack) = pack.as_ref().filter(|_| engine.has(tag, name)) {
                        problems.extend(engine.check(tag, name, &template::shape(mailing, pack, id)));
                    }
                }
                let mut status = self.status(tag, |wanted| pack.as_ref().filter(|pack| pack.tag() == wanted));
                status.problems.splice(0..0, problems);
                status
            })
            .collect()
    }

    /// Marks texts as translated from what the source says now: `which` names them by id, by key of `locale.yaml`, by
    /// file, or by file and line; all of them where `all` is set. Returns how many are newly marked.
    ///
    /// # Errors
    ///
    /// The language has no source, a name fits no text, a file has not as many texts as its source, or the state cannot
    /// be written; nothing is marked then.
    pub fn mark_done(&self, tag: &str, which: &[String], all: bool) -> Result<usize, Vec<Diagnostic>> {
        let Translation { source, target, state, mut problems } = self.translation_of(tag)?;
        let state = state.unwrap_or_else(|| State { source: source.tag.clone().into(), ..State::default() });
        let tracked = every(&state, &source, &target);
        for wanted in which {
            if !tracked.iter().any(|(file, text)| fits(wanted, file, text)) {
                let ids = tracked.iter().map(|(_, text)| text.id.as_str());
                problems.push(
                    Diagnostic::new(
                        codes::TRANSLATION_UNKNOWN,
                        format!("`{wanted}` names no text of `{tag}`"),
                    )
                    .with_hint(did_you_mean(wanted, ids))
                    .with_hint("name texts as `convoke locale status` does, or by file and line"),
                );
            }
        }
        let chosen = |file: &str, text: &Tracked| all || which.iter().any(|wanted| fits(wanted, file, text));
        let mut uneven: Vec<&str> = Vec::new();
        for (file, text) in &tracked {
            if chosen(file, text) && text.target.is_none() && !uneven.contains(&file.as_str()) {
                uneven.push(file);
            }
        }
        problems.extend(uneven.into_iter().map(|file| {
            Diagnostic::new(codes::TRANSLATION_PARAGRAPHS, "the file has not as many texts as its source")
                .with_location(Location::file(target.path(file)))
                .with_hint(format!("`convoke locale status {tag}` says which are missing or too many"))
        }));
        if crate::diagnostic::has_errors(&problems) {
            return Err(problems);
        }
        let newly = tracked
            .iter()
            .filter(|(file, text)| chosen(file, text) && text.standing != Standing::Done)
            .count();
        let marked = state.marked(&source, &target, chosen);
        let path = self.root.join(target.path(FILE));
        write_atomically(&path, marked.to_yaml().as_bytes()).map_err(|error| {
            vec![
                Diagnostic::new(codes::WRITE, format!("the file cannot be written ({error})"))
                    .with_location(Location::file(target.path(FILE)))
                    .with_hint("check that the folder can be written to and the disk is not full"),
            ]
        })?;
        Ok(newly)
    }

    /// The mailing's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the languages, relative to the mailing's.
    pub(super) fn templates(&self) -> &str {
        &self.templates
    }

    /// A translation and its source, or why there is none.
    pub(super) fn translation_of(&self, tag: &str) -> Result<Translation, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        if let Some(translation) = self.translation(tag, &mut problems) {
            return Ok(translation);
        }
        if problems.is_empty() {
            problems.push(
                Diagnostic::new(
                    codes::TRANSLATION_ORIGINAL,
                    format!("`{tag}` is translated from no other language"),
                )
                .with_hint("others are translated from it"),
            );
        }
        Err(problems)
    }

    /// A translation and its source; `None` for a language that is translated from no other, or that is not there.
    fn translation(&self, tag: &str, problems: &mut Vec<Diagnostic>) -> Option<Translation> {
        let known = |tag: &str| self.languages.iter().any(|known| known == tag);
        let unknown = |code, tag: &str, message: String| {
            Diagnostic::new(code, message)
                .with_hint(did_you_mean(tag, self.languages.iter().map(String::as_str)))
        };
        if !known(tag) {
            problems.push(unknown(codes::LOCALE_UNKNOWN, tag, format!("there is no language `{tag}`")));
            return None;
        }
        let target = Files::read(&self.root, &self.templates, tag);
        let (state, found) = State::read(&self.root, &target);
        let source = match &state {
            Some(state) => state.source.value.clone(),
            // What the default language is translated from cannot be translated from it.
            None if self.default == tag || self.source_of_default().as_deref() == Some(tag) => {
                problems.extend(found);
                return None;
            }
            None => self.default.clone(),
        };
        if source == tag || !known(&source) {
            let mut problem = unknown(
                codes::TRANSLATION_SOURCE,
                &source,
                format!("there is no language `{source}` to translate `{tag}` from"),
            );
            problem.location = Some(state.map_or_else(
                || Location::file(target.path(FILE)),
                |state| state.source.location(&target.path(FILE)),
            ));
            problems.push(problem);
            return None;
        }
        let source = Files::read(&self.root, &self.templates, &source);
        Some(Translation { source, target, state, problems: found })
    }

    fn source_of_default(&self) -> Option<String> {
        let files = Files { folder: format!("{}/{}", self.templates, self.default), ..Files::default() };
        State::read(&self.root, &files).0.map(|state| state.source.value)
    }
}

/// All texts of a translation with the file each stands in.
fn every(state: &State, source: &Files, target: &Files) -> Vec<(String, Tracked)> {
    let names = source.templates.keys().filter(|name| target.templates.contains_key(*name));
    let templates = names.flat_map(|name| {
        state.track(source, target, name).into_iter().map(|tracked| (name.clone(), tracked))
    });
    let pack = state.track_pack(source, target).into_iter().map(|tracked| (PACK.to_owned(), tracked));
    templates.chain(pack).collect()
}

/// Whether a name means a text: its id or key, its file, or its file and one of its lines.
fn fits(wanted: &str, file: &str, text: &Tracked) -> bool {
    if wanted == text.id || wanted == file {
        return true;
    }
    let mut parts = wanted.split(':');
    let (name, line) =
        (parts.next().unwrap_or_default(), parts.next().and_then(|line| line.parse::<u32>().ok()));
    let name = name.rsplit('/').next().unwrap_or(name);
    let Some((line, unit)) = line.zip(text.target.as_ref()) else { return false };
    let last = unit.line() + u32::try_from(unit.text.matches('\n').count()).unwrap_or_default();
    name == file && (unit.line()..=last).contains(&line)
}
