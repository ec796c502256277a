//! Reads everything and resolves it into a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::census::{Census, Doubles};
use super::names::{self, name};
use super::office::office_language;
use super::resolve::{Resolver, SoundTemplates, blocks, number};
use super::roll::Roll;
use super::shared::told_once;
use super::sources::{Sources, hash_of, read_enclosures};
use super::{LocaleHashes, Options, Plan, PlannedRecipient, sample, translations};
use crate::archive::limits;
use crate::diagnostic::{self, Checked, Diagnostic, Severity, codes, did_you_mean};
use crate::fonts::Fonts;
use crate::locale::{self, LocalePack};
use crate::mailing::{self, Mailing};
use crate::names::fold;
use crate::pdf::Standards;
use crate::recipient::Lists;
use crate::register::Register;
use crate::template::{self, EMAIL, EMAIL_HTML, Engine};
use crate::translate::pseudo;

/// How many recipients are resolved at a time.
const WINDOW: usize = 1024;

/// Plans a mailing: reads the mailing, its recipients, templates, locale packs and register, and checks it all.
///
/// Returns the plan unless something stops the whole build, and every problem found.
#[must_use]
pub fn make(root: &Path, file: &str, options: &Options) -> (Option<Plan>, Vec<Diagnostic>) {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let mut problems = problems.to_vec();
    let Some(mailing) = mailing else { return (None, problems) };
    let standards = keep(Standards::parse(mailing.standards.iter().map(standard)), &mut problems);
    let default = options.sample.then_some(mailing.default_language.as_str());
    let locale = options.locale.as_deref().or(default);
    let lists = open_lists(root, &mailing, options, locale, &mut problems);
    let (mut sources, of_sources) = Sources::read(root, &mailing);
    let Checked { value: mut register, problems: mut of_register } = Register::read(root);
    of_register.extend(register.bind(&mailing.reference).err());
    let numbers = register.entries().count();

    let usable = usable(&mailing, &sources);
    let of_locale = locale.and_then(|locale| check_locale(&usable, locale));
    let (roll, of_second) = Roll::new(lists, usable, &mailing, file, locale, options);
    let mut census = Census::take(&roll, &mailing, &mut register, problems);
    let mut problems = std::mem::take(&mut census.problems);
    check_only(&roll, options, &mut problems);
    problems.extend(of_sources);
    problems.extend(of_locale);
    if options.pseudo {
        sources.templates.iter_mut().for_each(|((_, name), text)| *text = pseudo::template(name, text));
    }
    let files = sources.fonts.iter().map(|(name, content)| (name.as_str(), content.clone()));
    let fonts = Fonts::with_files(files);
    problems.extend(fonts.problems);
    let fonts = fonts.value;
    problems.extend(of_register);
    problems.extend(of_second);
    problems.append(&mut census.languages);

    let office_pack = read_office_pack(root, &mailing, file, &census, &mut problems);
    let mut packs = read_packs(root, &mailing, file, census.readers.keys(), &mut problems);
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
    resolve(&resolver, &roll, &mut census, &mut register, options.jobs, &mut problems);
    told_once(&mut problems, &mut census, &mailing.templates);
    if options.sample {
        problems.retain(|problem| problem.severity == Severity::Error);
    }
    let issued_at = keep(moment(&mailing), &mut problems);
    let (Some(standards), Some(issued_at), false) =
        (standards, issued_at, diagnostic::stops_build(&problems))
    else {
        return (None, problems);
    };
    let unread = if options.only.is_empty() { std::mem::take(&mut census.unread) } else { BTreeSet::new() };
    let of_unread = |id: &String| census.blocked.get(id).cloned().unwrap_or_default();
    let unread: BTreeMap<_, _> = unread.into_iter().map(|id| (id.clone(), of_unread(&id))).collect();
    census.blocked.retain(|id, _| roll.wants(id));
    let common = common(&fonts, &standards, &issued_at);
    let plan = Plan {
        root: root.to_owned(),
        packs,
        office_pack,
        hashes,
        engine,
        fonts: Arc::new(fonts),
        files: Arc::new(sources.files),
        standards,
        issued_at,
        register_is_written: register.entries().count() == numbers,
        register,
        unread,
        roll,
        blocked: census.blocked,
        counts: (census.recipients, census.documents),
        enclosures,
        complete: options.only.is_empty(),
        pseudo: options.pseudo,
        forced,
        common,
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
        Diagnostic::new(codes::ISSUED_AT, format!("the date of issue cannot be used ({error})"))
            .with_field("issued_at")
            .with_hint("write a date such as 2004-05-10T09:00:00+02:00")
    })
}

/// A hash of what all documents have in common.
fn common(fonts: &Fonts, standards: &Standards, issued_at: &ZonedDateTime) -> String {
    /// Versions of all libraries this was developed with.
    const LOCK: &str = include_str!("../../Cargo.lock");
    let standards = standards.names().join(" ");
    let parts = [&fonts.digest(), &standards, &issued_at.to_string(), env!("CARGO_PKG_VERSION"), LOCK];
    hash_of(&parts)
}

/// The name of a standard, as the exporter knows it.
fn standard(standard: &mailing::Standard) -> &'static str {
    match standard {
        mailing::Standard::A2a => "a-2a",
        mailing::Standard::Ua1 => "ua-1",
    }
}

/// Opens the recipient lists; for a sample in `locale`, a list of recipients that break layouts takes their place.
fn open_lists(
    root: &Path,
    mailing: &Mailing,
    options: &Options,
    locale: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Lists {
    let files = mailing.recipients.iter().map(|file| file.value.as_str());
    let Checked { value: lists, problems: found } =
        Lists::open(root, files, options.encoding.as_deref(), &mailing.extra_fields);
    problems.extend(found);
    let Some(locale) = locale.filter(|_| options.sample) else { return lists };
    let mut listed = Vec::new();
    for row in lists.rows() {
        match row {
            Ok(row) => {
                listed.extend(row.value);
                problems.extend(row.problems);
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.retain(|problem| !blocks(problem));
    let pack = locale::read(root, &mailing.templates, locale).value;
    Lists::from_recipients(pack.map_or(Vec::new(), |pack| sample::recipients(&pack, mailing, &listed)))
}

/// The languages that have templates.
fn usable(mailing: &Mailing, sources: &Sources) -> BTreeSet<String> {
    let templates: Vec<&str> = mailing.documents.iter().map(|document| document.template.as_str()).collect();
    sources.languages(&templates).map(str::to_owned).collect()
}

fn check_only(roll: &Roll, options: &Options, problems: &mut Vec<Diagnostic>) {
    if options.only.is_empty() {
        return;
    }
    let listed = roll.lists().rows().filter_map(|row| Some(row.ok()?.value?.id.value));
    let ids: BTreeSet<String> = listed.collect();
    for id in options.only.iter().filter(|id| !ids.contains(*id)) {
        let near = diagnostic::nearest(id, ids.iter().map(String::as_str));
        let problem = Diagnostic::new(codes::RECIPIENT_UNKNOWN, format!("no recipient has the id `{id}`"));
        problems.push(match near {
            Some(near) => problem.with_hint(did_you_mean(id, [near])),
            None => problem.with_hint("use an `id` of the recipient lists"),
        });
    }
}

/// Says that a language has no templates.
fn check_locale(usable: &BTreeSet<String>, locale: &str) -> Option<Diagnostic> {
    (!usable.contains(locale)).then(|| {
        Diagnostic::new(codes::LOCALE_UNKNOWN, format!("there are no templates for the language `{locale}`"))
            .with_hint(did_you_mean(locale, usable.iter().map(String::as_str)))
    })
}

fn read_packs<'a>(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    languages: impl Iterator<Item = &'a String>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, LocalePack> {
    let mut packs = BTreeMap::new();
    for language in languages {
        let Checked { value: pack, problems: found } = locale::read(root, &mailing.templates, language);
        problems.extend(found);
        problems.extend(template::untranslated(mailing, language, file));
        packs.extend(pack.map(|pack| (language.clone(), pack)));
    }
    packs
}

/// The locale pack of the office's language, unless some recipient is written to in it.
fn read_office_pack(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    census: &Census,
    problems: &mut Vec<Diagnostic>,
) -> Option<LocalePack> {
    let language = office_language(mailing);
    if census.readers.contains_key(language) {
        return None;
    }
    let Checked { value: pack, problems: found } = locale::read(root, &mailing.templates, language);
    if let (None, Some(chosen)) = (&pack, &mailing.dispatch.language) {
        problems.push(
            Diagnostic::new(
                codes::LOCALE_UNKNOWN,
                format!("there is no locale pack for the language `{language}`"),
            )
            .with_location(chosen.location(file))
            .with_field("dispatch.language")
            .with_hint("name a language that has a folder with templates"),
        );
    }
    problems.extend(found.into_iter().filter(|_| pack.is_some()));
    pack
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
        let has_email = engine.has(language, EMAIL);
        let email = [EMAIL, EMAIL_HTML].into_iter().filter(|file| has_email && engine.has(language, file));
        for (id, file) in documents.chain(email.map(|file| (file, file))) {
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

/// Numbers, renders, checks and names every recipient's documents, a window of recipients at a time.
fn resolve(
    resolver: &Resolver<'_>,
    roll: &Roll,
    census: &mut Census,
    register: &mut Register,
    jobs: Option<NonZeroUsize>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut paths = Doubles::default();
    names::reserved(resolver.mailing).iter().for_each(|path| paths.add(&fold(path)));
    let mut calls = roll.call(resolver.mailing);
    let mut window: Vec<PlannedRecipient> = Vec::with_capacity(WINDOW);
    loop {
        window.clear();
        for called in calls.by_ref() {
            match called {
                Ok(called) => window.extend(called.planned.filter(|planned| roll.wants(planned.id()))),
                // The census has met the same, unless the list has changed since.
                Err(problem) if problems.contains(&problem) => {}
                Err(problem) => problems.push(problem),
            }
            if window.len() == WINDOW {
                break;
            }
        }
        if window.is_empty() {
            break;
        }
        window.iter_mut().for_each(|planned| number(planned, register));
        let found = resolver.render_all(&window, register, jobs);
        for (planned, found) in window.iter_mut().zip(found) {
            let found = resolver.resolve(planned, register, found);
            let blocking: Vec<_> = found.iter().filter(|problem| blocks(problem)).cloned().collect();
            if !blocking.is_empty() {
                census.blocked.entry(planned.id().to_owned()).or_default().extend(blocking);
            }
            problems.extend(found);
            name(planned, resolver.mailing, register);
            names::paths(planned, resolver, register).iter().for_each(|path| paths.add(&fold(path)));
        }
    }
    problems.extend(limits::check_files(paths.len()).err());
    if paths.are_there() {
        problems.extend(names::clashes(roll, resolver, register));
    }
}
