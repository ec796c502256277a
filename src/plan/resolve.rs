//! Whether each recipient's documents can be made: merges and checks them, and numbers a recipient anew whose released
//! documents have changed.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::blame::{blame_recipient, blocks};
use super::census::Census;
use super::courier;
use super::doubles::Doubles;
use super::genre;
use super::glyphs;
use super::merge::{email, emailed, merge};
use super::mixture::Scripts;
use super::names::{count_files, find_collisions, find_unfit, list_paths, list_reserved, name};
use super::options::Unfinished;
use super::planned::{Merged, PlannedRecipient};
use super::postal::{self, Postal};
use super::roll::{Calls, Roll};
use super::sources::Sources;
use super::templates::Sound;
use super::threads;
use crate::archive::limits;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::names::fold;
use crate::register::{Hashes, Register};
use crate::template::{self, EMAIL, EMAIL_HTML, MergeTemplates};

/// How many recipients are resolved at a time.
const WINDOW: usize = 1024;

/// The parts of a plan that documents are merged and checked with.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) mailing: &'a Mailing,
    pub(super) packs: &'a BTreeMap<String, LocalePack>,
    pub(super) templates: &'a dyn MergeTemplates,
    pub(super) fonts: &'a Fonts,
    pub(super) sources: &'a Sources,
    pub(super) sound: &'a Sound,
    /// `None` where nothing is sent.
    pub(super) postal: Option<Postal<'a>>,
    pub(super) scripts: &'a Scripts,
    /// What becomes of letters that mix languages.
    pub(super) unfinished: Unfinished,
    /// Files of the archive that are not made for a recipient: enclosures, fonts, and its own.
    pub(super) common_files: usize,
}

/// The result of rendering a recipient's documents.
#[derive(Debug)]
struct Rendered {
    problems: Problems,
    /// Hashes of the documents of a recipient that some have been released for; `None` for other recipients, and if a
    /// document cannot be rendered.
    hashes: Option<Hashes>,
}

impl Resolver<'_> {
    /// Renders and checks all documents of some recipients, in several threads.
    fn render_all(
        &self,
        recipients: &[PlannedRecipient],
        register: &Register,
        jobs: Option<NonZeroUsize>,
    ) -> Vec<Rendered> {
        threads::map(recipients, jobs, |planned| self.render(planned, register.is_released(planned.id())))
    }

    /// Gives a recipient a new number if its rendered documents differ from those released under the present one. Returns
    /// its problems.
    fn renumber(
        &self,
        planned: &mut PlannedRecipient,
        register: &mut Register,
        rendered: Rendered,
    ) -> Problems {
        let Some(hashes) = rendered.hashes else { return rendered.problems };
        if register.frozen_changed(planned.id(), &hashes).is_none() {
            return rendered.problems;
        }
        let old = std::mem::take(&mut planned.serial);
        number(planned, register);
        let mut problems = self.render(planned, false).problems;
        problems.push(
            Diagnostic::new(
                codes::RELEASED_CHANGED,
                format!("{} replaces {old}, which has gone out", planned.serial),
            )
            .with_location(planned.recipient.location.clone())
            .about(planned.id()),
        );
        problems
    }

    fn render(&self, planned: &PlannedRecipient, is_released: bool) -> Rendered {
        let mut problems = self.check_address(planned);
        if let Some(postal) = &self.postal {
            problems.extend(postal.check(planned));
            problems.extend(courier::check(planned));
        }
        problems.extend(self.check_follows(planned));
        problems.extend(self.scripts.check(planned, self.unfinished));
        let mut hashes = Some(Hashes::new()).filter(|_| is_released);
        for document in &planned.documents {
            if !self.sound.contains(&document.locale, &document.template) {
                hashes = None;
                problems.extend(self.check_variant(planned, &document.locale, &document.template));
                continue;
            }
            match merge(self.templates, self.mailing, self.packs, planned, document) {
                Ok(merged) => {
                    problems.extend(check_length(&merged));
                    let place =
                        |character| self.find_written(character, &document.locale, &document.template);
                    for problem in glyphs::check(self.fonts, &merged.text, &merged.context, place) {
                        if !problems.iter().any(|known| known.message == problem.message) {
                            problems.push(problem);
                        }
                    }
                    if let Some(hashes) = hashes.as_mut().filter(|_| document.copy.is_none()) {
                        hashes.insert(document.key(), merged.content_hash());
                    }
                }
                Err(problem) => {
                    hashes = None;
                    problems.push(problem);
                }
            }
        }
        problems.extend(self.check_emails(planned));
        let mut problems = blame_recipient(planned, problems);
        for problem in &mut *problems {
            problem.location.get_or_insert_with(|| planned.recipient.location.clone());
        }
        Rendered { problems, hashes }
    }

    /// Where a character is written in a template.
    fn find_written(&self, character: char, locale: &str, template: &str) -> Option<Location> {
        let parts = self.templates.listing().parts(locale, template);
        let text = |path: &'_ String| self.sources.template(&self.mailing.templates, path);
        glyphs::find(character, parts.iter().map(|path| (path.as_str(), text(path))))
    }

    /// A variant that a recipient gets and its language does not have; other templates are told for the whole language.
    fn check_variant(&self, planned: &PlannedRecipient, locale: &str, template: &str) -> Option<Diagnostic> {
        let is_main = self.mailing.documents.iter().any(|document| document.template == template);
        if is_main || self.templates.listing().has(locale, template) {
            return None;
        }
        Some(self.templates.listing().report_missing(locale, template).blocking(planned.id()))
    }

    /// Checks the e-mails that bring the recipient's documents and its copies.
    fn check_emails(&self, planned: &PlannedRecipient) -> Problems {
        let sound = |locale: &str| {
            let html =
                !self.templates.listing().has(locale, EMAIL_HTML) || self.sound.contains(locale, EMAIL_HTML);
            html && self.sound.contains(locale, EMAIL)
        };
        if !planned.documents.first().is_some_and(|document| sound(&document.locale)) {
            return Problems::new();
        }
        let mut problems = Problems::new();
        for copy in emailed(planned) {
            let email = email(self.templates, self.mailing, self.packs, planned, copy);
            let problem = email.and_then(Result::err);
            problems.extend(problem.filter(|problem| !problems.contains(problem)));
        }
        problems
    }

    /// Checks that a recipient has the serial of the mailing that is followed.
    fn check_follows(&self, planned: &PlannedRecipient) -> Option<Diagnostic> {
        let follows = self.mailing.follows.as_ref()?;
        let serial = follows.serial_of(&planned.recipient);
        if follows.is_serial(serial) {
            return None;
        }
        let message = match serial {
            "" => format!("no serial of {}, which this mailing follows", follows.reference.value),
            _ => {
                format!("`{serial}` is no serial of {}, which this mailing follows", follows.reference.value)
            }
        };
        let hint = format!("write the serial of its first letter, such as {}/001", follows.reference.value);
        let problem = Diagnostic::new(codes::FOLLOWS_SERIAL, message).blocking(planned.id());
        Some(problem.with_field(format!("fields.{}", follows.serial.value)).with_hint(hint))
    }

    /// Checks the recipient's name and form of address in its languages.
    fn check_address(&self, planned: &PlannedRecipient) -> Problems {
        let mut locales: Vec<&str> =
            planned.documents.iter().map(|document| document.locale.as_str()).collect();
        locales.dedup();
        let packs = locales.into_iter().filter_map(|locale| self.packs.get(locale));
        packs.flat_map(|pack| template::check_address(self.mailing, pack, &planned.recipient)).collect()
    }
}

/// Checks that the manifest can hold what a document says of its addressee.
fn check_length(merged: &Merged) -> Option<Diagnostic> {
    limits::check_text("the name of the recipient", merged.entity())
        .and_then(|()| {
            let lines = merged.addressee_lines();
            lines.iter().try_for_each(|line| limits::check_text("a line of the address", line))
        })
        .err()
}

/// Gives a planned recipient its serial of the register.
pub(super) fn number(planned: &mut PlannedRecipient, register: &Register) {
    planned.serial = register.serial(planned.id()).unwrap_or_default();
    planned.replaces = register.replaced_serial(planned.id());
}

/// Numbers, renders, checks and names every recipient's documents, a window of recipients at a time. Problems `known`
/// already are not repeated.
pub(super) fn resolve(
    resolver: &Resolver<'_>,
    roll: &Roll,
    census: &mut Census,
    register: &mut Register,
    jobs: Option<NonZeroUsize>,
    known: &[Diagnostic],
) -> Problems {
    let mut problems = Problems::new();
    let (mailing, listing) = (resolver.mailing, resolver.templates.listing());
    let mut paths = Doubles::default();
    list_reserved(mailing).iter().for_each(|path| paths.add(&fold(path)));
    let mut files = resolver.common_files;
    let mut unfit = None;
    let mut calls = roll.call(mailing);
    loop {
        let Checked { value: mut window, problems: found } = next_window(&mut calls, roll);
        // The census has met the same problems, unless a list has changed since.
        problems.extend(found.into_iter().filter(|problem| !known.contains(problem)));
        if window.is_empty() {
            break;
        }
        window.iter_mut().for_each(|planned| number(planned, register));
        let rendered = resolver.render_all(&window, register, jobs);
        for (planned, rendered) in window.iter_mut().zip(rendered) {
            let mut found = resolver.renumber(planned, register, rendered);
            found.retain(|problem| !postal::follows(problem, known));
            let own: Problems = found.iter().filter(|problem| blocks(problem)).cloned().collect();
            found.retain(|problem| !genre::follows(problem, known, &own));
            let blocking: Problems = found.iter().filter(|problem| blocks(problem)).cloned().collect();
            if !blocking.is_empty() {
                census.blocked.entry(planned.id().to_owned()).or_default().extend(blocking);
            }
            problems.extend(found);
            name(planned, mailing, register);
            let listed = list_paths(planned, mailing, listing, register);
            listed.iter().for_each(|path| paths.add(&fold(path)));
            // What is wrong with one is often wrong with all.
            unfit = unfit.or_else(|| find_unfit(planned, &listed));
            files += count_files(planned, listed.len(), listing);
        }
    }
    problems.extend(limits::check_files(files).err());
    // A folder that is told already is the cause.
    problems.extend(unfit.filter(|_| !known.iter().any(Diagnostic::stops_build)));
    if paths.exist() {
        problems.extend(find_collisions(roll, mailing, listing, register));
    }
    problems
}

/// Takes the next recipients that are wanted; empty at the end of the lists.
fn next_window(calls: &mut Calls<'_>, roll: &Roll) -> Checked<Vec<PlannedRecipient>> {
    let mut window = Checked::sound(Vec::with_capacity(WINDOW));
    for called in calls {
        match called {
            Ok(called) => window.value.extend(called.planned.filter(|planned| roll.wants(planned.id()))),
            Err(problem) => window.problems.push(problem),
        }
        if window.value.len() == WINDOW {
            break;
        }
    }
    window
}
