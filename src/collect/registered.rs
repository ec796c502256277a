//! Who has registered: the participants of each delegation whose answer counts, each with a number that stays.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Collected, Returned, Row};
use super::status::AnswerVersion;
use crate::archive::Entry;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::digest::hash_bytes;
use crate::names::fold_words;

/// What a visa cannot be supported without, by the columns of the table of registrations.
const FOR_VISA: [&str; 2] = ["visa.birth_date", "visa.passport_number"];

/// A recipient whose answer counts.
#[derive(Debug)]
pub struct Delegation<'a> {
    /// Its form, as it was sent.
    pub form: &'a Entry,
    /// Whom it has registered, in the order of its answer.
    pub participants: Vec<Participant<'a>>,
}

/// Somebody whom a delegation has registered.
#[derive(Debug)]
pub struct Participant<'a> {
    /// What makes the number one's own within the delegation.
    pub code: String,
    /// First name and family name.
    pub name: String,
    values: &'a BTreeMap<String, String>,
    /// Whether visa support was asked for, with all that it takes.
    pub gets_visa: bool,
}

impl Participant<'_> {
    /// What the form says in a column; empty where it says nothing.
    #[must_use]
    pub fn value(&self, column: &str) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }
}

/// The delegations that have answered, in the order of the archive; `forms` are what was sent, by recipient. What is to be looked at
/// before somebody can be confirmed is told.
pub fn find_registered<'a>(collected: &'a Collected, forms: &[&'a Entry]) -> (Vec<Delegation<'a>>, Problems) {
    let mut problems = Problems::new();
    let counts = |file: &&Returned| file.version == Some(AnswerVersion::Counts) && !file.is_blank;
    let answered: BTreeSet<&str> =
        collected.files.iter().filter(counts).filter_map(|file| file.recipient.as_deref()).collect();
    let silent: BTreeSet<&str> = collected.unanswered.iter().map(|one| one.recipient.as_str()).collect();
    let mut delegations: Vec<Delegation<'_>> = Vec::new();
    for form in forms {
        let Some(recipient) = form.recipient.as_deref() else { continue };
        if answered.contains(recipient) && !silent.contains(recipient) {
            if !delegations.iter().any(|known| known.form.recipient == form.recipient) {
                let participants = participants(collected, recipient, &mut problems);
                delegations.push(Delegation { form, participants });
            }
        } else if !silent.contains(recipient) {
            problems.push(report_open(collected, recipient));
        }
    }
    (delegations, problems)
}

fn participants<'a>(
    collected: &'a Collected,
    recipient: &str,
    problems: &mut Problems,
) -> Vec<Participant<'a>> {
    let mut known = BTreeSet::new();
    let mut participants = Vec::new();
    for row in collected.registrations.iter().filter(|row| row.is_participant()) {
        let Some(file) = collected.files.get(row.file) else { continue };
        if file.version != Some(AnswerVersion::Counts) || file.recipient.as_deref() != Some(recipient) {
            continue;
        }
        let told = |code, message: &str, field: &str, hint: &str| {
            let problem = Diagnostic::new(code, message).with_location(Location::file(place(file, row)));
            problem.about(recipient).with_field(field).with_hint(hint)
        };
        let value = |column: &str| row.values.get(column).map_or("", |value| value.trim());
        let name = [value("first_name"), value("family_name")].join(" ").trim().to_owned();
        if name.is_empty() {
            let hint = "ask the delegation, and enter the name in the table of answers";
            problems.push(told(
                codes::PARTICIPANT_UNNAMED,
                "a participant without a name",
                "family_name",
                hint,
            ));
            continue;
        }
        let code = code(recipient, value("family_name"), value("first_name"));
        if !known.insert(code.clone()) {
            let hint = "one confirmation is made; if they are two persons, write to the other by hand";
            problems.push(told(
                codes::PARTICIPANT_TWICE,
                "a participant is named twice",
                "family_name",
                hint,
            ));
            continue;
        }
        let asks = value("visa.needed") == "true";
        let is_wanting = |column: &&&str| value(column).is_empty() || row.invalid.contains(**column);
        let wanting: Vec<&str> = FOR_VISA.iter().filter(is_wanting).copied().filter(|_| asks).collect();
        for column in &wanting {
            let message = "visa support was asked for, and this is missing or wrong";
            let hint =
                "ask the delegation; until then the participant is confirmed without a letter for the visa";
            problems.push(told(codes::VISA_DATA_MISSING, message, column, hint));
        }
        let gets_visa = asks && wanting.is_empty();
        participants.push(Participant { code, name, values: &row.values, gets_visa });
    }
    participants
}

/// Where a participant stands: the file, and the page or row of the form.
fn place(file: &Returned, row: &Row) -> String {
    let of = |what: &str, number: Option<u32>| number.map(|number| format!("{what} {number}"));
    let at = of("participant", row.participant).or_else(|| of("delegation list, row", row.delegation));
    [Some(file.place()), at].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Six letters and digits that follow from a participant's name within a delegation, so that they stay when others are added. None
/// can be read as another.
fn code(recipient: &str, family_name: &str, first_name: &str) -> String {
    /// Crockford's alphabet, without letters that look like digits.
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let names = [recipient.to_owned(), fold_words(family_name), fold_words(first_name)];
    let hash = hash_bytes(names.join("\n"));
    let number = u32::from_str_radix(hash.get(..8).unwrap_or_default(), 16).unwrap_or_default();
    let digit = |place: u32| ALPHABET.get((number >> (5 * place)) as usize % 32).copied().map(char::from);
    (0..6).rev().filter_map(digit).collect()
}

/// A recipient that has answered, and none of whose answers counts yet.
fn report_open(collected: &Collected, recipient: &str) -> Diagnostic {
    let own = collected.files.iter().filter(|file| file.recipient.as_deref() == Some(recipient));
    let places: Vec<String> = own.map(Returned::place).collect();
    let problem = Diagnostic::new(codes::ANSWER_OPEN, "has answered, and it is not decided what it says")
        .about(recipient)
        .with_hint("key the answer in, or say which counts, in the table of answers, and collect again");
    match places.first() {
        Some(first) => problem.with_location(Location::file(first)),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_number_follows_from_the_name_alone() {
        let number = code("FRA", "Ørsted", "Zoë");
        assert_eq!(number, code("FRA", " ØRSTED", "zoë "));
        assert_eq!(number.len(), 6);
        for other in [("KEN", "Ørsted", "Zoë"), ("FRA", "Ørsted", "Zoé"), ("FRA", "Zoë", "Ørsted")] {
            assert_ne!(number, code(other.0, other.1, other.2), "{other:?}");
        }
    }
}
