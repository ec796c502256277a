//! One recipient that no list has: taken in by a plan that was made without lists, and checked as a listed one is.
//!
//! Gives no number: it is the register's, or that of whoever asks.

use super::fallbacks::Fallbacks;
use super::language::Choice;
use super::merge;
use super::model::Plan;
use super::names;
use super::planned::{Merged, PlannedDocument, PlannedRecipient};
use super::postal::Postal;
use super::resolver::{Resolver, attribute, number};
use crate::archive::check_path;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, did_you_mean};
use crate::recipient::Recipient;
use crate::register::{MAX_NUMBER, Register};
use crate::template::MergeTemplates;

/// What is asked for of a recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The id of a document of the mailing; `e-mail` or `e-mail.html` for a text of the e-mail that brings the documents. The first document
    /// that the recipient gets where it is left out.
    pub document: Option<String>,
    /// The language of everything, whatever the recipient's are.
    pub language: Option<String>,
    /// The number in the serial, from one; the register's where it is left out.
    pub number: Option<u32>,
}

/// The plain text of the e-mail, as a wish names it.
const EMAIL_TEXT: &str = "e-mail";

/// The HTML of the e-mail, as a wish names it.
const EMAIL_PAGE: &str = "e-mail.html";

/// A recipient that was taken in, and what it is to get.
#[derive(Debug)]
pub struct Admitted {
    /// The recipient.
    pub planned: PlannedRecipient,
    /// What was asked for.
    pub content: AdmittedContent,
}

/// What was asked for, merged.
#[derive(Debug)]
pub enum AdmittedContent {
    /// One of the recipient's documents.
    Document {
        /// Which of them, counted from zero.
        index: usize,
        /// Its text.
        merged: Merged,
    },
    /// A text of the e-mail that brings them.
    Email {
        /// The name of its file in an archive.
        path: String,
        /// The text.
        text: String,
        /// Whether it is HTML.
        is_html: bool,
    },
}

impl Plan {
    /// Takes in a recipient that no list has, and merges what is asked for; `templates` merge it, and problems `known` of the mailing are
    /// not told again as what follows from them.
    ///
    /// There is no value where an error is among the problems.
    pub fn admit(
        &self,
        recipient: Recipient,
        wish: &Wish,
        templates: &dyn MergeTemplates,
        known: &[Diagnostic],
    ) -> Checked<Option<Admitted>> {
        let mut problems = Problems::new();
        let admitted = self.take_in(recipient, wish, (templates, known), &mut problems);
        self.mailing.accept(&mut problems);
        let is_sound = !problems.has_errors();
        Checked::new(admitted.filter(|_| is_sound), problems)
    }

    fn take_in(
        &self,
        recipient: Recipient,
        wish: &Wish,
        (templates, known): (&dyn MergeTemplates, &[Diagnostic]),
        problems: &mut Problems,
    ) -> Option<Admitted> {
        // Others stand in for what cannot be had, so that all else is told too.
        let locale = wish.language.as_deref().map(|tag| self.find_language(tag, &recipient)).transpose();
        let locale = locale.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let own = self.number_of(&recipient, wish.number).unwrap_or_else(|problem| {
            problems.push(problem);
            Register::of_new(&self.mailing.reference.value, &recipient.id.value, 1, None)
        });
        let mut planned = self.roll.plan(&self.mailing, recipient, locale).report_to(problems);
        let Choice { locale, .. } = planned.language.clone()?;
        let mut fallbacks = Fallbacks::default();
        fallbacks.add(&planned);
        problems.extend(fallbacks.report());
        number(&mut planned, &own);
        names::name(&mut planned, &self.mailing, &own);

        let resolver = self.resolver(templates);
        let mut found = resolver.check_recipient(&planned);
        let content = match wish.document.as_deref() {
            Some(EMAIL_TEXT) => self.email_of(&resolver, &planned, (&own, &locale), false, &mut found),
            Some(EMAIL_PAGE) => self.email_of(&resolver, &planned, (&own, &locale), true, &mut found),
            document => find_document(&planned, document)
                .map(|index| self.document_of(&resolver, &planned, index, &mut found)),
        };
        let content = content.unwrap_or_else(|problem| {
            found.push(problem);
            None
        });
        problems.extend(resolver.tell(attribute(&planned, found), known));
        content.map(|content| Admitted { planned, content })
    }

    fn document_of(
        &self,
        resolver: &Resolver<'_>,
        planned: &PlannedRecipient,
        index: usize,
        problems: &mut Problems,
    ) -> Option<AdmittedContent> {
        let document = planned.documents.get(index)?;
        problems.extend(check_path(&document.path).err());
        let merged = resolver.check_document(planned, document).report_to(problems)?;
        problems.extend(self.check_released(planned, &document.key(), &merged));
        Some(AdmittedContent::Document { index, merged })
    }

    fn email_of(
        &self,
        resolver: &Resolver<'_>,
        planned: &PlannedRecipient,
        (own, locale): (&Register, &str),
        is_html: bool,
        problems: &mut Problems,
    ) -> Result<Option<AdmittedContent>, Diagnostic> {
        // What is wrong with the templates was told of the mailing.
        if !resolver.has_sound_email(planned) {
            return Err(no_document(planned, if is_html { EMAIL_PAGE } else { EMAIL_TEXT }));
        }
        let listing = resolver.templates.listing();
        let values = merge::email_values(listing, &self.mailing, &self.packs, planned, None);
        let merge = |values| merge::render_email(resolver.templates, &self.mailing, &self.packs, values);
        let email = values.map(merge).transpose().unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let Some(email) = email else { return Ok(None) };
        let (ending, text) = match is_html {
            false => ("txt", email.to_string()),
            true => ("html", email.html.ok_or_else(|| no_document(planned, EMAIL_PAGE))?),
        };
        let path = names::email_path(planned, &self.mailing, own, None, locale, ending);
        problems.extend(check_path(&path).err());
        Ok(Some(AdmittedContent::Email { path, text, is_html }))
    }

    fn resolver<'a>(&'a self, templates: &'a dyn MergeTemplates) -> Resolver<'a> {
        Resolver {
            mailing: &self.mailing,
            packs: &self.packs,
            templates,
            fonts: &self.fonts,
            texts: &self.texts,
            sound: &self.sound,
            known: None,
            postal: Some(Postal::new(&self.mailing, &self.packs)),
            scripts: &self.scripts,
            unfinished: self.unfinished,
            common_files: 0,
        }
    }

    /// The language that is asked for, as its folder is called.
    fn find_language(&self, tag: &str, recipient: &Recipient) -> Result<&str, Diagnostic> {
        self.roll.usable(tag).ok_or_else(|| {
            let message = format!("no letters are made in the language `{tag}`");
            Diagnostic::new(codes::LOCALE_UNKNOWN, message)
                .blocking(recipient.id.value.as_str())
                .with_field("language")
                .with_hint(did_you_mean(tag, self.roll.languages()))
        })
    }

    /// The recipient's number, alone in a register: the one that is asked for, or that of the register.
    fn number_of(&self, recipient: &Recipient, asked: Option<u32>) -> Result<Register, Diagnostic> {
        let id = recipient.id.value.as_str();
        let reference = &self.mailing.reference.value;
        let refuse = |message: String, hint: String| {
            let problem = Diagnostic::new(codes::REQUEST_NUMBER, message).blocking(id);
            Err(problem.with_field("number").with_hint(hint))
        };
        let own = self.register.entry(id);
        let Some(asked) = asked else {
            return match own {
                Some(own) => Ok(Register::of_one(reference, own)),
                None => refuse(
                    "the register has no number for the recipient, and none is given".to_owned(),
                    "give a `number` that no other letter of the mailing has".to_owned(),
                ),
            };
        };
        if !(1..=MAX_NUMBER).contains(&asked) {
            return refuse(
                format!("{asked} is no number of a letter"),
                format!("give one from 1 to {MAX_NUMBER}"),
            );
        }
        if let Some(other) = self.register.recipient_of(asked).filter(|other| *other != id) {
            return refuse(
                format!("the number {asked} is that of {other}"),
                "give one that no other letter of the mailing has".to_owned(),
            );
        }
        match own {
            // What has gone out under a number is replaced under another.
            Some(own) if own.number != asked && own.released.is_none() => refuse(
                format!("the register has the number {} for the recipient, and {asked} is given", own.number),
                "leave `number` out, or give the register's".to_owned(),
            ),
            Some(own) if own.number != asked => Ok(Register::of_new(reference, id, asked, Some(own.number))),
            Some(own) => Ok(Register::of_one(reference, own)),
            None => Ok(Register::of_new(reference, id, asked, None)),
        }
    }

    /// Refuses a document that differs from what has gone out under its number.
    fn check_released(&self, planned: &PlannedRecipient, key: &str, merged: &Merged) -> Option<Diagnostic> {
        let own = self.register.entry(planned.id()).filter(|own| {
            self.register.serial(planned.id()).is_some_and(|serial| serial == planned.serial)
                && own.released.is_some()
        })?;
        let released = own.released?;
        if released.documents.get(key) == Some(&merged.content_hash()) {
            return None;
        }
        let message = format!("what has gone out as {} said something else", planned.serial);
        let problem = Diagnostic::new(codes::REQUEST_NUMBER, message).blocking(planned.id());
        let hint = "give a new `number`, which replaces it, or ask for what has gone out";
        Some(problem.with_field("number").with_hint(hint))
    }
}

/// Which of a recipient's own documents has an id; the first where none is named.
fn find_document(planned: &PlannedRecipient, id: Option<&str>) -> Result<usize, Diagnostic> {
    let is_it = |document: &PlannedDocument| {
        document.copy.is_none() && !document.courtesy && id.is_none_or(|id| document.document == id)
    };
    let found = planned.documents.iter().position(is_it);
    found.ok_or_else(|| no_document(planned, id.unwrap_or("letter")))
}

/// The problem of a document that a recipient does not get.
fn no_document(planned: &PlannedRecipient, id: &str) -> Diagnostic {
    let own = planned.documents.iter().filter(|document| document.copy.is_none() && !document.courtesy);
    let known = own.map(|document| document.document.as_str()).chain([EMAIL_TEXT, EMAIL_PAGE]);
    Diagnostic::new(codes::REQUEST_DOCUMENT, format!("the recipient gets no document `{id}`"))
        .blocking(planned.id())
        .with_field("document")
        .with_hint(did_you_mean(id, known))
}
