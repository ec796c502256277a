//! Reminders: a mailing for those who have not answered, which names the first letter and sends its form again.
//!
//! The form bears the number of the first one and is made with its key, so that answers to either are answers to the first mailing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::arrived;
use super::booked_in;
use super::copied::{self, Copied};
use super::documents::{NewDocument, documents, genre_names, sent_again, templates_of};
use super::file::Changes;
use super::first::FirstMailing;
use super::options::{FOLLOWING, FollowUpOptions};
use super::silent::{self, WhoAnswered};
use super::values::{self, FIRST_SERIAL};
use crate::beneath::read_regular;
use crate::collect;
use crate::diagnostic::{Diagnostic, Location, Problems, Severity, codes, io_text, path_text};
use crate::export::{TableFormat, write_recipients};
use crate::input::At;
use crate::ledger;
use crate::mailing::{Document, Mailing, Numbering, Person};
use crate::recipient::{Environment, Lists, Recipient};
use crate::register::KEY_FILE;
use crate::starter::{self, NewFile};
use crate::worker::ReadingRoom;

/// The genre whose texts reminders have, and that of those that are notes.
const GENRE: &str = "reminder";
const NOTE: &str = "note-reminder";

/// The template of the letter.
const TEMPLATE: &str = "reminder.typ.hbs";

/// The largest file of keys that is read, in bytes.
const MOST_OF_KEY: u64 = 1 << 16;

/// The list of those who are reminded.
const LIST: &str = "recipients/unanswered.csv";

/// A mailing of reminders that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminded {
    /// Its reference.
    pub reference: String,
    /// Its files, by their paths in its folder.
    pub files: Vec<String>,
    /// How many are reminded, by language.
    pub languages: BTreeMap<String, usize>,
    /// How the others stand.
    pub standing: WhoAnswered,
    /// Who could not be reminded, and what else is to be looked at.
    pub problems: Problems,
}

/// Begins a mailing of reminders in a folder; `key` names the key of the forms, where it is not in the first mailing's folder.
///
/// # Errors
///
/// Nobody is to be reminded, the key of the forms is not at hand, or the files cannot be read or written; nothing is written then.
pub fn remind(
    first: &FirstMailing,
    options: &FollowUpOptions,
    key: Option<&Path>,
    folder: &Path,
    room: &ReadingRoom,
    environment: Environment,
) -> Result<Reminded, Problems> {
    check_genre(first)?;
    let deadline = find_deadline(first, options)?;
    let forms = collect::form_documents(&first.archive, room)?;
    let (silent, mut standing) = silent::find(&first.collected);
    let (silent, by_ledger) = arrived::keep(&first.archive, silent)?;
    standing.booked = by_ledger.answered;
    standing.replied = by_ledger.replied;
    standing.missed = by_ledger.missed.into_iter().map(|(recipient, _)| recipient).collect();
    let asked: BTreeSet<&str> = silent.iter().map(|one| one.recipient.as_str()).collect();
    let found = first.find_recipients(&asked, room, environment)?;
    let (known, mut problems) = (found.value, found.problems);
    problems.extend(by_ledger.problems);
    let mut recipients: Vec<Recipient> = Vec::new();
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    for one in &silent {
        let Some(recipient) = known.get(&one.recipient) else { continue };
        let (Some(serial), Some(locale)) = (&one.serial, &one.locale) else { continue };
        *languages.entry(locale.clone()).or_default() += 1;
        recipients.push(as_first_sent(recipient, serial, locale));
    }
    if recipients.is_empty() {
        let message = "nobody is to be reminded";
        let problem = Diagnostic::new(codes::FOLLOW_UP_NOBODY, message)
            .with_location(Location::file(path_text(first.archive.path())));
        problems.push(
            problem.with_hint("nothing was written: all others have answered, or are to be looked at first"),
        );
        return Err(problems);
    }
    let Mailing { documents: configured, .. } = &first.mailing;
    let kept = keep_forms(first, &forms)?;
    let used: BTreeSet<String> = languages.keys().cloned().collect();
    let used = copied::languages(&first.root, &first.mailing, &used);
    let dropped = templates_of(configured, &kept);
    let gathered = copied::gather(&first.root, &first.mailing, &used, &dropped, genre_of(first))?;
    problems.extend(gathered.without_texts.iter().map(|language| report_language(first, language)));
    let reference = options.reference_after(&first.mailing.reference, "R1");
    let mut changes = changes(first, options, &reference, deadline, (&kept, folder));
    changes.insert("documents", Some(list_documents(first, &kept, &used, &recipients)));
    let Copied { mut files, translated, .. } = gathered;
    files.push(NewFile::new(FOLLOWING, first.change(&changes, options.issued_at)?));
    let (list, _) = write_recipients(&Lists::from_recipients(recipients), TableFormat::Csv)?;
    files.push(NewFile::private(LIST, list));
    files.extend(read_key(first, key)?);
    let Mailing { templates, default_language, .. } = &first.mailing;
    let files = starter::begin(folder, files, templates, default_language, &translated)?;
    Ok(Reminded { reference, files, languages, standing, problems })
}

/// A recipient as it was written to: in the language of the form it has, with its serial.
fn as_first_sent(recipient: &Recipient, serial: &str, locale: &str) -> Recipient {
    let mut recipient = recipient.clone();
    recipient.languages.retain(|language| language.value != locale);
    recipient.languages.insert(0, At::from(locale.to_owned()));
    recipient.fields.insert(FIRST_SERIAL.to_owned(), serial.to_owned());
    recipient
}

/// The genre whose texts the reminders have: in the third person where the first ones were.
fn genre_of(first: &FirstMailing) -> &'static str {
    match first.mailing.rules.person {
        Person::Third => NOTE,
        Person::Any => GENRE,
    }
}

/// Refuses mailings of one text for all: nobody in particular is asked.
fn check_genre(first: &FirstMailing) -> Result<(), Diagnostic> {
    if first.mailing.rules.numbering == Numbering::Each {
        return Ok(());
    }
    Err(Diagnostic::new(
        codes::FOLLOW_UP_MAILING,
        "letters and notes are reminded of, and this mailing is one text for all",
    )
    .with_location(first.mailing.location("genre", &first.file))
    .with_field("genre")
    .with_hint(
        "begin a mailing of the same genre by hand, with `convoke collect` to tell who has not answered",
    ))
}

/// The last day for forms, which is not before the reminder.
fn find_deadline(first: &FirstMailing, options: &FollowUpOptions) -> Result<Option<Date>, Diagnostic> {
    let own = first.mailing.deadlines.registration.as_ref().map(|date| date.value);
    let deadline = options.deadline.or(own);
    match deadline.filter(|deadline| *deadline < options.issued_at) {
        None => Ok(deadline),
        Some(passed) => {
            let message = format!("the last day for forms, {passed}, is before the reminder");
            Err(Diagnostic::new(codes::TIME, message)
                .with_field("--deadline")
                .with_hint("give the new last day, such as --deadline 2004-06-17"))
        }
    }
}

/// The forms among the mailing's documents, as it has them now.
fn keep_forms<'a>(first: &'a FirstMailing, forms: &[String]) -> Result<Vec<&'a Document>, Problems> {
    let mut problems = Problems::new();
    let mut kept = Vec::new();
    for form in forms {
        match first.mailing.documents.iter().find(|document| document.id.value == *form) {
            Some(document) => kept.push(document),
            None => problems.push(
                Diagnostic::new(
                    codes::FOLLOW_UP_MAILING,
                    format!("the form `{form}` is in the archive, and not in the mailing any more"),
                )
                .with_location(first.mailing.location("documents", &first.file))
                .with_field("documents")
                .with_hint("put it back among the documents"),
            ),
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(kept) }
}

/// The letter, and the forms for those who got them.
fn list_documents(
    first: &FirstMailing,
    kept: &[&Document],
    languages: &BTreeSet<String>,
    recipients: &[Recipient],
) -> String {
    let mut list = Vec::new();
    if let Some(letter) = first.mailing.documents.first() {
        list.push(NewDocument {
            id: &letter.id.value,
            template: TEMPLATE,
            folder: &letter.folder.value,
            name: genre_names(genre_of(first), "reminder", languages, &letter.name),
            when: String::new(),
            variants: Vec::new(),
        });
    }
    for document in kept {
        let is_its = |id: &Option<String>| id.as_deref() == Some(document.id.value.as_str());
        let sent = first.sent().filter(|entry| is_its(&entry.document));
        let got: BTreeSet<&str> = sent.filter_map(|entry| entry.recipient.as_deref()).collect();
        list.push(sent_again(document, &got, recipients));
    }
    documents(&list)
}

/// What the mailing of reminders says otherwise than the first one.
fn changes(
    first: &FirstMailing,
    options: &FollowUpOptions,
    reference: &str,
    deadline: Option<Date>,
    (kept, folder): (&[&Document], &Path),
) -> Changes {
    let extra_fields = first.mailing.extra_fields.iter().map(String::as_str);
    let fields = extra_fields.filter(|field| *field != FIRST_SERIAL).chain([FIRST_SERIAL]);
    let again: Vec<&str> = kept.iter().map(|document| document.id.value.as_str()).collect();
    let book = ledger::path(&first.root.join(&first.mailing.output), &first.mailing.reference);
    let mut changes = values::common(options.issued_at, reference, LIST, fields);
    changes.insert(
        "follows",
        Some(
            values::follows(&first.mailing, &again)
                + &booked_in::lines(&book, first.archive.manifest_sha256(), folder),
        ),
    );
    changes.insert("deadlines", values::deadlines(&first.mailing, options.issued_at, deadline));
    changes.insert("courtesy_documents", values::courtesy_documents(&first.mailing, &again));
    changes
}

/// The key of the forms, with which those of the reminders are made too.
fn read_key(first: &FirstMailing, named: Option<&Path>) -> Result<Option<NewFile>, Problems> {
    let keys = collect::find_keys(&first.root, named, &first.archive)?;
    if keys.value.is_none() {
        // Forms made with another key would be taken for forged ones.
        let is_needed = first.archive.manifest().form_key.is_some();
        return if is_needed { Err(as_errors(keys.problems)) } else { Ok(None) };
    }
    let path = named.map_or_else(|| first.root.join(KEY_FILE), Path::to_owned);
    let bytes = read_regular(&path, MOST_OF_KEY).map_err(|error| {
        Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({})", io_text(&error)))
            .with_location(Location::file(path_text(&path)))
    })?;
    Ok(Some(NewFile::private(KEY_FILE, bytes)))
}

/// Problems that only warn elsewhere, and stop here.
fn as_errors(problems: Problems) -> Problems {
    let stop = |problem: Diagnostic| Diagnostic { severity: Severity::Error, ..problem };
    problems.into_iter().map(stop).collect()
}

fn report_language(first: &FirstMailing, language: &str) -> Diagnostic {
    let folder = format!("{}/{language}", first.mailing.templates.value);
    Diagnostic::new(codes::FOLLOW_UP_LANGUAGE, format!("there is no text of a reminder in `{language}`"))
        .with_location(Location::file(&folder))
        .with_hint(format!(
            "write {folder}/{TEMPLATE} and email.txt.hbs in the new folder; `convoke check` asks for them"
        ))
}
