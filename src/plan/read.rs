//! What a plan reads besides the template folder: recipient lists, locale packs, enclosures.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use super::blame::blocks;
use super::census::Census;
use super::office::office_language;
use super::options::PlanOptions;
use super::sample;
use super::sources::{common_enclosure_path, enclosure_path, is_there};
use super::threads;
use crate::archive::{self, limits};
use crate::beneath::read_within;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, io_text};
use crate::locale::{self, LocalePack};
use crate::mailing::{Enclosure, Mailing, leads_outside};
use crate::names::{ArchivePath, NoArchivePath, fold};
use crate::recipient::{Lists, RecipientSource};
use crate::template;
use crate::worker::{JobLimits, ReadingRoom};

/// Opens the recipient lists; for a sample in `locale`, recipients that break layouts take their place.
pub(super) fn open_lists(
    root: &Path,
    mailing: &Mailing,
    options: &PlanOptions,
    locale: Option<&str>,
) -> Checked<Lists> {
    if options.on_demand.is_some() {
        return Checked::sound(Lists::from_recipients(Vec::new()));
    }
    let files: Vec<&RecipientSource> = match &options.lists {
        Some(lists) => lists.iter().collect(),
        None => mailing.recipients.iter().map(|source| &source.value).collect(),
    };
    let mut reader = ReadingRoom::new(&options.isolation, JobLimits::LIST).reader();
    let encoding = options.encoding.as_deref();
    let opened = Lists::open(root, files, encoding, &mailing.extra_fields, &mut reader, options.environment);
    let Some(locale) = locale.filter(|_| options.sample) else { return opened };
    let Checked { value: lists, mut problems } = opened;
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
    let recipients = pack.map_or(Vec::new(), |pack| sample::recipients(&pack, mailing, &listed));
    Checked::new(Lists::from_recipients(recipients), problems)
}

/// Reads the locale packs of some languages.
pub(super) fn read_packs<'a>(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    languages: impl Iterator<Item = &'a String>,
    jobs: Option<NonZeroUsize>,
) -> Checked<BTreeMap<String, LocalePack>> {
    let mut packs = BTreeMap::new();
    let mut problems = Problems::new();
    let languages: Vec<&String> = languages.collect();
    let read = threads::map(&languages, jobs, |language| locale::read(root, &mailing.templates, language));
    for (language, pack) in languages.into_iter().zip(read) {
        let pack = pack.report_to(&mut problems);
        problems.extend(template::find_untranslated(mailing, language, file));
        packs.extend(pack.map(|pack| (language.clone(), pack)));
    }
    Checked::new(packs, problems)
}

/// Reads the locale pack of the office's language, unless a recipient is written to in it.
pub(super) fn read_office_pack(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    census: &Census,
) -> Checked<Option<LocalePack>> {
    let language = office_language(mailing);
    if census.readers.contains_key(language) {
        return Checked::sound(None);
    }
    let Checked { value: pack, problems: found } = locale::read(root, &mailing.templates, language);
    let Some(pack) = pack else {
        let missing = mailing.dispatch.language.as_ref().map(|chosen| {
            Diagnostic::new(
                codes::LOCALE_UNKNOWN,
                format!("there is no locale pack for the language `{language}`"),
            )
            .with_location(chosen.location(file))
            .with_field("dispatch.language")
            .with_hint("name a language that has a folder with templates")
        });
        return Checked::new(None, missing);
    };
    Checked::new(Some(pack), found)
}

/// Reads the enclosures of some languages, by path in the archive.
pub(super) fn read_enclosures<'a>(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    locales: impl Iterator<Item = &'a String>,
) -> Checked<BTreeMap<ArchivePath, Vec<u8>>> {
    let mut enclosures = BTreeMap::new();
    let mut problems = Problems::new();
    let mut named: BTreeMap<String, &Enclosure> = BTreeMap::new();
    for locale in locales {
        // The mailing's own check names one that leads outside.
        let listed = mailing.enclosures.of(locale).filter(|enclosure| !leads_outside(&enclosure.file));
        for enclosure in listed {
            let (path, inside) = find_enclosure(root, mailing, locale, enclosure);
            let inside = inside.map_err(|error| {
                Diagnostic::new(codes::FILE_NAME_INVALID, error.to_string())
                    .with_hint("give the enclosure a shorter name")
            });
            let inside = inside.and_then(|inside| match named.insert(fold(inside.as_str()), enclosure) {
                Some(other) if !std::ptr::eq(other, enclosure) => {
                    Err(same_name(locale, &other.file, &enclosure.file))
                }
                _ => Ok(inside),
            });
            if inside.as_ref().is_ok_and(|inside| enclosures.contains_key(inside)) {
                continue;
            }
            match inside.and_then(|inside| Ok((inside, read_enclosure(root, &path)?))) {
                Ok((inside, content)) => {
                    enclosures.insert(inside, content);
                }
                Err(problem) => problems.push(problem.with_location(enclosure.file.location(file))),
            }
        }
    }
    Checked::new(enclosures, problems)
}

/// Where an enclosure is below the mailing's folder, and its path in the archive. One for all languages may have a file of its own
/// for some of them.
fn find_enclosure(
    root: &Path,
    mailing: &Mailing,
    locale: &str,
    enclosure: &Enclosure,
) -> (String, Result<ArchivePath, NoArchivePath>) {
    let (templates, file) = (&mailing.templates.value, &enclosure.file.value);
    let own = format!("{templates}/{locale}/enclosures/{file}");
    if mailing.enclosures.is_for_all() && !is_there(root, &own) {
        return (format!("{templates}/enclosures/{file}"), common_enclosure_path(file));
    }
    (own, enclosure_path(locale, file))
}

/// Two enclosures that a folder of the archive cannot hold both.
fn same_name(locale: &str, one: &str, other: &str) -> Diagnostic {
    let message = match one == other {
        true => format!("the enclosure `{one}` is listed twice for the language `{locale}`"),
        false => format!("the enclosures `{one}` and `{other}` would have one name in the archive"),
    };
    let hint = "list each enclosure once, and give those of a language names that differ";
    Diagnostic::new(codes::FILE_NAME_TWICE, message).with_hint(hint)
}

/// Reads an enclosure, which must be a PDF.
fn read_enclosure(root: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let content = read_within(root, path).map_err(|error| {
        Diagnostic::new(codes::ENCLOSURE_UNREADABLE, format!("`{path}` cannot be read ({})", io_text(&error)))
            .with_hint("put the PDF there, or correct `enclosures` of the mailing")
    })?;
    if !content.starts_with(b"%PDF-") {
        let message = format!("the enclosure `{path}` is not a PDF");
        return Err(Diagnostic::new(codes::ENCLOSURE_NOT_PDF, message).with_hint("enclose a finished PDF"));
    }
    limits::check_file(path, content.len() as u64)?;
    // What `verify` would refuse is not put into an archive.
    archive::count_pages(&content).map_err(|cause| {
        let message = format!("the enclosure `{path}` is no sound PDF ({cause})");
        Diagnostic::new(codes::ENCLOSURE_NOT_PDF, message)
            .with_hint("print it to a new PDF, and enclose that")
    })?;
    Ok(content)
}
