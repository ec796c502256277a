//! Confirmations: a mailing with an acknowledgement for each delegation that answered, a confirmation for each participant, and a
//! letter for the visa for those who asked for one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::confirm_options::{Confirming, GENRE};
use super::copied::{self, Copied};
use super::documents::{NewDocument, documents, genre_names, templates_of};
use super::first::FirstMailing;
use super::options::{FOLLOWING, FollowUpOptions};
use super::people::{self, People};
use super::values;
use crate::archive::Entry;
use crate::collect;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text};
use crate::export::{TableFormat, write_recipients};
use crate::input::quoted;
use crate::locale::{self, LocalePack};
use crate::recipient::{Environment, Lists};
use crate::starter::{self, NewFile};
use crate::worker::ReadingRoom;

/// The list of those who are written to.
const LIST: &str = "recipients/registered.csv";

/// A mailing of confirmations that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Its reference.
    pub reference: String,
    /// Its files, by their paths in its folder.
    pub files: Vec<String>,
    /// How many delegations are written to.
    pub delegations: usize,
    /// How many participants are.
    pub participants: usize,
    /// How many of these get a letter for the visa.
    pub visas: usize,
    /// Who could not be confirmed, and what else is to be looked at.
    pub problems: Problems,
}

/// Begins a mailing of confirmations in a folder.
///
/// # Errors
///
/// Nobody is to be written to, or the files cannot be read or written; nothing is written then.
pub fn confirm(
    first: &FirstMailing,
    options: &FollowUpOptions,
    confirming: Confirming,
    folder: &Path,
    room: &ReadingRoom,
    environment: Environment,
) -> Result<Confirmed, Problems> {
    check_genre(first)?;
    let forms = collect::form_documents(&first.archive, room)?;
    let is_form = |entry: &&Entry| entry.document.as_ref().is_some_and(|id| forms.contains(id));
    let sent: Vec<&Entry> = first.sent().filter(is_form).collect();
    let (delegations, mut problems) = collect::find_registered(&first.collected, &sent);
    let asked: BTreeSet<&str> =
        delegations.iter().filter_map(|delegation| delegation.form.recipient.as_deref()).collect();
    let found = first.find_recipients(&asked, room, environment)?;
    problems.extend(found.problems);
    let used: BTreeSet<String> =
        delegations.iter().filter_map(|delegation| delegation.form.locale.clone()).collect();
    let packs = read_packs(first, &used)?;
    let People { recipients, delegations, participants, visas, sharing } =
        people::list(&delegations, &found.value, &packs, confirming);
    if recipients.is_empty() {
        let problem = Diagnostic::new(codes::FOLLOW_UP_NOBODY, "nobody is to be confirmed")
            .with_location(Location::file(path_text(first.archive.path())));
        problems.push(problem.with_hint("nothing was written: no answer that counts registers anybody"));
        return Err(problems);
    }
    let languages = copied::languages(&first.root, &first.mailing, &used);
    let dropped = templates_of(&first.mailing.documents, &[]);
    let gathered = copied::gather(&first.root, &first.mailing, &languages, &dropped, GENRE)?;
    problems.extend(gathered.without_texts.iter().map(|language| report_language(first, language)));
    let reference = options.reference_after(&first.mailing.reference, "C1");
    let fields = people::FIELDS.into_iter();
    let mut changes = values::common(options.issued_at, &reference, LIST, fields);
    changes.insert("follows", Some(values::follows(&first.mailing, &[])));
    changes.insert("documents", Some(list_documents(first, &languages, (delegations, participants, visas))));
    changes.extend(["deadlines", "second_language", "courtesy_documents", "form"].map(|key| (key, None)));
    changes.insert("accepted", accepted(&sharing));
    let Copied { mut files, translated, .. } = gathered;
    files.push(NewFile::new(FOLLOWING, first.change(&changes, options.issued_at)?));
    let (list, _) = write_recipients(&Lists::from_recipients(recipients), TableFormat::Csv)?;
    files.push(NewFile::private(LIST, list));
    let (templates, default) = (&first.mailing.templates, &first.mailing.default_language);
    let files = starter::begin(folder, files, templates, default, &translated)?;
    Ok(Confirmed { reference, files, delegations, participants, visas, problems })
}

/// Refuses mailings whose confirmations would be no letters.
fn check_genre(first: &FirstMailing) -> Result<(), Diagnostic> {
    if first.is_of_letters() {
        return Ok(());
    }
    Err(Diagnostic::new(
        codes::FOLLOW_UP_MAILING,
        "only answers to letters are confirmed, and this mailing is none",
    )
    .with_location(first.mailing.location("genre", &first.file))
    .with_field("genre")
    .with_hint("begin a mailing of the same genre by hand"))
}

/// The packs of the languages in which answers are confirmed.
fn read_packs(
    first: &FirstMailing,
    used: &BTreeSet<String>,
) -> Result<BTreeMap<String, LocalePack>, Problems> {
    let mut packs = BTreeMap::new();
    for language in used {
        let read = locale::read(&first.root, &first.mailing.templates, language);
        packs.insert(language.clone(), read.value.ok_or(read.problems)?);
    }
    Ok(packs)
}

/// The letter, which is an acknowledgement to delegations, and the letter for the visa.
fn list_documents(
    first: &FirstMailing,
    languages: &BTreeSet<String>,
    (delegations, participants, visas): (usize, usize, usize),
) -> String {
    const ACKNOWLEDGEMENT: &str = "acknowledgement.typ.hbs";
    const CONFIRMATION: &str = "confirmation.typ.hbs";
    let other = first.mailing.documents.first().map(|letter| letter.name.clone()).unwrap_or_default();
    let name = |id: &str| genre_names(GENRE, id, languages, &other);
    let document = |id, template, folder| NewDocument {
        id,
        template,
        folder,
        name: name(id),
        when: String::new(),
        variants: Vec::new(),
    };
    let mut letter = document("confirmation", CONFIRMATION, "confirmations");
    if participants == 0 {
        letter.template = ACKNOWLEDGEMENT;
    } else if delegations > 0 {
        let when = format!("{{ group: {} }}", people::DELEGATIONS);
        letter.variants.push((when, ACKNOWLEDGEMENT.to_owned()));
    }
    let mut list = vec![letter];
    if visas > 0 {
        let when = format!("{{ fields: {{ visa: \"{}\" }} }}", people::YES);
        list.push(NewDocument { when, ..document("visa", "visa.typ.hbs", "visas") });
    }
    documents(&list)
}

/// Warnings that say no more than that participants are written to by way of their delegation.
fn accepted(sharing: &[Vec<String>]) -> Option<String> {
    let entry = |ids: &Vec<String>| {
        let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        format!(
            "  - warning: recipient-alike\n    recipients: [{}]\n    because: they are of one delegation, and have its address\n",
            ids.join(", ")
        )
    };
    let entries: String = sharing.iter().map(entry).collect();
    Some(entries).filter(|entries| !entries.is_empty()).map(|entries| format!("accepted:\n{entries}"))
}

fn report_language(first: &FirstMailing, language: &str) -> Diagnostic {
    let folder = format!("{}/{language}", first.mailing.templates.value);
    Diagnostic::new(codes::FOLLOW_UP_LANGUAGE, format!("there is no text of a confirmation in `{language}`"))
        .with_location(Location::file(&folder))
        .with_hint(format!(
            "write the templates of {folder} in the new folder; `convoke check` names those it lacks"
        ))
}
