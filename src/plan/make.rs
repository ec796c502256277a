//! Reads everything in order and resolves it into a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::blame::SharedFaults;
use super::census::Census;
use super::hashes::hash_language;
use super::known::KnownTexts;
use super::mixture::Scripts;
use super::model::Plan;
use super::options::PlanOptions;
use super::postal::Postal;
use super::read::{open_lists, read_enclosures, read_office_pack, read_packs};
use super::resolve::resolve;
use super::resolver::Resolver;
use super::roll::Roll;
use super::sources::Sources;
use super::{documents, faces, form, genre, templates, texts, threads, translations, wording};
use crate::archive::layout::archive_folder;
use crate::archive::limits::OWN_FILES;
use crate::archive::{self, Owner, check_target};
use crate::diagnostic::{Checked, Diagnostic, Problems, Severity, codes, did_you_mean};
use crate::fonts::Fonts;
use crate::mailing::{self, Mailing};
use crate::pdf::Standards;
use crate::register::Register;
use crate::template::MergeTemplates;
use crate::translate::pseudo;
use crate::worker::{self, EarlyProcess, Workplace};

/// The most recipients whose texts are noted: with more, reading the note takes longer than it spares.
const MOST_NOTED: usize = 10_000;

/// Plans a mailing: reads the mailing, its recipients, templates, locale packs and register, and checks it all.
///
/// The value is the plan, or `None` if a problem stops the whole build; the problems are all that were found. Processes that merged for it
/// wait to make documents, until it is dropped or told to [`rest`](Plan::rest).
pub fn make(root: &Path, file: &str, options: &PlanOptions) -> Checked<Option<Plan>> {
    let Checked { value: mailing, mut problems } = mailing::read_with_gaps(root, file);
    let Some(mut mailing) = mailing else { return Checked::new(None, problems) };
    if options.sample {
        // What is still empty is seen on the sheet, so that a new mailing can be looked at before its list is there.
        for problem in problems.iter_mut().filter(|problem| problem.code == codes::MAILING_EMPTY) {
            problem.severity = Severity::Warning;
        }
    }
    if let Some(output) = &options.output {
        mailing.output.clone_from(output);
    }
    if options.is_for_archive() && !mailing.is_gap("reference") {
        let target = archive_folder(root.join(&mailing.output), &mailing.reference);
        problems.extend(check_target(&target).err());
    }
    plan(root, file, options, mailing, problems)
}

/// Plans a mailing that could be read; `problems` are those of reading it.
fn plan(
    root: &Path,
    file: &str,
    options: &PlanOptions,
    mailing: Mailing,
    mut problems: Problems,
) -> Checked<Option<Plan>> {
    let early = EarlyProcess::start(&options.isolation, documents::limits(&mailing));
    let owner = Owner { reference: mailing.reference.value.clone(), file: Some(root.join(file)) };
    let has_reference = !mailing.is_gap("reference");
    problems.extend(check_owner(root, &owner, &mailing).filter(|_| has_reference));
    let standards = keep(Standards::parse(mailing.standards.iter().map(standard)), &mut problems);
    let default = options.sample.then_some(mailing.default_language.as_str());
    let locale = options.locale.as_deref().or(default);
    let lists = open_lists(root, &mailing, options, locale).report_to(&mut problems);
    let Checked { value: mut sources, problems: of_sources } = Sources::read(root, &mailing);
    let Checked { value: (mut register, register_state), problems: mut of_register } =
        Register::read_with_state(root);
    let form_key = register.form_key().map(str::to_owned);
    of_register.extend(register.bind(&mailing.reference).err().filter(|_| has_reference));
    let keys = register.choose_keys(root, options.key).report_to(&mut of_register);
    if options.is_for_archive() && has_reference {
        let output = root.join(&mailing.output);
        of_register.extend(archive::check_register(&output, &owner.reference, &register));
    }
    let before = (register.entries().count(), form_key);

    let mut usable = usable(&mailing, &sources);
    let of_choice = options.on_demand.as_ref().map(|chosen| choose(&mut usable, chosen)).unwrap_or_default();
    let of_locale = locale.and_then(|locale| check_locale(&usable, locale));
    let Checked { value: roll, problems: of_roll } =
        Roll::new(lists, usable, &mailing, file, locale, options);
    let watch = options.watch.as_deref();
    let mut census = match &options.settled {
        Some(settled) => Census::settled(settled, problems),
        None => Census::take(&roll, &mailing, file, &mut register, problems, watch),
    };
    watch.inspect(|watch| watch.looked_at(0, census.recipients));
    if options.on_demand.is_some() {
        census.expect(roll.languages());
    }
    let mut problems = std::mem::take(&mut census.problems);
    if !options.sample && options.on_demand.is_none() {
        problems.extend(std::mem::take(&mut census.unmatched));
    }
    problems.extend(of_sources);
    problems.extend(of_locale);
    problems.extend(of_choice);
    let fonts = Arc::new(read_fonts(&sources).report_to(&mut problems));
    fonts.digest_ahead();
    problems.extend(of_register);
    problems.extend(of_roll);
    problems.extend(std::mem::take(&mut census.languages));

    problems.extend(texts::check(&mailing, file, &census.readers));
    let office_pack = read_office_pack(root, &mailing, file, &census).report_to(&mut problems);
    let Checked { value: mut packs, problems: of_packs } =
        read_packs(root, &mailing, file, census.readers.keys(), options.jobs);
    problems.extend(translations::allow_untranslated(of_packs, options.unfinished));
    problems.extend(faces::check(&packs, &fonts, &mailing.templates));
    problems.extend(wording::check(&mailing, file, &packs, &sources.templates));
    if options.pseudo {
        sources.templates.iter_mut().for_each(|((_, name), text)| *text = pseudo::template(name, text));
        packs.values_mut().for_each(|pack| pack.change_texts(pseudo::pattern));
    }
    problems.extend(form::add(&mut sources, &mailing, &packs, &fonts, file));
    let enclosures = read_enclosures(root, &mailing, file, packs.keys()).report_to(&mut problems);
    let workplace = open_workplace(&mailing, &sources, &fonts, options);
    if let (Some(workplace), Some(early)) = (&workplace, early) {
        workplace.take_early(early);
    }
    workplace.iter().filter(|_| options.worker_ahead).for_each(Workplace::start_ahead);
    let shapes = OnceLock::new();
    let shapes = || shapes.get_or_init(|| templates::shapes(&mailing, &packs));
    let compare = || {
        shapes();
        translations::compare(root, &mailing, &packs, options)
    };
    // Templates are parsed and checked in a process of their own meanwhile.
    let (templates, sound, compared) = std::thread::scope(|scope| {
        let compared = threads::begin(scope, options.jobs, &compare);
        let templates =
            open_templates(&mailing, &sources, options, workplace.as_ref()).report_to(&mut problems);
        if !options.pseudo {
            problems.extend(genre::check(&mailing, file, &packs, templates.listing(), &sources));
        }
        let sound = templates::check(templates.as_ref(), &mailing, shapes(), &packs, &problems);
        (templates, sound.report_to(&mut problems), compared.finish())
    });
    let forced = translations::check(compared, &mailing, &packs, options.unfinished, &problems);
    let forced = forced.report_to(&mut problems);
    let scripts = Scripts::new(&packs);
    let has_note = options.notes_texts && census.recipients <= MOST_NOTED;
    let hashes = |language: &String| {
        (language.clone(), hash_language(&sources, templates.listing(), &mailing, language))
    };
    let hashes: BTreeMap<_, _> = packs.keys().map(hashes).collect();
    let known = has_note.then(|| KnownTexts::read(&root.join(&mailing.output), &mailing, &fonts, &hashes));
    let resolver = Resolver {
        mailing: &mailing,
        packs: &packs,
        templates: templates.as_ref(),
        fonts: &fonts,
        texts: &sources.templates,
        sound: &sound,
        postal: (!options.sample).then(|| Postal::new(&mailing, &packs)),
        scripts: &scripts,
        known: known.as_ref(),
        unfinished: options.unfinished,
        common_files: enclosures.len()
            + sources.fonts.len()
            + OWN_FILES
            + usize::from(options.seal.is_some()),
    };
    if options.settled.is_none() {
        let found = resolve(&resolver, &roll, &mut census, &mut register, options, &problems);
        problems.extend(found);
    }
    let faults = SharedFaults::find(&problems, &mailing.templates, |language| census.readers_of(language));
    census.unblock(|problem| faults.contains(problem));
    let mut problems = faults.merge(problems);
    let unused = mailing.accept(&mut problems);
    if options.is_for_archive() {
        problems.extend(report_unused(&mailing, &unused, file));
    }
    if options.sample {
        let kept = [codes::MAILING_EMPTY, codes::MAILING_UNTRANSLATED];
        problems.retain(|problem| problem.severity == Severity::Error || kept.contains(&problem.code));
    }
    let issued_at = keep(moment(&mailing), &mut problems);
    let is_stopped = problems.stops_build() || !(options.sample || mailing.gaps().is_empty());
    let (Some(standards), Some(issued_at), false) = (standards, issued_at, is_stopped) else {
        return Checked::new(None, problems);
    };
    let outline = census.outline();
    let plan = Plan {
        root: root.to_owned(),
        owner,
        office_pack,
        hashes,
        packs,
        common: OnceLock::new(),
        templates,
        workplace,
        tried: known.map(KnownTexts::into_tried),
        sound,
        texts: sources.templates,
        fonts,
        files: sources.files,
        standards,
        issued_at,
        register_is_written: before == (register.entries().count(), register.form_key().map(str::to_owned)),
        keys,
        register_state,
        register,
        unread: match &options.settled {
            Some(settled) => settled.unread(),
            None if options.only.is_empty() => census.unread(),
            None => BTreeMap::new(),
        },
        blocked: match &options.settled {
            Some(settled) => settled.blocked.clone(),
            None => census.blocked_of(|id| roll.wants(id)),
        },
        roll,
        counts: (census.recipients, census.documents),
        outline,
        enclosures,
        complete: options.only.is_empty() && options.on_demand.is_none() && !options.draft,
        draft: options.draft,
        seal: options.seal.clone().filter(|_| !options.draft),
        share: None,
        pseudo: options.pseudo,
        forced,
        scripts,
        unfinished: options.unfinished,
        mailing,
    };
    Checked::new(Some(plan), problems)
}

/// Notes of what is accepted under `accepted` and does not occur, by their numbers.
fn report_unused(mailing: &Mailing, unused: &[usize], file: &str) -> Problems {
    let accepted = unused.iter().filter_map(|number| mailing.accepted.get(*number));
    // What Typst warns of is known only when documents are made.
    accepted
        .filter(|accepted| accepted.warning.value != codes::TYPST_WARNING.name)
        .map(|accepted| {
            let message = format!("`{}` is accepted, and no longer occurs", accepted.warning.value);
            Diagnostic::new(codes::ACCEPTED_UNUSED, message)
                .with_location(accepted.warning.location(file))
                .with_field("accepted")
                .with_hint("remove it, so that it does not hide what comes later")
        })
        .collect()
}

/// Checks that the folder of the mailing's archive is not another mailing's.
fn check_owner(root: &Path, owner: &Owner, mailing: &Mailing) -> Option<Diagnostic> {
    archive::check_owner(&archive_folder(root.join(&mailing.output), &owner.reference), owner).err()
}

/// The value of a result; its problem is added to the others.
fn keep<T>(result: Result<T, Diagnostic>, problems: &mut Problems) -> Option<T> {
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

/// The name of a standard, as the exporter knows it.
fn standard(standard: &mailing::Standard) -> &'static str {
    match standard {
        mailing::Standard::A2a => "a-2a",
        mailing::Standard::Ua1 => "ua-1",
    }
}

/// The languages that have templates.
fn usable(mailing: &Mailing, sources: &Sources) -> BTreeSet<String> {
    let templates: Vec<&str> = mailing.documents.iter().map(|document| document.template.as_str()).collect();
    sources.languages(&templates).map(str::to_owned).collect()
}

/// Checks that a language has templates.
fn check_locale(usable: &BTreeSet<String>, locale: &str) -> Option<Diagnostic> {
    (!usable.contains(locale)).then(|| {
        Diagnostic::new(codes::LOCALE_UNKNOWN, format!("there are no templates for the language `{locale}`"))
            .with_hint(did_you_mean(locale, usable.iter().map(String::as_str)))
    })
}

/// Keeps of the languages that have templates those that are named; all where none is.
fn choose(usable: &mut BTreeSet<String>, chosen: &[String]) -> Problems {
    let problems = chosen.iter().filter_map(|tag| check_locale(usable, tag)).collect();
    usable.retain(|tag| chosen.is_empty() || chosen.contains(tag));
    problems
}

/// The fonts of all documents: those of the crate and those of the template folder.
fn read_fonts(sources: &Sources) -> Checked<Fonts> {
    let files = sources.fonts.iter().map(|(name, content)| (name.as_str(), content.clone()));
    Fonts::with_files(files)
}

/// Where templates are merged, and documents made after that; `None` where a file has a name Typst cannot use, which is told when
/// documents are to be made.
fn open_workplace(
    mailing: &Mailing,
    sources: &Sources,
    fonts: &Arc<Fonts>,
    options: &PlanOptions,
) -> Option<Workplace> {
    let (fonts, files) = (Arc::clone(fonts), Arc::clone(&sources.files));
    let templates = (mailing.templates.as_str(), &sources.templates);
    Workplace::new(fonts, files, templates, &options.isolation, documents::limits(mailing)).ok()
}

/// The templates, ready to be rendered.
fn open_templates(
    mailing: &Mailing,
    sources: &Sources,
    options: &PlanOptions,
    workplace: Option<&Workplace>,
) -> Checked<Box<dyn MergeTemplates>> {
    let (folder, texts) = (mailing.templates.as_str(), &sources.templates);
    match workplace {
        Some(workplace) => workplace.open_templates(folder, texts),
        None => worker::open_templates(folder, texts, &options.isolation, documents::limits(mailing)),
    }
}
