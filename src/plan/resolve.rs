//! One recipient at a time: its documents, its merged texts, and what keeps them from being made.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use serde_json::Value;

use super::{Merged, PlannedDocument, PlannedRecipient, glyphs};
use crate::diagnostic::{Diagnostic, Scope, Severity, codes};
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::register::{Hashes, Register};
use crate::template::{self, EMAIL, EMAIL_HTML, Email, Engine, Version};

/// What resolving needs to know of the mailing.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) mailing: &'a Mailing,
    pub(super) packs: &'a BTreeMap<String, LocalePack>,
    pub(super) engine: &'a Engine,
    pub(super) fonts: &'a Fonts,
    /// Whether a document's template passed its static check, by language and file.
    pub(super) sound: &'a dyn SoundTemplates,
}

/// Tells which templates passed their static check; the others are not rendered.
pub(super) trait SoundTemplates: std::fmt::Debug + Sync {
    /// Whether the template passed.
    fn is_sound(&self, locale: &str, file: &str) -> bool;
}

/// What rendering a recipient's documents came to.
#[derive(Debug)]
pub(super) struct Rendered {
    problems: Vec<Diagnostic>,
    /// Hashes of the documents of a recipient to whom some have gone out; `None` for others, and where one cannot be
    /// rendered.
    hashes: Option<Hashes>,
}

impl Resolver<'_> {
    /// Renders and checks all documents of some recipients, in several threads.
    pub(super) fn render_all(
        &self,
        recipients: &[PlannedRecipient],
        register: &Register,
        jobs: Option<NonZeroUsize>,
    ) -> Vec<Rendered> {
        let jobs = jobs.map_or(1, NonZeroUsize::get);
        let share = recipients.len().div_ceil(jobs).max(1);
        let render = |part: &[PlannedRecipient]| -> Vec<Rendered> {
            part.iter().map(|planned| self.render(planned, register.is_released(planned.id()))).collect()
        };
        if jobs == 1 {
            return render(recipients);
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> =
                recipients.chunks(share).map(|part| scope.spawn(move || render(part))).collect();
            let parts = workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            parts.flatten().collect()
        })
    }

    /// Gives a recipient another number where its rendered documents are not those that have gone out under the present
    /// one. Returns what is wrong with it.
    pub(super) fn resolve(
        &self,
        planned: &mut PlannedRecipient,
        register: &mut Register,
        rendered: Rendered,
    ) -> Vec<Diagnostic> {
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
        let mut problems = self.address(planned);
        let mut hashes = Some(Hashes::new()).filter(|_| is_released);
        for document in &planned.documents {
            let Some(configured) = self.mailing.documents.get(document.index) else { continue };
            if !self.sound.is_sound(&document.locale, &configured.template) {
                hashes = None;
                continue;
            }
            match merge(self.engine, self.mailing, self.packs, planned, document) {
                Ok(merged) => {
                    for problem in glyphs::check(self.fonts, &merged.text, &merged.context) {
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
        problems.extend(self.emails(planned));
        let problems = problems.into_iter().map(|problem| self.narrowed(problem, planned)).collect();
        Rendered { problems, hashes }
    }

    /// What is wrong with the e-mails that bring the recipient's documents: its own, and those of copies sent so.
    fn emails(&self, planned: &PlannedRecipient) -> Vec<Diagnostic> {
        let sound = |locale: &str| {
            let html = !self.engine.has(locale, EMAIL_HTML) || self.sound.is_sound(locale, EMAIL_HTML);
            html && self.sound.is_sound(locale, EMAIL)
        };
        if !planned.documents.first().is_some_and(|document| sound(&document.locale)) {
            return Vec::new();
        }
        let mut problems: Vec<Diagnostic> = Vec::new();
        for copy in emailed(planned) {
            let email = email(self.engine, self.mailing, self.packs, planned, copy);
            let problem = email.and_then(Result::err);
            problems.extend(problem.filter(|problem| !problems.contains(problem)));
        }
        problems
    }

    /// What is wrong with the recipient's name and form of address in its languages.
    fn address(&self, planned: &PlannedRecipient) -> Vec<Diagnostic> {
        let mut locales: Vec<&str> =
            planned.documents.iter().map(|document| document.locale.as_str()).collect();
        locales.dedup();
        let packs = locales.into_iter().filter_map(|locale| self.packs.get(locale));
        packs.flat_map(|pack| template::problems(self.mailing, pack, &planned.recipient)).collect()
    }

    /// The problem as this recipient's, with its place.
    fn narrowed(&self, mut problem: Diagnostic, planned: &PlannedRecipient) -> Diagnostic {
        if problem.severity == Severity::Error {
            problem.scope = Scope::Recipient;
        }
        problem.subject.recipient.get_or_insert_with(|| planned.id().to_owned());
        problem.location.get_or_insert_with(|| planned.recipient.location.clone());
        problem
    }
}

/// Gives a planned recipient its serial of the register.
pub(super) fn number(planned: &mut PlannedRecipient, register: &Register) {
    planned.serial = register.serial(planned.id()).unwrap_or_default();
    planned.replaces = register.replaced_serial(planned.id());
}

/// Whether a problem keeps its recipient's documents from being made.
pub(super) fn blocks(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && problem.scope == Scope::Recipient
}

/// The e-mails a recipient's documents may go with: that of its own documents, and one for each copy sent by e-mail.
pub(super) fn emailed(planned: &PlannedRecipient) -> impl Iterator<Item = Option<usize>> {
    let copies = planned.recipient.copies.iter().enumerate();
    let sent = copies.filter(|(_, copy)| copy.channel.carrier().is_message()).map(|(index, _)| Some(index));
    std::iter::once(None).chain(sent)
}

/// The e-mail that brings a recipient's documents, or those of one of its copies; `None` where there are none, or their
/// language has no template for it.
pub(super) fn email(
    engine: &Engine,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &PlannedRecipient,
    copy: Option<usize>,
) -> Option<Result<Email, Diagnostic>> {
    let locale = &planned.documents.iter().find(|document| document.copy == copy)?.locale;
    let pack = packs.get(locale).filter(|_| engine.has(locale, EMAIL))?;
    let replaces = planned.replaces.as_deref();
    let (recipient, serial) = (&planned.recipient, &planned.serial);
    let version = match copy {
        Some(copy) => Version::Copy(recipient.copies.get(copy)?),
        None => Version::Original,
    };
    let mut context = template::context(mailing, pack, recipient, serial, replaces, version, EMAIL);
    match copy {
        Some(_) => only_copies(&mut context, mailing, planned, copy, locale),
        None => add_translations(&mut context, mailing, planned, locale),
    }
    let render = || -> Result<Email, Diagnostic> {
        let text = engine.render(locale, EMAIL, &context)?;
        let mut email = Email::parse(&text, &format!("{}/{locale}/{EMAIL}", mailing.templates.value))?;
        if engine.has(locale, EMAIL_HTML) {
            let mut context = context.clone();
            template::add_email(&mut context, &email);
            email.html = Some(engine.render(locale, EMAIL_HTML, &context)?);
        }
        Ok(email)
    };
    Some(render())
}

/// Lists the documents of a copy as all that its e-mail brings.
fn only_copies(
    context: &mut Value,
    mailing: &Mailing,
    planned: &PlannedRecipient,
    copy: Option<usize>,
    locale: &str,
) {
    let copies = planned.documents.iter().filter(|document| document.copy == copy);
    let names = copies.filter_map(|document| mailing.documents.get(document.index));
    let names: Vec<Value> = names.map(|document| document.name.get_or_first(locale).into()).collect();
    for (pointer, list) in [("/document/annexes", names), ("/document/enclosures", Vec::new())] {
        if let Some(value) = context.pointer_mut(pointer) {
            *value = list.into();
        }
    }
}

/// Lists the courtesy translations among what an e-mail brings.
fn add_translations(context: &mut Value, mailing: &Mailing, planned: &PlannedRecipient, locale: &str) {
    let label = context.pointer("/labels/courtesy").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(annexes) = context.pointer_mut("/document/annexes").and_then(Value::as_array_mut) else {
        return;
    };
    for document in planned.documents.iter().filter(|document| document.courtesy) {
        let configured = mailing.documents.get(document.index);
        let name = configured.map_or("", |document| document.name.get_or_first(locale));
        annexes.push(format!("{name} · {label}").into());
    }
}

/// Merges a document's values into its template.
pub(super) fn merge(
    engine: &Engine,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
) -> Result<Merged, Diagnostic> {
    let missing = |what: &str| {
        Diagnostic::new(codes::INTERNAL, format!("{what} is not in the plan")).blocking(planned.id())
    };
    let pack = packs.get(&document.locale).ok_or_else(|| missing(&document.locale))?;
    let configured = mailing.documents.get(document.index).ok_or_else(|| missing(&document.document))?;
    let version = match document.copy.and_then(|copy| planned.recipient.copies.get(copy)) {
        Some(copy) => Version::Copy(copy),
        None if document.courtesy => Version::Courtesy,
        None => Version::Original,
    };
    let context = template::context(
        mailing,
        pack,
        &planned.recipient,
        &planned.serial,
        planned.replaces.as_deref(),
        version,
        &document.document,
    );
    let text = engine.render(&document.locale, &configured.template, &context)?;
    Ok(Merged { text, context })
}
