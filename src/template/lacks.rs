//! What a language lacks for a mailing and for a recipient: texts, names of States, forms of address.

use super::context::{find_country, find_titles};
use super::form::own_texts;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::locale::{LocalText, LocalePack, is_state, near_states, propose_states};
use crate::mailing::{Addressees, Mailing, Person};
use crate::recipient::{Kind, Recipient};

/// What is wrong with the form of address of a recipient in a language, and a State without a name there.
pub fn check_address(mailing: &Mailing, pack: &LocalePack, recipient: &Recipient) -> Problems {
    let country = find_country(mailing, pack, recipient);
    let found = pack.check_addressee(&recipient.addressee, country, &recipient.ministry, &recipient.location);
    let found = found.into_iter().chain(check_genre(mailing, pack, recipient));
    let mut problems: Problems = found.map(|problem| problem.blocking(recipient.id.value.clone())).collect();
    // What is no code at all is told as such.
    let is_code = |iso: &str| iso.len() == 3 && iso.bytes().all(|byte| byte.is_ascii_uppercase());
    if let (Some(iso), None) = (recipient.iso.as_ref().filter(|iso| is_code(iso)), country) {
        let (tag, iso_code) = (pack.tag(), &iso.value);
        let (message, hint) = match pack.missing_names(iso_code) {
            None if !is_state(iso_code) => (format!("no State has the code {iso_code}"), correct(iso_code)),
            None => (
                format!("`{tag}` has no name for the State {iso_code}"),
                format!("add the State `{iso_code}` to countries.yaml in the folder `{tag}`"),
            ),
            Some(missing) => (
                format!("`{tag}` has not all names of the State {iso_code}: {} missing", listed(&missing)),
                format!("add them to countries.yaml in the folder `{tag}`, or `forms` that they follow from"),
            ),
        };
        problems.push(
            Diagnostic::new(codes::COUNTRY_UNNAMED, message)
                .with_location(iso.location(&recipient.location.file))
                .blocking(recipient.id.value.clone())
                .with_field("iso")
                .with_hint(hint),
        );
    }
    problems
}

/// What to write in place of a code that no State has.
fn correct(code: &str) -> String {
    let near = near_states(code);
    match near.as_slice() {
        [] => "write the ISO alpha-3 code of the State, such as NOR, or its name".to_owned(),
        near => format!("write {}", propose_states(near)),
    }
}

fn listed(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// What of a recipient the genre of the mailing does not take.
fn check_genre(mailing: &Mailing, pack: &LocalePack, recipient: &Recipient) -> Problems {
    let mut problems = Problems::new();
    let genre = &mailing.genre.value;
    if mailing.rules.addressees == Addressees::States && recipient.kind != Kind::State {
        problems.push(
            Diagnostic::new(codes::GENRE_ADDRESSEE, format!("`{genre}` goes to States alone"))
                .with_location(recipient.location.clone())
                .with_field("kind")
                .with_hint("write it a letter, in a mailing of its own"),
        );
    }
    if mailing.rules.person == Person::Third && pack.file().note.is_some() {
        problems.extend(check_note(mailing, pack, recipient));
    }
    problems
}

/// An addressee that a note has no words for; an office that is not there is told as such.
fn check_note(mailing: &Mailing, pack: &LocalePack, recipient: &Recipient) -> Option<Diagnostic> {
    let Recipient { addressee, ministry, location, .. } = recipient;
    let (tag, office) = (pack.tag(), &addressee.office);
    let is_known = pack.file().address.offices.contains_key(&office.value);
    let from_person = mailing.sender.note.as_ref().is_some_and(|note| note.person);
    let country = find_country(mailing, pack, recipient);
    if !is_known || pack.note_addressee(addressee, country, ministry, from_person).is_some() {
        return None;
    }
    let message =
        format!("a note in `{tag}` has no words for the office `{}` within a sentence", office.value);
    let own = format!("addressee.styles.{tag}");
    Some(
        Diagnostic::new(codes::NOTE_OFFICE, message)
            .with_location(office.location(&location.file))
            .with_field("addressee.office")
            .with_hint(format!("give them as `sentence_name` and `sentence_to` under `{own}`"))
            .with_hint("or write to an office such as `foreign-minister`, `ministry` or `permanent-mission`"),
    )
}

/// The texts of the mailing that letters have in them, each with its dotted key.
#[must_use]
pub fn mailing_texts<'a>(mailing: &'a Mailing, language: &str) -> Vec<(String, &'a LocalText)> {
    let (event, sender) = (&mailing.event, &mailing.sender);
    let mut texts = vec![
        ("place".to_owned(), &mailing.place),
        ("event.name".to_owned(), &event.name),
        ("event.meeting".to_owned(), &event.meeting),
        ("event.place".to_owned(), &event.place),
        ("sender.organisation".to_owned(), &sender.organisation),
        ("sender.office".to_owned(), &sender.office),
        ("sender.signatory.name".to_owned(), &sender.signatory.name),
    ];
    let optional = [
        ("event.short_name", event.short_name.as_ref()),
        ("event.phase", event.phase.as_ref()),
        ("event.legal_basis", event.legal_basis.as_ref()),
        ("sender.note.name", sender.note.as_ref().map(|note| &note.name)),
    ];
    let given = |(field, text): (&'static str, Option<&'a LocalText>)| Some((field.to_owned(), text?));
    texts.extend(optional.into_iter().filter_map(given).filter(|(_, text)| !text.is_blank()));
    texts.extend(mailing.assets.iter().map(|(key, asset)| (format!("assets.{key}.alt"), &asset.alt)));
    let documents = mailing.documents.iter();
    texts.extend(documents.map(|document| (format!("documents.{}.name", document.id.value), &document.name)));
    let of_enclosures = mailing.enclosures.of(language).map(|enclosure| &enclosure.name);
    texts.extend(of_enclosures.map(|name| ("enclosures.name".to_owned(), name)));
    texts.extend(own_texts(mailing));
    texts
}

/// The texts of the mailing that are missing in a language; `file` is the mailing's file.
///
/// A letter never falls back to another language within its text.
pub fn find_untranslated(mailing: &Mailing, language: &str, file: &str) -> Problems {
    let lacks = |(_, text): &(String, &LocalText)| text.get(language).is_none_or(shows_nothing);
    let mut missing: Vec<String> =
        mailing_texts(mailing, language).into_iter().filter(lacks).map(|(field, _)| field).collect();
    let lines = &mailing.return_address.lines;
    if !lines.is_blank() && lines.get(language).is_none_or(<[String]>::is_empty) {
        missing.push("return_address.lines".to_owned());
    }
    if find_titles(mailing, language).is_none() {
        missing.push("sender.signatory.titles".to_owned());
    }
    missing
        .into_iter()
        .filter(|field| !mailing.is_left_empty(field, language))
        .map(|field| {
            Diagnostic::new(codes::MAILING_UNTRANSLATED, format!("`{field}` has no text in `{language}`"))
                .with_location(mailing.location(&field, file))
                .with_hint(format!("add `{language}:` to it"))
                .with_field(field)
        })
        .collect()
}

/// Whether a text has nothing but spaces and characters that are not seen.
fn shows_nothing(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}
