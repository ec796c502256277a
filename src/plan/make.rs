//! Reads everything and resolves it into a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::names::{Parts, Taken, path};
use super::resolve::{Resolver, SoundTemplates, blocks, number};
use super::shared::told_once;
use super::sources::{Sources, read_enclosures};
use super::{
    Choice, LocaleHashes, Options, Plan, PlannedDocument, PlannedRecipient, language, sample, translations,
};
use crate::diagnostic::{self, Diagnostic, Severity, did_you_mean};
use crate::fonts::Fonts;
use crate::input::At;
use crate::locale::{self, LocalePack};
use crate::mailing::{self, Mailing};
use crate::pdf::Standards;
use crate::recipient::{self, NO_SECOND_LANGUAGE, Recipient};
use crate::register::{Register, number_text};
use crate::template::{self, EMAIL, Engine};
use crate::translate::pseudo;

/// Plans a mailing: reads the mailing, its recipients, templates, locale packs and register, and checks it all.
///
/// Returns the plan unless something stops the whole build, and every problem found.
#[must_use]
pub fn make(root: &Path, file: &str, options: &Options) -> (Option<Plan>, Vec<Diagnostic>) {
    let (mailing, mut problems) = mailing::read(root, file);
    let Some(mailing) = mailing else { return (None, problems) };
    let standards = keep(Standards::parse(mailing.standards.iter().map(standard)), &mut problems);
    let mut recipients = read_recipients(root, &mailing, options, &mut problems);
    check_only(&recipients, options, &mut problems);
    let (mut sources, found) = Sources::read(root, &mailing);
    problems.extend(found);
    if options.pseudo {
        sources.templates.iter_mut().for_each(|((_, name), text)| *text = pseudo::template(name, text));
    }
    let default = options.sample.then_some(mailing.default_language.as_str());
    if let Some(locale) = options.locale.as_deref().or(default) {
        problems.extend(check_locale(&mailing, &sources, locale));
        if options.sample {
            problems.retain(|problem| !blocks(problem));
            let (pack, _) = locale::read(root, &mailing.templates, locale);
            recipients = pack.map_or(Vec::new(), |pack| sample::recipients(&pack, &mailing, &recipients));
        }
        recipients.iter_mut().for_each(|recipient| in_one_language(recipient, locale));
    }
    let files = sources.fonts.iter().map(|(name, content)| (name.as_str(), content.clone()));
    let (fonts, found) = Fonts::with_files(files);
    problems.extend(found);
    let (mut register, found) = Register::read(root);
    problems.extend(found);
    problems.extend(register.bind(&mailing.reference).err());

    let mut unread = blocked(&problems);
    let mut planned = choose_languages(&mailing, file, &sources, recipients, &mut problems);
    for planned in &mut planned {
        planned.problems.extend(unread.remove(planned.id()).unwrap_or_default());
    }
    register.assign(&planned.iter().map(PlannedRecipient::id).collect::<Vec<_>>());
    planned.retain(|planned| wanted(planned, options));
    let mut packs = read_packs(root, &mailing, file, &planned, &mut problems);
    if options.pseudo {
        packs.values_mut().for_each(|pack| pack.change_texts(pseudo::pattern));
    }
    let (enclosures, found) = read_enclosures(root, &mailing, file, packs.keys());
    problems.extend(found);
    let (engine, found) = Engine::new(&mailing.templates, &sources.templates);
    problems.extend(found);
    let hashes = packs
        .keys()
        .map(|language| (language.clone(), hashes(&sources, &engine, &mailing, language)))
        .collect();
    let sound = check_templates(&engine, &mailing, &packs, &mut problems);
    let (found, forced) = translations::check(root, &mailing, &packs, options.unfinished, &problems);
    problems.extend(found);
    let resolver =
        Resolver { mailing: &mailing, packs: &packs, engine: &engine, fonts: &fonts, sound: &sound };
    resolve(&resolver, &mut planned, &mut register, options.jobs, &mut problems);
    told_once(&mut problems, &mut planned, &mailing.templates);
    if options.sample {
        problems.retain(|problem| problem.severity == Severity::Error);
    }
    let issued_at = keep(moment(&mailing), &mut problems);
    let (Some(standards), Some(issued_at), false) =
        (standards, issued_at, diagnostic::stops_build(&problems))
    else {
        return (None, problems);
    };
    let plan = Plan {
        root: root.to_owned(),
        packs,
        hashes,
        engine,
        fonts: Arc::new(fonts),
        files: Arc::new(sources.files),
        standards,
        issued_at,
        register,
        unread: if options.only.is_empty() { unread } else { BTreeMap::new() },
        recipients: planned,
        enclosures,
        complete: options.only.is_empty(),
        pseudo: options.pseudo,
        forced,
        mailing,
    };
    (Some(plan), problems)
}

fn keep<T>(result: Result<T, Diagnostic>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// The moment the mailing is issued.
fn moment(mailing: &Mailing) -> Result<ZonedDateTime, Diagnostic> {
    let at = mailing.issued_at;
    at.local.to_zoned_datetime(TimeZone::fixed(at.offset)).map_err(|error| {
        Diagnostic::error("issued-at", format!("the date of issue cannot be used ({error})"))
            .with_field("issued_at")
            .with_hint("write a date such as 2004-05-10T09:00:00+02:00")
    })
}

/// The name of a standard, as the exporter knows it.
fn standard(standard: &mailing::Standard) -> &'static str {
    match standard {
        mailing::Standard::A2a => "a-2a",
        mailing::Standard::Ua1 => "ua-1",
    }
}

/// Reads all recipient lists.
fn read_recipients(
    root: &Path,
    mailing: &Mailing,
    options: &Options,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Recipient> {
    let mut all = Vec::new();
    for file in &mailing.recipients {
        let (list, found) = recipient::read(root, file, options.encoding.as_deref(), &mailing.extra_fields);
        problems.extend(found);
        all.extend(list);
    }
    problems.extend(recipient::repeated_ids(&all));
    if all.is_empty() && !diagnostic::has_errors(problems) {
        problems.push(
            Diagnostic::error("recipients-none", "the mailing has no recipients")
                .with_field("recipients")
                .with_hint("name a file with recipients under `recipients:` of the mailing"),
        );
    }
    all
}

/// What blocks recipients so far, by id.
fn blocked(problems: &[Diagnostic]) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut blocked: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| blocks(problem)) {
        if let Some(id) = &problem.subject.recipient {
            blocked.entry(id.clone()).or_default().push(problem.clone());
        }
    }
    blocked
}

fn check_only(recipients: &[Recipient], options: &Options, problems: &mut Vec<Diagnostic>) {
    let ids: BTreeSet<&str> = recipients.iter().map(|recipient| recipient.id.value.as_str()).collect();
    for id in options.only.iter().filter(|id| !ids.contains(id.as_str())) {
        let near = diagnostic::nearest(id, ids.iter().copied());
        let problem = Diagnostic::error("recipient-unknown", format!("no recipient has the id `{id}`"));
        problems.push(match near {
            Some(near) => problem.with_hint(did_you_mean(id, [near])),
            None => problem.with_hint("use an `id` of the recipient lists"),
        });
    }
}

/// Says that a language has no templates.
fn check_locale(mailing: &Mailing, sources: &Sources, locale: &str) -> Option<Diagnostic> {
    let templates: Vec<&str> = mailing.documents.iter().map(|document| document.template.as_str()).collect();
    let usable: BTreeSet<&str> = sources.languages(&templates).collect();
    (!usable.contains(locale)).then(|| {
        Diagnostic::error("locale-unknown", format!("there are no templates for the language `{locale}`"))
            .with_hint(did_you_mean(locale, usable))
    })
}

fn in_one_language(recipient: &mut Recipient, locale: &str) {
    recipient.languages = vec![At::from(locale.to_owned())];
    recipient.second_language = Some(At::from(NO_SECOND_LANGUAGE.to_owned()));
}

fn wanted(planned: &PlannedRecipient, options: &Options) -> bool {
    options.only.is_empty() || options.only.iter().any(|id| id == planned.id())
}

/// Chooses each recipient's language and lays out its documents, yet without number and path.
fn choose_languages(
    mailing: &Mailing,
    file: &str,
    sources: &Sources,
    recipients: Vec<Recipient>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<PlannedRecipient> {
    let templates: Vec<&str> = mailing.documents.iter().map(|document| document.template.as_str()).collect();
    let usable: BTreeSet<&str> = sources.languages(&templates).collect();
    let usable = |tag: &str| usable.contains(tag);
    let second = keep(language::second(mailing.second_language.as_ref(), file, usable), problems).flatten();
    let mut planned = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let (mut chosen, problem) = language::choose(&recipient, &mailing.default_language, usable);
        let mut found: Vec<Diagnostic> = problem.into_iter().collect();
        let mut documents = Vec::new();
        if let Some(chosen) = &mut chosen {
            let courtesy = language::courtesy(&recipient, chosen, second.as_deref(), usable);
            chosen.second = keep(courtesy, &mut found).flatten();
            documents = lay_out(mailing, &recipient, chosen);
        }
        let blocking = found.iter().filter(|problem| blocks(problem)).cloned().collect();
        problems.extend(found);
        planned.push(PlannedRecipient {
            recipient,
            serial: String::new(),
            replaces: None,
            language: chosen,
            documents,
            problems: blocking,
        });
    }
    planned
}

/// A recipient's documents in its languages; copies are of the first document, of which the others are annexes.
fn lay_out(mailing: &Mailing, recipient: &Recipient, chosen: &Choice) -> Vec<PlannedDocument> {
    let one = |index: usize, document: &mailing::Document, locale: &str, copy| PlannedDocument {
        index,
        document: document.id.value.clone(),
        locale: locale.to_owned(),
        copy,
        courtesy: false,
        path: String::new(),
        hash: String::new(),
    };
    let mut documents = Vec::new();
    for (index, document) in mailing.documents.iter().enumerate() {
        let copies = (0..recipient.copies.len()).map(Some).filter(|_| index == 0);
        let versions = std::iter::once(None).chain(copies);
        documents.extend(versions.map(|copy| one(index, document, &chosen.locale, copy)));
    }
    let translated = |document: &mailing::Document| {
        mailing
            .courtesy_documents
            .as_ref()
            .is_none_or(|ids| ids.iter().any(|id| id.value == document.id.value))
    };
    if let Some(second) = &chosen.second {
        let courtesy = mailing.documents.iter().enumerate().filter(|(_, document)| translated(document));
        documents.extend(courtesy.map(|(index, document)| PlannedDocument {
            courtesy: true,
            ..one(index, document, second, None)
        }));
    }
    documents
}

fn read_packs(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    planned: &[PlannedRecipient],
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, LocalePack> {
    let languages: BTreeSet<&str> = planned
        .iter()
        .flat_map(|planned| &planned.documents)
        .map(|document| document.locale.as_str())
        .collect();
    let mut packs = BTreeMap::new();
    for language in languages {
        let (pack, found) = locale::read(root, &mailing.templates, language);
        problems.extend(found);
        problems.extend(template::untranslated(mailing, language, file));
        packs.extend(pack.map(|pack| (language.to_owned(), pack)));
    }
    packs
}

fn hashes(sources: &Sources, engine: &Engine, mailing: &Mailing, language: &str) -> LocaleHashes {
    let files = mailing.documents.iter().map(|document| document.template.clone());
    let templates = files.map(|file| {
        let hash = sources.digest(&engine.parts(language, &file));
        (file, hash)
    });
    let locale = sources.packs.get(language).cloned().unwrap_or_default();
    LocaleHashes { templates: templates.collect(), locale }
}

/// The templates that passed their static check, by language and file.
#[derive(Debug, Default)]
struct Sound(BTreeSet<(String, String)>);

impl SoundTemplates for Sound {
    fn is_sound(&self, locale: &str, file: &str) -> bool {
        self.0.contains(&(locale.to_owned(), file.to_owned()))
    }
}

/// Checks each template once for each language.
fn check_templates(
    engine: &Engine,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    problems: &mut Vec<Diagnostic>,
) -> Sound {
    let mut sound = Sound::default();
    for (language, pack) in packs {
        let documents =
            mailing.documents.iter().map(|document| (document.id.as_str(), document.template.as_str()));
        let email = engine.has(language, EMAIL).then_some((EMAIL, EMAIL));
        for (id, file) in documents.chain(email) {
            let shape = template::shape(mailing, pack, id);
            let found = engine.check(language, file, &shape);
            if !diagnostic::has_errors(&found) {
                sound.0.insert((language.clone(), file.to_owned()));
            }
            problems
                .extend(found.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>());
        }
    }
    sound
}

/// Numbers, renders, checks and names every recipient's documents.
fn resolve(
    resolver: &Resolver<'_>,
    planned: &mut [PlannedRecipient],
    register: &mut Register,
    jobs: Option<NonZeroUsize>,
    problems: &mut Vec<Diagnostic>,
) {
    planned.iter_mut().for_each(|planned| number(planned, register));
    let found = resolver.render_all(planned, jobs);
    let mut taken = Taken::default();
    for (planned, found) in planned.iter_mut().zip(found) {
        problems.extend(resolver.resolve(planned, register, found));
        let PlannedRecipient { recipient, documents, .. } = planned;
        let number = number_text(register.number(&recipient.id.value).unwrap_or_default());
        for document in documents {
            let Some(configured) = resolver.mailing.documents.get(document.index) else { continue };
            let parts = Parts {
                serial: &number,
                recipient: &recipient.id.value,
                document: &document.document,
                locale: &document.locale,
                copy: document.copy.map(|copy| copy + 1),
            };
            document.path = path(&configured.folder, &resolver.mailing.file_name, &parts);
            problems.extend(taken.take(&document.path, &recipient.id.value));
        }
    }
}
