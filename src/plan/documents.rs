//! What a plan answers about one document: its merged text, settings, keys, identity, and a workplace to make it in.
//!
//! Makes nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::merge::{self, EmailValues};
use super::model::Plan;
use super::planned::{Merged, PlannedDocument, PlannedRecipient};
use super::{data, draft, inputs, names, sources};
use crate::archive::Tried;
use crate::diagnostic::{Checked, Diagnostic};
use crate::mailing::{self, Mailing};
use crate::pdf::PdfSettings;
use crate::pdf::signature::SealPlace;
use crate::register::Identity;
use crate::template::{Email, MergeTemplates, read_texts};
use crate::typeset::{Facts, Typesetter};
use crate::worker::{self, Isolation, Job, JobLimits, Workplace};

/// What a mailing allows the making of a document, and the merging of a template.
pub(super) fn limits(mailing: &Mailing) -> JobLimits {
    let mailing::Limits { seconds, mebibytes } = &mailing.limits;
    JobLimits { time: Duration::from_secs(seconds.value.into()), bytes: u64::from(mebibytes.value) << 20 }
}

/// Opens all templates of a mailing's folder, to look at them without a plan; what is wrong with one is told, and it is left out.
pub fn open_templates(
    root: &Path,
    mailing: &Mailing,
    isolation: &Isolation,
) -> Checked<Box<dyn MergeTemplates>> {
    let Checked { value: texts, mut problems } = read_texts(root, &mailing.templates);
    let opened = worker::open_templates(&mailing.templates, &texts, isolation, limits(mailing));
    let templates = opened.report_to(&mut problems);
    Checked::new(templates, problems)
}

impl Plan {
    /// A typesetter with the plan's fonts and files.
    ///
    /// # Errors
    ///
    /// A file of the template folder has a name Typst cannot use.
    pub fn typesetter(&self) -> Result<Typesetter, Diagnostic> {
        Typesetter::new(Arc::clone(&self.fonts), Arc::clone(&self.files))
    }

    /// A place for workers with the plan's fonts, files and limits. Processes that have merged for the plan make the documents.
    ///
    /// # Errors
    ///
    /// A file of the template folder has a name Typst cannot use.
    pub fn workplace(&self, isolation: &Isolation) -> Result<Workplace, Diagnostic> {
        if let Some(workplace) = self.workplace.as_ref().filter(|known| known.is_isolated(isolation)) {
            return Ok(workplace.clone());
        }
        let (fonts, files) = (Arc::clone(&self.fonts), Arc::clone(&self.files));
        let templates = (self.mailing.templates.as_str(), &self.texts);
        Workplace::new(fonts, files, templates, isolation, limits(&self.mailing))
    }

    /// Notes in the output folder what merged without a problem, where the plan was to read that note.
    pub fn keep_note(&self) {
        self.tried.clone().into_iter().for_each(Tried::keep);
    }

    /// Ends the processes that nobody is asking; others are started when somebody does. For plans that are kept while nothing is made.
    pub fn rest(&self) {
        self.templates.rest();
    }

    /// What a worker is asked for, to make a document of this text that likely has so many pages: a function of the plan
    /// alone.
    #[must_use]
    pub fn job(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        merged: Merged,
        pages: usize,
    ) -> Job {
        Job {
            text: if self.draft {
                draft::mark(&self.packs, &document.locale, merged.text)
            } else {
                merged.text
            },
            facts: self.facts(planned, document, pages),
            settings: self.pdf_settings(planned, document),
            has_marks: false,
            is_last: planned.documents.last() == Some(document),
            tells_warnings: false,
        }
    }

    /// A hash of what all documents have in common, in hexadecimal.
    fn common(&self) -> &str {
        self.common.get_or_init(|| {
            let standards = self.standards.names().join(" ");
            let issued_at = self.issued_at.to_string();
            let parts =
                [&self.fonts.digest(), &standards, &issued_at, env!("CARGO_PKG_VERSION"), inputs::LOCK];
            sources::hash_parts(&parts)
        })
    }

    /// A hash, in hexadecimal, of all that makes a document what it is: its text, with all data in it, its template, locale
    /// pack, layout, assets and fonts, how it is written, and the versions of the programs that do it. A document with the
    /// same key has the same bytes.
    #[must_use]
    pub fn key(&self, planned: &PlannedRecipient, document: &PlannedDocument, merged: &Merged) -> String {
        self.key_with(planned, document, &merged.text)
    }

    /// A hash, in hexadecimal, of the same with the values that are merged into the text instead of it: what has the same has the same
    /// text, and so the same bytes.
    #[must_use]
    pub fn values_key(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        values: &Value,
    ) -> String {
        sources::hash_parts(&["values", &self.key_with(planned, document, &values.to_string())])
    }

    fn key_with(&self, planned: &PlannedRecipient, document: &PlannedDocument, text: &str) -> String {
        let settings = self.pdf_settings(planned, document);
        let hashes = self.hashes.get(&document.locale);
        let template = hashes.and_then(|hashes| hashes.templates.get(&document.template));
        let sealed = settings.seal.as_ref().zip(self.seal.as_ref());
        let sealed =
            sealed.map_or_else(String::new, |(place, seal)| format!("{} {place:?}", seal.fingerprint()));
        let mut parts = vec![
            self.common(),
            &settings.ident,
            settings.identity.as_deref().unwrap_or_default(),
            template.map_or("", String::as_str),
            hashes.map_or("", |hashes| &hashes.locale),
            text,
        ];
        // A document that is not sealed has the key that it always had.
        parts.extend((!sealed.is_empty()).then_some(sealed.as_str()));
        sources::hash_parts(&parts)
    }

    /// A hash, in hexadecimal, of all that makes a sheet of the archive what it is, by that of what it says.
    pub(crate) fn sheet_key(&self, says: &str) -> String {
        sources::hash_parts(&["sheet", self.common(), says])
    }

    /// A hash, in hexadecimal, of all that decides whether a document can be made: what is merged into its template, that template,
    /// locale pack, layout, assets and fonts, limits, and the versions of the programs. The key that its form is made with decides
    /// nothing. `None` where the plan has no locale pack for it.
    #[must_use]
    pub fn trial_key(&self, planned: &PlannedRecipient, document: &PlannedDocument) -> Option<String> {
        let context = merge::context(&self.mailing, &self.packs, planned, document)?;
        let hashes = self.hashes.get(&document.locale)?;
        let mailing::Limits { seconds, mebibytes } = &self.mailing.limits;
        let parts = [
            self.common(),
            hashes.templates.get(&document.template)?,
            &hashes.locale,
            &document.key(),
            planned.id(),
            &context.to_string(),
            &format!("{} {}", seconds.value, mebibytes.value),
        ];
        Some(sources::hash_parts(&parts))
    }

    /// Hash of the data a document was made from, in hexadecimal: of the values merged into it, besides what only its locale
    /// pack says.
    #[must_use]
    pub fn data_hash(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        values: &Value,
    ) -> String {
        data::hash(&self.mailing, planned, document, values)
    }

    /// A typesetter with the plan's fonts and other files.
    ///
    /// # Errors
    ///
    /// A file has a name Typst cannot use.
    pub fn typesetter_with(&self, files: BTreeMap<String, Vec<u8>>) -> Result<Typesetter, Diagnostic> {
        Typesetter::new(Arc::clone(&self.fonts), Arc::new(files))
    }

    /// How a contact sheet is written as PDF.
    #[must_use]
    pub fn sheet_settings(&self, name: &str) -> PdfSettings {
        PdfSettings {
            ident: format!("{}/{name}", self.mailing.reference.value),
            issued_at: self.issued_at.clone(),
            standards: self.standards.clone(),
            identity: None,
            seal: None,
        }
    }

    /// How a document is written as PDF.
    #[must_use]
    pub fn pdf_settings(&self, planned: &PlannedRecipient, document: &PlannedDocument) -> PdfSettings {
        PdfSettings {
            ident: format!("{}/{}/{}", planned.serial, planned.id(), document.key()),
            issued_at: self.issued_at.clone(),
            standards: self.standards.clone(),
            identity: Some(self.identity(planned, document).to_string()),
            seal: self.seal_place(document),
        }
    }

    /// What a layout may ask of a document that likely has so many pages.
    #[must_use]
    pub fn facts(&self, planned: &PlannedRecipient, document: &PlannedDocument, pages: usize) -> Facts {
        Facts {
            pages,
            barcode: self.identity(planned, document).to_string(),
            is_sealed: self.seal_place(document).is_some(),
        }
    }

    /// The place for the seal of a document, where it is sealed.
    #[must_use]
    pub fn seal_place(&self, document: &PlannedDocument) -> Option<SealPlace> {
        self.seal.as_ref()?.place(&document.document, &document.locale)
    }

    /// What a form carries to be known again when it comes back.
    #[must_use]
    pub fn identity(&self, planned: &PlannedRecipient, document: &PlannedDocument) -> Identity {
        let hashes = self.hashes.get(&document.locale);
        let hash =
            hashes.and_then(|hashes| hashes.templates.get(&document.template)).map_or("", String::as_str);
        let serial = self.mailing.serial_on(&document.document, &planned.recipient, &planned.serial);
        Identity::new(serial, planned.id(), &document.document, &document.locale, hash)
            .made_with(self.keys.keys.current())
    }

    /// Merges a document's values into its template.
    ///
    /// # Errors
    ///
    /// The template cannot be rendered with this recipient's values.
    pub fn merge(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Result<Merged, Diagnostic> {
        self.merge_by(self.templates.as_ref(), planned, document)
    }

    /// The templates, where the plan merges them.
    #[must_use]
    pub fn templates(&self) -> &dyn MergeTemplates {
        self.templates.as_ref()
    }

    /// Merges a document's values into its template, by others than the plan's [`templates`](Self::templates).
    ///
    /// # Errors
    ///
    /// The template cannot be rendered with this recipient's values.
    pub fn merge_by(
        &self,
        templates: &dyn MergeTemplates,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Result<Merged, Diagnostic> {
        merge::merge(templates, &self.mailing, &self.packs, planned, document)
    }

    /// The values that are merged into a document's template.
    ///
    /// # Errors
    ///
    /// The document is not the plan's.
    pub fn values(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Result<Value, Diagnostic> {
        let listing = self.templates.listing();
        merge::context_of_template(listing, &self.mailing, &self.packs, planned, document)
    }

    /// The path in the archive of the text of an e-mail to a recipient, or to one of its copies, counted from zero.
    #[must_use]
    pub fn email_path(
        &self,
        planned: &PlannedRecipient,
        copy: Option<usize>,
        locale: &str,
        extension: &str,
    ) -> String {
        names::email_path(planned, &self.mailing, &self.register, copy, locale, extension)
    }

    /// The e-mail that brings a recipient its documents, in their language, or those of one of its copies, counted from
    /// zero: text and, where there is an [`EMAIL_HTML`](crate::template::EMAIL_HTML) template, HTML.
    ///
    /// `None` where that language has no [`EMAIL`](crate::template::EMAIL) template, or there is no such copy.
    ///
    /// # Errors
    ///
    /// A template cannot be rendered with this recipient's values, or the text has no subject line.
    pub fn email(
        &self,
        planned: &PlannedRecipient,
        copy: Option<usize>,
    ) -> Option<Result<Email, Diagnostic>> {
        self.email_by(self.templates.as_ref(), planned, copy)
    }

    /// The [`email`](Self::email), merged by others than the plan's [`templates`](Self::templates).
    ///
    /// # Errors
    ///
    /// As `email`.
    pub fn email_by(
        &self,
        templates: &dyn MergeTemplates,
        planned: &PlannedRecipient,
        copy: Option<usize>,
    ) -> Option<Result<Email, Diagnostic>> {
        let values = self.email_values(planned, copy)?;
        Some(self.merge_email(templates, values))
    }

    /// The values that are merged into an [`email`](Self::email), besides its labels.
    pub(crate) fn email_values<'p>(
        &self,
        planned: &'p PlannedRecipient,
        copy: Option<usize>,
    ) -> Option<EmailValues<'p>> {
        merge::email_values(self.templates.listing(), &self.mailing, &self.packs, planned, copy)
    }

    /// A hash, in hexadecimal, of all that makes an e-mail what it is.
    pub(crate) fn email_key(&self, EmailValues { locale, context }: &EmailValues<'_>) -> String {
        let hashes = self.hashes.get(*locale);
        let [email, pack] = hashes.map_or(["", ""], |hashes| [hashes.email.as_str(), hashes.locale.as_str()]);
        sources::hash_parts(&["e-mail", self.common(), locale, email, pack, &context.to_string()])
    }

    /// Merges the values of an e-mail.
    pub(crate) fn merge_email(
        &self,
        templates: &dyn MergeTemplates,
        values: EmailValues<'_>,
    ) -> Result<Email, Diagnostic> {
        merge::render_email(templates, &self.mailing, &self.packs, values)
    }

    /// The e-mails a recipient's documents may go with: `None` for that of its own documents, and the number of each copy
    /// that is sent by e-mail.
    pub fn emails(&self, planned: &PlannedRecipient) -> impl Iterator<Item = Option<usize>> {
        merge::emailed(planned)
    }
}
