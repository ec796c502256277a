//! What a worker is asked, to try a text that is not saved, and what is merged into it.

use std::sync::Arc;

use serde_json::Value;

use super::documents::limits;
use super::merge;
use super::model::Plan;
use super::planned::{PlannedDocument, PlannedRecipient};
use super::sources::hash_parts;
use crate::diagnostic::Diagnostic;
use crate::digest::hash_bytes;
use crate::mailing::Paper;
use crate::template::{self, TemplateTexts};
use crate::worker::{Isolation, JobLimits, Trial, Workplace};

/// The merge fields of a document, and the shape they have for every recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeFields {
    /// The values for the recipient at hand.
    pub values: Value,
    /// The same tree with every optional value filled.
    pub shape: Value,
}

impl Plan {
    /// The merge fields of a document; `None` where the plan has no locale pack for it.
    #[must_use]
    pub fn merge_fields(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
    ) -> Option<MergeFields> {
        let values = merge::context(&self.mailing, &self.packs, planned, document)?;
        let pack = self.packs.get(&document.locale)?;
        Some(MergeFields { values, shape: template::shape(&self.mailing, pack, &document.document) })
    }

    /// The merge fields of the e-mail in a language; `None` where the plan has no locale pack for it.
    #[must_use]
    pub fn shape_of_email(&self, language: &str, file: &str) -> Option<Value> {
        Some(template::shape(&self.mailing, self.packs.get(language)?, file))
    }

    /// A document to be tried as it is, on another paper if one is named; `None` where the plan has no locale pack for it.
    #[must_use]
    pub fn trial(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        paper: Option<Paper>,
    ) -> Option<Trial> {
        let MergeFields { mut values, shape } = self.merge_fields(planned, document)?;
        if let (Some(paper), Some(value)) = (paper, values.pointer_mut("/mailing/paper")) {
            *value = paper.name().into();
        }
        let texts = self.texts_of(&document.locale);
        Some(Trial {
            folder: self.mailing.templates.value.clone(),
            language: document.locale.clone(),
            file: document.template.clone(),
            texts: texts.into_iter().map(|((language, file), text)| (language, file, text)).collect(),
            // Written by a library's own function, which is fast in every profile.
            context: values.to_string(),
            shape: shape.to_string(),
            facts: self.facts(planned, document, 1),
        })
    }

    /// The texts of the templates of a language, and of those that all languages share.
    #[must_use]
    pub fn texts_of(&self, language: &str) -> TemplateTexts {
        let own = self.texts.iter().filter(|((of, _), _)| of.is_empty() || of == language);
        own.map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// What trying a text may take, `most` at the most: a person waits for it.
    #[must_use]
    pub fn trial_limits(&self, most: std::time::Duration) -> JobLimits {
        let own = limits(&self.mailing);
        JobLimits { time: own.time.min(most), ..own }
    }

    /// A place to try texts in; `limits` are those of each.
    ///
    /// # Errors
    ///
    /// A file of the template folder has a name Typst cannot use.
    pub fn trial_workplace(&self, isolation: &Isolation, limits: JobLimits) -> Result<Workplace, Diagnostic> {
        let (fonts, files) = (Arc::clone(&self.fonts), Arc::clone(&self.files));
        Workplace::new(fonts, files, ("", &TemplateTexts::new()), isolation, limits)
    }

    /// A hash of all that a [workplace](Self::trial_workplace) has at hand, in hexadecimal.
    #[must_use]
    pub fn trial_files(&self) -> String {
        let files = self.files.iter().flat_map(|(name, content)| [name.clone(), hash_bytes(content)]);
        let parts: Vec<String> = files.chain([self.fonts.digest()]).collect();
        hash_parts(&parts.iter().map(String::as_str).collect::<Vec<_>>())
    }
}
