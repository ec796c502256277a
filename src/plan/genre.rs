//! What the genre of a mailing asks of its templates, its languages and of what it says itself.
//!
//! What it asks of a recipient is `template::check_address`'s.

use std::collections::BTreeMap;

use super::sources::Sources;
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes};
use crate::locale::{BySender, LocalePack, NoteForms, SenderGender};
use crate::mailing::{Mailing, Person};
use crate::template::{Listing, Source, words};

/// Checks a mailing and its languages against its genre; `file` is the mailing's.
pub(super) fn check(
    mailing: &Mailing,
    file: &str,
    packs: &BTreeMap<String, LocalePack>,
    listing: &Listing,
    sources: &Sources,
) -> Problems {
    let mut problems = check_host(mailing, file, packs);
    if mailing.rules.person == Person::Third {
        problems.extend(check_sender(mailing, file, packs));
        for pack in packs.values() {
            problems.extend(check_persons(mailing, pack, listing, sources));
        }
    }
    problems
}

/// The State that invites has a name in each language.
fn check_host(mailing: &Mailing, file: &str, packs: &BTreeMap<String, LocalePack>) -> Problems {
    let Some(host) = &mailing.event.host else { return Problems::new() };
    let as_of = mailing.names_as_of.unwrap_or_else(|| mailing.issued_at.date());
    let without = packs.values().filter(|pack| pack.country(host, as_of).is_none());
    let told = without.map(|pack| {
        let message = format!("`{}` has no name for the State {}", pack.tag(), host.value);
        Diagnostic::new(codes::COUNTRY_UNNAMED, message)
            .with_location(host.location(file))
            .with_field("event.host")
            .with_hint("write the code of the State in three capital letters, such as TUN")
    });
    told.collect()
}

/// A note names its sender, in the gender that its formulae ask for.
fn check_sender(mailing: &Mailing, file: &str, packs: &BTreeMap<String, LocalePack>) -> Problems {
    let Some(sender) = &mailing.sender.note else {
        let message = format!("the genre `{}` names its sender in a sentence", mailing.genre.value);
        return told(message, mailing.location("sender", file), "sender.note.name")
            .with_hint(
                "add `note: { name: … }` to `sender`, such as The Secretariat of the Fisheries Commission",
            )
            .into();
    };
    let mut problems = Problems::new();
    for pack in packs.values() {
        let language = pack.tag();
        let Some(NoteForms { opening, renewal, .. }) = &pack.file().note else {
            let location = Location::file(pack_path(mailing, language));
            let problem = told(format!("`{language}` has no formulae of notes verbales"), location, "note");
            problems.push(problem.with_hint("add `note` as another language has it"));
            continue;
        };
        let gender = sender.gender_in(language);
        let differs = |formula: &BySender| {
            let neuter = formula.of(SenderGender::Neuter).map(|text| &text.value);
            // A person is a man or a woman, wherever the formulae tell.
            neuter.is_none() || sender.person && neuter != Some(&formula.masculine.value)
        };
        if gender == SenderGender::Neuter && [opening, renewal].into_iter().any(differs) {
            let message = format!("the formulae in `{language}` differ by the gender of the sender");
            let field = format!("sender.note.gender.{language}");
            problems.push(told(message, mailing.location("sender.note", file), &field).with_hint(format!(
                "add `gender: {{ {language}: masculine }}` or `feminine` to `sender.note`"
            )));
        }
    }
    problems
}

fn told(message: String, location: Location, field: &str) -> Diagnostic {
    Diagnostic::new(codes::NOTE_SENDER, message).with_location(location).with_field(field)
}

/// Whether a problem only follows from what is told of the note: who sends it (`known`), or how its addressee is called (`own`).
pub(super) fn follows(problem: &Diagnostic, known: &[Diagnostic], own: &[Diagnostic]) -> bool {
    let of_note = problem.subject.field.as_deref().is_some_and(|field| field.starts_with("note."));
    let is_told = |told: &[Diagnostic], codes: &[&Code]| told.iter().any(|known| codes.contains(&known.code));
    problem.code == codes::MERGE_FIELD_EMPTY
        && of_note
        && (is_told(known, &[codes::NOTE_SENDER])
            || is_told(own, &[codes::NOTE_OFFICE, codes::OFFICE_UNKNOWN]))
}

/// The letter has no word of the first or second person.
fn check_persons(mailing: &Mailing, pack: &LocalePack, listing: &Listing, sources: &Sources) -> Problems {
    let Some(letter) = mailing.documents.first() else { return Problems::new() };
    let variants = letter.variants.iter().map(|variant| variant.template.as_str());
    let templates = std::iter::once(letter.template.as_str()).chain(variants);
    let mut parts: Vec<&String> = templates.flat_map(|file| listing.parts(pack.tag(), file)).collect();
    parts.sort();
    parts.dedup();
    let mut problems = Problems::new();
    for path in parts {
        let source = Source::new(path, sources.template(&mailing.templates, path));
        for run in words(&source) {
            for found in pack.file().persons.find(source.part(run.range.clone())) {
                let at = run.range.start + found.start;
                let word = source.part(at..run.range.start + found.end);
                problems.push(refuse(mailing, pack.tag(), word).with_location(source.locate(at)));
            }
        }
    }
    problems
}

fn refuse(mailing: &Mailing, language: &str, word: &str) -> Diagnostic {
    let genre = &mailing.genre.value;
    let path = pack_path(mailing, language);
    Diagnostic::new(
        codes::PERSON_WORD,
        format!("“{word}” is of the first or second person, and `{genre}` is in the third"),
    )
    .with_hint("name sender and addressee instead, or write without either")
    .with_hint(format!("where it means something else, add what holds it to `persons.except` in {path}"))
}

fn pack_path(mailing: &Mailing, language: &str) -> String {
    format!("{}/{language}/locale.yaml", mailing.templates.trim_end_matches('/'))
}
