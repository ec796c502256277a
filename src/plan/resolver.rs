//! Whether one recipient's documents can be made: what is checked of the recipient, of each document and of the e-mail that brings them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::blame::{blame_recipient, blocks};
use super::courier;
use super::genre;
use super::glyphs;
use super::known::KnownTexts;
use super::merge::{self, EmailValues, context_of_template, email_values, emailed, render_email};
use super::mixture::Scripts;
use super::options::Unfinished;
use super::planned::{Merged, PlannedDocument, PlannedRecipient};
use super::postal::{self, Postal};
use super::sources::template_text;
use super::templates::Sound;
use crate::archive::limits;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::register::Register;
use crate::template::{self, EMAIL, EMAIL_HTML, MergeTemplates, TemplateTexts};

/// The parts of a plan that documents are merged and checked with.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) mailing: &'a Mailing,
    pub(super) packs: &'a BTreeMap<String, LocalePack>,
    pub(super) templates: &'a dyn MergeTemplates,
    pub(super) fonts: &'a Fonts,
    pub(super) texts: &'a TemplateTexts,
    pub(super) sound: &'a Sound,
    /// `None` where nothing is sent.
    pub(super) postal: Option<Postal<'a>>,
    pub(super) scripts: &'a Scripts,
    /// `None` where nothing is noted.
    pub(super) known: Option<&'a KnownTexts>,
    /// What becomes of letters that mix languages.
    pub(super) unfinished: Unfinished,
    /// Files of the archive that are not made for a recipient: enclosures, fonts, and its own.
    pub(super) common_files: usize,
}

impl Resolver<'_> {
    /// Checks what is the recipient's, whatever document it gets.
    pub(super) fn check_recipient(&self, planned: &PlannedRecipient) -> Problems {
        let mut problems = self.check_address(planned);
        if let Some(postal) = &self.postal {
            problems.extend(postal.check(planned));
            problems.extend(courier::check(planned));
        }
        problems.extend(self.check_follows(planned));
        problems.extend(self.scripts.check(planned, self.unfinished));
        problems
    }

    /// Merges a document and checks its text; there is none where its template cannot be merged.
    pub(super) fn check_document(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Checked<Option<Merged>> {
        match self.find_context(planned, document) {
            Ok(context) => self.check_text(document, context),
            Err(problems) => Checked::new(None, problems),
        }
    }

    /// Finds what [`check_document`](Self::check_document) does; a text that is known to be sound is not merged.
    pub(super) fn check_unless_known(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Problems {
        let context = match self.find_context(planned, document) {
            Ok(context) => context,
            Err(problems) => return problems,
        };
        let of_template = (document.locale.as_str(), document.template.as_str());
        self.unless_known(of_template, context, |context| self.check_text(document, context).problems)
    }

    /// What is wrong with a text that is merged from these values: nothing with one that is known to be sound.
    fn unless_known(
        &self,
        (locale, template): (&str, &str),
        context: Value,
        check: impl FnOnce(Value) -> Problems,
    ) -> Problems {
        let Some(known) = self.known else { return check(context) };
        let key = known.key(locale, template, &context);
        if key.as_ref().is_some_and(|key| known.has(key)) {
            return Problems::new();
        }
        let problems = check(context);
        key.filter(|_| problems.is_empty()).into_iter().for_each(|key| known.add(key));
        problems
    }

    /// The values that are merged into a document.
    fn find_context(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Result<Value, Problems> {
        let (locale, template) = (document.locale.as_str(), document.template.as_str());
        if !self.sound.contains(locale, template) {
            return Err(self.check_variant(planned, locale, template).into_iter().collect());
        }
        let listing = self.templates.listing();
        Ok(context_of_template(listing, self.mailing, self.packs, planned, document)?)
    }

    fn check_text(&self, document: &PlannedDocument, context: Value) -> Checked<Option<Merged>> {
        let (locale, template) = (document.locale.as_str(), document.template.as_str());
        let merged = match merge::render(self.templates, document, context) {
            Ok(merged) => merged,
            Err(problem) => return Checked::new(None, problem),
        };
        let mut problems = Problems::from_iter(check_length(&merged));
        let place = |character| self.find_written(character, locale, template);
        for problem in glyphs::check(self.fonts, &merged.text, &merged.context, place) {
            if !problems.iter().any(|known| known.message == problem.message) {
                problems.push(problem);
            }
        }
        Checked::new(Some(merged), problems)
    }

    /// What there is to tell of a recipient, besides what follows from problems `known` already.
    pub(super) fn tell(&self, mut found: Problems, known: &[Diagnostic]) -> Problems {
        found.retain(|problem| !postal::follows(problem, known));
        let own: Problems = found.iter().filter(|problem| blocks(problem)).cloned().collect();
        found.retain(|problem| !genre::follows(problem, known, &own));
        found
    }

    /// Where a character is written in a template.
    fn find_written(&self, character: char, locale: &str, template: &str) -> Option<Location> {
        let parts = self.templates.listing().parts(locale, template);
        let text = |path: &'_ String| template_text(self.texts, &self.mailing.templates, path);
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

    /// Whether the language of a recipient's documents has sound templates for the e-mail that brings them.
    pub(super) fn has_sound_email(&self, planned: &PlannedRecipient) -> bool {
        let Some(locale) = planned.documents.first().map(|document| document.locale.as_str()) else {
            return false;
        };
        let html =
            !self.templates.listing().has(locale, EMAIL_HTML) || self.sound.contains(locale, EMAIL_HTML);
        html && self.sound.contains(locale, EMAIL)
    }

    /// Checks the e-mails that bring the recipient's documents and its copies.
    pub(super) fn check_emails(&self, planned: &PlannedRecipient) -> Problems {
        if !self.has_sound_email(planned) {
            return Problems::new();
        }
        let mut problems = Problems::new();
        for copy in emailed(planned) {
            let listing = self.templates.listing();
            let values = email_values(listing, self.mailing, self.packs, planned, copy);
            let Some(EmailValues { locale, context }) = values else { continue };
            let found = self.unless_known((locale, EMAIL), context, |context| {
                let values = EmailValues { locale, context };
                render_email(self.templates, self.mailing, self.packs, values).err().into_iter().collect()
            });
            problems
                .extend(found.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>());
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

/// Attributes problems to a recipient; those without a place are told where it is listed.
pub(super) fn attribute(planned: &PlannedRecipient, problems: Problems) -> Problems {
    let mut problems = blame_recipient(planned, problems);
    for problem in &mut *problems {
        problem.location.get_or_insert_with(|| planned.recipient.location.clone());
    }
    problems
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
